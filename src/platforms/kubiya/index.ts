/** Kubiya: which request asks what, and what its answer means. Sends nothing itself. */

import type { JsonObject } from '../../core/json.ts'
import type { ListedRun, RunHandle, RunSnapshot, Target } from '../../core/model.ts'
import type { Lack, Platform, RunPage, Started, TerminateCall } from '../../core/platform.ts'
import type { Call } from '../../core/requests/calls.ts'
import type { JobRequest, PlatformDefinition } from '../definition.ts'
import { segment, shownId, toldApart, unusableId } from '../wire.ts'
import { definitionCall, takesAlias, withAlias } from './definition.ts'
import { describe, inputs, readJob } from './inputs.ts'
import { eventsOf } from './stream.ts'
import {
  readCreationTimes,
  readDetail,
  readExecution,
  readExecutions,
  readPrompted,
  readTermination,
  readTriggered,
} from './wire.ts'

const API = '/api/v1'
/** An execution whose workflow engine was down stays pending for good (own server): no queue is that long. */
const ORPHANED_AFTER_MS = 6 * 3_600_000
/** Executions on a page. */
const LATEST = 100
/** Kubiya documents no address of an execution's page: this is where its people go. */
const WEB_APP = 'https://compose.kubiya.ai'

export const kubiya: PlatformDefinition = {
  id: 'kubiya',
  name: 'Kubiya',
  defaultBaseUrl: 'https://control-plane.kubiya.ai',
  baseUrlEnv: ['KUBIYA_CONTROL_PLANE_BASE_URL', 'CONTROL_PLANE_GATEWAY_URL', 'CONTROL_PLANE_URL'],
  apiKeyEnv: 'KUBIYA_API_KEY',
  inputs,
  readJob,
  create,
}

function create(_baseUrl: string, job: JobRequest): Platform {
  const { jobId } = job.target
  return {
    id: 'kubiya',
    name: 'Kubiya',
    runNoun: 'execution',
    leadsToFrontPage: true,
    ...(typeof jobId === 'string' ? { jobName: jobId } : {}),
    target: job.target,
    outputs: () => ({}),
    jobIdentity: job.target,
    describes: describe(job),
    log: eventsOf,
    trigger: (target, alias) => triggerCall(target, withAlias(job.payload, target, alias)),
    attach: (target, runId) => handle(runId, target),
    status: statusCall,
    lacks,
    terminate: endingOf,
    ...(typeof jobId === 'string'
      ? { ...listsOf(jobId), definition: (target) => definitionCall(jobId, job.payload, target) }
      : {}),
    orphanedAfterMs: ORPHANED_AFTER_MS,
    readError: readDetail,
  }
}

function handle(runId: string, target: Target): RunHandle {
  return { runId, runUrl: WEB_APP, target }
}

function triggerCall(target: Target, payload: JsonObject): Call<Started> {
  return {
    what: 'trigger the job',
    isSmall: true,
    method: 'POST',
    path: `${API}/jobs/${segment(String(target.jobId))}/trigger`,
    body: payload,
    read(json) {
      const id = readTriggered(json)
      const why = unusableId(id)
      if (why === undefined) return { kind: 'run', run: handle(id, target) }
      const reason = `the id that the platform gave can't be used: ${why}`
      return { kind: 'unusable', run: handle(shownId(id), target), reason }
    },
  }
}

function statusCall(run: RunHandle): Call<RunSnapshot> {
  return {
    what: `read the status of ${run.runId}`,
    isSmall: true,
    method: 'GET',
    path: `${API}/executions/${segment(run.runId)}`,
    read: (json, body) => readExecution(json, run.runId, body),
  }
}

/** Its own server may set `completed` some seconds before the response. */
function lacks({ phase, result, error, endedAtMs }: RunSnapshot): Lack {
  if (phase === 'succeeded' && result === undefined) return 'result'
  return endedAtMs === undefined || (phase === 'failed' && error === undefined) ? 'details' : 'nothing'
}

/**
 * Its own server terminates from `running` and `pending` alone and answers 400 otherwise; `cancel` ends what waits for
 * input, and says of anything else that it can't. What is paused has to be resumed before either.
 */
function endingOf(run: RunHandle, last?: RunSnapshot): TerminateCall {
  const post = (what: string): Call<void> => ({
    what: `${what} ${run.runId}`,
    isSmall: true,
    method: 'POST',
    path: `${API}/executions/${segment(run.runId)}/${what}`,
    read: readTermination,
  })
  switch (last?.status.toLowerCase()) {
    case undefined:
    case 'running':
    case 'pending': {
      const body = { reason: 'Ended by the GitHub Actions step that waits for this execution' }
      return { kind: 'ready', call: { ...post('terminate'), body } }
    }
    case 'paused':
      return { kind: 'unblock', call: post('resume') }
    default:
      return { kind: 'ready', call: post('cancel') }
  }
}

/** What a list of the job's executions is good for. */
function listsOf(jobId: string): Pick<Platform, 'listRuns' | 'recentRuns' | 'creationTimes' | 'findByAlias'> {
  return {
    listRuns: (target, offset) => listCall(target, jobId, offset),
    recentRuns: (target) => listCall(target, jobId, 0),
    creationTimes: () => CREATION_TIMES,
    findByAlias: (target, alias) => (takesAlias(target) ? searchCall(target, jobId, alias) : undefined),
  }
}

/** No search is documented: the alias is looked for in the prompts of the latest executions, of whatever job. */
function searchCall(target: Target, jobId: string, alias: string): Call<RunPage> {
  return {
    what: 'search for the execution by its alias',
    method: 'GET',
    path: `${API}/executions?limit=${LATEST}`,
    read(json) {
      const runs = readPrompted(json, jobId, alias).map(
        ({ id, ...run }): ListedRun => ({ handle: handle(id, target), ...run }),
      )
      return { runs, total: runs.length }
    },
  }
}

/** Its own server's list of a job's executions does not date those that are pending; this one does, of whatever job they are. */
const CREATION_TIMES: Call<ReadonlyMap<string, number>> = {
  what: 'read since when executions are pending',
  method: 'GET',
  path: `${API}/executions?status_filter=pending&limit=${LATEST}`,
  read: readCreationTimes,
}

/** Newest first. Older servers know no pages, and answer with all that they would ever show. */
function listCall(target: Target, jobId: string, offset: number): Call<RunPage> {
  return {
    what: `list the job's executions`,
    method: 'GET',
    path: `${API}/jobs/${segment(jobId)}/executions?limit=${LATEST}&offset=${offset}`,
    read(json) {
      const { executions, total } = readExecutions(json)
      const runs = executions.map(({ id, ...run }): ListedRun => ({ handle: handle(id, target), ...run }))
      return { runs: toldApart(runs), total: Math.max(total, offset + runs.length) }
    },
  }
}
