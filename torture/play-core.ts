/** Plays a story with the code of `src/` on a clock that jumps: main, as far as it comes, then post, then a minute more. */

import { OidcStory } from '../__tests__/support/oidc-story.ts'
import { Story } from '../__tests__/support/story.ts'
import { cleanUp } from '../src/clean-up.ts'
import type { HttpRequest } from '../src/core/ports.ts'
import { run } from '../src/run.ts'
import { CoreRunner } from './core-runner.ts'
import { API_KEY, type Interruption, type Oidc, type Plot } from './plot.ts'
import { platformRecord, type StoryRecord, type Unsent } from './record.ts'
import { furnish, inputsOf, planeOf } from './setting.ts'

/** Long after all processes are gone, so that what comes late has come. */
const AFTERWARDS_MS = 60_000
/** The runner takes a moment between main and post. */
const BETWEEN_MS = 500

export async function playCore(plot: Plot): Promise<StoryRecord> {
  const unsent: Unsent[] = []
  const main = new CoreRunner()
  const post = new CoreRunner()
  const offset = { ms: 0 }
  const parts = {
    platform: plot.platform,
    inputs: inputsOf(plot),
    plane: planeOf(plot),
    clockOffsetMs: plot.clockOffsetMs,
    latencyMs: plot.latencyMs,
    seed: plot.seed + plot.story,
    unsent: ({ path }: HttpRequest, nowMs: number) => {
      const atMs = nowMs + offset.ms
      const down = plot.downtimes.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)
      // With tokens it counts from when the token was asked for.
      if (down !== undefined && plot.oidc === undefined) unsent.push({ atMs, path })
      return down?.cause
    },
    onUnsent: (path: string, nowMs: number) => unsent.push({ atMs: nowMs + offset.ms, path }),
  }
  const story = plot.oidc === undefined ? new Story(parts) : byOidc(plot.oidc, parts)
  const originMs = story.plane.now()
  furnish(story.plane, plot)
  const ended = await runMain(story, main, plot.interruption)
  const mainStage = main.read({ startMs: 0, ...ended })
  offset.ms = ended.endMs + BETWEEN_MS
  const clock = story.nextProcess(BETWEEN_MS)
  await clock.run(cleanUp(story.world(post, clock, { ...story.env, ...main.stateEnv })))
  const postStage = post.read({ startMs: offset.ms, endMs: offset.ms + clock.nowMs(), killed: false })
  story.later(AFTERWARDS_MS)
  return {
    plot,
    originMs,
    ...signalled(plot.interruption, ended.endMs),
    main: mainStage,
    post: postStage,
    ...platformRecord(story.plane, originMs),
    unsent,
    bearers: story instanceof OidcStory ? story.issuer.issued.map(({ token }) => token) : [API_KEY],
    elsewhere: 0,
    // A token takes a moment, which is a part of the request's own time.
    slackMs: plot.oidc === undefined ? 0 : 100,
  }
}

/** The key is there as well, for other steps: it is to be ignored, and hidden all the same. */
function byOidc(
  { lifeMs, githubOffsetMs, faults }: Oidc,
  parts: ConstructorParameters<typeof OidcStory>[0],
): OidcStory {
  const story = new OidcStory({ ...parts, env: { TFY_API_KEY: API_KEY }, tokens: { lifeMs }, githubOffsetMs })
  story.issuer.faults.push(...faults)
  return story
}

async function runMain(story: Story, runner: CoreRunner, interruption: Interruption) {
  const { clock } = story
  const at = (atMs: number) => new Promise<true>((resolve) => clock.at(atMs, () => resolve(true)))
  const going = run(story.world(runner, clock, story.env)).then(() => false)
  const killed = await clock.run(Promise.race([going, ...cut(interruption, runner, clock.at.bind(clock), at)]))
  return { endMs: clock.nowMs(), killed }
}

/** Sends the signals; resolves when the process is killed. */
function cut(
  interruption: Interruption,
  runner: CoreRunner,
  call: (atMs: number, wake: () => void) => void,
  at: (atMs: number) => Promise<true>,
): readonly Promise<true>[] {
  switch (interruption.kind) {
    case 'none':
      return []
    case 'kill':
      return [at(interruption.atMs)]
    case 'cancel': {
      const { atMs, sigtermAfterMs, sigkillAfterMs } = interruption
      call(atMs, () => runner.signal())
      call(atMs + sigtermAfterMs, () => runner.signal())
      return [at(atMs + sigtermAfterMs + sigkillAfterMs)]
    }
  }
}

function signalled(interruption: Interruption, endMs: number): { readonly signalledAtMs?: number } {
  return interruption.kind === 'cancel' && interruption.atMs <= endMs ? { signalledAtMs: interruption.atMs } : {}
}
