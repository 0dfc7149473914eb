/** What Kubiya's routes share: access to jobs and executions, and how an execution is told. */

import type { KubiyaJob } from './kubiya-job.ts'
import { type ApiCall, isForbidden, Refusal } from './route.ts'
import { endedAtMs, startedAtMs, statusAt } from './timeline.ts'
import type { Json, Operation, SimRun } from './types.ts'
import type { World } from './world.ts'

export function permittedJob(world: World, jobId: string, operation: Operation): KubiyaJob {
  const job = world.job('kubiya', jobId)
  if (job === undefined) throw new Refusal(404, `Job ${jobId} not found`)
  if (job.forbidden?.includes(operation)) throw new Refusal(403, 'Not allowed to access this job')
  return job
}

const UUID = /^[\da-f]{8}(-?[\da-f]{4}){3}-?[\da-f]{12}$/i

/** The execution of that id, if it can be seen and the caller may do this with it. Throws a 404 or 403; a 500 for no UUID. */
export function permittedExecution({ world, nowMs, segments: [id = ''] }: ApiCall, operation: Operation): SimRun {
  if (world.settings.kubiyaServer === 'own' && !UUID.test(id)) {
    throw new Refusal(500, 'Failed to get execution: badly formed hexadecimal UUID string')
  }
  const run = world.visibleRuns('kubiya', nowMs, world.settings.getLagMs).find((candidate) => candidate.name === id)
  if (run === undefined) throw new Refusal(404, 'Execution not found')
  const isJobClosed = world.job('kubiya', run.jobId)?.forbidden?.includes(operation)
  if (isJobClosed || isForbidden(run, nowMs)) throw new Refusal(403, 'Not allowed to access this execution')
  return run
}

export function isVisible(run: SimRun, nowMs: number, lagMs: number): boolean {
  const { goneAfterMs = Number.POSITIVE_INFINITY } = run.behaviour
  const ageMs = nowMs - run.createdAtMs
  return run.platform === 'kubiya' && ageMs >= lagMs && ageMs < goneAfterMs
}

export function promptOf(job: KubiyaJob | undefined): string {
  return job?.promptTemplate ?? 'Do the job.'
}

/** The template with the parameters of the trigger in the place of their names. */
function filledIn(template: string, { input }: SimRun): string {
  const { parameters = {} } = Object(input)
  return template.replace(/\{\{([^{}]+)\}\}/g, (hole, name) => String(parameters[name] ?? hole))
}

export function toExecution(world: World, run: SimRun, nowMs: number): Json {
  const endMs = endedAtMs(run, nowMs)
  const startMs = startedAtMs(run, nowMs)
  const ended = endMs !== undefined
  const { kubiyaServer, responseLagMs } = world.settings
  const isNoted = ended && (kubiyaServer === 'older' || nowMs >= endMs + responseLagMs)
  const optional = {
    response: isNoted ? run.behaviour.response : undefined,
    error_message: ended ? run.behaviour.error : undefined,
    usage: isNoted ? { prompt_tokens: 1_034, completion_tokens: 200, total_tokens: 1_234 } : undefined,
    started_at: startMs === undefined ? undefined : isoTime(startMs, world),
    completed_at: ended ? isoTime(endMs, world) : undefined,
  }
  const style = world.settings.optionalFields
  const shown = Object.entries(optional).map(([name, value]) => [name, style === 'null' ? (value ?? null) : value])
  return {
    id: run.name,
    organization_id: 'sandbox',
    execution_type: 'AGENT',
    entity_id: 'agent-of-the-sandbox',
    entity_name: 'The agent of the sandbox',
    prompt: filledIn(promptOf(world.job('kubiya', run.jobId)), run),
    status: spelled(statusAt(run, nowMs), world),
    execution_metadata: {
      job_id: run.jobId,
      job_name: run.jobId,
      trigger_type: 'manual',
      triggered_by: run.triggeredBy,
    },
    created_at: isoTime(run.createdAtMs + world.settings.createdAtSkewMs, world),
    updated_at: isoTime(endMs ?? startMs ?? run.createdAtMs, world),
    ...(style === 'withheld' ? {} : Object.fromEntries(shown)),
    ...run.behaviour.fields,
  }
}

export function workflowId(run: SimRun): string {
  return `agent-execution-${run.name}`
}

export function spelled(status: string, { settings }: World): string {
  switch (settings.statusCase) {
    case 'lower':
      return status.toLowerCase()
    case 'upper':
      return status.toUpperCase()
    case 'title':
      return status.charAt(0).toUpperCase() + status.slice(1).toLowerCase()
  }
}

export function isoTime(atMs: number, { settings }: World): string {
  const zulu = new Date(atMs).toISOString()
  switch (settings.isoTimes) {
    case 'micros':
      return zulu.replace('Z', '000+00:00')
    case 'zulu':
      return zulu
    case 'offset':
      return zulu.replace('Z', '+00:00')
    case 'naive':
      return zulu.replace('Z', '')
  }
}
