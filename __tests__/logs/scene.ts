/** A run of a simulated control plane and the follower that tells of it, on a fake clock. */

import { ControlPlane, type ControlPlaneConfig, type RunView } from '../../sandbox/control-plane/simulator.ts'
import type { Platform, RunBehaviour } from '../../sandbox/control-plane/types.ts'
import type { Follower } from '../../src/core/follow.ts'
import type { RunHandle, RunSnapshot } from '../../src/core/model.ts'
import type { Http } from '../../src/core/ports.ts'
import { type Channel, openChannel } from '../../src/core/requests/channel.ts'
import { type FollowOptions, follow } from '../../src/logs/index.ts'
import { platforms } from '../../src/platforms/index.ts'
import { fixtureOf } from '../platforms/fixtures.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeRunner } from '../support/fake-runner.ts'
import { simulatedHttp } from '../support/simulated-http.ts'

const SKEW_MS = 3 * 60_000

export type SceneOptions = Partial<Omit<ControlPlaneConfig, 'now' | 'jobs'>> &
  Partial<Pick<FollowOptions, 'shows'>> & { readonly latencyMs?: number }

export class Scene {
  readonly clock = new FakeClock()
  readonly runner = new FakeRunner()
  readonly plane: ControlPlane
  readonly run: RunView
  readonly handle: RunHandle
  readonly follower: Follower
  readonly channel: Channel

  constructor(id: Platform, behaviour: RunBehaviour, options: SceneOptions = {}) {
    const { shows = true, latencyMs = 17, ...config } = options
    const { clock, runner } = this
    const { job, target } = fixtureOf(id)
    this.plane = new ControlPlane({
      now: () => clock.epochMs() + SKEW_MS,
      jobs: [job],
      apiKeys: ['key'],
      ...config,
    })
    this.run = this.plane.addRun({ jobId: job.jobId, createdAtMs: this.plane.now(), behaviour })
    const platform = platforms.find((known) => known.id === id)?.create('http://x', { target, payload: {} })
    if (platform?.log === undefined) throw new Error(`${id} has no log`)
    this.handle = platform.attach(platform.target, this.run.name)
    const http = bounded(simulatedHttp({ clock, plane: this.plane, apiKey: 'key', latencyMs }))
    this.channel = openChannel({ http, platform, clock, requestTimeoutMs: 30_000, blot: (text) => text })
    this.follower = follow(
      {
        channel: this.channel,
        http,
        clock,
        runner,
        flushed: () => Promise.resolve(),
        blot: (text) => text.replaceAll('hush-hush', '***'),
      },
      this.handle,
      platform.log(this.handle),
      { shows, requestTimeoutMs: 30_000, last: () => this.snapshot() },
    )
  }

  /** What a look at the status would have told. */
  snapshot(): RunSnapshot {
    const { createdAtMs, deploymentId } = this.run
    return { phase: 'running', status: 'RUNNING', startedAtMs: createdAtMs, own: { deploymentId }, raw: {} }
  }

  /** What was printed, line by line. */
  get printed(): readonly string[] {
    return this.runner.log.flatMap((text) => text.split('\n'))
  }

  /** Looks every so often until that much time has passed since the run's creation. */
  async watch(untilMs: number, everyMs = 1300): Promise<void> {
    while (this.clock.nowMs() < untilMs) {
      this.follower.onLook()
      await this.clock.run(this.clock.sleep(Math.min(everyMs, untilMs - this.clock.nowMs())))
    }
  }

  /** As at the end of a step. Returns how long draining took, in milliseconds. */
  async finish(withinMs = 5000): Promise<number> {
    const startMs = this.clock.nowMs()
    await this.clock.run(this.follower.drain({ untilMs: startMs + withinMs, signal: this.runner.stop }))
    const tookMs = this.clock.nowMs() - startMs
    await this.clock.run(this.follower.close())
    return tookMs
  }
}

/** Answers larger than this are not read, as with the real adapter. */
const LARGEST_BODY = 8 * 1024 * 1024

function bounded<T extends Http>(http: T): T {
  const send: Http['send'] = async (request) => {
    const reply = await http.send(request)
    if (reply.kind === 'failure' || reply.body.length <= LARGEST_BODY) return reply
    return { kind: 'failure', sent: true, cause: 'too_large', message: 'the answer is too large' }
  }
  return { ...http, send }
}
