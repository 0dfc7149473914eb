/** Plays one step: main, as far as it comes, then post, each a process of its own on the story's clock. */

import type { Story } from '../__tests__/support/story.ts'
import { cleanUp } from '../src/clean-up.ts'
import type { ClosableHttp } from '../src/core/ports.ts'
import { run } from '../src/run.ts'
import type { World } from '../src/step/step.ts'
import { CoreRunner } from './core-runner.ts'
import { ProcessClock } from './process-clock.ts'
import type { Stage } from './record.ts'
import type { Interruption, StorySetup } from './story-setup.ts'

/** The runner takes a moment between main and post. */
const BETWEEN_MS = 500

export interface StepOfStory {
  readonly setup: StorySetup
  readonly seed: number
  readonly env: World['env']
}

export interface PlayedStep {
  /** From the start of the story; all other times count from there. */
  readonly startMs: number
  readonly main: Stage
  readonly post: Stage
  readonly signalledAtMs?: number
  /** Whether this step sent the request of that number. */
  isOwn(index: number): boolean
}

export async function playStep(story: Story, { setup, seed, env }: StepOfStory): Promise<PlayedStep> {
  const startMs = story.clock.nowMs()
  const sent = new Set<number>()
  const main = new CoreRunner()
  const clock = new ProcessClock(story.clock, seed)
  const ended = await endOf(run(worldOf(story, sent, main, clock, env)), main, clock, setup.interruption)
  const mainStage = main.read({ startMs: 0, ...ended })
  const postMs = ended.endMs + BETWEEN_MS
  const isRunnerLost = ended.killed && setup.interruption.kind === 'lost runner'
  const post = isRunnerLost
    ? CoreRunner.absent(postMs)
    : await playPost(story, sent, { ...env, ...main.stateEnv }, postMs)
  return {
    startMs,
    ...signalled(setup.interruption, ended.endMs),
    main: mainStage,
    post,
    isOwn: (index) => sent.has(index),
  }
}

async function playPost(story: Story, sent: Set<number>, env: World['env'], startMs: number): Promise<Stage> {
  await story.clock.sleep(BETWEEN_MS)
  const runner = new CoreRunner()
  const clock = new ProcessClock(story.clock, 2)
  await cleanUp(worldOf(story, sent, runner, clock, env))
  clock.end()
  return runner.read({ startMs, endMs: startMs + clock.nowMs(), killed: false })
}

/** Notes down which requests are sent by this step. They reach the platform within the call. */
function worldOf(story: Story, sent: Set<number>, runner: CoreRunner, clock: ProcessClock, env: World['env']): World {
  const { requests } = story.plane
  const noting = <T>(send: () => T): T => {
    const before = requests.length
    const reply = send()
    for (let index = before; index < requests.length; index += 1) sent.add(index)
    return reply
  }
  const world = story.world(runner, clock, env)
  return {
    ...world,
    connect(connection) {
      const http: ClosableHttp = world.connect(connection)
      return {
        close: () => http.close(),
        send: (request) => noting(() => http.send(request)),
        stream: (request, sink) => noting(() => http.stream(request, sink)),
      }
    },
  }
}

async function endOf(main: Promise<void>, runner: CoreRunner, clock: ProcessClock, interruption: Interruption) {
  const at = (atMs: number) => new Promise<true>((resolve) => clock.at(atMs, () => resolve(true)))
  const going = main.then(() => false)
  const killed = await Promise.race([going, ...cut(interruption, runner, clock, at)])
  clock.end()
  return { endMs: clock.nowMs(), killed }
}

/** Sends the signals; resolves when the process is killed. */
function cut(
  interruption: Interruption,
  runner: CoreRunner,
  clock: ProcessClock,
  at: (atMs: number) => Promise<true>,
): readonly Promise<true>[] {
  switch (interruption.kind) {
    case 'none':
      return []
    case 'kill':
    case 'lost runner':
      return [at(interruption.atMs)]
    case 'cancel': {
      const { atMs, sigtermAfterMs, sigkillAfterMs } = interruption
      clock.at(atMs, () => runner.signal())
      clock.at(atMs + sigtermAfterMs, () => runner.signal())
      return [at(atMs + sigtermAfterMs + sigkillAfterMs)]
    }
  }
}

function signalled(interruption: Interruption, endMs: number): { readonly signalledAtMs?: number } {
  return interruption.kind === 'cancel' && interruption.atMs <= endMs ? { signalledAtMs: interruption.atMs } : {}
}
