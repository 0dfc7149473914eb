/** Some platforms leave the time of a run's creation out of the job's list while the run waits, and tell it elsewhere. */

import type { Limit } from '../limit.ts'
import type { ListedRun, Target } from '../model.ts'
import type { SearchPorts } from './ports.ts'

/** The runs, with the times that could be found within one request. Nothing is asked where none is needed. */
export async function dated(
  { channel, platform }: Pick<SearchPorts, 'channel' | 'platform'>,
  target: Target,
  runs: readonly ListedRun[],
  limit: Limit,
): Promise<readonly ListedRun[]> {
  const isUndated = ({ phase, createdAtMs }: ListedRun) => phase === 'waiting' && createdAtMs === undefined
  const call = runs.some(isUndated) ? platform.creationTimes?.(target) : undefined
  const reading = call === undefined ? undefined : await channel.ask(call, limit)
  if (reading?.kind !== 'good') return runs
  return runs.map((run) => {
    const createdAtMs = run.createdAtMs ?? reading.value.get(run.handle.runId)
    return createdAtMs === undefined ? run : { ...run, createdAtMs }
  })
}
