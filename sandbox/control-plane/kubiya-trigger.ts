/** Kubiya: starting an execution of a job. */

import type { KubiyaJob } from './kubiya-job.ts'
import { permittedJob, promptOf, spelled, workflowId } from './kubiya-model.ts'
import { type ApiCall, isRecord, json, parseBody, Refusal, type ValidationItem } from './route.ts'
import { statusAt } from './timeline.ts'
import type { Json, SimResponse } from './types.ts'

export function trigger(call: ApiCall): SimResponse {
  const { world, effectAtMs, requestIndex } = call
  const body = readBody(call)
  const { parameters = {}, config_override: override = null } = body
  const items = [
    ...(isRecord(parameters) ? [] : [notADictionary('parameters')]),
    ...(isRecord(override) || override === null ? [] : [notADictionary('config_override')]),
  ]
  if (items.length > 0) throw new Refusal(422, '', items)
  const job = permittedJob(world, call.segments[0] ?? '', 'trigger')
  if (job.triggerable === false) throw new Refusal(400, 'Job is disabled')
  if (world.settings.kubiyaServer === 'own') refuseHopeless(job, Object.keys(Object(parameters)))
  const input: Json = JSON.parse(JSON.stringify({ parameters, config_override: override }))
  const run = world.addRun({ jobId: job.jobId, createdAtMs: effectAtMs, requestIndex, input })
  if (world.settings.triggerAnswer === 'minimal') return json(200, { execution_id: run.name })
  return json(200, {
    job_id: job.jobId,
    execution_id: run.name,
    workflow_id: workflowId(run),
    status: world.settings.kubiyaServer === 'own' ? 'started' : spelled(statusAt(run, effectAtMs), world),
    message: 'Job execution started successfully',
  })
}

/** 500s that come before anything is started. Placeholders are looked at only where there are any parameters. */
function refuseHopeless(job: KubiyaJob, given: readonly string[]): void {
  const missing = placeholdersIn(promptOf(job)).filter((name) => !given.includes(name))
  if (given.length > 0 && missing.length > 0) {
    throw new Refusal(500, `Failed to trigger job: Missing required parameters: ${missing.join(', ')}`)
  }
  if (job.hasWorkers === false) {
    throw new Refusal(
      500,
      'Failed to trigger job: No workers are currently running for your organization. Please start a worker to run this job.',
    )
  }
}

/** White space and hyphens make it none. */
function placeholdersIn(template: string): readonly string[] {
  return [...template.matchAll(/\{\{([\p{L}\p{N}_]+)\}\}/gu)].map(([, name = '']) => name)
}

/** FastAPI's body validation. Throws a 422. */
export function readBody(call: ApiCall): Readonly<Record<string, unknown>> {
  let body: unknown
  try {
    body = parseBody(call)
  } catch {
    throw new Refusal(422, '', [{ loc: ['body', 0], msg: 'JSON decode error', type: 'json_invalid' }])
  }
  if (body === undefined) throw new Refusal(422, '', [{ loc: ['body'], msg: 'Field required', type: 'missing' }])
  if (!isRecord(body)) {
    const msg = 'Input should be a valid dictionary or object to extract fields from'
    throw new Refusal(422, '', [{ loc: ['body'], msg, type: 'model_attributes_type' }])
  }
  return body
}

function notADictionary(field: string): ValidationItem {
  return { loc: ['body', field], msg: 'Input should be a valid dictionary', type: 'dict_type' }
}
