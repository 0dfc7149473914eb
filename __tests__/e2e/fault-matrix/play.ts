/** Plays one cell: the whole step and its post, on the simulated platforms and a clock that jumps. */

import { REPERTOIRES } from '../../../sandbox/control-plane/repertoire.ts'
import type { RunView } from '../../../sandbox/control-plane/simulator.ts'
import { ControlPlane } from '../../../sandbox/control-plane/simulator.ts'
import type { Job } from '../../../sandbox/control-plane/types.ts'
import { cleanUp } from '../../../src/clean-up.ts'
import type { ClosableHttp } from '../../../src/core/ports.ts'
import { platforms } from '../../../src/platforms/index.ts'
import { run } from '../../../src/run.ts'
import type { World } from '../../../src/step/step.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeRunner } from '../../support/fake-runner.ts'
import { simulatedHttp } from '../../support/simulated-http.ts'
import { type Cell, inputsNaming, rulesOf } from './cells.ts'

/** What came of a step. */
export interface Played {
  readonly conclusion: string
  readonly runId: string
  readonly failed: boolean
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
  readonly postWarnings: readonly string[]
  readonly triggers: number
  /** Every run that came of it. */
  readonly runs: readonly string[]
  /** Those of them that go on after the step and its post, and that nobody has asked the platform to end. */
  readonly standing: readonly string[]
  readonly durationMs: number
  readonly postMs: number
}

const KEY = 'matrix-key'
const URL = 'http://127.0.0.1:4010'
const MAX_BODY = 32 * 1024 * 1024
const LASTS_MS = 120_000

export async function play(cell: Cell): Promise<Played> {
  const clock = new FakeClock()
  const plane = new ControlPlane({
    now: () => clock.epochMs(),
    apiKeys: [KEY],
    jobs: [jobOf(cell)],
    faults: rulesOf(cell),
  })
  const http = bounded(simulatedHttp({ clock, plane, apiKey: KEY }))
  const main = new FakeRunner()
  const env = inputsOf(cell)
  const world = (runner: FakeRunner, more: Record<string, string> = {}): World => ({
    runner,
    clock,
    env: { ...env, ...more },
    platforms,
    connect: () => http,
    openGithub: () => Promise.reject(new Error('GitHub is not asked')),
    openFile: () => Promise.reject(new Error('no file is asked for')),
    eventPayload: () => Promise.resolve(undefined),
    underWay: () => Promise.resolve(),
    flushed: () => Promise.resolve(),
  })
  const { cancelAfterMs } = cell.phase
  if (cancelAfterMs !== undefined) clock.at(cancelAfterMs, () => main.cancel())
  await clock.run(run(world(main)))
  const endedMs = clock.nowMs()
  const post = new FakeRunner()
  await clock.run(cleanUp(world(post, main.stateEnv)))
  return {
    conclusion: main.outputs.conclusion ?? '',
    runId: main.outputs['run-id'] ?? '',
    failed: main.failed,
    errors: main.errors,
    warnings: main.warnings,
    postWarnings: post.warnings,
    triggers: plane.requestsOf('trigger').length,
    runs: plane.runs.filter(({ exists }) => exists).map(({ name }) => name),
    standing: plane
      .standingRuns()
      .filter((each) => !isEnding(each, clock.epochMs()))
      .map(({ name }) => name),
    durationMs: endedMs - (cancelAfterMs ?? 0),
    postMs: clock.nowMs() - endedMs,
  }
}

function isEnding({ termination }: RunView, nowMs: number): boolean {
  return termination !== undefined && termination.atMs <= nowMs
}

function jobOf({ platform, phase }: Cell): Job {
  const { running, ends, job, idOf } = REPERTOIRES[platform]
  const start = { afterMs: 0, status: phase.status ?? running }
  const timeline = phase.endless ? [start] : [start, { afterMs: LASTS_MS, status: ends.success }]
  return job('train', idOf('train'), { timeline })
}

function inputsOf(cell: Cell): Record<string, string> {
  const { platform, phase } = cell
  const inputs = {
    platform,
    'base-url': URL,
    'api-key': KEY,
    'outage-tolerance': '60',
    ...inputsNaming(jobOf(cell), phase),
    ...phase.inputs,
  }
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))
}

/** The limit on an answer's size, which the real port has and the simulated one has not. */
function bounded(http: ClosableHttp): ClosableHttp {
  return {
    close: () => http.close(),
    stream: (request, sink) => http.stream(request, sink),
    async send(request) {
      const reply = await http.send(request)
      return reply.kind === 'answer' && reply.body.length > MAX_BODY
        ? { kind: 'failure', sent: true, cause: 'too_large', message: 'the answer is larger than 32 MiB' }
        : reply
    },
  }
}
