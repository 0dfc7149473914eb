/** What is promised without any history, and the five durations that stand for everyday runs. */

import { planPace } from '../../src/pace/index.ts'
import { historyOf, tableFamilies } from './families.ts'
import { seeded, upperBound } from './random.ts'
import { averageOf, type Gap, looksOf } from './simulate.ts'
import { seconds, table } from './text.ts'

const LAST_MS = 5_000_000
const STEADY_MS = 2_500_000
const WINDOW_MS = 600_000

/** One step's looks, without history. */
export function looksWithoutHistory(seed: number, lastMs = LAST_MS): number[] {
  const pace = planPace([])
  return looksOf((elapsedMs, random) => pace.gapMs(elapsedMs, random), lastMs, seeded(seed))
}

export interface Kept {
  readonly durationMs: number
  readonly lagMs: number
  readonly lagAllowedMs: number
  /** The most that any of the steps made. */
  readonly requests: number
  readonly requestsAllowed: number
}

/** Mean lag over durations within ±10 %, and requests, for durations from 2 s to an hour. */
export function scaleFreePromises(steps: number, seed: number): Kept[] {
  const all = Array.from({ length: steps }, (_, i) => looksWithoutHistory(seed + i))
  return Array.from({ length: 76 }, (_, i) => {
    const durationMs = 2000 * 1800 ** (i / 75)
    const root = Math.sqrt(durationMs / 1000)
    const lags = all.map((looksMs) => meanLagMs(looksMs, durationMs))
    return {
      durationMs,
      lagMs: lags.reduce((sum, lag) => sum + lag, 0) / steps,
      lagAllowedMs: Math.max(300, 150 * root),
      requests: Math.max(...all.map((looksMs) => upperBound(looksMs, durationMs * 1.1) + 1)),
      requestsAllowed: 7.5 * Math.sqrt((durationMs * 1.1) / 1000) + 4,
    }
  })
}

function meanLagMs(looksMs: readonly number[], durationMs: number): number {
  const parts = 40
  const lags = Array.from({ length: parts }, (_, i) => {
    const endMs = durationMs * (0.9 + (0.2 * (i + 0.5)) / parts)
    return (looksMs[upperBound(looksMs, endMs)] ?? Number.POSITIVE_INFINITY) - endMs
  })
  return lags.reduce((sum, lag) => sum + lag, 0) / parts
}

/** The most looks in any ten minutes once a run has lasted 2,500 s. */
export function mostInTenMinutes(looksMs: readonly number[]): number {
  const late = looksMs.filter((lookMs) => lookMs >= STEADY_MS)
  return Math.max(...late.map((lookMs, i) => upperBound(late, lookMs + WINDOW_MS) - i))
}

export function unknownTable(steps: number, seed: number): string {
  const promises = scaleFreePromises(steps, seed)
  const rows = promises
    .filter((_, i) => i % 15 === 0)
    .map((one) => [
      `${seconds(one.durationMs)} s`,
      `${seconds(one.lagMs)} (${seconds(one.lagAllowedMs)})`,
      `${one.requests} (${Math.floor(one.requestsAllowed)})`,
    ])
  const worstLag = Math.max(...promises.map((one) => one.lagMs / one.lagAllowedMs))
  const worstRequests = Math.max(...promises.map((one) => one.requests / one.requestsAllowed))
  const looks = Array.from({ length: steps }, (_, i) => looksWithoutHistory(seed + i))
  const closest = Math.min(...looks.map((looksMs) => Math.min(...looksMs.map((ms, i) => ms - (looksMs[i - 1] ?? 0)))))
  const busiest = Math.max(...looks.map(mostInTenMinutes))
  return `${table([['duration', 'mean lag (allowed)', 'requests (allowed)'], ...rows])}
worst of ${promises.length} durations: lag ${(100 * worstLag).toFixed(0)} %, requests ${(100 * worstRequests).toFixed(0)} % of what is allowed
closest looks ${closest.toFixed(0)} ms apart; at most ${busiest} in any ten minutes after ${STEADY_MS / 1000} s`
}

/** Mean lag and requests in all over runs of 2, 7, 23, 61 and 187 s. */
export function everydayTable(samples: number, seed: number): string {
  const durations = [2, 7, 23, 61, 187]
  const rows = [0, 10].map((earlier) => {
    const random = seeded(seed)
    const each = durations.map((duration) => {
      const [, , spread] = tableFamilies(duration * 1000)
      const gaps = Array.from({ length: samples }, (): Gap => {
        const pace = planPace(spread ? historyOf(spread, earlier, random) : [])
        return (elapsedMs, number) => pace.gapMs(elapsedMs, number)
      })
      return averageOf({ durationsMs: [duration * 1000], weights: [1] }, gaps, random)
    })
    const total = (of: (one: { requests: number; lagMs: number }) => number) =>
      each.reduce((sum, one) => sum + of(one), 0)
    return [
      earlier === 0 ? 'no history' : `${earlier} earlier runs, CV 20 %`,
      ...each.map(({ lagMs, requests }) => `${seconds(lagMs)} / ${requests.toFixed(1)}`),
      seconds(total(({ lagMs }) => lagMs) / durations.length),
      total(({ requests }) => requests).toFixed(1),
    ]
  })
  return table([['lag / requests', ...durations.map((duration) => `${duration} s`), 'mean lag', 'requests'], ...rows])
}
