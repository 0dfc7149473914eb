/** The platforms' memory: jobs and runs. A run whose creation lies in the future does not exist yet. */

import { activeDeployment, type Deployment, deploymentsOf } from './deployments.ts'
import type { Repertoire } from './repertoire.ts'
import { endedAtMs } from './timeline.ts'
import type { TrueFoundryJob } from './truefoundry-job.ts'
import type { Job, Json, Platform, RunBehaviour, Settings, SimRun } from './types.ts'

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

  readonly #repertoires: Readonly<Record<Platform, Repertoire>>

  constructor(repertoires: Readonly<Record<Platform, Repertoire>>, settings: Partial<Settings>) {
    this.#repertoires = repertoires
    this.settings = { ...DEFAULT_SETTINGS, ...settings }
  }

  get jobs(): readonly Job[] {
    return [...this.#jobs.values()]
  }

  addJob(job: Job, nowMs: number): void {
    this.#jobs.set(job.jobId, job)
    this.#addedAtMs.set(job, nowMs)
  }

  /** The deployments that exist by then, lower versions first. */
  deployments(job: TrueFoundryJob, nowMs: number): readonly Deployment[] {
    return deploymentsOf(job, this.#addedAtMs.get(job) ?? nowMs, nowMs)
  }

  activeDeployment(job: TrueFoundryJob, nowMs: number): Deployment | undefined {
    return activeDeployment(job, this.deployments(job, nowMs))
  }

  jobsOf<P extends Platform>(platform: P): readonly Extract<Job, { platform: P }>[] {
    return this.jobs.filter((job): job is Extract<Job, { platform: P }> => job.platform === platform)
  }

  job<P extends Platform>(platform: P, jobId: string): Extract<Job, { platform: P }> | undefined {
    return this.jobsOf(platform).find((job) => job.jobId === jobId)
  }

  /** The job's next runs go like this, one after the other, before its own behaviour is back in force. */
  queue(jobId: string, ...behaviours: readonly RunBehaviour[]): void {
    this.#queues.set(jobId, [...(this.#queues.get(jobId) ?? []), ...behaviours])
  }

  addRun(run: NewRun): SimRun {
    const job = this.#jobs.get(run.jobId)
    if (job === undefined) throw new Error(`the simulator has no job ${run.jobId}`)
    const { usual, waiting, running, ends, isFinal, newRun } = this.#repertoires[job.platform]
    const behaviour = run.behaviour ?? this.#queues.get(run.jobId)?.shift() ?? job.behaviour ?? usual
    const created: SimRun = {
      platform: job.platform,
      words: { waiting, running, ends, isFinal },
      jobId: run.jobId,
      // Platforms count whole milliseconds, whatever the clock that is given counts.
      createdAtMs: Math.floor(run.createdAtMs),
      deploymentId: '',
      deploymentVersion: '',
      triggeredBy: run.triggeredBy ?? 'sandbox@example.com',
      input: run.input ?? null,
      behaviour,
      ...newRun(this, job, { ...run, behaviour }, String(this.runs.length + 1)),
      ...(run.alias === undefined ? {} : { alias: run.alias }),
      ...(run.requestIndex === undefined ? {} : { requestIndex: run.requestIndex }),
    }
    this.runs.push(created)
    return created
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
