/** How a step tells GitHub of its run: the interface, and the common case in which nothing is asked for. */

import type { RunHandle } from '../core/model.ts'
import type { Env } from '../core/ports.ts'
import type { Outcome } from '../verdict/outcome.ts'

/** Neither method rejects, nor decides anything about the step. */
export interface Reports {
  /** The run is known: a pending status is set in the background. */
  begin(run: RunHandle): void
  /** The last word, by `untilMs` (monotonic) at the latest. A status that could not be set by then is left to `post`. */
  finish(outcome: Outcome, untilMs: number): Promise<void>
}

export const noReports: Reports = {
  begin: () => undefined,
  finish: () => Promise.resolve(),
}

/** GitHub being slow or down delays the end of a step by no more than this. */
const FINISH_MS = 5000
/** After the runner told the step to stop: a little before SIGTERM comes at 7.5 s. */
const AFTER_STOP_MS = 6800

/** Until when `finish` may take, by the monotonic clock. */
export function finishBy(nowMs: number, stoppedAtMs: number | undefined): number {
  return Math.min(nowMs + FINISH_MS, (stoppedAtMs ?? Number.POSITIVE_INFINITY) + AFTER_STOP_MS)
}

/** Name of the saved value that holds a status which is still to be set; empty once it is. */
export const savedStatusName = 'status'

/** Whether main left a status to `post`. */
export function hasLeftOver(env: Env): boolean {
  return (env[`STATE_${savedStatusName}`] ?? '') !== ''
}
