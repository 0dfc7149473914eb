/** The deployments of a TrueFoundry job as a pure function of the platform's clock. */

import type { JobParam, TrueFoundryJob } from './truefoundry-job.ts'

export interface Deployment {
  readonly id: string
  readonly version: number
  readonly createdAtMs: number
  /** What it has gone through by now, the last one counts; never empty. */
  readonly statuses: readonly DeploymentStatus[]
  readonly status: string
  /** Whether it came about while the simulator ran. */
  readonly isRollout: boolean
  readonly params: readonly JobParam[] | undefined
}

export interface DeploymentStatus {
  readonly atMs: number
  readonly status: string
  readonly message: string | undefined
}

const READY = 'DEPLOY_SUCCESS'
const BAD_ENDS = ['DEPLOY_FAILED', 'BUILD_FAILED', 'FAILED', 'CANCELLED', 'PAUSED']
/** How long ago a deployment was rolled out that is just there. */
const LONG_AGO_MS = 86_400_000

export function isReady({ status }: Deployment): boolean {
  return status === READY
}

/** How a status stands: only `isTerminalState` is known from the platform's clients, the words beside it are made up. */
export function stateOf(status: string): {
  readonly isTerminalState: boolean
  readonly type: string
  readonly display: string
  readonly transitions: readonly string[]
} {
  const type = status === READY ? 'success' : BAD_ENDS.includes(status) ? 'failure' : 'progress'
  return {
    isTerminalState: type !== 'progress',
    type,
    display: status.toLowerCase().replaceAll('_', ' '),
    transitions: [],
  }
}

/** Those that exist by now, lower versions first. */
export function deploymentsOf(job: TrueFoundryJob, addedAtMs: number, nowMs: number): readonly Deployment[] {
  const active = job.activeDeploymentId
  const given = { ...job.deployments, ...(active === undefined ? {} : { [active]: job.deploymentVersion ?? '1' }) }
  return Object.entries(given)
    .map(([id, deployment]): Deployment => {
      if (typeof deployment === 'string') return standing(id, deployment, addedAtMs - LONG_AGO_MS, job.params)
      const last = deployment.statuses.at(-1)
      const statuses = deployment.statuses
        .map((entry) => ({
          atMs: addedAtMs + entry.afterMs,
          status: entry.status,
          message: entry === last ? deployment.message : undefined,
        }))
        .filter(({ atMs }) => atMs <= nowMs)
      return {
        id,
        version: Number(deployment.version),
        createdAtMs: statuses[0]?.atMs ?? Number.POSITIVE_INFINITY,
        statuses,
        status: statuses.at(-1)?.status ?? '',
        isRollout: true,
        params: deployment.params ?? job.params,
      }
    })
    .filter(({ statuses }) => statuses.length > 0)
    .toSorted((a, b) => a.version - b.version)
}

/** The newest version that was rolled out well meanwhile, else the one that the job names. */
export function activeDeployment(job: TrueFoundryJob, deployments: readonly Deployment[]): Deployment | undefined {
  const named = deployments.find(({ id }) => id === job.activeDeploymentId)
  const newer = deployments.filter(
    (deployment) => deployment.isRollout && isReady(deployment) && deployment.version > (named?.version ?? 0),
  )
  return newer.at(-1) ?? named
}

function standing(
  id: string,
  version: string,
  createdAtMs: number,
  params: readonly JobParam[] | undefined,
): Deployment {
  const statuses = [{ atMs: createdAtMs, status: READY, message: undefined }]
  return { id, version: Number(version), createdAtMs, statuses, status: READY, isRollout: false, params }
}
