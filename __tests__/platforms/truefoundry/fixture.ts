import { phases } from '../../../src/platforms/truefoundry/status.ts'
import type { Fixture } from '../fixtures.ts'

export const fixture: Fixture = {
  target: { applicationId: 'app', deploymentId: 'dep', version: '12' },
  targetOf: (id) => ({ applicationId: id, deploymentId: id, version: '12' }),
  payload: { params: { secret: 'hush-hush' } },
  table: phases,
  phases: {
    CREATED: 'waiting',
    SCHEDULED: 'waiting',
    RUNNING: 'running',
    FINISHED: 'succeeded',
    FAILED: 'failed',
    TERMINATION_REQUESTED: 'ending',
    TERMINATING: 'ending',
    TERMINATED: 'terminated',
    UNKNOWN: 'waiting',
  },
  statusAnswer: (status) => ({ data: { status } }),
  triggerAnswer: (jobRunName) => ({ jobRunName }),
  ownErrors: [
    { status: 403, body: { statusCode: 403, message: 'no' } },
    { status: 422, body: { statusCode: 422, message: 'no', code: null, details: null } },
  ],
  fields: [
    ...['data', 'status', 'name', 'jobRunName', 'pagination', 'total', 'applicationId', 'deploymentId', 'createdAt'],
    ...['message', 'statusCode', 'activeDeploymentId', 'deploymentVersion', 'endTime', 'exitCode', 'error'],
  ],
  inputs: { trigger: { 'application-id': 'a' }, attach: { 'application-id': 'a' } },
  placeholders: {
    targets: [
      { applicationFqn: 'c:w:j', applicationId: '{applicationId}' },
      { applicationId: '{applicationId}', deploymentId: '{deploymentId}' },
      { applicationFqn: 'c:w:j', version: '12', applicationId: '{applicationId}', deploymentId: '{deploymentId}' },
    ],
    runId: '{jobRunName}',
  },
}
