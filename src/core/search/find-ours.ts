/** Searches for a run of ours until there is one or the time is up: it may show up late. */

import type { ListedRun } from '../model.ts'
import type { Clock } from '../ports.ts'
import type { RunSearch } from './run-search.ts'

export interface FindLimit {
  /** Monotonic: until when a search may last. */
  readonly untilMs: number
  /** Monotonic: from when on none is begun, so that time is left to deal with what was found. */
  readonly lastBeginMs: number
  readonly gapMs: number
}

/** The oldest run that is proved ours. */
export async function findOurs(
  runSearch: RunSearch,
  clock: Clock,
  { untilMs, lastBeginMs, gapMs }: FindLimit,
): Promise<ListedRun | undefined> {
  while (runSearch.isPossible && clock.nowMs() < lastBeginMs) {
    const reading = await runSearch.search({ untilMs })
    const [ours] = reading.kind === 'good' ? reading.value.ours : []
    if (ours !== undefined) return ours
    await clock.sleep(gapMs)
  }
  return undefined
}
