/**
 * A trigger that was sent again may turn out to have started a second run, when the first one took effect late. It is
 * looked for by the alias before the verdict; what is proved ours is terminated, what may be ours is named.
 */

import type { Limit } from '../limit.ts'
import type { ListedRun, RunHandle, Twin } from '../model.ts'
import { terminate } from '../terminate.ts'
import type { SearchPorts } from './ports.ts'
import type { RunSearch } from './run-search.ts'

export interface TwinSearch {
  /** Second runs of ours, and what became of the request to terminate each. */
  readonly twins: readonly Twin[]
  /** Newer runs that may be ours, where the search by alias proves nothing or is not answered. */
  readonly suspects: readonly ListedRun[]
  /** False when the platform could not be asked. */
  readonly looked: boolean
  /** How many more runs of ours there may be than were found: they may show up yet. */
  readonly unseen: number
}

export interface TwinLimit extends Limit {
  /** Goes on until every run that there may be was seen, or the time is up. */
  readonly patient?: boolean
}

/** True when nothing is left to try: every second run that could be proved ours has been dealt with. */
export function areEnded({ twins, looked, unseen }: TwinSearch): boolean {
  return looked && unseen === 0 && twins.every(({ termination }) => termination.kind !== 'failed')
}

const ATTEMPTS = 3
const GAP_MS = 1000

export async function endTwins(
  ports: SearchPorts,
  runSearch: RunSearch,
  keep: RunHandle | undefined,
  limit: TwinLimit,
): Promise<TwinSearch> {
  const { clock } = ports
  const others = (runs: readonly ListedRun[]) => runs.filter((run) => run.handle.runId !== keep?.runId)
  const twins = new Map<string, Twin>()
  let last: TwinSearch | undefined
  for (let tries = 1; runSearch.isPossible && clock.nowMs() < limit.untilMs; tries++) {
    const reading = await runSearch.search(limit)
    if (reading.kind === 'good') {
      const { ours, newer } = reading.value
      for (const twin of await endOthers(ports, others(ours), limit, twins)) twins.set(twin.run.runId, twin)
      // The search is known to work when it finds at least one run of ours; only otherwise is a newer run suspect.
      const suspects = ours.length > 0 ? [] : others(newer)
      last = { twins: [...twins.values()], suspects, looked: true, unseen: unseenRuns(runSearch, keep) }
    }
    const isDone = limit.patient ? last?.unseen === 0 : last !== undefined || tries >= ATTEMPTS
    if (isDone || limit.signal?.aborted) break
    await clock.sleep(Math.max(0, Math.min(GAP_MS, limit.untilMs - clock.nowMs())), limit.signal)
  }
  return last ?? { twins: [], suspects: others(runSearch.seen), looked: false, unseen: unseenRuns(runSearch, keep) }
}

/** As many runs as sends that may have started one, less those that are known. */
export function unseenRuns({ attempt, ours }: RunSearch, keep: RunHandle | undefined): number {
  const known = new Set(ours.map((run) => run.handle.runId))
  if (keep !== undefined) known.add(keep.runId)
  return Math.max(0, attempt.sends() - known.size)
}

/** Each once, unless it could not be ended. */
async function endOthers(
  ports: SearchPorts,
  runs: readonly ListedRun[],
  limit: Limit,
  before: ReadonlyMap<string, Twin>,
): Promise<readonly Twin[]> {
  const open = runs.filter(({ handle }) => (before.get(handle.runId)?.termination.kind ?? 'failed') === 'failed')
  return Promise.all(
    open.map(async ({ handle }) => ({ run: handle, termination: await terminate(ports, handle, undefined, limit) })),
  )
}

/** Second runs that have been seen already are ended at once. */
export async function endSeenTwins(
  ports: SearchPorts,
  { ours }: RunSearch,
  keep: RunHandle,
  limit: Limit,
): Promise<readonly Twin[]> {
  const others = ours.filter((run) => run.handle.runId !== keep.runId)
  return endOthers(ports, others, limit, new Map())
}
