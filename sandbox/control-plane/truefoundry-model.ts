/** What TrueFoundry's routes share: access to a job, the JobRun object, numbers in the query. */

import { Refusal } from './route.ts'
import { endedAtMs, statusAt } from './timeline.ts'
import type { TrueFoundryJob } from './truefoundry-job.ts'
import type { Json, Operation, SimRun } from './types.ts'
import type { World } from './world.ts'

/** The one tenant, workspace and subject of the sandbox. */
export const TENANT = 'sandbox'
export const WORKSPACE = 'sandbox-workspace'
export const SUBJECT = { subjectId: 'sandbox-subject', subjectType: 'user', subjectSlug: 'sandbox@example.com' }

/** The job of that application id, if the caller may do this with it. Throws a 404 or 403. */
export function permittedJob(world: World, applicationId: string, operation: Operation): TrueFoundryJob {
  const job = world.job('truefoundry', applicationId)
  if (job === undefined) throw new Refusal(404, `Application ${applicationId} not found`)
  if (job.forbidden?.includes(operation)) throw new Refusal(403, 'You do not have access to this workspace')
  return job
}

/** The JobRun object as the platform tells it; `duration` is in seconds here, though no page gives its unit. */
export function toJobRun(world: World, run: SimRun, nowMs: number): { readonly [key: string]: Json | undefined } {
  const job = world.job('truefoundry', run.jobId)
  const endTime = endedAtMs(run, nowMs)
  const ended = endTime !== undefined
  const optional = {
    endTime,
    duration: ended ? Math.round((endTime - run.createdAtMs) / 1_000) : undefined,
    error: ended ? run.behaviour.error : undefined,
    triggeredBy: run.triggeredBy,
    triggeredBySubject: { ...SUBJECT, subjectSlug: run.triggeredBy },
    exitCode: ended ? run.behaviour.exitCode : undefined,
    sparkUi: undefined,
    applicationId: run.jobId,
    deploymentId: run.deploymentId,
    tenantName: TENANT,
  }
  const style = world.settings.optionalFields
  const shown = Object.entries(optional).map(([name, value]) => [name, style === 'null' ? (value ?? null) : value])
  return {
    id: run.id,
    name: run.name,
    applicationName: job === undefined ? '' : applicationName(job.fqn),
    deploymentVersion: run.deploymentVersion,
    createdAt: run.createdAtMs + world.settings.createdAtSkewMs,
    command: 'python main.py',
    totalRetries: 0,
    status: statusAt(run, nowMs),
    ...(style === 'withheld' ? {} : Object.fromEntries(shown)),
    ...run.behaviour.fields,
  }
}

/** The id of the application of that FQN; an FQN that nobody has is taken for an id, which nobody has either. */
export function jobIdOf(world: World, fqn: string | null): string | undefined {
  return world.jobsOf('truefoundry').find((job) => job.fqn === fqn)?.jobId ?? fqn ?? undefined
}

/** A whole number from the query. Throws a 422 when it is anything else or out of its bounds. */
export function integer(
  query: URLSearchParams,
  name: string,
  { min, max, otherwise }: { readonly min: number; readonly max: number; readonly otherwise: number },
): number {
  const given = query.get(name)
  if (given === null) return otherwise
  const value = /^-?\d+$/.test(given) ? Number(given) : Number.NaN
  if (!(value >= min && value <= max)) throw new Refusal(422, `${name} must be an integer from ${min} to ${max}`)
  return value
}

export function applicationName(fqn: string): string {
  return fqn.split(':')[2] ?? fqn
}
