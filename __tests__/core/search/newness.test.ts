import { describe, expect, test } from '@jest/globals'
import type { Good } from '../../../src/core/requests/reading.ts'
import { baselineOf, NO_BASELINE } from '../../../src/core/search/baseline.ts'
import { Newness } from '../../../src/core/search/newness.ts'
import { listed } from './list-scene.ts'

const SENT_MS = 1_000_000

/** An answer, with its time by the platform's clock. */
function answered(dateMs?: number): Good<unknown> {
  return { kind: 'good', value: undefined, ...(dateMs === undefined ? {} : { dateMs }) }
}

describe('without a list from before the trigger', () => {
  test('a run is older that began more than 5 s before the attempt; of one that carries our alias 2 s are enough', () => {
    const newness = new Newness(NO_BASELINE, () => 300)
    newness.learn(answered(SENT_MS + 300))
    const runs = [5001, 5000, 2001, 2000, -10].map((beforeMs) => listed('a', SENT_MS - beforeMs))
    expect(runs.map((run) => newness.mayBeNewer(run))).toEqual([false, true, true, true, true])
    expect(runs.map((run) => newness.isKnownToBeOlder(run))).toEqual([true, true, true, false, false])
  })

  test('a run without a time, or any run before the platform’s clock is known, may be newer', () => {
    const newness = new Newness(NO_BASELINE, () => 0)
    expect(newness.mayBeNewer(listed('a', 5))).toBe(true)
    newness.learn(answered())
    expect(newness.mayBeNewer(listed('a', 5))).toBe(true)
    newness.learn(answered(SENT_MS))
    expect(newness.mayBeNewer(listed('a'))).toBe(true)
    expect(newness.isKnownToBeOlder(listed('a'))).toBe(false)
  })

  test('an answer that tells no time does not keep a later one from telling it', () => {
    const newness = new Newness(NO_BASELINE, () => 0)
    newness.learn(answered())
    newness.learn(answered(SENT_MS))
    expect(newness.mayBeNewer(listed('a', SENT_MS - 60_000))).toBe(false)
  })

  test('the first time that is told counts: a slow answer makes no old run newer', () => {
    let ageMs = 0
    const newness = new Newness(NO_BASELINE, () => ageMs)
    newness.learn(answered(SENT_MS))
    ageMs = 1000
    newness.learn(answered(SENT_MS - 60_000))
    expect(newness.mayBeNewer(listed('a', SENT_MS - 30_000))).toBe(false)
  })

  test('what the first page after the attempt does not show and a later one does is newer, whatever its time', () => {
    const newness = new Newness(NO_BASELINE, () => 0)
    newness.learn(answered(SENT_MS))
    newness.hold({ runs: [listed('a', SENT_MS - 60_000)], total: 1 })
    newness.hold({ runs: [listed('a', SENT_MS - 60_000), listed('b', SENT_MS - 90_000)], total: 2 })
    expect(
      [listed('a', SENT_MS - 60_000), listed('b', SENT_MS - 90_000)].map((run) => newness.mayBeNewer(run)),
    ).toEqual([false, true])
  })
})

test('the list from before the trigger comes before all clocks', () => {
  const newness = new Newness(baselineOf({ runs: [listed('a', SENT_MS + 9000)], total: 1 }), () => 0)
  newness.learn(answered(SENT_MS))
  expect([listed('a', SENT_MS + 9000), listed('b', 5)].map((run) => newness.isKnownToBeOlder(run))).toEqual([
    true,
    false,
  ])
})
