/** Kubiya's control plane (FastAPI): trigger, executions and their termination. Facts: its API page, docs and CLI. */

import { isoTime, permittedExecution, permittedJob, spelled, toExecution, workflowId } from './kubiya-model.ts'
import { streamExecution } from './kubiya-stream.ts'
import { type Call, isRecord, json, type PlatformSim, parseBody, Refusal, type ValidationItem } from './route.ts'
import { endedAtMs, requestTermination, statusAt } from './timeline.ts'
import type { Json, SimResponse } from './types.ts'

export const kubiya: PlatformSim = {
  name: 'kubiya',
  below: '/api/v1/',
  error: (status, message, items) => json(status, { detail: items ?? message }),
  routes: [
    { method: 'POST', path: '/api/v1/jobs/:job_id/trigger', operation: 'trigger', answer: trigger },
    { method: 'GET', path: '/api/v1/jobs/:job_id/executions', operation: 'executions', answer: listExecutions },
    { method: 'GET', path: '/api/v1/executions/:execution_id', operation: 'status', answer: getExecution },
    { method: 'POST', path: '/api/v1/executions/:execution_id/terminate', operation: 'terminate', answer: terminate },
    { method: 'GET', path: '/api/v1/executions/:execution_id/stream', operation: 'stream', answer: streamExecution },
  ],
}

function trigger(call: Call): SimResponse {
  const { world, effectAtMs, requestIndex } = call
  const body = readBody(call)
  const { parameters = {}, config_override: override = null } = body
  const items = [
    ...(isRecord(parameters) ? [] : [notADictionary('parameters')]),
    ...(isRecord(override) || override === null ? [] : [notADictionary('config_override')]),
  ]
  if (items.length > 0) throw new Refusal(422, '', items)
  const job = permittedJob(world, call.segments[0] ?? '', 'trigger')
  if (job.triggerable === false) throw new Refusal(400, 'Job is not active and cannot be triggered')
  const input: Json = JSON.parse(JSON.stringify({ parameters, config_override: override }))
  const run = world.addRun({ jobId: job.jobId, createdAtMs: effectAtMs, requestIndex, input })
  if (world.settings.triggerAnswer === 'minimal') return json(200, { execution_id: run.name })
  return json(200, {
    job_id: job.jobId,
    execution_id: run.name,
    workflow_id: workflowId(run),
    status: spelled(statusAt(run, effectAtMs), world),
    message: 'Job triggered successfully',
  })
}

/** FastAPI's body validation. Throws a 422. */
function readBody(call: Call): Readonly<Record<string, unknown>> {
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

function getExecution(call: Call): SimResponse {
  const execution = toExecution(call.world, permittedExecution(call, 'status'), call.nowMs)
  return json(200, call.world.settings.executionAsArray ? [execution] : execution)
}

function listExecutions({ world, nowMs, segments: [jobId = ''] }: Call): SimResponse {
  permittedJob(world, jobId, 'executions')
  const { listLagMs, defaultOrder, maxPageSize } = world.settings
  const oldestFirst = world
    .visibleRuns('kubiya', nowMs, listLagMs)
    .filter((run) => run.jobId === jobId)
    .toSorted((a, b) => a.createdAtMs - b.createdAtMs)
  const runs = defaultOrder === 'asc' ? oldestFirst : oldestFirst.toReversed()
  const executions = runs.slice(0, maxPageSize).map((run) => toExecution(world, run, nowMs))
  return json(200, { executions, total: runs.length })
}

/** 400 once it has ended; until the platform has carried it out the status stays as it was. */
function terminate(call: Call): SimResponse {
  const { world, nowMs, effectAtMs } = call
  const { reason } = readBody(call)
  const loc = ['body', 'reason']
  if (reason === undefined) throw new Refusal(422, '', [{ loc, msg: 'Field required', type: 'missing' }])
  if (typeof reason !== 'string') {
    throw new Refusal(422, '', [{ loc, msg: 'Input should be a valid string', type: 'string_type' }])
  }
  if (reason.length < 1) {
    throw new Refusal(422, '', [{ loc, msg: 'String should have at least 1 character', type: 'string_too_short' }])
  }
  if (reason.length > 500) {
    throw new Refusal(422, '', [{ loc, msg: 'String should have at most 500 characters', type: 'string_too_long' }])
  }
  const run = permittedExecution(call, 'terminate')
  if (endedAtMs(run, nowMs) !== undefined) {
    throw new Refusal(400, `Cannot terminate an execution that is ${statusAt(run, nowMs)}`)
  }
  const endsAtMs = effectAtMs + (run.behaviour.terminatedAfterMs ?? world.settings.terminatedAfterMs)
  requestTermination(run, { atMs: effectAtMs, phases: [{ atMs: endsAtMs, status: 'cancelled' }] })
  return json(200, { success: true, workflow_id: workflowId(run), terminated_at: isoTime(effectAtMs, world) })
}
