/** Plays a story with the code of `src/` on a clock that jumps: each step's main, as far as it comes, then its post. */

import { OidcStory } from '../__tests__/support/oidc-story.ts'
import { Story } from '../__tests__/support/story.ts'
import type { HttpRequest } from '../src/core/ports.ts'
import { type PlayedStep, playStep, type StepOfStory } from './play-step.ts'
import { platformRecord, type StoryRecord, type Unsent } from './record.ts'
import { envOf, furnish, inputsOf, planeOf } from './setting.ts'
import { API_KEY, type Oidc, type SecondStep, type StorySetup } from './story-setup.ts'

/** Long after all processes are gone, so that what comes late has come. */
const AFTERWARDS_MS = 60_000
/** What tells one workflow run from another, and one attempt of it from the next. */
const OTHER_STEP: Readonly<Record<SecondStep['kind'], Readonly<Record<string, string>>>> = {
  rerun: { GITHUB_RUN_ATTEMPT: '2' },
  beside: { GITHUB_RUN_ID: '2' },
}

export async function playCore(setup: StorySetup): Promise<StoryRecord> {
  const unsent: Unsent[] = []
  const story = storyOf(setup, unsent)
  const originMs = story.plane.now()
  furnish(story.plane, setup)
  const first = playStep(story, { setup, seed: setup.seed + setup.story, env: story.env })
  const second = setup.second === undefined ? undefined : playSecond(story, setup, setup.second, first)
  const [one, other] = await story.clock.run(Promise.all([first, second]))
  story.later(AFTERWARDS_MS)
  const record = recordOf(story, setup, second === undefined ? { ...one, isOwn: () => true } : one, originMs)
  // What a second attempt does later is not held against the first.
  const runs = other?.runsBefore === undefined ? {} : { runs: other.runsBefore }
  const withSecond =
    other === undefined ? {} : { second: recordOf(story, other.setup, other, originMs + other.startMs) }
  return { ...record, ...runs, unsent, ...withSecond }
}

type PlayedSecond = PlayedStep & { readonly setup: StorySetup; readonly runsBefore?: StoryRecord['runs'] }

async function playSecond(
  story: Story,
  setup: StorySetup,
  { kind, afterMs, inputs, faults, interruption }: SecondStep,
  first: Promise<PlayedStep>,
): Promise<PlayedSecond> {
  const { second: _second, ...rest } = setup
  const own: StorySetup = { ...rest, interruption, inputs: { ...setup.inputs, ...inputs } }
  if (kind === 'rerun') await first
  await story.clock.sleep(afterMs)
  for (const rule of faults) story.plane.addFault(rule)
  const env = { ...story.env, ...asVariables(inputs), ...OTHER_STEP[kind] }
  const step: StepOfStory = { setup: own, seed: setup.seed + setup.story + 1, env }
  const runsBefore = kind === 'rerun' ? { runsBefore: story.plane.runs } : {}
  return { ...(await playStep(story, step)), setup: own, ...runsBefore }
}

function asVariables(inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))
}

function recordOf(story: Story, setup: StorySetup, step: PlayedStep, originMs: number): StoryRecord {
  const { main, post, signalledAtMs, isOwn } = step
  return {
    setup,
    originMs,
    ...(signalledAtMs === undefined ? {} : { signalledAtMs }),
    main,
    post,
    ...platformRecord(story.plane, originMs, ({ index }) => isOwn(index)),
    unsent: [],
    bearers: story instanceof OidcStory ? story.issuer.issued.map(({ token }) => token) : [API_KEY],
    elsewhere: 0,
    // A token takes a moment, which is a part of the request's own time.
    slackMs: setup.oidc === undefined ? 0 : 100,
  }
}

/** Where nobody can be reached, requests are noted down by when they were begun. */
function storyOf(setup: StorySetup, unsent: Unsent[]): Story {
  const parts = {
    platform: setup.platform,
    inputs: inputsOf(setup),
    env: envOf(setup),
    plane: planeOf(setup),
    clockOffsetMs: setup.clockOffsetMs,
    latencyMs: setup.latencyMs,
    unsent: ({ path }: HttpRequest) => {
      const atMs = story.clock.nowMs()
      const down = setup.downtimes.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)
      // With tokens it counts from when the token was asked for.
      if (down !== undefined && setup.oidc === undefined) unsent.push({ atMs, path })
      return down?.cause
    },
    onUnsent: (path: string, atEpochMs: number) => unsent.push({ atMs: atEpochMs - story.clock.startEpochMs, path }),
  }
  const story: Story = setup.oidc === undefined ? new Story(parts) : byOidc(setup.oidc, parts)
  return story
}

/** The key is there as well, for other steps: it is to be ignored, and hidden all the same. */
function byOidc(
  { lifeMs, githubOffsetMs, faults }: Oidc,
  parts: NonNullable<ConstructorParameters<typeof OidcStory>[0]>,
): OidcStory {
  const story = new OidcStory({
    ...parts,
    env: { ...parts.env, TFY_API_KEY: API_KEY },
    tokens: { lifeMs },
    githubOffsetMs,
  })
  story.issuer.faults.push(...faults)
  return story
}
