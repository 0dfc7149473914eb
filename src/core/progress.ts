/** How far a run is, from how long earlier runs of its job took: for people, never for a verdict. */

import type { EarlierRun } from '../pace/phases.ts'
import { formatDuration } from '../text/duration.ts'
import { type FinalPhase, isFinal, type ListedRun } from './model.ts'
import { newestFirst } from './search/order.ts'

/** An earlier run that has ended. */
export interface PastRun extends EarlierRun {
  readonly phase: FinalPhase
}

/** How long successful runs of this job took. */
export interface Usual {
  readonly medianMs: number
  /** Nearly all were faster: 19 of 20. */
  readonly nearlyAllMs: number
  /** How many runs this is of. */
  readonly count: number
}

/** With fewer, a median says nothing. */
const FEWEST_RUNS = 3
/** With fewer, "nearly all" says nothing. */
const FEWEST_FOR_SLOW = 8

/** Failures are left out: they end early and say little about how long success takes. */
export function usualOf(past: readonly PastRun[]): Usual | undefined {
  const durations = past
    .filter((run) => run.phase === 'succeeded' && Number.isFinite(run.durationMs) && run.durationMs >= 0)
    .map((run) => run.durationMs)
    .sort((a, b) => a - b)
  if (durations.length < FEWEST_RUNS) return undefined
  return { medianMs: quantile(durations, 0.5), nearlyAllMs: quantile(durations, 0.95), count: durations.length }
}

/** Linear between the two nearest values. */
function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part
  const below = sorted[Math.floor(place)] ?? 0
  const above = sorted[Math.ceil(place)] ?? below
  return below + (above - below) * (place - Math.floor(place))
}

/** `RUNNING 2m 10s · usually 4m 05s (median of 20) · about 1m 55s left` */
export function progressLine(status: string, elapsedMs: number, usual: Usual | undefined): string {
  const parts = [`${status} ${formatDuration(elapsedMs)}`]
  if (usual !== undefined) {
    parts.push(`usually ${formatDuration(usual.medianMs)} (median of ${usual.count})`)
    if (elapsedMs < usual.medianMs) parts.push(`about ${formatDuration(usual.medianMs - elapsedMs)} left`)
    else if (isSlow(elapsedMs, usual)) parts.push('slower than nearly all runs before')
  }
  return parts.join(' · ')
}

export function isSlow(elapsedMs: number, usual: Usual): boolean {
  return usual.count >= FEWEST_FOR_SLOW && elapsedMs > usual.nearlyAllMs
}

const FIRST_HEARTBEAT_MS = 30_000
const LONGEST_HEARTBEAT_MS = 10 * 60_000

/** When the next sign of life is due after one at `elapsedMs`: half a minute at first, ever rarer, ten minutes at most. */
export function nextHeartbeatMs(elapsedMs: number): number {
  return elapsedMs + Math.min(LONGEST_HEARTBEAT_MS, Math.max(FIRST_HEARTBEAT_MS, elapsedMs / 2))
}

/** Runs with a known end, the latest first, without the one that is waited for. */
export function pastRunsOf(runs: readonly ListedRun[], own = ''): readonly PastRun[] {
  return runs
    .filter((run) => run.handle.runId !== own)
    .toSorted(newestFirst)
    .flatMap((run) => {
      const { createdAtMs, workingSinceMs = Number.NaN, endedAtMs } = run
      if (!isFinal(run) || createdAtMs === undefined || endedAtMs === undefined || endedAtMs < createdAtMs) return []
      const hasWork = workingSinceMs >= createdAtMs && workingSinceMs <= endedAtMs
      const work = hasWork ? { workMs: endedAtMs - workingSinceMs } : {}
      return [{ phase: run.phase, durationMs: endedAtMs - createdAtMs, ...work }]
    })
}
