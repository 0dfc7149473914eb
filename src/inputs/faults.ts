/** What is wrong with the inputs, told so that the author of a workflow can put it right in one go. */

import { quote } from '../text/quote.ts'

export interface Fault {
  /** The input's name as in action.yml. */
  readonly input: string
  /** What was given, ready to be shown. */
  readonly given: string
  readonly accepted: string
}

/** Text as it was given (undefined: nothing was), or words of our own about it. */
export type Given = string | undefined | { readonly words: string }

/** Of a secret input, what was given is not repeated. */
export function toFault(input: string, given: Given, accepted: string, isSecret: boolean): Fault {
  if (given === undefined) return { input, given: 'nothing was given', accepted }
  if (typeof given !== 'string') return { input, given: given.words, accepted }
  const shown = isSecret ? 'a value that is not shown here' : quote(given)
  return { input, given: `${shown} was given`, accepted }
}

/** One message for all faults: a sentence for a single one, a list for several. */
export function describeFaults(faults: readonly Fault[]): string {
  const lines = faults.map(({ input, given, accepted }) => `${input}: ${given}; accepted: ${accepted}`)
  if (lines.length === 1) return `Input ${lines[0]}`
  return [`${lines.length} faults in the inputs:`, ...lines.map((line) => `- ${line}`)].join('\n')
}
