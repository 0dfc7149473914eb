/** Queue time and run time paced apart, where the platform tells when a run started. */

import { BOUNDS, within } from './bounds.ts'
import { type Pace, type PollInterval, planPace } from './index.ts'

/** How an earlier run went: what platforms that tell only its beginning and end give, and what the others add. */
export interface EarlierRun {
  /** From its creation to its end, the queue included. */
  readonly durationMs: number
  /** From the start of its work to its end, where the platform tells when that was. */
  readonly workMs?: number
}

/** Where a run stands at a look. */
export interface Moment {
  /** Since the trigger. */
  readonly elapsedMs: number
  /** Since the work started; absent while that is not known. 0 while the run is known to be in the queue. */
  readonly workedMs?: number
}

export interface PhasedPace {
  /** Milliseconds until the next look; `random` in [0, 1). */
  gapMs(moment: Moment, random: number): number
}

/** Work has to be known for this many earlier runs before it is paced apart. */
const ENOUGH = 3

/**
 * The pace by two forecasts: one of the whole, from the trigger on, and one of the work alone. Once it is known how
 * long the run has worked, the queue says nothing any more about what is left, so the second takes over. A run that is
 * still in the queue has all its work ahead: it counts as having just started.
 */
export function planPhases(history: readonly EarlierRun[]): PhasedPace {
  const whole = planPace(history.map(({ durationMs }) => durationMs))
  const worked = history.map(({ workMs }) => workMs).filter((workMs) => workMs !== undefined)
  const work: Pace | undefined = worked.length < ENOUGH ? undefined : planPace(worked)
  return {
    gapMs({ elapsedMs, workedMs }, random) {
      if (work === undefined || workedMs === undefined) return whole.gapMs(elapsedMs, random)
      const agedMs = Math.min(elapsedMs, Math.max(0, workedMs))
      return within(BOUNDS, elapsedMs, work.gapMs(agedMs, random))
    },
  }
}

/** The pace that an author of a workflow asked for: a fixed interval stays what it is, whatever the history says. */
export function paceFor(pollInterval: PollInterval, history: readonly EarlierRun[] = []): PhasedPace {
  return pollInterval.kind === 'fixed' ? { gapMs: () => pollInterval.intervalMs } : planPhases(history)
}
