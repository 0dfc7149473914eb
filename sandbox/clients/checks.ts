/** What is asked of the sandbox by TrueFoundry's own clients, and what has to come of it. */

import assert from 'node:assert/strict'
import type { ControlPlane } from '../control-plane/simulator.ts'
import type { TrueFoundryJob } from '../control-plane/truefoundry-job.ts'
import type { Clients } from './driver.ts'
import leastAnswers from './least-answers.json' with { type: 'json' }

export interface Site {
  readonly clients: Clients
  readonly plane: ControlPlane
}

export interface Check {
  readonly what: string
  readonly run: (site: Site) => Promise<void>
}

export const KEY = 'tfy_key-of-the-sandbox'
/** A bearer token of the other kind, good until 2100. The clients read it and check no signature. */
export const JWT = [{ alg: 'none' }, { tenantName: 'sandbox', username: 'ci', exp: 4_102_444_800 }, {}]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.')

const FQN = 'cluster:workspace:train'
export const TRAIN: TrueFoundryJob = {
  platform: 'truefoundry',
  jobId: 'app-train',
  fqn: FQN,
  activeDeploymentId: 'dep-12',
  deploymentVersion: '12',
  deployments: {
    'dep-11': '11',
    'dep-13': { version: '13', statuses: [{ afterMs: 0, status: 'BUILDING' }] },
  },
  params: [{ name: 'epochs', default: '3', description: 'how often', param_type: 'string' }, { name: 'lr' }],
  behaviour: {
    timeline: [{ afterMs: 0, status: 'RUNNING' }],
    logs: [
      { afterMs: 0, log: 'first line' },
      { afterMs: 0, nanos: 1, log: 'second line' },
    ],
    clusterEvents: [{ afterMs: 0, type: 'Warning', reason: 'FailedScheduling', message: '0/5 nodes are available' }],
  },
}
export const SPARK: TrueFoundryJob = {
  platform: 'truefoundry',
  jobId: 'app-spark',
  fqn: 'cluster:workspace:spark',
  activeDeploymentId: 'dep-spark',
  isSpark: true,
}

export const CHECKS: readonly Check[] = [
  {
    what: 'tfy trigger job, with a command and an alias',
    run: async ({ clients, plane }) => {
      const { code, text } = await clients.tfy(
        ...['trigger', 'job', '--application-fqn', FQN, '--command', 'python x.py', '--run-name-alias', 'nightly'],
      )
      const run = newest(plane)
      assert.equal(code, 0, text)
      assert.match(text, /Job triggered with command 'python x.py'/)
      assert.ok(text.includes(run.name) && text.includes('/deployments/app-train?tab=previousRuns'), text)
      assert.equal(run.alias, 'nightly')
      assert.deepEqual(run.input, { command: 'python x.py' })
      assert.equal(run.deploymentId, 'dep-12')
    },
  },
  {
    what: 'tfy trigger job drops a version of the FQN and runs the active deployment',
    run: async ({ clients, plane }) => {
      const { code, text } = await clients.tfy('trigger', 'job', '--application-fqn', `${FQN}:11`)
      assert.equal(code, 0, text)
      assert.match(text, /discarding the version number/)
      assert.equal(newest(plane).deploymentId, 'dep-12')
    },
  },
  {
    what: 'tfy trigger job with parameters fails in the client itself, which sends nothing (0.17.5)',
    run: async ({ clients, plane }) => {
      const before = plane.runs.length
      const { code, text } = await clients.tfy('trigger', 'job', '--application-fqn', FQN, '--', '--epochs', '5')
      assert.notEqual(code, 0)
      assert.match(text, /'tuple' object has no attribute 'items'/)
      assert.equal(plane.runs.length, before)
    },
  },
  {
    what: 'tfy terminate job',
    run: async ({ clients, plane }) => {
      const { name } = newest(plane)
      const { code, text } = await clients.tfy('terminate', 'job', '--job-fqn', FQN, '--job-run-name', name)
      assert.equal(code, 0, text)
      assert.match(text, /termination requested/)
      assert.ok(newest(plane).termination !== undefined)
    },
  },
  {
    what: 'tfy with a JWT',
    run: async ({ clients, plane }) => {
      clients.useKey(JWT)
      const { code, text } = await clients.tfy('trigger', 'job', '--application-fqn', FQN)
      clients.useKey(KEY)
      assert.equal(code, 0, text)
      assert.ok(text.includes(newest(plane).name), text)
    },
  },
  {
    what: 'tfy with a wrong key, and with one of neither kind',
    run: async ({ clients, plane }) => {
      const before = plane.runs.length
      clients.useKey('tfy_wrong')
      const wrong = await clients.tfy('trigger', 'job', '--application-fqn', FQN)
      clients.useKey('neither')
      const neither = await clients.tfy('trigger', 'job', '--application-fqn', FQN)
      clients.useKey(KEY)
      assert.notEqual(wrong.code, 0)
      assert.match(wrong.text, /Invalid or expired API token/)
      assert.notEqual(neither.code, 0)
      assert.equal(plane.runs.length, before)
    },
  },
  {
    what: 'tfy for a job that does not exist',
    run: async ({ clients }) => {
      const { code, text } = await clients.tfy('trigger', 'job', '--application-fqn', 'cluster:workspace:nobody')
      assert.notEqual(code, 0)
      assert.match(text, /404/)
      assert.match(text, /not found/)
    },
  },
  {
    what: 'library: trigger_job with params, list_job_runs in pages, get_job_run',
    run: async ({ clients, plane }) => {
      const params = { epochs: '5', lr: '0.1' }
      const triggered = await clients.call('library', 'trigger_job', { application_fqn: FQN, params })
      const { name } = newest(plane)
      assert.deepEqual(newest(plane).input, { params })
      matches(triggered, { is: 'TriggerJobResult', jobRunName: name })
      const page = await clients.call('library', 'list_job_runs', { application_fqn: FQN, max_results: 1, offset: 0 })
      matches(page, [{ is: 'JobRun', name, status: 'RUNNING', deploymentVersion: 12 }])
      const got = await clients.call('library', 'get_job_run', { application_fqn: FQN, job_run_name: name })
      matches(got, { is: 'JobRun', name, applicationName: 'train' })
    },
  },
  {
    what: 'library: list_applications, get_application; client: list_versions',
    run: async ({ clients }) => {
      matches(await clients.call('library', 'get_application', { application_fqn: FQN }), {
        is: 'Application',
        activeVersion: 12,
        lastVersion: 13,
        activeDeploymentId: 'dep-12',
        deployment: { is: 'Deployment', version: 13, currentStatus: { status: 'BUILDING' } },
      })
      matches(await clients.call('library', 'list_applications', { application_type: 'all' }), [
        { fqn: FQN },
        { fqn: SPARK.fqn },
      ])
      matches(await clients.call('client', 'list_versions', { application_id: 'app-train' }), [
        { version: 13 },
        { version: 12 },
        { version: 11 },
      ])
    },
  },
  {
    what: 'client of tfy: a deployment by its FQN, how it stands, its logs by workspace',
    run: async ({ clients, plane }) => {
      matches(await clients.call('client', 'get_deployment_info_by_fqn', { deployment_fqn: `${FQN}:13` }), {
        is: 'DeploymentFqnResponse',
        deploymentId: 'dep-13',
        applicationId: 'app-train',
      })
      const asked = { application_id: 'app-train', deployment_id: 'dep-13' }
      matches(await clients.call('client', 'get_deployment_statuses', asked), [
        { is: 'AppDeploymentStatusResponse', status: 'BUILDING', state: { isTerminalState: false } },
      ])
      const logs = { workspace_id: 'sandbox-workspace', ...asked, deployment_id: 'dep-12' }
      matches(await clients.call('client', '_get_deployment_logs', { ...logs, job_run_name: newest(plane).name }), [
        { is: 'LogBody', log: 'first line' },
        { log: 'second line' },
      ])
    },
  },
  {
    what: 'sdk: trigger with a command, with params and of a deployment',
    run: async ({ clients, plane }) => {
      const metadata = { job_run_name_alias: 'by-sdk' }
      const triggered = await clients.call('sdk', 'jobs.trigger', {
        application_id: 'app-train',
        input: { command: ['python', 'x.py'] },
        metadata,
      })
      const run = newest(plane)
      matches(triggered, {
        is: 'TriggerJobRunResponse',
        job_run_name: run.name,
        data: { is: 'JobRun', name: run.name },
      })
      assert.equal(run.alias, 'by-sdk')
      assert.deepEqual(run.input, { command: ['python', 'x.py'] })
      const older = await clients.call('sdk', 'jobs.trigger', {
        deployment_id: 'dep-11',
        input: { params: { lr: '0.2' } },
      })
      matches(older, { data: { deployment_version: '11', deployment_id: 'dep-11' } })
    },
  },
  {
    what: 'sdk: list of runs with filters and pages, get, delete',
    run: async ({ clients, plane }) => {
      const list = (args: Readonly<Record<string, unknown>>) =>
        clients.call('sdk', 'jobs.list_runs', { job_id: 'app-train', ...args })
      const all = plane.runsOf('app-train').map(({ name }) => name)
      const paged = await list({ limit: 2, sort_by: 'startTime', order: 'asc' })
      assert.deepEqual(names(paged), all)
      assert.deepEqual(names(await list({ version_numbers: [11] })), [all.at(-1)])
      assert.equal(names(await list({ search_prefix: 'by-sdk' })).length, 1)
      assert.deepEqual(names(await list({ status: ['FINISHED', 'FAILED'] })), [])
      assert.deepEqual(names(await list({ triggered_by: ['nobody@example.com'] })), [])
      const job_run_name = all.at(-1) ?? ''
      matches(await clients.call('sdk', 'jobs.get_run', { job_id: 'app-train', job_run_name }), {
        is: 'GetJobRunResponse',
        data: { name: job_run_name, status: 'RUNNING', triggered_by_subject: { is: 'Subject' } },
      })
      matches(await clients.call('sdk', 'jobs.delete_run', { job_id: 'app-train', job_run_name }), {
        is: 'DeleteJobRunResponse',
      })
      assert.equal(names(await list({})).includes(job_run_name), false)
    },
  },
  {
    what: 'sdk: terminate',
    run: async ({ clients, plane }) => {
      const asked = { deployment_id: 'dep-12', job_run_name: runOfSdk(plane) }
      const told = await clients.call('sdk', 'jobs.terminate', asked)
      matches(told, { is: 'TerminateJobResponse', job_run_status: 'TERMINATION_REQUESTED' })
    },
  },
  {
    what: 'sdk: applications and their deployments, manifests and all',
    run: async ({ clients }) => {
      matches(await clients.call('sdk', 'applications.get', { id: 'app-train' }), {
        data: {
          is: 'Application',
          active_version: 12,
          deployment: { manifest: { is: 'Job', params: [{ name: 'epochs' }, { name: 'lr' }] } },
        },
      })
      matches(await clients.call('sdk', 'applications.get', { id: 'app-spark' }), {
        data: { type: 'spark-job', deployment: { manifest: { is: 'SparkJob', name: 'spark' } } },
      })
      matches(await clients.call('sdk', 'applications.list', { limit: 1 }), [{ fqn: FQN }, { fqn: SPARK.fqn }])
      matches(await clients.call('sdk', 'application_versions.list', { id: 'app-train', version: '13' }), [
        { is: 'Deployment', id: 'dep-13', current_status: { status: 'BUILDING' } },
      ])
      matches(await clients.call('sdk', 'application_versions.get', { id: 'app-train', deployment_id: 'dep-11' }), {
        data: { version: 11, current_status: { status: 'DEPLOY_SUCCESS' } },
      })
    },
  },
  {
    what: 'sdk: logs and events of a run',
    run: async ({ clients, plane }) => {
      const name = runOfSdk(plane)
      const logs = await clients.call('sdk', 'logs.get', {
        application_id: 'app-train',
        job_run_name: name,
        direction: 'asc',
      })
      matches(logs, { data: [{ is: 'Log', log: 'first line' }, { log: 'second line' }] })
      const events = await clients.call('sdk', 'events.get', { application_id: 'app-train', job_run_name: name })
      matches(events, { data: [{ is: 'Event', reason: 'FailedScheduling', count: 1 }] })
    },
  },
  {
    what: 'sdk: the least that its models make do with is what the action is tested to read',
    run: async ({ clients }) => {
      for (const [model, least] of Object.entries(leastAnswers)) {
        assert.deepEqual(await clients.call('least', model), least, model)
      }
    },
  },
  {
    what: 'sdk: 401, 404 and 422 are the errors that it documents',
    run: async ({ clients }) => {
      const missing = { job_id: 'app-train', job_run_name: 'nobody' }
      matches(await clients.failure('sdk', 'jobs.get_run', missing), { is: 'NotFoundError', status: 404 })
      matches(await clients.failure('sdk', 'jobs.trigger', {}), { is: 'UnprocessableEntityError', status: 422 })
      clients.useKey('tfy_wrong')
      const denied = await clients.failure('sdk', 'jobs.get_run', missing)
      clients.useKey(KEY)
      matches(denied, { status: 401 })
    },
  },
]

function newest(plane: ControlPlane) {
  const run = plane.runs.at(-1)
  if (run === undefined) throw new Error('no run came of it')
  return run
}

/** The one that `jobs.trigger` started under its alias. */
function runOfSdk(plane: ControlPlane): string {
  return plane.runs.find(({ alias }) => alias === 'by-sdk')?.name ?? ''
}

function names(runs: unknown): readonly unknown[] {
  return Array.isArray(runs) ? runs.map(({ name }) => name) : []
}

/** What is wanted is a part of what was told; lists have the same length. */
function matches(told: unknown, wanted: object): void {
  assert.partialDeepStrictEqual(told, wanted)
  if (Array.isArray(wanted)) assert.equal(Array.isArray(told) && told.length, wanted.length)
}
