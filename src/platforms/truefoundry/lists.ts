/** Lists of a job's runs, a page at a time (API page List Job Runs). */

import type { ListedRun, RunHandle, Target } from '../../core/model.ts'
import type { RunPage } from '../../core/platform.ts'
import type { Call } from '../../core/requests/calls.ts'
import { present, shownId, toldApart, unusableId } from '../wire.ts'
import { phaseOf } from './status.ts'
import { API, idSegment, readRunPage } from './wire.ts'

export function runPage(
  what: string,
  target: Target,
  query: Readonly<Record<string, string | number>>,
  handle: (runId: string, target: Target) => RunHandle,
): Call<RunPage> {
  const search = new URLSearchParams(Object.entries(query).map(([key, value]): [string, string] => [key, `${value}`]))
  return {
    what,
    method: 'GET',
    path: `${API}/jobs/${idSegment(target, 'applicationId')}/runs?${search}`,
    read(json) {
      const { runs, total } = readRunPage(json)
      return { runs: toldApart(runs.map((run) => listedRun(run, target, handle))), total }
    },
  }
}

/** An entry whose name can't be used is told by when it was made, so that it is known again. */
function listedRun(
  { name, status, createdAt, endTime, deploymentId, deploymentVersion }: ReturnType<typeof readRunPage>['runs'][number],
  target: Target,
  handle: (runId: string, target: Target) => RunHandle,
): ListedRun {
  const isOdd = name === '' || unusableId(name) !== undefined
  const runId = isOdd ? `(a run without a usable name, ${shownId(name) || (createdAt ?? 'without a time')})` : name
  return {
    handle: {
      ...handle(runId, { ...target, ...present({ deploymentId }) }),
      ...present({ version: deploymentVersion }),
    },
    status,
    phase: phaseOf(status),
    ...present({ createdAtMs: createdAt, endedAtMs: endTime }),
    ...(isOdd ? { isOdd } : {}),
  }
}
