/** The pace of a run about which nothing is known, not even whether it takes seconds or hours. */

/**
 * Seconds between looks for each square root of a second that the run has lasted.
 *
 * Of a run whose scale is unknown, the chance to end in the next moment falls as 1/t, and the least lag for a given
 * number of looks comes from looking at a rate proportional to the square root of that chance. The gaps grow a trifle
 * faster, by a tenth after 2,500 s: short runs are more frequent, and their looks cost least.
 */
const SECONDS_PER_ROOT = 0.255
const ROOTS_TO_DOUBLE = 500

function gapAfterMs(elapsedMs: number): number {
  const roots = Math.sqrt(elapsedMs / 1000)
  return 1000 * SECONDS_PER_ROOT * roots * (1 + roots / ROOTS_TO_DOUBLE)
}

const FLOOR_MS = 500
/** From here on never more than four looks a minute, jitter included. */
const STEADY_FROM_MS = 2_500_000
const STEADY_MS = 15_270
const JITTER_SHARE = 0.1
const JITTER_MOST_MS = 250

/**
 * Milliseconds until the next look; `random` in [0, 1). The first comes after half a second to a second, so that steps
 * that started together are out of step from the beginning; later gaps are jittered by ±10 % and at most ±0.25 s.
 */
export function scaleFreeGapMs(elapsedMs: number, random: number): number {
  if (elapsedMs < FLOOR_MS) return FLOOR_MS * (1 + random)
  const gapMs = elapsedMs < STEADY_FROM_MS ? gapAfterMs(elapsedMs) : STEADY_MS
  const jitterMs = Math.min(JITTER_SHARE * gapMs, JITTER_MOST_MS)
  return Math.max(FLOOR_MS, gapMs + jitterMs * (2 * random - 1))
}
