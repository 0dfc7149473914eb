/** What `gate` came to, for a person. */

import { cutMiddle, cutTo } from '../text/cut.ts'
import type { Judged } from './gate.ts'

const LONGEST_CONDITION = 300
const LONGEST_VALUE = 200

/** Every condition with what was found; the ones that do not hold come first, should there be too many to tell. */
export function gateSentences(gate: readonly Judged[]): readonly string[] {
  if (gate.length === 0) return []
  const [bad, good] = [gate.filter(({ holds }) => !holds), gate.filter(({ holds }) => holds)]
  const told = [...bad, ...good].map(
    (judged) =>
      `\n- ${cutTo(judged.text, LONGEST_CONDITION)}: ${foundIn(judged)}, ${judged.holds ? 'holds' : 'rejected'}`,
  )
  return [`${gateInWords(gate)}.`, told.join('')]
}

/** `1 of 3 conditions of gate does not hold` */
function gateInWords(gate: readonly Judged[]): string {
  const bad = gate.filter(({ holds }) => !holds).length
  const all = `${gate.length} condition${gate.length === 1 ? '' : 's'} of \`gate\``
  if (bad === 0) return gate.length === 1 ? `The ${all.slice(2)} holds` : `All ${all} hold`
  return gate.length === 1
    ? `The ${all.slice(2)} does not hold`
    : `${bad} of ${all} ${bad === 1 ? 'does' : 'do'} not hold`
}

/** The value as JSON, or why there is none. */
export function foundIn({ found }: Judged): string {
  return found.kind === 'value' ? cutMiddle(found.json, LONGEST_VALUE) : found.why
}
