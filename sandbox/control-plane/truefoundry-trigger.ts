/** TrueFoundry's Trigger Job: what it refuses, and with which status. */

import { type Deployment, isReady } from './deployments.ts'
import { type ApiCall, isRecord, json, parseBody, Refusal } from './route.ts'
import type { TrueFoundryJob } from './truefoundry-job.ts'
import { permittedJob, toJobRun } from './truefoundry-model.ts'
import type { Json, SimResponse, SimRun } from './types.ts'
import type { World } from './world.ts'

export function trigger(call: ApiCall): SimResponse {
  const { world } = call
  const body = readBody(call)
  const deploymentId = optionalString(body, 'deploymentId')
  const applicationId = optionalString(body, 'applicationId')
  if (deploymentId === undefined && applicationId === undefined) {
    throw new Refusal(422, 'Either deploymentId or applicationId must be provided')
  }
  const input = optionalRecord(body, 'input')
  checkInput(input, world.settings.strictParams)
  const alias = optionalString(optionalRecord(body, 'metadata'), 'job_run_name_alias')
  const [job, deployment] = resolve(call, applicationId, deploymentId)
  if (job.triggerable === false || job.paused)
    throw new Refusal(400, 'Application does not support being triggered as a job')
  if (!isReady(deployment)) throw new Refusal(400, `Deployment ${deployment.id} is ${deployment.status}`)
  checkSupport(job, input)
  const run = world.addRun({
    jobId: job.jobId,
    createdAtMs: call.effectAtMs,
    deploymentId: deployment.id,
    requestIndex: call.requestIndex,
    input: toJson(input),
    ...(alias === undefined ? {} : { alias }),
  })
  return json(200, triggerAnswer(world, run, call.effectAtMs))
}

function readBody(call: ApiCall): Readonly<Record<string, unknown>> {
  let body: unknown
  try {
    body = parseBody(call) ?? {}
  } catch {
    throw new Refusal(400, 'The body is not valid JSON')
  }
  if (!isRecord(body)) throw new Refusal(422, 'The body must be an object')
  return body
}

function checkInput(input: Readonly<Record<string, unknown>>, strictParams: boolean): void {
  const { command, params } = input
  const isCommand =
    typeof command === 'string' || (Array.isArray(command) && command.every((part) => typeof part === 'string'))
  if (isGiven(command) && !isCommand) throw new Refusal(422, 'command must be a string or an array of strings')
  if (isGiven(params) && !isRecord(params)) throw new Refusal(422, 'params must be an object')
  for (const field of SPARK_FIELDS) optionalString(input, field)
  if ((isGiven(command) || isGiven(params)) && SPARK_FIELDS.some((field) => isGiven(input[field]))) {
    throw new Refusal(422, 'Spark input cannot be combined with command or params')
  }
  if (!strictParams) return
  if (isGiven(command) && isGiven(params)) throw new Refusal(422, 'command and params exclude each other')
  if (isRecord(params) && !Object.values(params).every((value) => typeof value === 'string')) {
    throw new Refusal(422, 'params values must be strings')
  }
}

const SPARK_FIELDS = ['mainClass', 'mainApplicationFile', 'arguments']

/** What depends on the job's kind. */
function checkSupport(job: TrueFoundryJob, input: Readonly<Record<string, unknown>>): void {
  const hasParams = job.supportsParams ?? (job.params ?? []).length > 0
  if (isGiven(input.params) && !hasParams) throw new Refusal(422, 'Params not allowed: the job has none')
  const isSparkInput = SPARK_FIELDS.some((field) => isGiven(input[field]))
  if (isSparkInput && !job.isSpark) throw new Refusal(422, 'Spark input given, but the job is not a Spark job')
  if (job.isSpark && isGiven(input.command)) throw new Refusal(422, 'A Spark job takes no command')
}

function resolve(
  { world, nowMs }: ApiCall,
  applicationId: string | undefined,
  deploymentId: string | undefined,
): readonly [TrueFoundryJob, Deployment] {
  if (deploymentId === undefined) {
    const job = permittedJob(world, applicationId ?? '', 'trigger')
    const active = world.activeDeployment(job, nowMs)
    if (active === undefined) throw new Refusal(404, `Active deployment not found for application ${applicationId}`)
    return [job, active]
  }
  for (const job of world.jobsOf('truefoundry')) {
    if (![undefined, job.jobId].includes(applicationId)) continue
    const deployment = world.deployments(job, nowMs).find(({ id }) => id === deploymentId)
    if (deployment !== undefined) return [permittedJob(world, job.jobId, 'trigger'), deployment]
  }
  throw new Refusal(404, `Deployment ${deploymentId} not found`)
}

function triggerAnswer(world: World, run: SimRun, atMs: number): Json {
  const jobRun = toJobRun(world, run, atMs)
  const message = 'Job triggered'
  switch (world.settings.triggerAnswer) {
    case 'full':
      return { message, jobRunName: run.name, data: jobRun }
    case 'noData':
      return { message, jobRunName: run.name }
    case 'noIds':
      return { message, jobRunName: run.name, data: { ...jobRun, applicationId: undefined, deploymentId: undefined } }
    case 'minimal':
      return { jobRunName: run.name }
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

function optionalString(from: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = from[name] ?? undefined
  if (value !== undefined && typeof value !== 'string') throw new Refusal(422, `${name} must be a string`)
  return value === '' ? undefined : value
}

function optionalRecord(from: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = from[name] ?? {}
  if (!isRecord(value)) throw new Refusal(422, `${name} must be an object`)
  return value
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value))
}
