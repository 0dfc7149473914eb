import { describe, expect, test } from '@jest/globals'
import type { Looker, Seen } from '../../src/core/look.ts'
import type { ListedRun } from '../../src/core/model.ts'
import type { Reading } from '../../src/core/reading.ts'
import { type SettlePolicy, settle } from '../../src/core/settle.ts'
import { bench } from '../support/bench.ts'

const RUN: ListedRun = { handle: { runId: 'etl-1', runUrl: '', target: {} }, status: 'RUNNING', createdAtMs: 5 }
const NOTHING: Reading<Seen> = { kind: 'good', value: { ours: [], newer: [], complete: true } }
const CANDIDATE: Reading<Seen> = { kind: 'good', value: { ours: [], newer: [RUN], complete: true } }
const OURS: Reading<Seen> = { kind: 'good', value: { ours: [RUN], newer: [RUN], complete: true } }
const UNFINISHED: Reading<Seen> = { kind: 'good', value: { ours: [], newer: [], complete: false } }
const BAD_GATEWAY: Reading<Seen> = { kind: 'setback', effect: 'possible', message: 'HTTP 502' }
const DENIED: Reading<Seen> = { kind: 'denied', status: 403, message: 'no' }
const LOOK_MS = 40

/** Settles with these looks, the last of which is repeated. */
async function settled(readings: readonly Reading<Seen>[], policy: Partial<SettlePolicy> = {}) {
  const { clock, ports } = bench()
  const times: number[] = []
  const looker: Looker = {
    async look() {
      times.push(clock.nowMs())
      await clock.sleep(LOOK_MS)
      return readings[Math.min(times.length, readings.length) - 1] ?? NOTHING
    },
  }
  const limits = { deadlineMs: 3_600_000, requestTimeoutMs: 30_000, outageToleranceMs: 60_000 }
  const result = await clock.run(settle(ports, looker, { ...limits, signal: new AbortController().signal, ...policy }))
  return { result, times, endMs: clock.nowMs(), lastMs: times.at(-1) ?? 0 }
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
    expect(lastMs).toBeGreaterThanOrEqual(windowMs)
    expect(lastMs).toBeLessThan(windowMs + 2000)
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
    expect((await settled([NOTHING, UNFINISHED])).result).toMatchObject({ kind: 'unprovable', candidates: [] })
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

  test.each([5000, 14_000])('when `timeout` comes first, %d ms from now', async (deadlineMs) => {
    const { result, endMs } = await settled([NOTHING], { deadlineMs })
    expect(result).toMatchObject({ kind: 'gave_up', reason: expect.stringContaining('`timeout`') })
    expect(endMs).toBeLessThanOrEqual(deadlineMs)
  })

  test('at once when the runner tells the step to stop', async () => {
    const { result, times } = await settled([NOTHING], { signal: AbortSignal.abort() })
    expect([result, times]).toEqual([{ kind: 'stopped' }, []])
  })
})
