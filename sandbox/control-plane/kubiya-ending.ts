/** Kubiya: ending, pausing and resuming an execution. */

import { isoTime, permittedExecution, spelled, workflowId } from './kubiya-model.ts'
import { readBody } from './kubiya-trigger.ts'
import { type ApiCall, json, Refusal } from './route.ts'
import { endedAtMs, redirect, requestTermination, statusAt } from './timeline.ts'
import type { Operation, SimResponse, SimRun } from './types.ts'

/** The own server ends it at once, from `running` and `pending` alone; the older one from any status, after a while. */
export function terminate(call: ApiCall): SimResponse {
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
  const status = statusAt(run, nowMs).toLowerCase()
  const isOwn = world.settings.kubiyaServer === 'own'
  const isEndable = isOwn ? ['running', 'pending'].includes(status) : endedAtMs(run, nowMs) === undefined
  if (!isEndable) throw new Refusal(400, `Cannot terminate workflow in status: ${status}`)
  if (isOwn) end(call, run)
  else {
    const endsAtMs = effectAtMs + (run.behaviour.terminatedAfterMs ?? world.settings.terminatedAfterMs)
    requestTermination(run, { atMs: effectAtMs, phases: [{ atMs: endsAtMs, status: 'cancelled' }] })
  }
  return json(200, { success: true, workflow_id: workflowId(run), terminated_at: isoTime(effectAtMs, world) })
}

export function cancel(call: ApiCall): SimResponse {
  return change(call, 'cancel', ['running', 'waiting_for_input'], (run) => end(call, run))
}

export function pause(call: ApiCall): SimResponse {
  return change(call, 'pause', ['running'], (run) => redirect(run, call.effectAtMs, 'paused'))
}

export function resume(call: ApiCall): SimResponse {
  return change(call, 'resume', ['paused'], (run) => redirect(run, call.effectAtMs, 'running'))
}

function end({ effectAtMs }: ApiCall, run: SimRun): void {
  redirect(run, effectAtMs + (run.behaviour.terminatedAfterMs ?? 0), 'cancelled', effectAtMs)
}

/** What can't be done in its status is a 200 that says so. */
function change(call: ApiCall, operation: Operation, from: readonly string[], act: (run: SimRun) => void): SimResponse {
  const { world, nowMs } = call
  const run = permittedExecution(call, operation)
  const status = statusAt(run, nowMs).toLowerCase()
  const basics = { execution_id: run.name, workflow_id: workflowId(run) }
  if (!from.includes(status)) {
    const error = `Cannot ${operation} an execution in status: ${status}`
    return json(200, { success: false, ...basics, error, status: spelled(status, world) })
  }
  act(run)
  return json(200, { success: true, ...basics, message: `Execution: ${operation} is done` })
}
