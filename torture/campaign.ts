/** Plays many stories and judges each. */

import { judge, type Violation } from './judge/index.ts'
import { makeSetup } from './make-setup.ts'
import { playBundle } from './play-bundle.ts'
import { playCore } from './play-core.ts'
import type { StoryRecord } from './record.ts'
import type { Engine, StorySetup } from './story-setup.ts'
import type { Tally } from './tally.ts'

export interface Failure {
  readonly setup: StorySetup
  readonly violations: readonly Violation[]
  /** Absent where the story could not be played to its end. */
  readonly record?: StoryRecord
}

export interface Campaign {
  readonly engine: Engine
  readonly seed: number
  /** Numbers of the stories: `from`, `from + 1` … */
  readonly from?: number
  readonly stories: number
  /** How many are played side by side: over HTTP most of the time is waiting. */
  readonly atOnce?: number
  /** No further story is begun once this is over (monotonic milliseconds). */
  readonly untilMs?: number
  readonly onStory?: (played: number, failure: Failure | undefined) => void
}

export async function play(
  setup: StorySetup,
): Promise<{ readonly violations: readonly Violation[]; readonly record?: StoryRecord }> {
  try {
    const record = await (setup.engine === 'core' ? playCore(setup) : playBundle(setup))
    return { record, violations: judge(record) }
  } catch (error) {
    // The step hung, or something broke that must not: no record, and no verdict on it.
    const complaint = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { violations: [{ rule: 'came to an end', complaint }] }
  }
}

/** Resolves with the stories that broke a rule. */
export async function campaign(options: Campaign, tally: Tally): Promise<readonly Failure[]> {
  const { engine, seed, from = 0, stories, atOnce = 1, untilMs = Number.POSITIVE_INFINITY, onStory } = options
  const failures: Failure[] = []
  const next = { story: from, played: 0 }
  const work = async () => {
    while (next.story < from + stories && performance.now() < untilMs) {
      const setup = makeSetup(engine, seed, next.story++)
      const { record, violations } = await play(setup)
      if (record !== undefined) tally.add(record, violations)
      const failure =
        violations.length === 0 ? undefined : { setup, violations, ...(record === undefined ? {} : { record }) }
      if (failure !== undefined) failures.push(failure)
      onStory?.(++next.played, failure)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return failures
}
