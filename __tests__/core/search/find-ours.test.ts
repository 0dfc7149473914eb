import { describe, expect, test } from '@jest/globals'
import { findOurs } from '../../../src/core/search/find-ours.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { BAD_GATEWAY, found, givenSearch, NOTHING } from './given-search.ts'
import { listed } from './list-scene.ts'

const [OLDEST, LATER] = [listed('etl-1', 5), listed('etl-2', 6)]
const OURS = found({ ours: [OLDEST, LATER] })
const GAP_MS = 700
const LOOK_MS = 40

async function look(readings: Parameters<typeof givenSearch>[1], lastBeginMs: number, isPossible = true) {
  const clock = new FakeClock()
  const { runSearch, times, limitsMs } = givenSearch(clock, readings, { lookMs: LOOK_MS, isPossible })
  const run = await clock.run(findOurs(runSearch, clock, { untilMs: 9000, lastBeginMs, gapMs: GAP_MS }))
  return { run, times, limitsMs }
}

describe('the run that a step may have left behind', () => {
  test('is looked for until it shows up, also through looks that were not answered', async () => {
    expect(await look([BAD_GATEWAY, NOTHING, found({ newer: [LATER] }), OURS], 8000)).toEqual({
      run: OLDEST,
      times: [0, 740, 1480, 2220],
      limitsMs: [9000, 9000, 9000, 9000],
    })
  })

  test('is not looked for any more from when on there would be no time to deal with it', async () => {
    const { run, times } = await look([NOTHING, NOTHING, OURS], 2 * (LOOK_MS + GAP_MS))
    expect([run, times]).toEqual([undefined, [0, 740]])
  })

  test('is not looked for where the job’s runs can’t be listed', async () => {
    expect(await look([OURS], 8000, false)).toEqual({ run: undefined, times: [], limitsMs: [] })
  })
})
