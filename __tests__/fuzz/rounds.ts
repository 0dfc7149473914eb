/** Rounds of samples for one decoder, each with a seed of its own, so that any of them can be played again. */

import fc from 'fast-check'
import type { Fuzzed } from './kit.ts'

export interface Finding {
  readonly seed: number
  readonly cases: number
  /** How to get to the smallest sample at once. */
  readonly path: string
  readonly error: string
  readonly sample: string
}

export interface Tally {
  readonly name: string
  readonly cases: number
  readonly findings: readonly Finding[]
}

export interface RoundOptions {
  readonly seed: number
  readonly cases: number
  readonly path?: string
}

const LONGEST_SAMPLE = 2000

export async function round({ name, property }: Fuzzed, { seed, cases, path }: RoundOptions): Promise<Tally> {
  const details = await fc.check(property, { seed, numRuns: cases, ...(path === undefined ? {} : { path }) })
  if (!details.failed) return { name, cases: details.numRuns, findings: [] }
  const { errorInstance, counterexample, counterexamplePath } = details
  const cause = errorInstance instanceof Error && errorInstance.cause !== undefined ? ` (${errorInstance.cause})` : ''
  const sample = fc.stringify(counterexample)
  const finding: Finding = {
    ...{ seed, cases, path: counterexamplePath ?? '', error: `${errorInstance}${cause}` },
    sample:
      sample.length > LONGEST_SAMPLE ? `${sample.slice(0, LONGEST_SAMPLE)}… (${sample.length} characters)` : sample,
  }
  return { name, cases: details.numRuns, findings: [finding] }
}
