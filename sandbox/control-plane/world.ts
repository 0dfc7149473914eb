/** The platforms' memory: jobs and runs. A run whose creation lies in the future does not exist yet. */

import { activeDeployment, type Deployment, deploymentsOf } from './deployments.ts'
import { REPERTOIRES } from './repertoire.ts'
import { endedAtMs } from './timeline.ts'
import type { Job, Json, Platform, RunBehaviour, Settings, SimRun, TrueFoundryJob } from './types.ts'

export interface NewRun {
  readonly jobId: string
  readonly createdAtMs: number
  readonly alias?: string
  readonly requestIndex?: number
  readonly deploymentId?: string
  readonly triggeredBy?: string
  readonly input?: Json
  readonly behaviour?: RunBehaviour
}

export const DEFAULT_SETTINGS: Settings = {
  apiKeys: ['sandbox-key'],
  acceptsToken: null,
  pathPrefix: '',
  dateHeader: true,
  getLagMs: 0,
  listLagMs: 0,
  searchLagMs: 0,
  createdAtSkewMs: 0,
  searchFindsAlias: true,
  searchIgnoresPrefix: false,
  ignoresSortBy: false,
  defaultOrder: 'desc',
  maxPageSize: 1_000,
  bareAnswers: false,
  kubiyaServer: 'own',
  responseLagMs: 1_500,
  executionAsArray: false,
  triggerAnswer: 'full',
  statusCase: 'lower',
  isoTimes: 'micros',
  optionalFields: 'null',
  strictParams: true,
  terminatingAfterMs: 1_000,
  terminatedAfterMs: 3_000,
  logLagMs: 0,
  streamCutMs: 270_000,
  keepaliveMs: 15_000,
  keepaliveAs: 'comment',
  streamNesting: 'mixed',
}

export class World {
  readonly settings: Settings
  readonly runs: SimRun[] = []
  readonly #jobs = new Map<string, Job>()
  readonly #addedAtMs = new Map<Job, number>()
  readonly #queues = new Map<string, RunBehaviour[]>()

  constructor(settings: Partial<Settings>) {
    this.settings = { ...DEFAULT_SETTINGS, ...settings }
  }

  get jobs(): readonly Job[] {
    return [...this.#jobs.values()]
  }

  addJob(job: Job, nowMs: number): void {
    this.#jobs.set(job.platform === 'truefoundry' ? job.applicationId : job.jobId, job)
    this.#addedAtMs.set(job, nowMs)
  }

  /** The deployments that exist by then, lower versions first. */
  deployments(job: TrueFoundryJob, nowMs: number): readonly Deployment[] {
    return deploymentsOf(job, this.#addedAtMs.get(job) ?? nowMs, nowMs)
  }

  activeDeployment(job: TrueFoundryJob, nowMs: number): Deployment | undefined {
    return activeDeployment(job, this.deployments(job, nowMs))
  }

  job<P extends Platform>(platform: P, jobId: string): Extract<Job, { platform: P }> | undefined {
    const isOfPlatform = (job: Job): job is Extract<Job, { platform: P }> => job.platform === platform
    const job = this.#jobs.get(jobId)
    return job !== undefined && isOfPlatform(job) ? job : undefined
  }

  /** The job's next runs go like this, one after the other, before its own behaviour is back in force. */
  queue(jobId: string, ...behaviours: readonly RunBehaviour[]): void {
    this.#queues.set(jobId, [...(this.#queues.get(jobId) ?? []), ...behaviours])
  }

  addRun(run: NewRun): SimRun {
    const job = this.#jobs.get(run.jobId)
    if (job === undefined) throw new Error(`the simulator has no job ${run.jobId}`)
    const behaviour =
      run.behaviour ?? this.#queues.get(run.jobId)?.shift() ?? job.behaviour ?? REPERTOIRES[job.platform].usual
    const number = String(this.runs.length + 1)
    const deployment = this.#deploymentFor(job, run)
    const name =
      behaviour.name ??
      (job.platform === 'truefoundry'
        ? `${applicationName(job.fqn)}-${number.padStart(4, '0')}`
        : `00000000-0000-4000-8000-${number.padStart(12, '0')}`)
    const created: SimRun = {
      platform: job.platform,
      jobId: run.jobId,
      id: job.platform === 'truefoundry' ? `jr${number.padStart(22, '0')}` : name,
      name,
      // Platforms count whole milliseconds, whatever the clock that is given counts.
      createdAtMs: Math.floor(run.createdAtMs),
      ...deployment,
      triggeredBy: run.triggeredBy ?? 'sandbox@example.com',
      input: run.input ?? null,
      behaviour,
      ...(run.alias === undefined ? {} : { alias: run.alias }),
      ...(run.requestIndex === undefined ? {} : { requestIndex: run.requestIndex }),
    }
    this.runs.push(created)
    return created
  }

  #deploymentFor(job: Job, run: NewRun): Pick<SimRun, 'deploymentId' | 'deploymentVersion'> {
    if (job.platform !== 'truefoundry') return { deploymentId: '', deploymentVersion: '' }
    const active = this.activeDeployment(job, run.createdAtMs)
    const deploymentId = run.deploymentId ?? active?.id ?? ''
    const deployment = this.deployments(job, run.createdAtMs).find(({ id }) => id === deploymentId)
    return { deploymentId, deploymentVersion: String(deployment?.version ?? 1) }
  }

  /** The platform's runs that have been there for at least that long and are not gone again. */
  visibleRuns(platform: Platform, atMs: number, lagMs: number): readonly SimRun[] {
    return this.runs.filter(
      (run) =>
        run.platform === platform &&
        run.createdAtMs + lagMs <= atMs &&
        run.deletedAtMs === undefined &&
        atMs < run.createdAtMs + (run.behaviour.goneAfterMs ?? Number.POSITIVE_INFINITY),
    )
  }

  /** Runs that exist and have not ended. */
  standingRuns(atMs: number): readonly SimRun[] {
    return this.runs.filter(
      (run) => run.createdAtMs <= atMs && run.deletedAtMs === undefined && endedAtMs(run, atMs) === undefined,
    )
  }
}

export function applicationName(fqn: string): string {
  return fqn.split(':')[2] ?? fqn
}
