import { phases } from '../../../src/platforms/kubiya/status.ts'
import type { Fixture } from '../fixtures.ts'

export const fixture: Fixture = {
  target: { jobId: 'job' },
  targetOf: (id) => ({ jobId: id }),
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
  fields: [
    ...['executions', 'execution_id', 'id', 'detail', 'loc', 'msg', 'success', 'response', 'status'],
    ...['created_at', 'started_at', 'completed_at'],
  ],
  inputs: { trigger: { 'job-id': 'j' }, attach: {} },
  placeholders: { targets: [{ jobId: '{job_id}' }], runId: '{execution_id}' },
}
