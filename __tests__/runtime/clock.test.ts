import { expect, test } from '@jest/globals'
import { sleeper, systemClock } from '../../src/runtime/clock.ts'
import { FakeClock } from '../support/fake-clock.ts'

/** Sleeps on timers that fire early, as Node's do. */
function earlySleeper(clock: FakeClock, earlyMs: number) {
  const delays: number[] = []
  const sleep = sleeper({
    nowMs: () => clock.nowMs(),
    set: (wake, delayMs) => {
      delays.push(delayMs)
      return clock.at(clock.nowMs() + Math.max(0.3, delayMs - earlyMs), wake)
    },
  })
  return { sleep, delays }
}

test('a sleep lasts as long as asked, however early its timers fire', async () => {
  for (const [durationMs, earlyMs] of [
    [7.9, 0.95],
    [15_000, 1.3],
    [0.2, 1],
  ] as const) {
    const clock = new FakeClock()
    await clock.run(earlySleeper(clock, earlyMs).sleep(durationMs))
    expect(clock.nowMs()).toBeGreaterThanOrEqual(durationMs)
    expect(clock.nowMs()).toBeLessThan(durationMs + 2)
  }
})

test('a sleep of more than a timer can hold is made of several', async () => {
  const clock = new FakeClock()
  const { sleep, delays } = earlySleeper(clock, 0)
  await clock.run(sleep(30 * 86_400_000))
  expect([clock.nowMs(), delays]).toEqual([30 * 86_400_000, [2 ** 31 - 1, 30 * 86_400_000 - (2 ** 31 - 1)]])
})

test('a sleep ends at once when it is called off, and takes no time when nothing is asked', async () => {
  const clock = new FakeClock()
  const { sleep, delays } = earlySleeper(clock, 0)
  const stop = new AbortController()
  clock.at(40, () => stop.abort())
  await clock.run(sleep(1000, stop.signal))
  await clock.run(Promise.all([sleep(1000, stop.signal), sleep(0), sleep(-5)]))
  expect([clock.nowMs(), delays]).toEqual([40, [1000]])
})

test("the process's own clock never wakes early", async () => {
  for (const durationMs of [1.9, 2.5, 3.99]) {
    const startMs = systemClock.nowMs()
    await systemClock.sleep(durationMs)
    expect(systemClock.nowMs() - startMs).toBeGreaterThanOrEqual(durationMs)
  }
})
