import { describe, expect, test } from '@jest/globals'
import type { ListedRun } from '../../../src/core/model.ts'
import type { Reading } from '../../../src/core/requests/reading.ts'
import type { Found } from '../../../src/core/search/run-search.ts'
import { type SettlePolicy, settle } from '../../../src/core/search/settle.ts'
import { BAD_GATEWAY, found, givenSearch, NOTHING } from './given-search.ts'
import { listed, listScene } from './list-scene.ts'

const RUN = listed('etl-1', 5)
const CANDIDATE = found({ newer: [RUN] })
const OURS = found({ ours: [RUN] })
const UNFINISHED = found({ complete: false })
const DENIED: Reading<Found> = { kind: 'denied', refusal: 'not_allowed', message: 'HTTP 403: no' }
const STOPPED: Reading<Found> = { kind: 'stopped', effect: 'none' }
const LOOK_MS = 40

/** Settles with these looks, the last of which is repeated. */
async function settled(readings: readonly Reading<Found>[], policy: Partial<SettlePolicy> = {}, lookMs = LOOK_MS) {
  const { clock, ports } = listScene({})
  const { runSearch, times, limitsMs } = givenSearch(clock, readings, { lookMs })
  const limits = { untilMs: 3_600_000, requestTimeoutMs: 30_000, outageToleranceMs: 60_000 }
  const result = await clock.run(settle(ports, runSearch, { ...limits, ...policy }))
  return { result, times, limitsMs, endMs: clock.nowMs(), lastMs: times.at(-1) ?? 0 }
}

describe('a doubtful trigger is settled', () => {
  test('at once when our run is found', async () => {
    const { result, times } = await settled([OURS])
    expect([result, times]).toEqual([{ kind: 'found', ours: RUN }, [0]])
  })

  test('when our run is found late', async () => {
    expect((await settled([NOTHING, CANDIDATE, NOTHING, OURS])).result.kind).toBe('found')
  })

  test.each([
    [1000, 15_000],
    [15_000, 15_000],
    [47_000, 47_000],
  ])('by three looks or more over at least max(15 s, %d ms) that show nothing', async (requestTimeoutMs, windowMs) => {
    const { result, times, lastMs } = await settled([NOTHING], { requestTimeoutMs })
    expect(result).toEqual({ kind: 'nothing_newer' })
    expect(times.length).toBeGreaterThanOrEqual(3)
    // From when the first was answered, since nobody knows when it reached the platform.
    expect(lastMs).toBe(windowMs + LOOK_MS)
  })

  test('by looks that are ever further apart, the last of them at the end of that time', async () => {
    expect((await settled([NOTHING])).times).toEqual([0, 1040, 3080, 7120, 15_160, 25_200, 30_000 + LOOK_MS])
    expect((await settled([NOTHING], { requestTimeoutMs: 1000 }, 3800)).times).toEqual([
      0, 4800, 10_600, 18_400, 23_200,
    ])
  })

  test('by three looks even where two of them take all that time', async () => {
    expect((await settled([NOTHING], { requestTimeoutMs: 1000 }, 20_000)).times).toEqual([0, 21_000, 42_000])
  })

  test('by three looks that were answered, even where an outage takes all that time', async () => {
    const outage = Array.from({ length: 14 }, () => BAD_GATEWAY)
    const { result, lastMs } = await settled([NOTHING, ...outage, NOTHING, OURS], { requestTimeoutMs: 1000 })
    expect(result.kind).toBe('found')
    expect(lastMs).toBeGreaterThan(16_000)
  })

  test('by looks that last no longer than `timeout` and `outage-tolerance` allow', async () => {
    expect((await settled([NOTHING], { untilMs: 20_000 })).limitsMs[0]).toBe(20_000)
    const { limitsMs } = await settled([BAD_GATEWAY, NOTHING])
    expect(limitsMs.slice(0, 3)).toEqual([60_000, 60_000, expect.any(Number)])
    expect(limitsMs[2]).toBeGreaterThan(60_000)
  })

  test('not by looks that failed: they don’t count', async () => {
    const { result, times } = await settled([BAD_GATEWAY, BAD_GATEWAY, BAD_GATEWAY, BAD_GATEWAY, NOTHING])
    expect(result.kind).toBe('nothing_newer')
    expect(times.length).toBeGreaterThanOrEqual(7)
  })

  test('with every run that may be ours named, even one that was seen only once', async () => {
    expect((await settled([CANDIDATE, NOTHING])).result).toMatchObject({ kind: 'unprovable', candidates: [RUN] })
  })

  test('without proof where the list could not be read to its end', async () => {
    const { result } = await settled([NOTHING, UNFINISHED])
    expect(result).toMatchObject({ kind: 'unprovable', candidates: [] })
    expect(result).toHaveProperty('reason', 'the list of runs could not be read to its end')
  })

  test('with words that tell how many runs may be ours', async () => {
    const reasonOf = async (newer: readonly ListedRun[]) => {
      const { result } = await settled([found({ newer, complete: false })])
      return 'reason' in result ? result.reason : ''
    }
    expect(await reasonOf([RUN])).toMatch(/^a run newer than the attempt/)
    expect(await reasonOf([RUN, listed('etl-2', 5)])).toMatch(/^2 runs newer than the attempt/)
  })
})

describe('settling is given up', () => {
  test('after three denials in a row, and not before', async () => {
    const { result, times } = await settled([DENIED])
    expect(result).toMatchObject({ kind: 'gave_up', reason: expect.stringContaining('HTTP 403: no') })
    expect(times).toHaveLength(3)
    expect((await settled([DENIED, DENIED, NOTHING])).result.kind).toBe('nothing_newer')
  })

  test('when the platform is away for longer than is tolerated, with the candidates so far', async () => {
    const { result, endMs } = await settled([CANDIDATE, BAD_GATEWAY])
    expect(result).toMatchObject({ kind: 'gave_up', candidates: [RUN] })
    expect(endMs).toBeLessThan(62_000)
  })

  test.each([5000, 14_000])('when `timeout` comes first, %d ms from now', async (untilMs) => {
    const { result, endMs } = await settled([NOTHING], { untilMs })
    expect(result).toMatchObject({ kind: 'gave_up', reason: expect.stringContaining('`timeout`') })
    expect(endMs).toBeLessThanOrEqual(untilMs)
  })

  test('with what became of the last look, where that was not answered', async () => {
    const reasonOf = async (reading: Reading<Found>) => (await settled([reading], { untilMs: 5000 })).result
    const reason = '`timeout` leaves no time for another look'
    expect(await reasonOf(NOTHING)).toHaveProperty('reason', reason)
    expect(await reasonOf(BAD_GATEWAY)).toHaveProperty('reason', `${reason}; the last one: HTTP 502`)
  })

  test('without sleeping where the next look would begin just when `timeout` has come', async () => {
    const { times, endMs } = await settled([NOTHING], { untilMs: 1000 + LOOK_MS })
    expect([times, endMs]).toEqual([[0], LOOK_MS])
  })

  test('at once when the runner tells the step to stop', async () => {
    const { result, times } = await settled([NOTHING], { signal: AbortSignal.abort() })
    expect([result, times]).toEqual([{ kind: 'stopped' }, []])
    const amidst = await settled([NOTHING, STOPPED])
    expect([amidst.result, amidst.times.length]).toEqual([{ kind: 'stopped' }, 2])
  })
})
