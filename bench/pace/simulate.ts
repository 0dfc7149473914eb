/** Watches simulated runs: the looks are made by the pacing code, the durations are drawn evenly from a family. */

import type { Family } from './families.ts'
import { type Random, upperBound } from './random.ts'

/** The gap after a look at `elapsedMs`; `random` in [0, 1). */
export type Gap = (elapsedMs: number, random: number) => number

/** What watching one run, or many on average, came to. */
export interface Outcome {
  readonly requests: number
  readonly lagMs: number
  /** The lag that one run in twenty exceeds. */
  lag95Ms(): number
}

/** Durations with weights that add up to one, ascending. */
export interface Runs {
  readonly durationsMs: readonly number[]
  readonly weights: readonly number[]
}

/** Two of ten thousand runs are watched no further: of a heavy tail they cost the more time the less they say. */
const TAIL = 2e-4

/** One duration out of each of so many equal parts of the family; the last part, where tails are, in finer steps. */
export function runsOf(family: Family, parts = 200): Runs {
  const edges = Array.from({ length: parts }, (_, i) => i / parts)
  for (let left = 1 / parts / 1.25; left > TAIL; left /= 1.25) edges.push(1 - left)
  edges.push(1 - TAIL)
  const durationsMs: number[] = []
  const weights: number[] = []
  for (let i = 1; i < edges.length; i++) {
    const from = edges[i - 1] ?? 0
    const to = edges[i] ?? 1
    durationsMs.push(family.quantileMs((from + to) / 2))
    weights.push((to - from) / (1 - TAIL))
  }
  return { durationsMs, weights }
}

/** Looks from the start of a run until `longestMs`: since a run decides nothing until it ends, all runs share them. */
export function looksOf(gap: Gap, longestMs: number, random: Random): number[] {
  const looksMs: number[] = []
  for (let elapsedMs = 0; elapsedMs < longestMs; ) {
    elapsedMs += gap(elapsedMs, random())
    looksMs.push(elapsedMs)
  }
  return looksMs
}

/** The same runs, watched once with each of these paces, on average. */
export function averageOf({ durationsMs, weights }: Runs, gaps: readonly Gap[], random: Random): Outcome {
  const count = durationsMs.length
  const lagsMs = new Float64Array(gaps.length * count)
  let requests = 0
  let lagMs = 0
  gaps.forEach((gap, g) => {
    const looksMs = looksOf(gap, durationsMs.at(-1) ?? 0, random)
    for (let i = 0; i < count; i++) {
      const durationMs = durationsMs[i] ?? 0
      const weight = (weights[i] ?? 0) / gaps.length
      // The first look at or after the end is the one that sees it.
      const seen = upperBound(looksMs, durationMs - 1e-6)
      const lag = (looksMs[seen] ?? 0) - durationMs
      lagsMs[g * count + i] = lag
      requests += weight * (seen + 1)
      lagMs += weight * lag
    }
  })
  return {
    requests,
    lagMs,
    lag95Ms: () =>
      quantile95(
        Array.from(lagsMs, (lag, i) => ({ lag, weight: weights[i % count] ?? 0 })),
        gaps.length,
      ),
  }
}

function quantile95(watched: readonly { readonly lag: number; readonly weight: number }[], total: number): number {
  let sum = 0
  for (const { lag, weight } of watched.toSorted((a, b) => b.lag - a.lag)) {
    sum += weight
    if (sum >= 0.05 * total) return lag
  }
  return 0
}
