/** TrueFoundry's runs, in its own words. */

import type { Repertoire, Statuses } from './repertoire.ts'
import { HOSTILE_LINES, lines } from './texts.ts'
import { truefoundry as api } from './truefoundry.ts'
import { type Rollout, type TrueFoundryJob, TrueFoundryJobSchema } from './truefoundry-job.ts'
import { applicationName } from './truefoundry-model.ts'
import type { SimRun } from './types.ts'
import type { NewRun, World } from './world.ts'

const FINAL = ['FINISHED', 'FAILED', 'TERMINATED']

const START: Statuses = [
  [0, 'CREATED'],
  [500, 'SCHEDULED'],
  [1_000, 'RUNNING'],
]

/** The ready-made job that is a Spark job. */
const SPARK = 'spark'

/** The ready-made job whose next two versions are under way: 13 is ready after 20 s, 14 fails. */
const DEPLOYS = 'deploys'

function rollouts(name: string): Readonly<Record<string, Rollout>> {
  if (name !== DEPLOYS) return {}
  return {
    [`dep-${name}-13`]: {
      version: '13',
      statuses: [
        { afterMs: 0, status: 'INITIALIZED' },
        { afterMs: 1_000, status: 'BUILDING' },
        { afterMs: 11_000, status: 'BUILD_SUCCESS' },
        { afterMs: 12_000, status: 'ROLLOUT_STARTED' },
        { afterMs: 20_000, status: 'DEPLOY_SUCCESS' },
      ],
    },
    [`dep-${name}-14`]: {
      version: '14',
      statuses: [
        { afterMs: 0, status: 'INITIALIZED' },
        { afterMs: 2_000, status: 'BUILDING' },
        { afterMs: 17_000, status: 'BUILD_FAILED' },
      ],
      message: 'No matching distribution found for numpy==99',
    },
  }
}

function newRun(
  world: World,
  job: TrueFoundryJob,
  run: NewRun,
  number: string,
): Pick<SimRun, 'id' | 'name'> & Partial<SimRun> {
  const deploymentId = run.deploymentId ?? world.activeDeployment(job, run.createdAtMs)?.id ?? ''
  const deployment = world.deployments(job, run.createdAtMs).find(({ id }) => id === deploymentId)
  return {
    id: `jr${number.padStart(22, '0')}`,
    name: run.behaviour?.name ?? `${applicationName(job.fqn)}-${number.padStart(4, '0')}`,
    deploymentId,
    deploymentVersion: String(deployment?.version ?? 1),
  }
}

export const truefoundry: Repertoire<TrueFoundryJob> = {
  name: 'TrueFoundry',
  jobInput: 'application-id',
  hasAlias: true,
  waiting: 'CREATED',
  running: 'RUNNING',
  ends: { success: 'FINISHED', failure: 'FAILED', terminated: 'TERMINATED' },
  isFinal: (status) => FINAL.includes(status),
  api,
  runNoun: 'job run',
  list: 'list',
  recent: 'recent',
  search: 'search',
  log: 'pages',
  definition: 'app',
  version: {
    operation: 'deploymentStatuses',
    inputs: ({ fqn, deploymentVersion }) => ({ 'application-fqn': `${fqn}:${deploymentVersion}` }),
  },
  lookUp: { operation: 'fqn', inputs: ({ fqn }) => ({ 'application-fqn': fqn }) },
  usual: {
    timeline: [
      { afterMs: 0, status: 'CREATED' },
      { afterMs: 1_000, status: 'SCHEDULED' },
      { afterMs: 2_000, status: 'RUNNING' },
      { afterMs: 10_000, status: 'FINISHED' },
    ],
    exitCode: 0,
  },
  idOf: (name) => `app-${name}`,
  jobSchema: TrueFoundryJobSchema,
  newRun,
  job: (name, jobId, behaviour) => ({
    platform: 'truefoundry',
    jobId,
    fqn: `sandbox:demo:${name}`,
    activeDeploymentId: `dep-${name}`,
    deploymentVersion: '12',
    deployments: { [`dep-${name}-old`]: '11', ...rollouts(name) },
    ...(name === SPARK ? {} : { params: [{ name: 'epochs', default: '3' }, { name: 'lr' }] }),
    isSpark: name === SPARK,
    behaviour,
  }),
  courses: {
    succeeds: { statuses: [...START, [6_000, 'FINISHED']], exitCode: 0, logs: lines(1_000, 900, 5, 'step') },
    fails: {
      statuses: [...START, [5_000, 'FAILED']],
      exitCode: 3,
      error: 'ValueError: the input table is empty',
      logs: lines(1_000, 900, 4, 'step'),
      clusterEvents: [
        {
          afterMs: 5_000,
          type: 'Warning',
          reason: 'BackOff',
          message: 'Back-off restarting failed container main in pod',
        },
      ],
    },
    terminated: {
      statuses: [...START, [3_000, 'TERMINATION_REQUESTED'], [4_000, 'TERMINATING'], [5_000, 'TERMINATED']],
    },
    slow: {
      statuses: [...START, [120_000, 'FINISHED']],
      exitCode: 0,
      logs: lines(1_000, 2_000, 58, 'epoch'),
    },
    queued: {
      statuses: [
        [0, 'CREATED'],
        [2_000, 'SCHEDULED'],
        [60_000, 'RUNNING'],
        [65_000, 'FINISHED'],
      ],
      exitCode: 0,
      clusterEvents: [
        {
          afterMs: 3_000,
          type: 'Warning',
          reason: 'FailedScheduling',
          message: '0/5 nodes are available: 5 Insufficient nvidia.com/gpu.',
          everyMs: 9_000,
        },
      ],
    },
    odd: {
      statuses: [...START, [2_000, 'HIBERNATING'], [6_000, 'RUNNING'], [8_000, 'FINISHED']],
      exitCode: 0,
    },
    'never-ends': { statuses: START, logs: lines(1_000, 10_000, 360, 'tick') },
    hostile: {
      statuses: [...START, [5_000, 'FAILED']],
      exitCode: 66,
      error: HOSTILE_LINES.join('\n'),
      logs: HOSTILE_LINES.map((log, index) => ({ afterMs: 1_000 + index * 200, log })),
    },
    [DEPLOYS]: { statuses: [...START, [6_000, 'FINISHED']], exitCode: 0, logs: lines(1_000, 900, 5, 'step') },
    [SPARK]: { statuses: [...START, [6_000, 'FINISHED']], exitCode: 0 },
  },
}
