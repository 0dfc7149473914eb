/**
 * A step as its author meets it: inputs in; outputs, log and verdict out. The platform is a simulated control plane
 * whose clock disagrees with the runner's, and time is a fake clock's.
 */

import { PLATFORMS, REPERTOIRES } from '../../sandbox/control-plane/repertoire.ts'
import { ControlPlane, type ControlPlaneConfig } from '../../sandbox/control-plane/simulator.ts'
import type { Platform, RunBehaviour } from '../../sandbox/control-plane/types.ts'
import { cleanUp } from '../../src/clean-up.ts'
import type { ClosableHttp, HttpFailureCause, HttpReply, HttpRequest, Runner } from '../../src/core/ports.ts'
import type { Connection } from '../../src/inputs/index.ts'
import { platforms } from '../../src/platforms/index.ts'
import { run } from '../../src/run.ts'
// Loaded late by a step, in real time, of which the fake clock knows nothing.
import '../../src/story.ts'
import type { World } from '../../src/step/step.ts'
import { fixtureOf } from '../platforms/fixtures.ts'
import { FakeClock } from './fake-clock.ts'
import { FakeRunner } from './fake-runner.ts'
import { simulatedHttp } from './simulated-http.ts'

export const API_KEY = 'sandbox-key'
/** How far the platform's clock is ahead of the runner's, unless a story says otherwise. */
export const CLOCK_OFFSET_MS = 7 * 60_000

export { AGENT } from '../platforms/kubiya/fixture.ts'
export { JOB } from '../platforms/truefoundry/fixture.ts'

/** What is given for the job when a story says no more than its platform. */
function jobInputs(platform: Platform): Readonly<Record<string, string>> {
  const alias = REPERTOIRES[platform].hasAlias ? { 'run-name-alias': 'nightly' } : {}
  return { platform, ...fixtureOf(platform).inputs.trigger, ...alias }
}

export interface StorySetup {
  readonly platform?: Platform
  /** Inputs by their names; an empty one takes a default of the story away. */
  readonly inputs?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly plane?: Partial<ControlPlaneConfig>
  readonly behaviour?: RunBehaviour
  readonly clockOffsetMs?: number
  readonly latencyMs?: number
  readonly seed?: number
  /** Decides, for each request, whether it fails before it reaches the platform. */
  readonly unsent?: (request: HttpRequest, nowMs: number) => HttpFailureCause | undefined
}

/** Answers larger than this are not read, and redirects to other origins not followed, as with the real adapter. */
const LONGEST_BODY = 16 * 1024 * 1024

export class Story {
  readonly runner = new FakeRunner()
  readonly clock: FakeClock
  readonly plane: ControlPlane
  /** What was written, by absolute path. A path with `unopenable` can't be opened, one with `full` not written to. */
  readonly files = new Map<string, string>()
  /** Every base URL and key that a connection was made with. */
  readonly connections: Connection[] = []
  readonly #setup: StorySetup
  #now: FakeClock

  constructor(setup: StorySetup = {}) {
    this.#setup = setup
    this.clock = new FakeClock({ seed: setup.seed ?? 1 })
    this.#now = this.clock
    const offsetMs = setup.clockOffsetMs ?? CLOCK_OFFSET_MS
    const behaviour = setup.behaviour === undefined ? {} : { behaviour: setup.behaviour }
    this.plane = new ControlPlane({
      now: () => this.#now.epochMs() + offsetMs,
      jobs: PLATFORMS.map((id) => ({ ...fixtureOf(id).job, ...behaviour })),
      apiKeys: [API_KEY],
      ...setup.plane,
    })
  }

  get env(): Readonly<Record<string, string>> {
    const { platform = 'truefoundry', inputs = {}, env = {} } = this.#setup
    const given = Object.entries({ 'api-key': API_KEY, ...jobInputs(platform), ...inputs })
    return { ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])), ...env }
  }

  world(runner: Runner, clock: FakeClock, env: World['env']): World {
    return {
      runner,
      clock,
      env,
      platforms,
      connect: (connection) => {
        this.connections.push(connection)
        const { credential } = connection
        return this.connect(credential.kind === 'api_key' ? credential.key : '', clock)
      },
      openGithub: () => Promise.reject(new Error('GitHub is not asked')),
      openFile: (path) => {
        if (path.includes('unopenable')) return Promise.reject(new Error('EACCES: permission denied'))
        this.files.set(path, '')
        return Promise.resolve({
          write: async (text) => {
            if (path.includes('full')) throw new Error('ENOSPC: no space left on device')
            this.files.set(path, `${this.files.get(path)}${text}`)
          },
          close: () => Promise.resolve(),
        })
      },
      eventPayload: () => Promise.resolve(undefined),
      underWay: () => Promise.resolve(),
      flushed: () => Promise.resolve(),
    }
  }

  /** Main, from its start to its end. */
  async run(limitMs?: number): Promise<this> {
    await this.clock.run(run(this.world(this.runner, this.clock, this.env)), limitMs)
    return this
  }

  /** Main until that time, when it is killed. False if it had ended by then. */
  async runUntilKilled(atMs: number): Promise<boolean> {
    const main = run(this.world(this.runner, this.clock, this.env)).then(() => false)
    return this.clock.run(Promise.race([main, this.#at(atMs)]))
  }

  /** The log as it will have been at that time. */
  logAt(atMs: number): readonly string[] {
    const lines: string[] = []
    this.clock.at(atMs, () => lines.push(...this.runner.log))
    return lines
  }

  /** What the runner does when the workflow is cancelled at that time. */
  cancelAt(atMs: number): this {
    this.clock.at(atMs, () => this.runner.cancel())
    return this
  }

  /** Post, a process of its own, `afterMs` after main was gone. Its inputs are evaluated afresh. */
  async cleanUp({
    afterMs = 500,
    env = {},
    runner = new FakeRunner(),
  }: {
    afterMs?: number
    env?: Readonly<Record<string, string>>
    runner?: FakeRunner
  } = {}) {
    const clock = this.nextProcess(afterMs)
    await clock.run(cleanUp(this.world(runner, clock, { ...this.env, ...env, ...this.runner.stateEnv })))
    return { runner, clock }
  }

  /** The workflow run's second attempt: the same step once more, as a process of its own. */
  attempt({ afterMs = 60_000, env = {} }: { afterMs?: number; env?: Readonly<Record<string, string>> } = {}) {
    const runner = new FakeRunner()
    const clock = this.nextProcess(afterMs)
    const world = this.world(runner, clock, { ...this.env, GITHUB_RUN_ATTEMPT: '2', ...env })
    return { runner, clock, run: () => clock.run(run(world)) }
  }

  /** The same to its end. */
  async nextAttempt(options: Parameters<Story['attempt']>[0] = {}) {
    const attempt = this.attempt(options)
    await attempt.run()
    return attempt
  }

  /** The clock of a process that starts so much later; the platform's time goes by it from now on. */
  nextProcess(afterMs: number): FakeClock {
    this.#now = new FakeClock({ startEpochMs: this.#now.epochMs() + afterMs, seed: 2 })
    return this.#now
  }

  /** Lets the platform's time pass once all processes are gone, so that what comes late comes. */
  later(byMs: number): void {
    this.#now = new FakeClock({ startEpochMs: this.#now.epochMs() + byMs })
  }

  /** A run that somebody else started, `afterMs` after the step's start (before it, if negative). */
  addForeignRun(afterMs: number, behaviour?: RunBehaviour) {
    return this.plane.addRun({
      jobId: fixtureOf(this.#setup.platform ?? 'truefoundry').job.jobId,
      createdAtMs: this.plane.now() + afterMs,
      triggeredBy: 'somebody@example.com',
      ...(behaviour === undefined ? {} : { behaviour }),
    })
  }

  /** Runs that the step's triggers started, also those that come into being late. */
  get ours() {
    return this.plane.runs.filter(({ requestIndex }) => requestIndex !== undefined)
  }

  get outputs(): Readonly<Record<string, string>> {
    return this.runner.outputs
  }

  /** The one error annotation of a failed step. */
  get error(): string {
    const { errors } = this.runner
    if (errors.length !== 1) throw new Error(`${errors.length} error annotations: ${errors.join(' | ')}`)
    return errors[0] ?? ''
  }

  /** Milliseconds from the step's start at which each request of that kind was made. */
  timesOf(operation: Parameters<ControlPlane['requestsOf']>[0]): readonly number[] {
    const startMs = this.clock.startEpochMs + (this.#setup.clockOffsetMs ?? CLOCK_OFFSET_MS)
    return this.plane.requestsOf(operation).map(({ atMs }) => atMs - startMs)
  }

  /** A line to the simulated platform with that bearer token. */
  protected connect(apiKey: string | (() => string), clock: FakeClock): ClosableHttp {
    const { unsent, latencyMs } = this.#setup
    const http = simulatedHttp({
      clock,
      plane: this.plane,
      apiKey,
      ...(unsent === undefined ? {} : { unsent: (request) => unsent(request, clock.nowMs()) }),
      ...(latencyMs === undefined ? {} : { latencyMs }),
    })
    return { close: http.close, stream: http.stream, send: async (request) => asReal(await http.send(request)) }
  }

  #at(atMs: number): Promise<true> {
    return new Promise((resolve) => this.clock.at(atMs, () => resolve(true)))
  }
}

function asReal(reply: HttpReply): HttpReply {
  if (reply.kind === 'failure') return reply
  if (reply.body.length > LONGEST_BODY) {
    return { kind: 'failure', sent: true, cause: 'too_large', message: 'the answer is too large' }
  }
  return reply.status >= 300 && reply.status < 400
    ? { kind: 'failure', sent: true, cause: 'redirect', message: 'a redirect to another origin' }
    : reply
}

/** A run that goes through these statuses, each so many milliseconds after its creation. */
export function timeline(...statuses: readonly (readonly [afterMs: number, status: string])[]): RunBehaviour {
  return { timeline: statuses.map(([afterMs, status]) => ({ afterMs, status })) }
}

/** On each platform a run that waits for a second and then works. */
export const NEVER_ENDS = Object.fromEntries(
  PLATFORMS.map((id) => [id, timeline([0, REPERTOIRES[id].waiting], [1000, REPERTOIRES[id].running])]),
) as Readonly<Record<Platform, RunBehaviour>>
