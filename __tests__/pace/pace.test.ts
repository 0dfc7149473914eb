import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { MOST_LOOKS_AN_HOUR, type Pace, planPace } from '../../src/pace/index.ts'
import { paceFor } from '../../src/pace/phases.ts'
import { seededRandom } from '../support/fake-clock.ts'

const HOUR_MS = 3_600_000

function looks(pace: Pace, lastMs: number, seed = 1): number[] {
  const random = seededRandom(seed)
  const looksMs: number[] = []
  for (let elapsedMs = 0; elapsedMs < lastMs; ) {
    elapsedMs += pace.gapMs(elapsedMs, random())
    looksMs.push(elapsedMs)
  }
  return looksMs
}

/** Durations a platform may tell: sensible, absurd, and made to provoke. */
const duration = fc.oneof(
  fc.double({ min: 1, max: 1e9, noNaN: true }),
  fc.double(),
  fc.integer({ min: 0, max: 7200 }).map((seconds) => seconds * 1000),
  fc.constantFrom(0, -0, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_VALUE, Number.MIN_VALUE, 500, 1e15),
)
const histories = fc.oneof(
  fc.array(duration, { maxLength: 60 }),
  fc.tuple(duration, fc.integer({ min: 1, max: 60 })).map(([value, count]) => Array(count).fill(value)),
)
const anyRandom = fc.double({ min: 0, max: 0.999999, noNaN: true })

describe('whatever the history says', () => {
  test('the next look comes after half a second at the earliest, and after 15 s or a third of the wait at the latest', () => {
    fc.assert(
      fc.property(histories, fc.double({ min: 0, max: 1e9, noNaN: true }), anyRandom, (history, elapsedMs, random) => {
        const gapMs = planPace(history).gapMs(elapsedMs, random)
        expect(gapMs).toBeGreaterThanOrEqual(500)
        expect(gapMs).toBeLessThanOrEqual(Math.max(15_000, elapsedMs / 3))
      }),
      { numRuns: 60 },
    )
  })

  test('a step that waits for hours keeps within its budget of requests in every hour', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const looksMs = looks(planPace(history), 1.5 * HOUR_MS)
        let end = 0
        for (const [i, lookMs] of looksMs.entries()) {
          while (end < looksMs.length && (looksMs[end] ?? 0) <= lookMs + HOUR_MS) end++
          if (end - i > MOST_LOOKS_AN_HOUR) throw new Error(`${end - i} looks in the hour after ${lookMs} ms`)
        }
        expect(looksMs.filter((lookMs) => lookMs <= HOUR_MS).length).toBeLessThanOrEqual(1200)
      }),
      { numRuns: 12 },
    )
  })

  test('the same look at the same time with the same dice is followed by the same wait', () => {
    fc.assert(
      fc.property(histories, fc.double({ min: 0, max: 1e7, noNaN: true }), anyRandom, (history, elapsedMs, random) => {
        expect(planPace(history).gapMs(elapsedMs, random)).toBe(planPace(history).gapMs(elapsedMs, random))
      }),
      { numRuns: 10 },
    )
  })
})

describe('the stated budget of requests', () => {
  test('is what the shortest gaps add up to', () => {
    const shortest = (elapsedMs: number) => Math.max(500, 0.035 * Math.sqrt(1000 * elapsedMs))
    let count = 0
    for (let elapsedMs = 0; elapsedMs <= HOUR_MS; elapsedMs += shortest(elapsedMs)) count++
    expect(count).toBeLessThanOrEqual(MOST_LOOKS_AN_HOUR)
    expect(count).toBeGreaterThan(0.98 * MOST_LOOKS_AN_HOUR)
  })
})

describe('a job whose runs take about four minutes', () => {
  const history = [241, 238, 250, 229, 244, 236, 247, 233, 240, 242].map((seconds) => seconds * 1000)

  test('is hardly looked at in its first three minutes, and often around the fourth', () => {
    const looksMs = looks(planPace(history), 300_000)
    expect(looksMs.filter((lookMs) => lookMs < 180_000).length).toBeLessThanOrEqual(11)
    expect(looksMs.filter((lookMs) => lookMs > 225_000 && lookMs < 255_000).length).toBeGreaterThanOrEqual(8)
  })

  test('is looked at evenly, not ever more rarely, when a run outlives all experience', () => {
    const looksMs = looks(planPace(history), 1_200_000)
    const gapsMs = looksMs.map((lookMs, i) => lookMs - (looksMs[i - 1] ?? 0))
    const late = gapsMs.filter((_, i) => (looksMs[i] ?? 0) > 400_000)
    expect(Math.max(...late)).toBeLessThan(15_000)
  })

  test('is not asked much more often than an unknown one, should a run take an hour', () => {
    for (const known of [history, [10_000], [400_000_000, 100, 100]]) {
      expect(looks(planPace(known), HOUR_MS).length).toBeLessThan(950)
    }
  })

  test('costs fewer requests and less time than without the history', () => {
    const lag = (looksMs: number[]) => (looksMs.find((lookMs) => lookMs >= 241_500) ?? Number.NaN) - 241_500
    const mean = (pace: Pace) => {
      const all = Array.from({ length: 50 }, (_, seed) => looks(pace, 241_500, seed))
      return {
        lagMs: all.reduce((sum, one) => sum + lag(one), 0) / 50,
        requests: all.reduce((sum, one) => sum + one.length, 0) / 50,
      }
    }
    const [known, unknown] = [mean(planPace(history)), mean(planPace([]))]
    expect(known.lagMs).toBeLessThan(0.7 * unknown.lagMs)
    expect(known.requests).toBeLessThan(0.35 * unknown.requests)
  })

  test('is looked at by different steps at different times', () => {
    const pace = planPace(history)
    const gapsMs = Array.from({ length: 50 }, (_, i) => pace.gapMs(239_000, i / 50))
    expect(new Set(gapsMs).size).toBe(50)
    expect(Math.max(...gapsMs) / Math.min(...gapsMs)).toBeGreaterThan(1.1)
  })
})

describe('a job with two kinds of runs', () => {
  test('is looked at when the short ones end and when the long ones do, and seldom between', () => {
    const history = [20, 300, 310, 21, 290, 305, 19, 295, 300, 300].map((seconds) => seconds * 1000)
    const looksMs = looks(planPace(history), 320_000)
    const within = (from: number, to: number) => looksMs.filter((ms) => ms >= from * 1000 && ms < to * 1000).length
    expect(within(18, 26)).toBeGreaterThanOrEqual(3)
    expect(within(280, 320)).toBeGreaterThanOrEqual(6)
    expect(within(120, 240)).toBeLessThanOrEqual(6)
  })
})

describe('a job that has changed', () => {
  test('is paced by its latest runs', () => {
    const before = Array.from({ length: 30 }, (_, i) => 600_000 + 5000 * (i % 5))
    const since = Array.from({ length: 8 }, (_, i) => 120_000 + 1500 * (i % 4))
    const looksMs = looks(planPace([...since, ...before]), 130_000)
    const around = looksMs.filter((lookMs) => lookMs > 110_000)
    expect(around.length).toBeGreaterThanOrEqual(4)
  })
})

describe('a history that tells nothing', () => {
  test('is like none', () => {
    const absurd = planPace([Number.NaN, -5, Number.POSITIVE_INFINITY])
    expect(looks(absurd, 600_000)).toEqual(looks(planPace([]), 600_000))
  })

  test('of one run is already of use', () => {
    const looksMs = looks(planPace([240_000]), 240_000)
    expect(looksMs.length).toBeLessThan(looks(planPace([]), 240_000).length / 2)
  })

  test('beyond the fiftieth run is not looked at', () => {
    const fifty = Array.from({ length: 50 }, (_, i) => 60_000 + 100 * i)
    expect(looks(planPace([...fifty, 1, 2, 3]), 90_000)).toEqual(looks(planPace(fifty), 90_000))
  })
})

describe('a fixed interval', () => {
  test('is kept to the millisecond', () => {
    const history = [{ durationMs: 1000 }, { durationMs: 2000 }]
    const pace = paceFor({ kind: 'fixed', intervalMs: 7300 }, history)
    expect(pace.gapMs({ elapsedMs: 123_456 }, 0.9)).toBe(7300)
  })
})
