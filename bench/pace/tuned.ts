/** The pacing code at an equal mean number of requests: the price of a look is tuned until the mean is met. */

import { type Bounds, FLOOR_ONLY } from '../../src/pace/bounds.ts'
import { type Forecast, forecast } from '../../src/pace/forecast.ts'
import { schedule } from '../../src/pace/schedule.ts'
import { type Family, historyOf } from './families.ts'
import { seeded } from './random.ts'
import { averageOf, type Outcome, type Runs, runsOf } from './simulate.ts'

export interface Cell {
  readonly family: Family
  /** Earlier runs in each history, and how many histories. */
  readonly earlier: number
  readonly histories: number
  readonly requests: number
  /** What the durations in the history are multiplied by: a history that misleads. */
  readonly scale?: number
  readonly bounds?: Bounds
  readonly seed: number
}

/** Lag in proportion to what is left of the difference: near the goal, lag times requests is constant. */
export function atEqualRequests({ family, earlier, histories, requests, scale = 1, bounds, seed }: Cell): Outcome {
  const forecasts = forecastsOf(family, { earlier, histories, seed }, scale)
  const runs = runsOf(family)
  const at = (priceMs: number) =>
    averageOf(
      runs,
      forecasts.map((expected) => schedule(expected, priceMs, bounds ?? FLOOR_ONLY)),
      seeded(seed + 1),
    )
  const outcome = tuned(at, requests, startingPrice(runs, requests))
  return { ...outcome, lagMs: (outcome.lagMs * outcome.requests) / requests }
}

const known = new Map<string, { readonly medianMs: number; readonly forecasts: readonly Forecast[] }>()

/** A forecast knows no unit: those made for one mean duration serve for all, and for histories that are off by a factor. */
function forecastsOf(family: Family, draw: Pick<Cell, 'earlier' | 'histories' | 'seed'>, scale: number): Forecast[] {
  const key = JSON.stringify([family.name, draw])
  const medianMs = family.quantileMs(0.5)
  const made = known.get(key) ?? { medianMs, forecasts: freshForecasts(family, draw) }
  known.set(key, made)
  const shift = Math.log((scale * medianMs) / made.medianMs)
  return made.forecasts.map(({ firstLog, survival }) => ({ firstLog: firstLog + shift, survival }))
}

function freshForecasts(family: Family, { earlier, histories, seed }: Pick<Cell, 'earlier' | 'histories' | 'seed'>) {
  const random = seeded(seed)
  return Array.from({ length: histories }, () => forecast(historyOf(family, earlier, random)))
}

function startingPrice(runs: Runs, requests: number): number {
  const meanMs = runs.durationsMs.reduce((sum, durationMs, i) => sum + durationMs * (runs.weights[i] ?? 0), 0)
  return (0.2 * meanMs) / requests / requests
}

/** Secant steps in logarithms: requests fall about as the square root of the price. */
function tuned(at: (priceMs: number) => Outcome, requests: number, startMs: number): Outcome {
  let priceMs = startMs
  let outcome = at(priceMs)
  let slope = -0.5
  for (let step = 0; step < 8 && Math.abs(outcome.requests / requests - 1) > 0.01; step++) {
    const nextMs = priceMs * (requests / outcome.requests) ** (1 / slope)
    const next = at(nextMs)
    const measured = Math.log(next.requests / outcome.requests) / Math.log(nextMs / priceMs)
    slope = Math.min(-0.2, Math.max(-1.5, measured))
    priceMs = nextMs
    outcome = next
  }
  return outcome
}
