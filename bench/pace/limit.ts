/** The least mean lag that any polling can have, if it knew the distribution of durations: (∫√(f·S))² / 2n. */

import type { Family } from './families.ts'
import { seeded } from './random.ts'
import { averageOf, type Gap, type Outcome, type Runs } from './simulate.ts'

const FLOOR_MS = 500
const POINTS = 4000

/**
 * In ms, for a mean number of requests. Where the best rate √(h / 2·price) exceeds two looks a second it is held there,
 * so that the limit is one that looks at least 0.5 s apart could reach.
 */
export function limitMs(family: Family, requests: number): number {
  const slices = slicesOf(family)
  const price = solve((priceMs) => rated(slices, priceMs).requests, requests, { low: 1e-6, high: 1e10 })
  return rated(slices, price).lagMs
}

/** A stretch of time in which a share of the runs ends. */
interface Slice {
  readonly lengthMs: number
  readonly ended: number
  readonly alive: number
}

/** Even in probability, but finer towards both ends. */
function slicesOf(family: Family): Slice[] {
  const chances = Array.from({ length: POINTS + 1 }, (_, i) => {
    const turn = (1 - Math.cos((Math.PI * i) / POINTS)) / 2
    return Math.min(1 - 1e-7, Math.max(1e-7, turn))
  })
  return chances.slice(1).map((to, i) => {
    const from = chances[i] ?? 0
    return {
      lengthMs: family.quantileMs(to) - family.quantileMs(from),
      ended: to - from,
      alive: 1 - (from + to) / 2,
    }
  })
}

function rated(slices: readonly Slice[], priceMs: number): { readonly requests: number; readonly lagMs: number } {
  let requests = 0
  let lagMs = 0
  for (const { lengthMs, ended, alive } of slices) {
    if (lengthMs <= 0 || ended <= 0) continue
    const hazard = ended / alive / lengthMs
    const rate = Math.min(1 / FLOOR_MS, Math.sqrt(hazard / (2 * priceMs)))
    requests += alive * rate * lengthMs
    lagMs += ended / (2 * rate)
  }
  return { requests, lagMs }
}

/** Where a falling function takes a value, by bisection of the logarithm. */
function solve(of: (x: number) => number, value: number, { low, high }: { low: number; high: number }): number {
  let from = low
  let to = high
  for (let i = 0; i < 50 && to / from > 1.0005; i++) {
    const middle = Math.sqrt(from * to)
    if (of(middle) > value) from = middle
    else to = middle
  }
  return Math.sqrt(from * to)
}

/** The fixed interval that makes so many requests on average. */
export function bestFixed(runs: Runs, requests: number): Outcome {
  const at = (gapMs: number) => averageOf(runs, [fixed(gapMs)], seeded(0))
  const longestMs = runs.durationsMs.at(-1) ?? 1
  return at(solve((gapMs) => at(gapMs).requests, requests, { low: FLOOR_MS, high: longestMs }))
}

export function fixed(gapMs: number): Gap {
  return () => gapMs
}

/** Gaps that grow by a constant factor from half a second on; the factor that makes so many requests on average. */
export function bestBackoff(runs: Runs, requests: number): Outcome {
  const at = (growth: number) => averageOf(runs, [(elapsedMs) => FLOOR_MS + growth * elapsedMs], seeded(0))
  return at(solve((growth) => at(growth).requests, requests, { low: 1e-6, high: 1e3 }))
}
