/**
 * The cheapest schedule of looks for a forecast: least expected lag plus price times expected looks.
 *
 * Where looks are many this comes out as the known rule, a rate of √(h / 2·price) with h the chance to end in the next
 * moment. Where they are few it does better: it puts one look where a group of runs has just ended.
 */

import { type Bounds, within } from './bounds.ts'
import { type Forecast, STEP } from './forecast.ts'

/** Moments at which a look may be made, each a row: columns, for speed. */
interface Moments {
  readonly atMs: Float64Array
  /** The chance to be still running then. */
  readonly survival: Float64Array
  /** Expected value of the duration, counting only runs that have ended by then: lag is a difference of these. */
  readonly endedMs: Float64Array
  /** Least expected cost in milliseconds from a look at that moment on, its own price included. */
  readonly costMs: Float64Array
  /** Row of the best next look. Never falls from one row to the next. */
  readonly next: Int32Array
}

/** How many moments there are for each look that the rate rule would make, if that is not too many in all. */
const MOMENTS_A_LOOK = 8
const MOMENTS_A_LOOK_AT_LEAST = 2
const MOMENTS = 8000
/** How far apart they may be, as a share of the time. */
const SPARSEST = 0.025
/** A chance to be still running that is not worth planning for: from there on the rate rule does. */
const LATE = 1e-3

/** How much of a look's price may be spent on jitter. */
const JITTER_SHARE = 0.015

/** Milliseconds until the next look, for a run watched for `elapsedMs`; `random` in [0, 1). */
export type Schedule = (elapsedMs: number, random: number) => number

/** `priceMs`: the lag that a look is worth. */
export function schedule(forecast: Forecast, priceMs: number, bounds: Bounds): Schedule {
  const segments = segmentsOf(forecast, priceMs, bounds)
  const moments = momentsOf(segments)
  settle(moments, priceMs, bounds, lateCostMs(segments, priceMs))
  const plannedMs = moments.atMs.at(-2) ?? 0
  // That the plan ends is no reason to look: a gap that reaches its end is one by the rate rule.
  return (elapsedMs, random) => {
    const nextMs = elapsedMs < plannedMs ? nextAtMs(moments, priceMs, bounds, elapsedMs, random) : elapsedMs
    const leastMs = nextMs < plannedMs ? 0 : lateGapMs(segments, priceMs, Math.max(elapsedMs, plannedMs), random)
    return within(bounds, elapsedMs, Math.max(nextMs - elapsedMs, leastMs))
  }
}

/** A step of the forecast's grid, and how many looks the rate rule makes in it. */
interface Segment {
  readonly fromMs: number
  readonly toMs: number
  readonly from: number
  readonly to: number
  readonly looks: number
}

function segmentsOf({ firstLog, survival }: Forecast, priceMs: number, bounds: Bounds): Segment[] {
  return Array.from({ length: survival.length - 1 }, (_, i) => {
    const fromMs = Math.exp(firstLog + i * STEP)
    const toMs = Math.exp(firstLog + (i + 1) * STEP)
    const from = survival[i] ?? 0
    const to = survival[i + 1] ?? 0
    const byRate = Math.sqrt((Math.log(from / to) * (toMs - fromMs)) / (2 * priceMs))
    return { fromMs, toMs, from, to, looks: Math.min(byRate, (toMs - fromMs) / bounds.shortestMs(fromMs)) }
  })
}

/** The gap by the rate rule, jittered by ±10 %. Past the end of the forecast, the chance to end is taken as 2/t. */
function lateGapMs(segments: readonly Segment[], priceMs: number, elapsedMs: number, random: number): number {
  const index = Math.floor(Math.log(elapsedMs / (segments[0]?.fromMs ?? 1)) / STEP)
  const step = segments[Math.max(0, index)]
  const gapMs = step === undefined ? Math.sqrt(priceMs * elapsedMs) : (step.toMs - step.fromMs) / step.looks
  return gapMs * (0.9 + 0.2 * random)
}

/** What comes after the plan, by the rate rule: lag and looks cost the same. */
function lateCostMs(segments: readonly Segment[], priceMs: number): number {
  return segments.reduce((sum, { from, looks }) => (from > LATE ? sum : sum + 2 * priceMs * from * looks), 0)
}

function momentsOf(segments: readonly Segment[]): Moments {
  const planned = segments.filter(({ from }) => from > LATE)
  const looks = planned.reduce((sum, step) => sum + step.looks, 0)
  const perLook = Math.max(MOMENTS_A_LOOK_AT_LEAST, Math.min(MOMENTS_A_LOOK, MOMENTS / looks))
  const atMs = [0]
  const survival = [1]
  const endedMs = [0]
  const add = (momentMs: number, alive: number) => {
    const last = atMs.length - 1
    const ended = (survival[last] ?? 1) - alive
    endedMs.push((endedMs[last] ?? 0) + (ended * ((atMs[last] ?? 0) + momentMs)) / 2)
    atMs.push(momentMs)
    survival.push(alive)
  }
  let due = 0
  for (const { fromMs, toMs, from, to, looks } of planned) {
    const count = Math.max(looks * perLook, STEP / SPARSEST)
    for (let nth = 1 - due; nth <= count; nth++) {
      const share = nth / count
      add(fromMs + share * (toMs - fromMs), from + share * (to - from))
    }
    due = (due + count) % 1
  }
  return {
    atMs: Float64Array.from(atMs),
    survival: Float64Array.from(survival),
    endedMs: Float64Array.from(endedMs),
    costMs: new Float64Array(atMs.length),
    next: new Int32Array(atMs.length).fill(atMs.length - 1),
  }
}

/**
 * Works the costs out from the last moment to the first. Later moments have later best successors (the cost of a gap
 * satisfies the quadrangle inequality), which keeps this almost linear.
 */
function settle(moments: Moments, priceMs: number, bounds: Bounds, lateMs: number): void {
  const { atMs, survival, endedMs, costMs, next } = moments
  const last = atMs.length - 1
  costMs[last] = lateMs
  let furthest = last
  for (let i = last - 1; i >= 0; i--) {
    const fromMs = atMs[i] ?? 0
    const alive = survival[i] ?? 0
    const ended = endedMs[i] ?? 0
    const earliestMs = fromMs + bounds.shortestMs(fromMs)
    const latestMs = fromMs + bounds.longestMs(fromMs)
    let least = Number.POSITIVE_INFINITY
    let best = last
    for (let j = i + 1; j <= last; j++) {
      const toMs = atMs[j] ?? 0
      if (toMs < earliestMs && j < last) continue
      if (least < Number.POSITIVE_INFINITY && (j > furthest || toMs > latestMs)) break
      const cost = toMs * (alive - (survival[j] ?? 0)) - ((endedMs[j] ?? 0) - ended) + (costMs[j] ?? 0)
      if (cost < least) {
        least = cost
        best = j
      }
    }
    costMs[i] = least + priceMs * alive
    next[i] = best
    furthest = best
  }
}

/**
 * The next look after one at `elapsedMs`: any moment around the best that costs next to nothing more. That is the
 * jitter: wide where it does not matter when exactly one looks, narrow where it does.
 */
function nextAtMs(moments: Moments, priceMs: number, bounds: Bounds, elapsedMs: number, random: number): number {
  const { atMs, survival, endedMs, costMs, next } = moments
  const after = firstAfter(atMs, elapsedMs)
  const fromMs = atMs[after - 1] ?? 0
  const share = (elapsedMs - fromMs) / ((atMs[after] ?? 0) - fromMs)
  const between = (column: Float64Array) =>
    (column[after - 1] ?? 0) + share * ((column[after] ?? 0) - (column[after - 1] ?? 0))
  const alive = between(survival)
  const ended = between(endedMs)
  const costOf = (j: number) =>
    (atMs[j] ?? 0) * (alive - (survival[j] ?? 0)) - ((endedMs[j] ?? 0) - ended) + (costMs[j] ?? 0)
  const earliest = Math.min(firstAfter(atMs, elapsedMs + bounds.shortestMs(elapsedMs)), atMs.length - 1)
  const latestMs = elapsedMs + bounds.longestMs(elapsedMs)
  // The best row lies between those of the two rows around this moment.
  let best = Math.max(earliest, next[after - 1] ?? 0)
  for (let j = best + 1; j <= (next[after] ?? 0) && (atMs[j] ?? 0) <= latestMs; j++) {
    if (costOf(j) < costOf(best)) best = j
  }
  const allowed = costOf(best) + JITTER_SHARE * priceMs * alive
  let low = best
  while (low > earliest && costOf(low - 1) <= allowed) low--
  let high = best
  while (high < atMs.length - 1 && (atMs[high + 1] ?? 0) <= latestMs && costOf(high + 1) <= allowed) high++
  const halfway = (j: number) => ((atMs[j] ?? 0) + (atMs[j + 1] ?? atMs[j] ?? 0)) / 2
  const lowMs = halfway(low - 1)
  return lowMs + random * (halfway(high) - lowMs)
}

/** Index of the first moment later than `ms`; at least 1. */
function firstAfter(atMs: Float64Array, ms: number): number {
  let low = 0
  let high = atMs.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((atMs[middle] ?? 0) <= ms) low = middle
    else high = middle
  }
  return high
}
