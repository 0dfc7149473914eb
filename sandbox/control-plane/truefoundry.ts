/**
 * TrueFoundry's control plane: its routes, and how a run is read and terminated (the rest has files of its own).
 * Facts: its API pages for Trigger Job, Get Job Run and List Job Runs, and its SDKs for the rest.
 */

import { type ApiCall, isForbidden, json, type PlatformSim, Refusal } from './route.ts'
import { endedAtMs, requestTermination, statusAt } from './timeline.ts'
import {
  findApplicationByFqn,
  findDeploymentByFqn,
  getApplication,
  getDeployment,
  listApplications,
  listDeploymentStatuses,
  listDeployments,
} from './truefoundry-applications.ts'
import { listEvents } from './truefoundry-events.ts'
import { listRuns } from './truefoundry-list.ts'
import { readLogs, readLogsOfWorkspace } from './truefoundry-logs.ts'
import { permittedJob, toJobRun } from './truefoundry-model.ts'
import { getMinCliVersion, getSession, getTenant } from './truefoundry-session.ts'
import { trigger } from './truefoundry-trigger.ts'
import type { SimResponse, SimRun } from './types.ts'
import type { World } from './world.ts'

const DEPLOYMENTS = '/api/svc/v1/apps/:applicationId/deployments'

export const truefoundry: PlatformSim = {
  name: 'truefoundry',
  below: '/api/svc/',
  otherRun: { data: { name: 'somebody-elses-0001', applicationId: 'elsewhere', status: 'FINISHED', exitCode: 0 } },
  error: (_settings, statusCode, message) => json(statusCode, { statusCode, message }),
  routes: [
    { method: 'POST', path: '/api/svc/v1/jobs/trigger', operation: 'trigger', answer: trigger },
    { method: 'POST', path: '/api/svc/v1/jobs/terminate', operation: 'terminate', answer: terminate },
    {
      method: 'GET',
      path: '/api/svc/v1/jobs/:jobId/runs',
      operation: 'list',
      calledBy: { searchPrefix: 'search', sortBy: 'recent' },
      answer: listRuns,
    },
    { method: 'GET', path: '/api/svc/v1/jobs/:jobId/runs/:jobRunName', operation: 'status', answer: getRun },
    { method: 'DELETE', path: '/api/svc/v1/jobs/:jobId/runs/:jobRunName', operation: 'delete', answer: deleteRun },
    { method: 'GET', path: '/api/svc/v1/apps', operation: 'apps', answer: listApplications },
    { method: 'GET', path: '/api/svc/v1/apps/:applicationId', operation: 'app', answer: getApplication },
    { method: 'GET', path: DEPLOYMENTS, operation: 'deployments', answer: listDeployments },
    { method: 'GET', path: `${DEPLOYMENTS}/:deploymentId`, operation: 'deployment', answer: getDeployment },
    {
      method: 'GET',
      path: `${DEPLOYMENTS}/:deploymentId/statuses`,
      operation: 'deploymentStatuses',
      answer: listDeploymentStatuses,
    },
    { method: 'GET', path: '/api/svc/v1/fqn/app', operation: 'fqn', answer: findApplicationByFqn },
    { method: 'GET', path: '/api/svc/v1/fqn/deployment', operation: 'deploymentFqn', answer: findDeploymentByFqn },
    { method: 'GET', path: '/api/svc/v1/events', operation: 'events', answer: listEvents },
    { method: 'GET', path: '/api/svc/v1/logs', operation: 'logs', answer: readLogs },
    { method: 'GET', path: '/api/svc/v1/logs/:workspaceId', operation: 'logs', answer: readLogsOfWorkspace },
    {
      method: 'GET',
      path: '/api/svc/v1/min-cli-version',
      operation: 'session',
      withoutKey: true,
      answer: getMinCliVersion,
    },
    { method: 'GET', path: '/api/svc/v1/tenant-id', operation: 'session', withoutKey: true, answer: getTenant },
    { method: 'GET', path: '/api/svc/v1/session', operation: 'session', answer: getSession },
  ],
}

function getRun({ world, nowMs, segments: [jobId = '', name = ''] }: ApiCall): SimResponse {
  permittedJob(world, jobId, 'status')
  const run = world
    .visibleRuns('truefoundry', nowMs, world.settings.getLagMs)
    .find((candidate) => candidate.jobId === jobId && candidate.name === name)
  if (run === undefined) throw new Refusal(404, `Job run ${name} not found`)
  if (isForbidden(run, nowMs)) throw new Refusal(403, 'You do not have access to this workspace')
  const jobRun = toJobRun(world, run, nowMs)
  return json(200, world.settings.bareAnswers ? jobRun : { data: jobRun })
}

function deleteRun(call: ApiCall): SimResponse {
  const { world, nowMs, segments } = call
  const [jobId = '', name = ''] = segments
  permittedJob(world, jobId, 'delete')
  const run = world.visibleRuns('truefoundry', nowMs, 0).find((one) => one.jobId === jobId && one.name === name)
  if (run === undefined) throw new Refusal(404, `Job run ${name} not found`)
  run.deletedAtMs = nowMs
  return json(200, { message: `Job run ${name} deleted` })
}

/** 417 once the run has ended; asking again while it is being terminated changes nothing. */
function terminate({ world, nowMs, effectAtMs, query }: ApiCall): SimResponse {
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
