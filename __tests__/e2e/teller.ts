/** Tells stories: tests that run side by side, since nearly all of their time is waiting for real clocks. */

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, test } from '@jest/globals'

export interface Teller {
  /** A test, whose body may run at the same time as others. */
  (sentence: string, body: () => Promise<void>): void
  /** One that takes many seconds: it is begun before the others. */
  long(sentence: string, body: () => Promise<void>): void
}

const LONGEST_MS = 150_000
/** What two cores start without any process being late for a deadline of seconds. */
const PACE_MS = 130
const MOST_AT_ONCE = 12

/** `begin` is called once all stories are registered. */
function createTeller(): { readonly story: Teller; begin(): Promise<void> } {
  const short: (() => Promise<void>)[] = []
  const long: (() => Promise<void>)[] = []
  const add = (queue: typeof short, body: () => Promise<void>) => {
    const told = Promise.withResolvers<void>()
    told.promise.catch(() => undefined) // its test reports it, later
    queue.push(() => body().then(told.resolve, told.reject))
    return () => told.promise
  }
  const story = (sentence: string, body: () => Promise<void>) => test(sentence, add(short, body), LONGEST_MS)
  return {
    story: Object.assign(story, {
      long: (sentence: string, body: () => Promise<void>) => test(sentence, add(long, body), LONGEST_MS),
    }),
    async begin() {
      const going = new Set<Promise<void>>()
      for (const begun of long) {
        void begun()
        await sleep(PACE_MS)
      }
      for (const begun of short) {
        const told: Promise<void> = begun().finally(() => going.delete(told))
        going.add(told)
        await sleep(PACE_MS)
        if (going.size >= MOST_AT_ONCE) await Promise.race(going)
      }
    },
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
