/** When to look next. Pure: nothing here knows a clock, a platform or a file. */

import { BOUNDS, within } from './bounds.ts'
import { forecast } from './forecast.ts'
import { scaleFreeGapMs } from './scale-free.ts'
import { schedule } from './schedule.ts'

export { MOST_LOOKS_AN_HOUR } from './bounds.ts'

/** The `poll-interval` input. */
export type PollInterval = { readonly kind: 'auto' } | { readonly kind: 'fixed'; readonly intervalMs: number }

export interface Pace {
  /**
   * Milliseconds from a look made now until the next one.
   *
   * @param elapsedMs since the run was triggered, or since it started running, as the history was measured.
   * @param random in [0, 1), for jitter.
   */
  gapMs(elapsedMs: number, random: number): number
}

/** How many earlier runs are worth asking for. */
const MOST_EARLIER_RUNS = 50

/** The lag that one look is worth, in milliseconds. */
export const PRICE_MS = 100

/** No run that matters is shorter, no step waits longer. */
const SHORTEST_RUN_MS = 100
const LONGEST_RUN_MS = 5 * 24 * 3_600_000

/**
 * The pace for a run of a job whose earlier runs took `historyMs`, newest first.
 *
 * Only the first 50 count. What can't be a duration (negative, not finite) is left out; without any, the pace is the
 * one of a run of unknown scale. Whatever the history says, the bounds in `bounds.ts` hold.
 */
export function planPace(historyMs: readonly number[]): Pace {
  const durationsMs = usable(historyMs)
  if (durationsMs.length === 0) {
    return { gapMs: (elapsedMs, random) => within(BOUNDS, elapsedMs, scaleFreeGapMs(elapsedMs, random)) }
  }
  return { gapMs: schedule(forecast(durationsMs), PRICE_MS, BOUNDS) }
}

function usable(historyMs: readonly number[]): number[] {
  return historyMs
    .slice(0, MOST_EARLIER_RUNS)
    .filter((durationMs) => Number.isFinite(durationMs) && durationMs >= 0)
    .map((durationMs) => Math.min(LONGEST_RUN_MS, Math.max(SHORTEST_RUN_MS, durationMs)))
}
