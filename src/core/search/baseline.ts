/** The job's runs as they were just before the trigger: better evidence of what is new than any clock. */

import type { ListedRun } from '../model.ts'
import type { RunPage } from '../platform.ts'

export interface Baseline {
  /** `unknown` where the page did not reach as far back as that run. */
  age(run: ListedRun): 'old' | 'new' | 'unknown'
  /** When the latest of them was created (epoch milliseconds): whatever was created later is new. 0 where there was none. */
  readonly newestMs?: number
}

/** Without a page nothing is known. */
export const NO_BASELINE: Baseline = { age: () => 'unknown' }

/** Another process knows no more than the time of the latest of them. */
export function baselineSince(newestMs: number | undefined): Baseline {
  if (newestMs === undefined) return NO_BASELINE
  return { newestMs, age: ({ createdAtMs = newestMs }) => (createdAtMs > newestMs ? 'new' : 'unknown') }
}

/** From a page of the job's runs, the newest first. */
export function baselineOf({ runs, total }: RunPage): Baseline {
  const before = new Set(runs.map((run) => run.handle.runId))
  const isComplete = runs.length >= total
  const reachesToMs = lastOfDescending(runs)
  const times = runs.map(({ createdAtMs = Number.POSITIVE_INFINITY }) => createdAtMs)
  const newestMs = Math.max(0, ...times)
  const knowsNewest = Number.isFinite(newestMs) && (isComplete || reachesToMs !== undefined)
  return {
    ...(knowsNewest ? { newestMs } : {}),
    age(run) {
      if (before.has(run.handle.runId)) return 'old'
      const isWithin = run.createdAtMs !== undefined && reachesToMs !== undefined && run.createdAtMs >= reachesToMs
      return isComplete || isWithin ? 'new' : 'unknown'
    },
  }
}

/** How far back a page reaches that shows by its times that it has the newest first. */
function lastOfDescending(runs: readonly ListedRun[]): number | undefined {
  const times = runs.map(({ createdAtMs = Number.NaN }) => createdAtMs)
  const isDescending = times.every((time, index) => index === 0 || time <= (times[index - 1] ?? Number.NaN))
  const [first, last] = [times.at(0), times.at(-1)]
  return isDescending && first !== last ? last : undefined
}
