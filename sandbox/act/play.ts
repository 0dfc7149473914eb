/** Plays stories, a few at a time. */

import { at, type Means } from './site.ts'
import type { SelfContained, Story } from './stories/story.ts'

/** More of them would wait for the processor, and their runs' times would mean nothing. */
const AT_ONCE = 3

export interface Outcome {
  readonly title: string
  readonly seconds: number
  /** What went wrong; undefined when all was as it should be. */
  readonly failure: string | undefined
  /** All that act said. */
  readonly log: string
}

/** `tell` is called for each as it ends. */
export async function playAll(
  stories: readonly (Story | SelfContained)[],
  means: Means,
  tell: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> {
  const left = [...stories]
  const outcomes: Outcome[] = []
  const work = async (): Promise<void> => {
    for (let story = left.shift(); story !== undefined; story = left.shift()) {
      const outcome = await play(story, means)
      outcomes.push(outcome)
      tell(outcome)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return outcomes
}

async function play(story: Story | SelfContained, means: Means): Promise<Outcome> {
  const startMs = performance.now()
  const logs: string[] = []
  const heard: Means = { ...means, listen: ({ text }) => logs.push(text) }
  const told = 'play' in story ? story.play(heard) : at(heard, story.setup ?? {}, story.tell)
  const failure = await told.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  return { title: story.title, seconds: (performance.now() - startMs) / 1000, failure, log: logs.join('\n') }
}
