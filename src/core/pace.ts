/** When to look next. */

import type { Clock } from './ports.ts'

export type PollInterval = { readonly kind: 'auto' } | { readonly kind: 'fixed'; readonly intervalMs: number }

const SHORTEST_MS = 500
const LONGEST_MS = 15_000

/**
 * Seconds between looks for each square root of a second that the run has lasted. Of a run whose scale is unknown, the
 * chance to end in the next moment falls as 1/t, and the least lag for a given number of requests comes from asking at
 * a rate proportional to the square root of that chance.
 */
const SECONDS_PER_ROOT = 0.28

/**
 * Milliseconds until the next look at a run that has been watched for `elapsedMs`.
 *
 * `auto` is jittered by ±10 %, so that many steps that started together don't ask together.
 */
export function intervalMs(pace: PollInterval, elapsedMs: number, clock: Pick<Clock, 'random'>): number {
  if (pace.kind === 'fixed') return pace.intervalMs
  const rootMs = SECONDS_PER_ROOT * Math.sqrt(elapsedMs / 1000) * 1000
  const jittered = rootMs * (0.9 + 0.2 * clock.random())
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, jittered))
}
