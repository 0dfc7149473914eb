import type { KubiyaJob } from '../../../sandbox/control-plane/kubiya-job.ts'
import { isObject } from '../../../src/core/json.ts'
import { phases } from '../../../src/platforms/kubiya/status.ts'
import type { Fixture } from '../fixtures.ts'

export const AGENT: KubiyaJob = { platform: 'kubiya', jobId: 'agent' }

const EXECUTION = {
  ...{ id: 'run-1', execution_id: 'run-1', status: 'completed', response: 'done', error_message: null, usage: {} },
  ...{ prompt: 'Do it as alias-1.', execution_metadata: { job_id: '{job_id}' } },
  ...{
    created_at: '2026-01-15T12:00:00',
    started_at: '2026-01-15 12:00:01.5+01:00',
    completed_at: '2026-01-15T13:00:00Z',
  },
}
const FAILED = { ...EXECUTION, id: 'run-2', execution_id: 'run-2', status: 'failed' }

export const fixture: Fixture = {
  job: AGENT,
  inputs: { trigger: { 'job-id': AGENT.jobId }, attach: { 'run-id': '0f3b5c1e-8d7a-4e2b-9c6f-1a2b3c4d5e6f' } },
  target: { jobId: AGENT.jobId },
  targetOf: (id) => ({ jobId: id, takesAlias: true }),
  payload: { parameters: { secret: 'hush-hush' } },
  table: phases,
  phases: {
    pending: 'waiting',
    queued: 'waiting',
    running: 'running',
    paused: 'input_required',
    waiting_for_input: 'input_required',
    completed: 'succeeded',
    failed: 'failed',
    cancelled: 'terminated',
    terminated: 'terminated',
    interrupted: 'terminated',
  },
  statusAnswer: (status) => ({ id: 'run', status }),
  triggerAnswer: (execution_id) => ({ execution_id }),
  ownErrors: [
    { status: 404, body: { detail: 'no' } },
    { status: 401, body: { detail: { error: 'Unauthorized', message: 'no', hint: 'Send a key' } } },
    { status: 422, body: { detail: [{ loc: ['body', 0], msg: 'no', type: 'x' }] } },
  ],
  answersLists: (path) => path.startsWith('/api/v1/executions?'),
  fields: [
    ...['executions', 'execution_id', 'id', 'detail', 'loc', 'msg', 'success', 'response', 'status'],
    ...['created_at', 'started_at', 'completed_at'],
  ],
  documents: {
    trigger: [{ job_id: 'job', execution_id: 'run-1', workflow_id: 'w', status: 'pending', message: 'ok' }],
    status: [EXECUTION, [EXECUTION]],
    list: [{ executions: [EXECUTION, FAILED], total: 2 }, [EXECUTION, FAILED]],
    search: [[EXECUTION, FAILED]],
    recent: [{ executions: [EXECUTION, FAILED], total: 2 }],
    terminate: [{ success: true, workflow_id: 'w', terminated_at: 'now' }],
    definition: [
      { id: 'agent', name: 'Agent', enabled: true, status: 'active', prompt_template: 'Report on {{city}}.' },
    ],
    log: [
      { type: 'message', data: { data: { message_id: 'm', role: 'assistant', content: 'hello\nthere' } } },
      { type: 'message', data: { message: { message_id: 'm', content: 'hello' } } },
      { type: 'message_chunk', data: { event_type: 'message_chunk', content: 'hel' } },
      { type: 'tool_started', data: { tool_name: 't' } },
      { type: 'tool_completed', data: { tool_name: 't', tool_status: 'failed', tool_output: { error: 'no' } } },
      { type: 'status', data: { status: 'completed', execution_id: 'run-1' } },
      { type: 'done', data: { status: 'completed', execution_id: 'run-1' } },
    ],
    error: [{ detail: 'no such execution' }, { detail: [{ loc: ['body', 0], msg: 'bad', type: 'value_error' }] }],
  },
  finalIn(json) {
    const execution = Array.isArray(json) && json.length === 1 ? json[0] : json
    const status = isObject(execution) ? String(execution.status) : ''
    return /^(?:completed|failed|cancelled|terminated|interrupted)$/i.test(status) ? status : undefined
  },
  placeholders: { targets: [{ jobId: '{job_id}', takesAlias: true }], runId: '{execution_id}' },
}
