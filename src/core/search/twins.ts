/**
 * A trigger that was sent again may turn out to have started a second run, when the first one took effect late. It is
 * looked for by the alias before the verdict; what is proved ours is terminated, what may be ours is named.
 */

import type { Limit } from '../limit.ts'
import type { ListedRun, RunHandle, Twin } from '../model.ts'
import { terminate } from '../terminate.ts'
import type { RunSearch, SearchPorts } from './run-search.ts'

export interface TwinSearch {
  /** Second runs of ours, and what became of the request to terminate each. */
  readonly twins: readonly Twin[]
  /** Newer runs that may be ours, where the search by alias proves nothing or is not answered. */
  readonly suspects: readonly ListedRun[]
  /** False when the platform could not be asked. */
  readonly looked: boolean
}

/** True when nothing is left to try: every second run that could be proved ours has been dealt with. */
export function areEnded({ twins, looked }: TwinSearch): boolean {
  return looked && twins.every(({ termination }) => termination.kind !== 'failed')
}

const ATTEMPTS = 3
const GAP_MS = 1000

export async function endTwins(
  ports: SearchPorts,
  runSearch: RunSearch,
  keep: RunHandle | undefined,
  limit: Limit,
): Promise<TwinSearch> {
  const others = (runs: readonly ListedRun[]) => runs.filter((run) => run.handle.runId !== keep?.runId)
  for (let tries = 1; runSearch.isPossible && tries <= ATTEMPTS && ports.clock.nowMs() < limit.untilMs; tries++) {
    const reading = await runSearch.search(limit)
    if (reading.kind === 'good') {
      const { ours, newer } = reading.value
      const twins: Twin[] = []
      for (const { handle } of others(ours)) {
        twins.push({ run: handle, termination: await terminate(ports, handle, undefined, limit) })
      }
      // The search is known to work when it finds at least one run of ours; only otherwise is a newer run suspect.
      return { twins, suspects: ours.length > 0 ? [] : others(newer), looked: true }
    }
    await ports.clock.sleep(Math.max(0, Math.min(GAP_MS, limit.untilMs - ports.clock.nowMs())), limit.signal)
  }
  return { twins: [], suspects: others(runSearch.seen), looked: false }
}
