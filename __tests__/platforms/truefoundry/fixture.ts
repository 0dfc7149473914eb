import type { TrueFoundryJob } from '../../../sandbox/control-plane/truefoundry-job.ts'
import { isObject } from '../../../src/core/json.ts'
import { phases } from '../../../src/platforms/truefoundry/status.ts'
import type { Fixture } from '../fixtures.ts'

export const JOB: TrueFoundryJob = {
  platform: 'truefoundry',
  jobId: 'app',
  fqn: 'cluster:workspace:etl',
  activeDeploymentId: 'dep-2',
  deploymentVersion: '2',
  deployments: { 'dep-1': '1' },
  supportsParams: true,
}

/** Answers about the jobs and the run that `placeholders` names. */
const IDS = { applicationId: '{applicationId}', deploymentId: '{deploymentId}' }
const JOB_RUN = {
  ...{ id: 'x', name: 'run-1', status: 'FINISHED', createdAt: 1_768_000_000_000, endTime: 1_768_000_060_000 },
  ...{ duration: 60, exitCode: 0, error: null, ...IDS, deploymentVersion: 3 },
}
const APPLICATION = {
  ...{
    id: 'app',
    name: 'etl',
    activeVersion: 2,
    lastVersion: 3,
    activeDeploymentId: IDS.deploymentId,
    metadata: { paused: false },
  },
  deployment: { id: IDS.deploymentId, manifest: { name: 'etl', params: [{ name: 'epochs' }, { name: 'lr' }] } },
}
const RUNS = {
  data: [JOB_RUN, { ...JOB_RUN, name: 'run-2', status: 'RUNNING' }],
  pagination: { total: 2, offset: 0, limit: 100 },
}

export const fixture: Fixture = {
  job: JOB,
  inputs: {
    trigger: { 'application-id': JOB.jobId },
    attach: { 'application-id': JOB.jobId, 'run-id': 'etl-0001' },
  },
  target: { applicationId: JOB.jobId },
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
    UNKNOWN: 'running',
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
  documents: {
    trigger: [{ message: 'ok', jobRunName: 'run-1', data: JOB_RUN }],
    status: [{ data: JOB_RUN }, JOB_RUN],
    list: [RUNS],
    search: [RUNS],
    recent: [RUNS],
    terminate: [{ message: 'ok', jobRunStatus: 'TERMINATING' }],
    resolve: [
      { applicationId: 'app', workspaceId: 'w' },
      { data: { applicationId: 'app' } },
      { ...IDS, workspaceId: 'w' },
    ],
    definition: [
      { data: APPLICATION },
      APPLICATION,
      { data: { ...IDS, id: IDS.deploymentId, manifest: { name: 'etl', params: [{ name: 'lr' }] } } },
    ],
    version: [[{ status: 'BUILDING' }, { status: 'DEPLOY_SUCCESS', message: null, state: { isTerminalState: true } }]],
    events: [
      {
        data: [
          {
            ...{ type: 'Warning', reason: 'BackOff', message: 'Back-off restarting', count: 3 },
            lastTimestamp: '2026-01-15T12:00:00Z',
          },
        ],
      },
    ],
    log: [
      {
        data: [
          { log: 'one\n', stream: 'stdout', time: '1768000000000000000', containerName: 'main' },
          { log: 'two', stream: 'stderr', time: '1768000000000000000', containerName: 'side' },
          { log: '', time: '1768000000000000001' },
        ],
      },
      { data: [] },
    ],
    error: [{ statusCode: 404, message: 'no such run', code: 'E', details: {} }],
  },
  finalIn(json) {
    const run = isObject(json) && isObject(json.data) ? json.data : json
    const status = isObject(run) ? String(run.status) : ''
    return ['FINISHED', 'FAILED', 'TERMINATED'].includes(status) ? status : undefined
  },
  placeholders: {
    targets: [
      { applicationFqn: 'c:w:j', applicationId: '{applicationId}' },
      { applicationId: '{applicationId}', deploymentId: '{deploymentId}' },
      { applicationFqn: 'c:w:j', version: '12', applicationId: '{applicationId}', deploymentId: '{deploymentId}' },
    ],
    runId: '{jobRunName}',
  },
}
