/** The job's runs as they were just before the trigger: better evidence of what is new than any clock. */

import type { ListedRun } from '../model.ts'
import type { RunPage } from '../platform.ts'
import { isNewestFirst } from './order.ts'

export interface Baseline {
  /** `unknown` where the page did not reach as far back as that run. */
  age(run: ListedRun): 'old' | 'new' | 'unknown'
  /** When the latest of them was created (epoch milliseconds): whatever was created later is new. 0 where there was none. */
  readonly newestMs?: number
}

/** Without a page nothing is known. */
export const NO_BASELINE: Baseline = { age: () => 'unknown' }

/** Another process knows no more than the time of the latest of them, if that. */
export function baselineSince(newestMs = Number.POSITIVE_INFINITY): Baseline {
  return { age: ({ createdAtMs = newestMs }) => (createdAtMs > newestMs ? 'new' : 'unknown') }
}

/** From a page of the job's runs, the newest first. */
export function baselineOf({ runs, total }: RunPage): Baseline {
  const before = new Set(runs.map((run) => run.handle.runId))
  const isComplete = runs.length >= total
  const isOrdered = isNewestFirst(runs)
  const times = runs.map(({ createdAtMs = Number.POSITIVE_INFINITY }) => createdAtMs)
  const [oldestMs, newestMs] = [Math.min(...times), Math.max(0, ...times)]
  const knowsNewest = Number.isFinite(newestMs) && (isComplete || isOrdered)
  return {
    ...(knowsNewest ? { newestMs } : {}),
    age({ handle, isOdd, createdAtMs = Number.NEGATIVE_INFINITY }) {
      // Runs without a usable name may look alike, and only where all are shown does one more of them show.
      if (isOdd && !isComplete) return 'unknown'
      if (before.has(handle.runId)) return 'old'
      return isComplete || (isOrdered && createdAtMs >= oldestMs) ? 'new' : 'unknown'
    },
  }
}
