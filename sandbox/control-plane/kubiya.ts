/**
 * Kubiya's control plane (FastAPI), as its own published server answers; the setting `kubiyaServer` has the older ways of
 * its documentation. Facts: that server, its API page, docs and CLI.
 */

import { cancel, pause, resume, terminate } from './kubiya-ending.ts'
import { getJob, listAllExecutions, listExecutions } from './kubiya-lists.ts'
import { permittedExecution, toExecution } from './kubiya-model.ts'
import { streamExecution } from './kubiya-stream.ts'
import { trigger } from './kubiya-trigger.ts'
import { type ApiCall, json, type PlatformSim } from './route.ts'
import type { SimResponse } from './types.ts'

const EXECUTION = '/api/v1/executions/:execution_id'

export const kubiya: PlatformSim = {
  name: 'kubiya',
  below: '/api/v1/',
  otherRun: { id: 'ffffffff-0000-4000-8000-000000000001', status: 'completed', response: 'All is well.' },
  error({ kubiyaServer }, status, message, items) {
    const isOwn401 = status === 401 && kubiyaServer === 'own'
    const hint = 'Send a valid key as `Authorization: Bearer <key>`'
    return json(status, { detail: items ?? (isOwn401 ? { error: 'Unauthorized', message, hint } : message) })
  },
  routes: [
    { method: 'POST', path: '/api/v1/jobs/:job_id/trigger', operation: 'trigger', answer: trigger },
    { method: 'GET', path: '/api/v1/jobs/:job_id', operation: 'job', answer: getJob },
    { method: 'GET', path: '/api/v1/jobs/:job_id/executions', operation: 'executions', answer: listExecutions },
    { method: 'GET', path: '/api/v1/executions', operation: 'allExecutions', answer: listAllExecutions },
    { method: 'GET', path: EXECUTION, operation: 'status', answer: getExecution },
    { method: 'POST', path: `${EXECUTION}/terminate`, operation: 'terminate', answer: terminate },
    { method: 'POST', path: `${EXECUTION}/cancel`, operation: 'cancel', answer: cancel },
    { method: 'POST', path: `${EXECUTION}/pause`, operation: 'pause', answer: pause },
    { method: 'POST', path: `${EXECUTION}/resume`, operation: 'resume', answer: resume },
    { method: 'GET', path: `${EXECUTION}/stream`, operation: 'stream', answer: streamExecution },
  ],
}

function getExecution(call: ApiCall): SimResponse {
  const execution = toExecution(call.world, permittedExecution(call, 'status'), call.nowMs)
  return json(200, call.world.settings.executionAsArray ? [execution] : execution)
}
