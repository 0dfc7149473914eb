/** Tells stories: tests that run side by side, since nearly all of their time is waiting for real clocks. */

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, test } from '@jest/globals'

export interface Teller {
  /** A test, whose body may run at the same time as others. */
  (sentence: string, body: () => Promise<void>): void
  /** One that takes many seconds: it is begun before the others. */
  long(sentence: string, body: () => Promise<void>): void
}

interface Story {
  readonly sentence: string
  readonly body: () => Promise<void>
  readonly told: PromiseWithResolvers<void>
}

const LONGEST_MS = 150_000
/** What two cores start without any process being late for a deadline of seconds. */
const PACE_MS = 130
const MOST_AT_ONCE = 12
/**
 * So many stories may fail beside others and pass alone. Their deadlines are real ones, in seconds: on a machine that is busy
 * with something else a process may come too late for one. More than a handful is no accident.
 */
const MOST_TOLD_AGAIN = 8
/** A story that failed waits for all others before it is told again. */
const ALL_MS = 900_000

/** `begin` is called once all stories are registered. */
function createTeller(): { readonly story: Teller; begin(): Promise<void> } {
  const short: Story[] = []
  const long: Story[] = []
  const registerIn = (stories: Story[]) => (sentence: string, body: () => Promise<void>) => {
    const told = Promise.withResolvers<void>()
    told.promise.catch(() => undefined) // its test reports it, later
    stories.push({ sentence, body, told })
    test(sentence, () => told.promise, ALL_MS)
  }
  return {
    story: Object.assign(registerIn(short), { long: registerIn(long) }),
    async begin() {
      const failed: Failed[] = []
      const going = { long: new Set<Promise<void>>(), short: new Set<Promise<void>>() }
      const start = (story: Story, beside: Set<Promise<void>>) => {
        const done: Promise<void> = tellOnce(story)
          .then(story.told.resolve, (error) => void failed.push({ story, error }))
          .finally(() => beside.delete(done))
        beside.add(done)
        return sleep(PACE_MS)
      }
      for (const story of long) await start(story, going.long)
      for (const story of short) {
        await start(story, going.short)
        if (going.short.size >= MOST_AT_ONCE) await Promise.race(going.short)
      }
      await Promise.all([...going.long, ...going.short])
      await tellAgain(failed)
    },
  }
}

interface Failed {
  readonly story: Story
  readonly error: unknown
}

/** Those that failed, one after the other and with nothing beside them: that verdict counts. */
async function tellAgain(failed: readonly Failed[]): Promise<void> {
  for (const [index, { story, error }] of failed.entries()) {
    if (index >= MOST_TOLD_AGAIN) {
      story.told.reject(error)
      continue
    }
    process.stdout.write(`Told again, alone: ${story.sentence}\n${error}\n`)
    await tellOnce(story).then(story.told.resolve, story.told.reject)
  }
}

async function tellOnce({ body }: Story): Promise<void> {
  const over = new AbortController()
  const tooLong = sleep(LONGEST_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error(`The story was not over after ${LONGEST_MS / 1000} s.`)
  })
  tooLong.catch(() => undefined)
  try {
    await Promise.race([body(), tooLong])
  } finally {
    over.abort()
  }
}

/** Registers the stories of all topics, or of those named in `E2E`, and begins them. */
export function tellTopics(topics: Readonly<Record<string, (story: Teller) => void>>): void {
  const wanted = process.env.E2E?.split(',') ?? Object.keys(topics)
  const { story, begin } = createTeller()
  for (const [topic, tell] of Object.entries(topics)) {
    if (wanted.includes(topic)) describe(topic, () => tell(story))
  }
  // A file without a story is a failure to Jest, which it is not when others were asked for.
  if (!Object.keys(topics).some((topic) => wanted.includes(topic)))
    test('nothing of this was asked for', () => undefined)
  void begin()
}
