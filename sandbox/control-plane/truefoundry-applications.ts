/** TrueFoundry's applications and their deployments: what they are named, how they stand, what their manifests say. */

import { type Deployment, stateOf } from './deployments.ts'
import { type ApiCall, json, Refusal } from './route.ts'
import type { TrueFoundryJob } from './truefoundry-job.ts'
import { applicationName, integer, permittedJob, SUBJECT, TENANT, WORKSPACE } from './truefoundry-model.ts'
import type { Json, SimResponse } from './types.ts'

export function getApplication(call: ApiCall): SimResponse {
  const job = permittedJob(call.world, call.segments[0] ?? '', 'app')
  const application = toApplication(call, job)
  return json(200, call.world.settings.bareAnswers ? application : { data: application })
}

export function listApplications(call: ApiCall): SimResponse {
  const { world, query } = call
  const limit = integer(query, 'limit', { min: 1, max: 1_000, otherwise: 100 })
  const offset = integer(query, 'offset', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 })
  const isWanted = (name: string, value: string): boolean => [null, '', value].includes(query.get(name))
  const jobs = truefoundryJobs(call).filter(
    (job) =>
      !job.forbidden?.includes('apps') &&
      isWanted('applicationId', job.jobId) &&
      isWanted('applicationName', applicationName(job.fqn)) &&
      isWanted('fqn', job.fqn) &&
      isWanted('workspaceFqn', workspaceFqn(job)) &&
      isWanted('workspaceId', WORKSPACE),
  )
  const page = jobs.slice(offset, offset + Math.min(limit, world.settings.maxPageSize))
  return json(200, {
    data: page.map((job) => toApplication(call, job)),
    pagination: { total: jobs.length, offset, limit },
  })
}

/** Knows `cluster:workspace:job` alone: with a version behind it, it is the name of no application. */
export function findApplicationByFqn(call: ApiCall): SimResponse {
  const fqn = requiredFqn(call)
  const job = truefoundryJobs(call).find((candidate) => candidate.fqn === fqn)
  if (job === undefined) throw new Refusal(404, `Application ${fqn} not found`)
  permittedJob(call.world, job.jobId, 'fqn')
  return json(200, { applicationId: job.jobId, workspaceId: WORKSPACE })
}

/** Knows `cluster:workspace:job:version`. */
export function findDeploymentByFqn(call: ApiCall): SimResponse {
  const fqn = requiredFqn(call)
  for (const job of truefoundryJobs(call)) {
    const deployment = call.world.deployments(job, call.nowMs).find((candidate) => fqnOf(job, candidate) === fqn)
    if (deployment === undefined) continue
    permittedJob(call.world, job.jobId, 'deploymentFqn')
    return json(200, { deploymentId: deployment.id, applicationId: job.jobId, workspaceId: WORKSPACE })
  }
  throw new Refusal(404, `Deployment ${fqn} not found`)
}

/** Newest first. */
export function listDeployments(call: ApiCall): SimResponse {
  const { world, nowMs, query, segments } = call
  const job = permittedJob(world, segments[0] ?? '', 'deployments')
  const limit = integer(query, 'limit', { min: 1, max: 1_000, otherwise: 100 })
  const offset = integer(query, 'offset', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 })
  const version = query.get('version') ? integer(query, 'version', { min: 1, max: 1e9, otherwise: 0 }) : undefined
  const id = query.get('deploymentId')
  const wanted = world
    .deployments(job, nowMs)
    .filter((deployment) => version === undefined || deployment.version === version)
    .filter((deployment) => !id || deployment.id === id)
    .toReversed()
  const page = wanted.slice(offset, offset + Math.min(limit, world.settings.maxPageSize))
  return json(200, {
    data: page.map((deployment) => toDeployment(job, deployment)),
    pagination: { total: wanted.length, offset, limit },
  })
}

export function getDeployment(call: ApiCall): SimResponse {
  const [job, deployment] = deploymentAsked(call, 'deployment')
  return json(200, { data: toDeployment(job, deployment) })
}

/** A bare array; the last one counts. */
export function listDeploymentStatuses(call: ApiCall): SimResponse {
  const [, deployment] = deploymentAsked(call, 'deploymentStatuses')
  return json(200, toStatuses(deployment))
}

function deploymentAsked(
  { world, nowMs, segments: [applicationId = '', id = ''] }: ApiCall,
  operation: 'deployment' | 'deploymentStatuses',
): readonly [TrueFoundryJob, Deployment] {
  const job = permittedJob(world, applicationId, operation)
  const deployment = world.deployments(job, nowMs).find((candidate) => candidate.id === id)
  if (deployment === undefined) throw new Refusal(404, `Deployment ${id} not found`)
  return [job, deployment]
}

/** `deployment` is the last one, which need not be the active one (no page says which it is). */
function toApplication({ world, nowMs }: ApiCall, job: TrueFoundryJob): Json {
  const deployments = world.deployments(job, nowMs)
  const active = world.activeDeployment(job, nowMs)
  const last = deployments.at(-1)
  const createdAt = isoTime(deployments[0]?.createdAtMs ?? nowMs)
  return {
    id: job.jobId,
    fqn: job.fqn,
    name: applicationName(job.fqn),
    type: job.isSpark ? 'spark-job' : 'job',
    tenantName: TENANT,
    workspaceId: WORKSPACE,
    workspaceFqn: workspaceFqn(job),
    workspace: {
      name: job.fqn.split(':')[1] ?? '',
      fqn: workspaceFqn(job),
      clusterId: job.fqn.split(':')[0] ?? '',
    },
    lastVersion: last?.version ?? null,
    activeVersion: active?.version ?? null,
    activeDeploymentId: active?.id ?? null,
    lastDeploymentId: last?.id ?? null,
    deployment: last === undefined ? null : toDeployment(job, last),
    metadata: { paused: job.paused ?? false },
    lifecycleStage: 'active',
    createdBySubject: SUBJECT,
    autopilot: {},
    createdAt,
    updatedAt: last === undefined ? createdAt : isoTime(updatedAtMs(last)),
  }
}

function toDeployment(job: TrueFoundryJob, deployment: Deployment): Json {
  const statuses = toStatuses(deployment)
  return {
    id: deployment.id,
    version: deployment.version,
    fqn: fqnOf(job, deployment),
    applicationId: job.jobId,
    manifest: toManifest(job, deployment),
    createdAt: isoTime(deployment.createdAtMs),
    updatedAt: isoTime(updatedAtMs(deployment)),
    createdBySubject: SUBJECT,
    currentStatusId: `${deployment.id}-status-${statuses.length}`,
    currentStatus: statuses.at(-1) ?? null,
    deploymentStatuses: statuses,
    deploymentBuilds: [],
  }
}

function toStatuses(deployment: Deployment): readonly { readonly [key: string]: Json }[] {
  return deployment.statuses.map(({ atMs, status, message }, index) => ({
    id: `${deployment.id}-status-${index + 1}`,
    deploymentId: deployment.id,
    status,
    state: { ...stateOf(status) },
    transition: null,
    message: message ?? null,
    retryCount: 0,
    createdAt: isoTime(atMs),
    updatedAt: isoTime(atMs),
  }))
}

function toManifest(job: TrueFoundryJob, { params }: Deployment): Json {
  const listed = params === undefined ? {} : { params: params.map((param) => ({ ...param })) }
  const kind = job.isSpark ? SPARK_MANIFEST : JOB_MANIFEST
  return { name: applicationName(job.fqn), ...kind, ...listed, ...job.manifest }
}

const JOB_MANIFEST = {
  type: 'job',
  image: { type: 'image', image_uri: 'registry.example.com/job:1', command: 'python main.py' },
  trigger: { type: 'manual' },
  retries: 0,
}

const SPARK_MANIFEST = {
  type: 'spark-job',
  image: { type: 'spark-image', spark_version: '3.5.2', image_uri: 'registry.example.com/spark:1' },
  entrypoint: { type: 'python', main_application_file: 'local:///main.py' },
  driver_config: {},
  executor_config: { instances: { type: 'fixed', count: 1 } },
}

function updatedAtMs({ statuses, createdAtMs }: Deployment): number {
  return statuses.at(-1)?.atMs ?? createdAtMs
}

function fqnOf(job: TrueFoundryJob, deployment: Deployment): string {
  return `${job.fqn}:${deployment.version}`
}

function workspaceFqn({ fqn }: TrueFoundryJob): string {
  return fqn.split(':').slice(0, 2).join(':')
}

function truefoundryJobs({ world }: ApiCall): readonly TrueFoundryJob[] {
  return world.jobsOf('truefoundry')
}

function requiredFqn({ query }: ApiCall): string {
  const fqn = query.get('fqn')
  if (!fqn) throw new Refusal(422, 'fqn is required')
  return fqn
}

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString()
}
