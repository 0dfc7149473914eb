/**
 * How often a run is looked at while a stream of its events stands, which hints at whatever happens to it: for what a
 * stream does not tell, such as that somebody else ended the run (Kubiya's own server is silent then).
 */

/** So long a silent end costs at most 6 s, and afterwards at most 30 s, the look itself included. */
const EARLY_MS = 10 * 60_000
const EARLY_GAP_MS = 5000
const LATE_GAP_MS = 28_000

/** The gap to the next guard look, in milliseconds. */
export function guardGapMs(watchedMs: number): number {
  return watchedMs < EARLY_MS ? EARLY_GAP_MS : LATE_GAP_MS
}
