/** TrueFoundry: which request asks what, and what its answer means. Sends nothing itself. */

import type { Json } from '../../core/json.ts'
import type { RunHandle, RunSnapshot, Target } from '../../core/model.ts'
import type { Platform, TerminateCall } from '../../core/platform.ts'
import type { Call } from '../../core/requests/calls.ts'
import type { JobRequest, PlatformDefinition } from '../definition.ts'
import { present, segment } from '../wire.ts'
import { definitionCall } from './definition.ts'
import { askedVersion, otherDeployment, resolveVersion } from './deployments.ts'
import { eventsCall } from './events.ts'
import { describe, inputs, jobName, readJob } from './inputs.ts'
import { runPage } from './lists.ts'
import { logOf } from './logs.ts'
import { jobIdentity, ownOutputs } from './outputs.ts'
import { ownerOf } from './owner.ts'
import { lacks } from './status.ts'
import { triggerCall } from './trigger.ts'
import {
  API,
  idSegment,
  readActiveDeploymentId,
  readApplicationId,
  readHttpError,
  readJobRun,
  readTermination,
} from './wire.ts'

/** The largest page that List Job Runs allows. */
const PAGE = 1000
/** How many of the newest runs are asked for before the trigger: enough to know what is usual, and quickly answered. */
const RECENT = 100

export const trueFoundry: PlatformDefinition = {
  id: 'truefoundry',
  name: 'TrueFoundry',
  defaultBaseUrl: 'https://app.truefoundry.com',
  baseUrlEnv: ['TFY_HOST'],
  apiKeyEnv: 'TFY_API_KEY',
  inputs,
  readJob,
  create,
}

function create(baseUrl: string, job: JobRequest): Platform {
  const { applicationFqn, version } = job.target
  const isAddressed = job.target.applicationId !== undefined || applicationFqn !== undefined
  const asked = typeof version === 'string' ? { version } : {}
  const handle = (runId: string, target: Target): RunHandle => ({
    runId,
    runUrl: runsPage(baseUrl, target),
    ...asked,
    target,
  })
  return {
    id: 'truefoundry',
    name: 'TrueFoundry',
    runNoun: 'job run',
    target: job.target,
    outputs: ownOutputs,
    jobIdentity: jobIdentity(job.target),
    describes: describe(job),
    ...present({ jobName: jobName(job.target) }),
    log: logOf,
    events: eventsCall,
    ...(typeof applicationFqn === 'string' ? { resolve: resolveFqn(applicationFqn, version, job.target) } : {}),
    ...(typeof version === 'string' ? { version: askedVersion(version) } : {}),
    otherVersion: otherDeployment,
    ...(isAddressed ? { definition: (target) => definitionCall(target, job.payload) } : {}),
    trigger: (target, alias) => triggerCall(job.payload, target, alias, handle),
    attach: (target, runId) => handle(runId, target),
    status: statusCall,
    lacks,
    terminate: terminateCall,
    ...(!isAddressed
      ? { whyUnlisted: `without the job's application id, its runs can't be listed` }
      : {
          ownerOf,
          recentRuns: (target) => {
            const query = { limit: RECENT, sortBy: 'startTime', order: 'desc' }
            return runPage('list the latest runs of the job', target, query, handle)
          },
          listRuns: (target, offset) => runPage('list the runs of the job', target, { limit: PAGE, offset }, handle),
          findByAlias: (target, alias, offset = 0) => {
            const query = { limit: 100, ...(offset === 0 ? {} : { offset }), searchPrefix: alias }
            return runPage('search for the run by its alias', target, query, handle)
          },
        }),
    readError: readHttpError,
  }
}

function resolveFqn(fqn: string, version: Json | undefined, target: Target): Call<Target> {
  return typeof version === 'string' ? resolveVersion(fqn, version, target) : resolveApplication(fqn, target)
}

function resolveApplication(fqn: string, target: Target): Call<Target> {
  return {
    what: `look up the application "${fqn}"`,
    method: 'GET',
    path: `${API}/fqn/app?${new URLSearchParams({ fqn })}`,
    read(json) {
      const applicationId = readApplicationId(json)
      const { applicationFqn: _resolved, ...rest } = target
      return { ...rest, applicationId }
    },
  }
}

function statusCall(run: RunHandle): Call<RunSnapshot> {
  return {
    what: `read the status of ${run.runId}`,
    isSmall: true,
    method: 'GET',
    path: `${API}/jobs/${idSegment(run.target, 'applicationId')}/runs/${segment(run.runId)}`,
    read: (json, body) => readJobRun(json, run, body),
  }
}

/** Terminate wants the deployment id: the run's own, else that of the application's active deployment. */
function terminateCall(run: RunHandle, last?: RunSnapshot): TerminateCall {
  const terminateOf = (deploymentId: string): Call<void> => ({
    what: `terminate ${run.runId}`,
    isSmall: true,
    method: 'POST',
    path: `${API}/jobs/terminate?${new URLSearchParams({ deploymentId, jobRunName: run.runId })}`,
    read: readTermination,
  })
  const deploymentId = last?.own?.deploymentId ?? run.target.deploymentId
  if (typeof deploymentId === 'string') return { kind: 'ready', call: terminateOf(deploymentId) }
  return {
    kind: 'resolve',
    call: {
      what: 'look up the active deployment of the application',
      method: 'GET',
      path: `${API}/apps/${idSegment(run.target, 'applicationId')}`,
      read: (json) => terminateOf(readActiveDeploymentId(json)),
    },
  }
}

/** The dashboard's page of the job's runs; there is no documented page of a single run. */
function runsPage(baseUrl: string, target: Target): string {
  const { applicationId } = target
  return typeof applicationId === 'string'
    ? `${baseUrl}/deployments/${segment(applicationId)}?tab=previousRuns`
    : `${baseUrl}/deployments`
}
