/** One part of the core at work on a simulated control plane: the ports that it takes, ready made. */

import { PLATFORMS } from '../../sandbox/control-plane/repertoire.ts'
import { ControlPlane, type ControlPlaneConfig } from '../../sandbox/control-plane/simulator.ts'
import type { Platform } from '../../sandbox/control-plane/types.ts'
import type { Target } from '../../src/core/model.ts'
import type { Clock, HttpFailureCause, HttpRequest } from '../../src/core/ports.ts'
import { openChannel } from '../../src/core/requests/channel.ts'
import { NO_BASELINE } from '../../src/core/search/baseline.ts'
import type { Attempt } from '../../src/core/search/run-search.ts'
import { platforms } from '../../src/platforms/index.ts'
import { fixtureOf } from '../platforms/fixtures.ts'
import { FakeClock } from './fake-clock.ts'
import { FakeRunner } from './fake-runner.ts'
import { simulatedHttp } from './simulated-http.ts'
import { API_KEY, CLOCK_OFFSET_MS } from './story.ts'

export interface BenchOptions {
  readonly platform?: Platform
  readonly plane?: Partial<ControlPlaneConfig>
  readonly requestTimeoutMs?: number
  readonly unsent?: (request: HttpRequest) => HttpFailureCause | undefined
}

export function bench({
  platform: id = 'truefoundry',
  plane: config,
  requestTimeoutMs = 30_000,
  unsent,
}: BenchOptions = {}) {
  const clock = new FakeClock()
  const runner = new FakeRunner()
  const plane = new ControlPlane({
    now: () => clock.epochMs() + CLOCK_OFFSET_MS,
    jobs: PLATFORMS.map((each) => fixtureOf(each).job),
    apiKeys: [API_KEY],
    ...config,
  })
  const definition = platforms.find((known) => known.id === id)
  if (definition === undefined) throw new Error(`no platform ${id}`)
  const { target, job } = fixtureOf(id)
  const platform = definition.create('https://platform.example.com', { target, payload: {} })
  const http = simulatedHttp({ clock, plane, apiKey: API_KEY, ...(unsent === undefined ? {} : { unsent }) })
  const channel = openChannel({ http, platform, clock, requestTimeoutMs, blot: (text) => text })
  /** A run with that alias, `afterMs` from now. */
  const addRun = (alias: string, afterMs = 0) =>
    plane.addRun({
      jobId: job.jobId,
      createdAtMs: plane.now() + afterMs,
      alias,
    })
  return {
    clock,
    runner,
    plane,
    platform,
    channel,
    target,
    jobId: job.jobId,
    addRun,
    ports: { clock, runner, platform, channel },
  }
}

/** An attempt that was made now. */
export function attemptOf(
  { clock, target }: { readonly clock: Clock; readonly target: Target },
  baseline = NO_BASELINE,
  sends = 1,
): Attempt {
  const sentMs = clock.nowMs()
  const ageMs = () => clock.nowMs() - sentMs
  return { target, alias: 'nightly-abc123', baseline, ageMs, lastAgeMs: ageMs, sends: () => sends }
}
