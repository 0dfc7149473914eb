/** TrueFoundry's runs, in its own words. */

import type { Repertoire, Statuses } from './repertoire.ts'
import { HOSTILE_LINES, lines } from './texts.ts'

const FINAL = ['FINISHED', 'FAILED', 'TERMINATED']

const START: Statuses = [
  [0, 'CREATED'],
  [500, 'SCHEDULED'],
  [1_000, 'RUNNING'],
]

/** The ready-made job that is a Spark job. */
const SPARK = 'spark'

export const truefoundry: Repertoire = {
  name: 'TrueFoundry',
  jobInput: 'application-id',
  hasAlias: true,
  running: 'RUNNING',
  ends: { success: 'FINISHED', failure: 'FAILED', terminated: 'TERMINATED' },
  isFinal: (status) => FINAL.includes(status),
  usual: {
    timeline: [
      { afterMs: 0, status: 'CREATED' },
      { afterMs: 1_000, status: 'SCHEDULED' },
      { afterMs: 2_000, status: 'RUNNING' },
      { afterMs: 10_000, status: 'FINISHED' },
    ],
    exitCode: 0,
  },
  idPrefix: 'app',
  job: (name, applicationId, behaviour) => ({
    platform: 'truefoundry',
    applicationId,
    fqn: `sandbox:demo:${name}`,
    activeDeploymentId: `dep-${name}`,
    deploymentVersion: '12',
    deployments: { [`dep-${name}-old`]: '11' },
    supportsParams: name !== SPARK,
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
    [SPARK]: { statuses: [...START, [6_000, 'FINISHED']], exitCode: 0 },
  },
}
