/** Which of a job's runs are going. */

import { isFinal, type ListedRun, type Target } from '../model.ts'
import type { Runner } from '../ports.ts'
import { askUntilAnswered, type GaveUp, type PersistLimit } from '../requests/persist.ts'
import type { Denied, Good, Stopped } from '../requests/reading.ts'
import { dated } from './dated.ts'
import { MOST_LIST_PAGES } from './newer-runs.ts'
import { newestFirst } from './order.ts'
import type { SearchPorts } from './ports.ts'

export interface Running {
  /** Newest first. A status that nobody knows counts as going. */
  readonly runs: readonly ListedRun[]
  /** Runs that have waited for so long that the platform has forgotten them: they don't count. */
  readonly orphans: readonly ListedRun[]
  /** False if the list could not be read to its end. */
  readonly isComplete: boolean
  /** When this was so, by the platform's clock where it tells the time. Epoch milliseconds. */
  readonly atMs: number
}

/** Reads the whole list, since an old run may be going on behind thousands of newer ones. */
export async function listRunning(
  ports: SearchPorts & { readonly runner: Runner },
  target: Target,
  limit: PersistLimit,
): Promise<Good<Running> | Denied | Stopped | GaveUp> {
  const { listRuns } = ports.platform
  if (listRuns === undefined) return { kind: 'gave_up', limit: 'deadline', reason: "the job's runs can't be listed" }
  const known = new Map<string, ListedRun>()
  for (let pages = 1; ; pages++) {
    const page = await askUntilAnswered(ports, listRuns(target, known.size), limit)
    if (page.kind !== 'good') return page
    const before = known.size
    for (const run of page.value.runs) known.set(run.handle.runId, run)
    const isComplete = known.size >= page.value.total
    if (!isComplete && known.size > before && pages < MOST_LIST_PAGES) continue
    const runs = await dated(ports, target, [...known.values()], limit)
    return { ...page, value: runningOf(ports, runs, page, isComplete) }
  }
}

/** Which of these runs are going, as an answer of that date shows them. */
export function runningOf(
  { platform, clock }: Pick<SearchPorts, 'platform' | 'clock'>,
  runs: readonly ListedRun[],
  { dateMs }: Pick<Good<unknown>, 'dateMs'>,
  isComplete: boolean,
): Running {
  const { orphanedAfterMs = Number.POSITIVE_INFINITY } = platform
  const atMs = dateMs ?? clock.epochMs()
  const isOrphan = ({ phase, createdAtMs = Number.POSITIVE_INFINITY }: ListedRun) =>
    phase === 'waiting' && atMs - createdAtMs > orphanedAfterMs
  const going = runs.filter((run) => !isFinal(run)).toSorted(newestFirst)
  return { runs: going.filter((run) => !isOrphan(run)), orphans: going.filter(isOrphan), isComplete, atMs }
}
