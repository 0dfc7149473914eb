import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../sandbox/control-plane/faults.ts'
import type { PastRun } from '../../src/core/progress.ts'
import type { WatchPolicy } from '../../src/core/watch.ts'
import { timeline } from '../support/story.ts'
import { look } from './watch-scene.ts'

describe('a stream beside the watch', () => {
  const behaviour = timeline([0, 'RUNNING'], [100_000, 'FINISHED'])
  const auto: Partial<WatchPolicy> = { pollInterval: { kind: 'auto' } }

  test('takes the place of the pace where that is the step’s own: a look every five seconds guards it', async () => {
    const { times } = await look({ behaviour, policy: auto, isStreaming: true })
    expect(times.slice(0, 3)).toEqual([5000, 10_020, 15_040])
    expect(times).toHaveLength(20)
  })

  test('leaves an interval that was asked for as it is', async () => {
    const policy = { pollInterval: { kind: 'fixed', intervalMs: 20_000 } } as const
    const { times } = await look({ behaviour, policy, isStreaming: true })
    expect(times).toEqual([20_000, 40_020, 60_040, 80_060, 100_080])
  })

  test('is guarded closely for the first ten minutes of the watch, however old the run is', async () => {
    const old = { policy: { ...auto, attached: true }, isStreaming: true, ageMs: 500_000 }
    const { times } = await look({ ...old, behaviour: timeline([0, 'RUNNING'], [820_000, 'FINISHED']) })
    expect((times.at(-1) ?? 0) - 820_000).toBeLessThan(6000)
  })

  test('may be silent about the end: that costs 6 s at most in the first ten minutes, and 30 s ever', async () => {
    for (const [endMs, mostMs] of [
      [1100, 6000],
      [333_000, 6000],
      [599_500, 6000],
      [611_000, 30_000],
      [3_000_000, 30_000],
    ] as const) {
      const ends = timeline([0, 'RUNNING'], [endMs, 'TERMINATED'])
      const { times } = await look({ behaviour: ends, policy: auto, isStreaming: true })
      const lagMs = (times.at(-1) ?? 0) + 20 - endMs
      expect([endMs, lagMs <= mostMs, lagMs >= 0]).toEqual([endMs, true, true])
    }
  })

  test('makes the step look at once when it hints that the run has moved on', async () => {
    const { times } = await look({ behaviour, policy: auto, isStreaming: true, hintsAtMs: [42_000, 100_000] })
    expect(times).toEqual(expect.arrayContaining([42_000, 100_000]))
    expect(times.at(-1)).toBe(100_000)
  })

  test('can’t make it look more often than every three tenths of a second', async () => {
    const hintsAtMs = Array.from({ length: 100 }, (_, index) => 40_000 + 50 * index)
    const { times } = await look({ behaviour, policy: auto, isStreaming: true, hintsAtMs })
    const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(300)
    expect(times.length).toBeLessThan(45)
  })

  test('is not forgotten if it hints while a look is under way, and costs one more look at most', async () => {
    const hintsAtMs = [4000, 4005, 4015, 4200]
    const { times } = await look({ behaviour, policy: auto, isStreaming: true, hintsAtMs })
    expect(times.slice(0, 3)).toEqual([4000, 4320, 9340])
  })

  test('does not hurry an outage', async () => {
    const fault: Fault = { kind: 'status', status: 503, headers: { 'retry-after': '60' } }
    const { times } = await look({
      behaviour,
      policy: auto,
      isStreaming: true,
      hintsAtMs: [22_000],
      faults: [{ nth: 1, times: 1, fault }],
    })
    expect(times.slice(0, 2)).toEqual([5000, 65_020])
  })
})

describe('what is known of earlier runs', () => {
  const auto: Partial<WatchPolicy> = { pollInterval: { kind: 'auto' } }

  test('makes the looks fewer, as soon as it is there', async () => {
    const behaviour = timeline([0, 'RUNNING'], [240_000, 'FINISHED'])
    const usual = [235_000, 238_000, 240_000, 242_000, 245_000].map(
      (durationMs): PastRun => ({ phase: 'succeeded', durationMs }),
    )
    const without = await look({ behaviour, policy: auto })
    const known = await look({ behaviour, policy: auto, past: () => usual })
    let asked = 0
    const late = await look({ behaviour, policy: auto, past: () => (asked++ < 6 ? [] : usual) })
    expect(known.times.length).toBeLessThan(without.times.length / 3)
    expect(late.times.length).toBeLessThan(without.times.length / 2)
  })

  test('is about the work: a long queue does not make the end come sooner', async () => {
    const behaviour = timeline([0, 'CREATED'], [300_000, 'RUNNING'], [360_000, 'FINISHED'])
    const usual = [58_000, 59_000, 60_000, 61_000, 62_000].map(
      (workMs): PastRun => ({ phase: 'succeeded', durationMs: 600_000 + workMs, workMs }),
    )
    const lagMs = async (runs: readonly PastRun[]) =>
      ((await look({ behaviour, policy: auto, past: () => runs })).times.at(-1) ?? 0) - 360_000
    expect(await lagMs(usual)).toBeLessThan(15_000)
    expect(await lagMs(usual.map(({ workMs: _, ...run }) => run))).toBeGreaterThan(15_000)
  })

  test('is about the whole where the work was under way when the step attached', async () => {
    const usual = [355_000, 358_000, 360_000, 362_000, 365_000].map(
      (durationMs): PastRun => ({ phase: 'succeeded', durationMs, workMs: durationMs - 5000 }),
    )
    const { times } = await look({
      behaviour: timeline([0, 'RUNNING'], [360_000, 'FINISHED']),
      policy: { ...auto, attached: true },
      ageMs: 300_000,
      past: () => usual,
    })
    expect((times.at(-1) ?? 0) - 360_000).toBeLessThan(5000)
  })

  test('is about the work since it was seen to begin', async () => {
    const usual = [290_000, 295_000, 300_000, 305_000, 310_000].map(
      (workMs, index): PastRun => ({ phase: 'succeeded', durationMs: 2 ** index * 100_000 + workMs, workMs }),
    )
    const behaviour = timeline([0, 'CREATED'], [60_000, 'RUNNING'], [360_000, 'FINISHED'])
    const { times } = await look({ behaviour, policy: auto, past: () => usual })
    expect((times.at(-1) ?? 0) - 360_000).toBeLessThan(10_000)
    expect(times.length).toBeLessThan(30)
  })
})
