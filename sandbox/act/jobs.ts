/** The jobs that the examples name, on the simulated platforms. */

import type { Rollout } from '../control-plane/truefoundry-job.ts'
import type { Job, RunBehaviour } from '../control-plane/types.ts'

export const KUBIYA_JOB = 'job-agent'

const FQNS = [
  'my-cluster:my-workspace:train',
  'my-cluster:my-workspace:evaluate',
  'my-cluster:staging:smoke-tests',
  'my-cluster:staging:evaluate',
  'my-cluster:production:check-features',
  'my-cluster:production:migrate-features',
  'my-cluster:production:roll-back-features',
]

/** A status for each time, in ms after the run's creation. */
export function course(...statuses: readonly (readonly [afterMs: number, status: string])[]): RunBehaviour {
  return { timeline: statuses.map(([afterMs, status]) => ({ afterMs, status })) }
}

export const SUCCEEDS: RunBehaviour = { ...course([0, 'RUNNING'], [1_000, 'FINISHED']), exitCode: 0 }
/** Hands back what the release is gated on. */
export const EVALUATES: RunBehaviour = {
  ...SUCCEEDS,
  logs: [{ afterMs: 500, log: 'RESULT {"accuracy": 0.93, "bias": {"age": 0.02}}' }],
}
export const FAILS: RunBehaviour = {
  ...course([0, 'RUNNING'], [1_000, 'FAILED']),
  exitCode: 3,
  error: 'ValueError: the input table is empty',
}
export const NEVER_ENDS: RunBehaviour = course([0, 'RUNNING'])
const ANSWERS: RunBehaviour = {
  ...course([0, 'pending'], [300, 'running'], [1_000, 'completed']),
  response: 'All is well.',
}

/** Version 2 of a job, ready some seconds after the start. */
const DEPLOYED: Rollout = {
  version: '2',
  statuses: [
    { afterMs: 0, status: 'BUILDING' },
    { afterMs: 6_000, status: 'ROLLOUT_STARTED' },
    { afterMs: 9_000, status: 'DEPLOY_SUCCESS' },
  ],
}

/**
 * Every job; `runs` says by the job's last name how its runs go, `deployed` which of them have a version 2 on its way.
 * Kubiya's one is `agent`.
 */
export function toJobs(runs: Readonly<Record<string, RunBehaviour>>, deployed: readonly string[] = []): readonly Job[] {
  const names = [...FQNS.map(lastName), 'agent']
  const unknown = Object.keys(runs).filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new Error(`no example has a job ${unknown.join(', ')}`)
  return [
    ...FQNS.map(
      (fqn): Job => ({
        platform: 'truefoundry',
        jobId: applicationId(fqn),
        fqn,
        activeDeploymentId: `dep-${lastName(fqn)}`,
        ...(deployed.includes(lastName(fqn)) ? { deployments: { [`dep-${lastName(fqn)}-2`]: DEPLOYED } } : {}),
        supportsParams: true,
        behaviour: runs[lastName(fqn)] ?? SUCCEEDS,
      }),
    ),
    { platform: 'kubiya', jobId: KUBIYA_JOB, behaviour: runs.agent ?? ANSWERS },
  ]
}

/** `my-cluster:staging:evaluate` -> `app-staging-evaluate` */
export function applicationId(fqn: string): string {
  return `app-${fqn.split(':').slice(1).join('-')}`
}

function lastName(fqn: string): string {
  return fqn.split(':').at(-1) ?? fqn
}
