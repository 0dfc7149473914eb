/**
 * TrueFoundry's control plane: runs and applications (the trigger and the logs have files of their own).
 * Facts: its API pages for Trigger Job, Get Job Run and List Job Runs, and its SDKs for the rest.
 */

import { type Call, isForbidden, json, type PlatformSim, Refusal } from './route.ts'
import { endedAtMs, requestTermination, statusAt } from './timeline.ts'
import { listRuns } from './truefoundry-list.ts'
import { readLogs } from './truefoundry-logs.ts'
import { permittedJob, toJobRun } from './truefoundry-model.ts'
import { trigger } from './truefoundry-trigger.ts'
import type { SimResponse, SimRun } from './types.ts'
import { applicationName, type World } from './world.ts'

export const truefoundry: PlatformSim = {
  name: 'truefoundry',
  below: '/api/svc/',
  error: (statusCode, message) => json(statusCode, { statusCode, message }),
  routes: [
    { method: 'POST', path: '/api/svc/v1/jobs/trigger', operation: 'trigger', answer: trigger },
    { method: 'POST', path: '/api/svc/v1/jobs/terminate', operation: 'terminate', answer: terminate },
    {
      method: 'GET',
      path: '/api/svc/v1/jobs/:jobId/runs',
      operation: 'list',
      searchParameter: 'searchPrefix',
      answer: listRuns,
    },
    { method: 'GET', path: '/api/svc/v1/jobs/:jobId/runs/:jobRunName', operation: 'status', answer: getRun },
    { method: 'GET', path: '/api/svc/v1/apps/:applicationId', operation: 'app', answer: getApplication },
    { method: 'GET', path: '/api/svc/v1/fqn/app', operation: 'fqn', answer: findByFqn },
    { method: 'GET', path: '/api/svc/v1/logs', operation: 'logs', answer: readLogs },
  ],
}

function getRun({ world, nowMs, segments: [jobId = '', name = ''] }: Call): SimResponse {
  permittedJob(world, jobId, 'status')
  const run = world
    .visibleRuns('truefoundry', nowMs, world.settings.getLagMs)
    .find((candidate) => candidate.jobId === jobId && candidate.name === name)
  if (run === undefined) throw new Refusal(404, `Job run ${name} not found`)
  if (isForbidden(run, nowMs)) throw new Refusal(403, 'You do not have access to this workspace')
  const jobRun = toJobRun(world, run, nowMs)
  return json(200, world.settings.bareAnswers ? jobRun : { data: jobRun })
}

/** 417 once the run has ended; asking again while it is being terminated changes nothing. */
function terminate({ world, nowMs, effectAtMs, query }: Call): SimResponse {
  const deploymentId = query.get('deploymentId')
  const name = query.get('jobRunName')
  if (!deploymentId || !name) throw new Refusal(422, 'deploymentId and jobRunName are required')
  const run = world
    .visibleRuns('truefoundry', nowMs, 0)
    .find((candidate) => candidate.name === name && candidate.deploymentId === deploymentId)
  if (run === undefined) throw new Refusal(404, `Job run ${name} not found for deployment ${deploymentId}`)
  permittedJob(world, run.jobId, 'terminate')
  if (isForbidden(run, nowMs)) throw new Refusal(403, 'You do not have access to terminate this job run')
  if (endedAtMs(run, nowMs) !== undefined) throw new Refusal(417, `Job run is already ${statusAt(run, nowMs)}`)
  requestTermination(run, terminationOf(run, world, effectAtMs))
  return json(200, { message: 'Job run termination requested', jobRunStatus: statusAt(run, nowMs) })
}

function terminationOf(run: SimRun, { settings }: World, atMs: number): NonNullable<SimRun['termination']> {
  const terminatedAfterMs = run.behaviour.terminatedAfterMs ?? settings.terminatedAfterMs
  const terminatingAfterMs = Math.min(settings.terminatingAfterMs, terminatedAfterMs)
  return {
    atMs,
    phases: [
      { atMs, status: 'TERMINATION_REQUESTED' },
      { atMs: atMs + terminatingAfterMs, status: 'TERMINATING' },
      { atMs: atMs + terminatedAfterMs, status: 'TERMINATED' },
    ],
  }
}

function getApplication({ world, segments: [applicationId = ''] }: Call): SimResponse {
  const job = permittedJob(world, applicationId, 'app')
  const application = {
    id: applicationId,
    fqn: job.fqn,
    name: applicationName(job.fqn),
    type: 'job',
    activeDeploymentId: job.activeDeploymentId ?? null,
    activeVersion: job.activeDeploymentId === undefined ? null : Number(job.deploymentVersion ?? '1'),
    workspaceId: 'sandbox-workspace',
  }
  return json(200, world.settings.bareAnswers ? application : { data: application })
}

/** Knows `cluster:workspace:job` alone: with a version behind it, it is the name of nothing. */
function findByFqn({ world, query }: Call): SimResponse {
  const fqn = query.get('fqn')
  if (!fqn) throw new Refusal(422, 'fqn is required')
  const job = world.jobs.find((candidate) => candidate.platform === 'truefoundry' && candidate.fqn === fqn)
  if (job?.platform !== 'truefoundry') throw new Refusal(404, `Application ${fqn} not found`)
  permittedJob(world, job.applicationId, 'fqn')
  return json(200, { applicationId: job.applicationId, workspaceId: 'sandbox-workspace' })
}
