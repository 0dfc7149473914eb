import { describe, expect, test } from '@jest/globals'
import type { ListedRun, Phase } from '../../src/core/model.ts'
import { isSlow, nextHeartbeatMs, type PastRun, pastRunsOf, progressLine, usualOf } from '../../src/core/progress.ts'
import { present } from '../../src/platforms/wire.ts'

const succeeded = (durationMs: number): PastRun => ({ phase: 'succeeded', durationMs })
const runs = (...durationsMs: readonly number[]) => durationsMs.map(succeeded)

describe('what is usual for a job', () => {
  test('is not known from fewer than three runs that succeeded', () => {
    expect(usualOf(runs(1000, 2000))).toBeUndefined()
    expect(usualOf([...runs(1000, 2000), { phase: 'failed', durationMs: 1500 }])).toBeUndefined()
    expect(usualOf(runs(1000, 2000, 4000))).toMatchObject({ medianMs: 2000, count: 3 })
  })

  test('is the median of those that succeeded, in whatever order they come', () => {
    const past = [...runs(40_000, 10_000, 30_000, 20_000), { phase: 'terminated', durationMs: 1 } as const]
    expect(usualOf(past)).toMatchObject({ medianMs: 25_000, count: 4 })
    expect(usualOf(runs(90, 10, 50, 70, 30))?.medianMs).toBe(50)
  })

  test('has 19 of 20 below what nearly all stay below', () => {
    const past = Array.from({ length: 21 }, (_, index) => succeeded(1000 * index))
    expect(usualOf(past)).toEqual({ medianMs: 10_000, nearlyAllMs: 19_000, count: 21 })
    expect(usualOf(runs(0, 0, 1000))?.nearlyAllMs).toBeCloseTo(900, 5)
  })

  test('does not count durations that can’t be', () => {
    expect(usualOf(runs(1, 2, Number.NaN))).toBeUndefined()
    expect(usualOf(runs(1, 2, -1))).toBeUndefined()
    expect(usualOf(runs(1, 2, Number.POSITIVE_INFINITY))).toBeUndefined()
    expect(usualOf(runs(0, 0, 0))).toEqual({ medianMs: 0, nearlyAllMs: 0, count: 3 })
  })
})

describe('a sign of life', () => {
  const usual = { medianMs: 245_000, nearlyAllMs: 300_000, count: 20 }

  test('tells how long, how long usually, and how much is left', () => {
    expect(progressLine('RUNNING', 130_000, undefined)).toBe('RUNNING 2m 10s')
    expect(progressLine('RUNNING', 130_000, usual)).toBe(
      'RUNNING 2m 10s · usually 4m 05s (median of 20) · about 1m 55s left',
    )
  })

  test('tells nothing of what is left past the median, and that a run is slow past nearly all', () => {
    const line = (elapsedMs: number) => progressLine('RUNNING', elapsedMs, usual).split(' · ').slice(2)
    expect([line(244_000), line(245_000), line(300_000), line(300_001)]).toEqual([
      ['about 1.0s left'],
      [],
      [],
      ['slower than nearly all runs before'],
    ])
  })

  test('calls no run slow from fewer than eight', () => {
    expect([7, 8].map((count) => isSlow(301_000, { ...usual, count }))).toEqual([false, true])
  })

  test('is due after half a minute, then after half as long again, and every ten minutes in the end', () => {
    expect([0, 30_000, 60_000, 100_000, 600_000, 1_200_000, 7_200_000].map(nextHeartbeatMs)).toEqual([
      30_000, 60_000, 90_000, 150_000, 900_000, 1_800_000, 7_800_000,
    ])
  })
})

function past(phase: Phase, createdAtMs?: number | null, endedAtMs?: number | null, workingSinceMs?: number) {
  const handle = { runId: 'etl-1', runUrl: '', target: {} }
  return pastRunsOf([{ handle, status: '', phase, ...present({ createdAtMs, endedAtMs, workingSinceMs }) }])
}

describe('an earlier run', () => {
  test('comes before those that are older, in whatever order they are listed; one’s own run is none', () => {
    const ended = (nth: number): ListedRun => {
      const handle = { runId: `etl-${nth}`, runUrl: '', target: {} }
      return { handle, status: '', phase: 'succeeded', createdAtMs: nth * 1000, endedAtMs: nth * 1000 + nth }
    }
    expect(pastRunsOf([2, 1, 4, 3].map(ended), 'etl-3').map(({ durationMs }) => durationMs)).toEqual([4, 2, 1])
  })

  test.each(['succeeded', 'failed', 'terminated'] as const)('that %s lasted from its creation to its end', (phase) => {
    expect(past(phase, 1000, 61_000)).toEqual([{ phase, durationMs: 60_000 }])
  })

  test.each(['waiting', 'running', 'input_required', 'ending', 'unrecognised'] satisfies Phase[])(
    'that is %s has no length yet',
    (phase) => {
      expect(past(phase, 1000, 61_000)).toEqual([])
    },
  )

  test('whose times are not known, or can’t be, says nothing', () => {
    expect(past('succeeded', undefined, 61_000)).toEqual([])
    expect(past('succeeded', null, 61_000)).toEqual([])
    expect(past('succeeded', 1000, undefined)).toEqual([])
    expect(past('succeeded', 1000, null)).toEqual([])
    expect(past('succeeded', 61_000, 60_999)).toEqual([])
    expect(past('succeeded', 61_000, 61_000)).toEqual([{ phase: 'succeeded', durationMs: 0 }])
  })

  test('worked from its start on, where that lies within it', () => {
    const workOf = (startMs: number | undefined) => past('succeeded', 1000, 61_000, startMs)[0]?.workMs
    expect([11_000, 1000, 61_000].map(workOf)).toEqual([50_000, 60_000, 0])
    for (const startMs of [undefined, 999, 61_001]) {
      expect(past('succeeded', 1000, 61_000, startMs)).toEqual([{ phase: 'succeeded', durationMs: 60_000 }])
    }
  })
})
