/** Names of parameters, held against those that a job knows. */

import { quote } from '../text/quote.ts'

const MOST_SHOWN = 20
/** Of a longer name only so much is compared. */
const LONGEST_COMPARED = 64

export interface KnownParameters {
  readonly known: readonly string[]
  /** Those of them without which the job makes no sense. */
  readonly needed?: readonly string[]
}

/** What is wrong with these names: a sentence without a full stop. Undefined where nothing is, or where none are known. */
export function parameterFault(
  job: string,
  given: readonly string[],
  { known, needed = [] }: KnownParameters,
): string | undefined {
  const unknown = given.filter((name) => !known.includes(name))
  const missing = needed.filter((name) => !given.includes(name))
  const faults = [
    ...(unknown.length > 0 && known.length > 0
      ? [`has no ${parameters(unknown)}; it has: ${shown(known, unknown)}`]
      : []),
    ...(missing.length > 0 ? [`needs the ${parameters(missing)}`] : []),
  ]
  return faults.length === 0 ? undefined : `${job === '' ? 'the job' : `job ${plainName(job)}`} ${faults.join('; it ')}`
}

/** A name as it is, where nothing in it can be mistaken. */
export function plainName(name: string): string {
  return /^[\w.-]{1,80}$/.test(name) ? name : quote(name)
}

function parameters(names: readonly string[]): string {
  return `${names.length === 1 ? 'parameter' : 'parameters'} ${listed(names.map(quote))}`
}

/** Those that are nearest to what was given first: one of them was probably meant. */
function shown(known: readonly string[], unknown: readonly string[]): string {
  const distanceOf = (name: string) => Math.min(...unknown.slice(0, MOST_SHOWN).map((given) => distance(name, given)))
  const byDistance = known
    .map((name) => ({ name, far: distanceOf(name) }))
    .toSorted((one, other) => one.far - other.far)
  return listed(byDistance.map(({ name }) => plainName(name)))
}

function listed(names: readonly string[]): string {
  const more = names.length > MOST_SHOWN ? [`and ${names.length - MOST_SHOWN} more`] : []
  return [...names.slice(0, MOST_SHOWN), ...more].join(', ')
}

/** How many letters have to be changed, put in or taken out (Levenshtein), without regard to case. */
function distance(one: string, other: string): number {
  const [a = '', b = ''] = [one, other].map((name) => name.slice(0, LONGEST_COMPARED).toLowerCase())
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [at, letter] of [...a].entries()) {
    const next = [at + 1]
    for (let index = 1; index < row.length; index++) {
      const change = (row[index - 1] ?? 0) + (b[index - 1] === letter ? 0 : 1)
      next.push(Math.min(change, (row[index] ?? 0) + 1, (next[index - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
