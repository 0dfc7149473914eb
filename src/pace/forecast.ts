/**
 * When a run will end, as far as earlier runs tell: a survival function.
 *
 * Three things make it: what a committee makes of the earlier runs; a doubt whether this run is like them; and, once it
 * has outlived them all, a chance to end that does not dwindle. Doubt and afterlife follow a broad guess that knows the
 * scale alone.
 */

import { committee } from './committee.ts'

/** The chance to be still running, on a grid of durations that grows by a constant factor. */
export interface Forecast {
  /** Logarithm of the first duration, in milliseconds. */
  readonly firstLog: number
  /** Survival at exp(firstLog + i·STEP) milliseconds: from almost 1 down to almost 0. */
  readonly survival: Float64Array
}

/** Of the grid of durations, in logarithms: 1.25 %. */
export const STEP = 0.0125
/** How far the grid reaches beyond the shortest and the longest run: a factor of 20. */
const MARGIN = 3

/**
 * The doubt grows with the cube of the spread, so that it costs every job about the same share of its looks: a job whose
 * runs vary much is the likelier to surprise, and has many looks anyway.
 */
const DOUBT_OF_ONE_RUN = 0.1
const DOUBT_PER_SPREAD = 0.15
const MOST_DOUBT = 0.4

/** `durationsMs`: newest first, at least one, each finite and above zero. */
export function forecast(durationsMs: readonly number[]): Forecast {
  const logs = durationsMs.map(Math.log)
  const sorted = logs.toSorted((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? 0
  const median = (at((sorted.length - 1) >> 1) + at(sorted.length >> 1)) / 2
  const firstLog = at(0) - MARGIN
  const points = Math.ceil((at(sorted.length - 1) + MARGIN - firstLog) / STEP) + 1
  const grid = Array.from({ length: points }, (_, i) => firstLog + i * STEP)
  const survival = survivalOf(committee(logs, grid, (log) => broadDensity(Math.exp(log - median))))
  const doubt =
    DOUBT_OF_ONE_RUN / logs.length + Math.min(MOST_DOUBT, DOUBT_PER_SPREAD * spreadOf(survival, firstLog - median) ** 3)
  let outlived = 0
  grid.forEach((log, i) => {
    const ratio = Math.exp(log - median)
    const alive = (1 - doubt) * (survival[i] ?? 0) + doubt * broadSurvival(ratio)
    survival[i] = alive * Math.exp(-outlived)
    // The chance that all earlier runs would have ended by now.
    outlived += (1 - alive) ** logs.length * broadHazard(ratio) * ratio * STEP
  })
  return { firstLog, survival }
}

/** From a density on the grid, which need not add up to one. Beyond its end, the chance to end is taken as 1/t. */
function survivalOf(density: Float64Array): Float64Array {
  const survival = new Float64Array(density.length)
  survival[density.length - 1] = (2 / STEP) * (density.at(-1) ?? 0)
  for (let i = density.length - 2; i >= 0; i--) {
    survival[i] = (survival[i + 1] ?? 0) + (density[i] ?? 0) + (density[i + 1] ?? 0)
  }
  const all = survival[0] ?? 1
  return survival.map((sum) => sum / all)
}

/**
 * (∫√(f·S))² of the theoretical limit, in medians: how spread the ends are, as far as that costs looks. 0.1 for a
 * coefficient of variation of 5 %, 0.8 for one of 50 %, and for two tight modes hardly more than for one.
 */
function spreadOf(survival: Float64Array, firstLogRatio: number): number {
  let root = 0
  for (let i = 1; i < survival.length; i++) {
    const before = survival[i - 1] ?? 0
    const lasted = Math.exp(firstLogRatio + i * STEP) * STEP
    root += Math.sqrt((before - (survival[i] ?? 0)) * before * lasted)
  }
  return root ** 2
}

/**
 * The broad guess, for a duration in medians: a chance to end that hardly changes until ten times the median and then
 * falls (Lomax), so that a run which has outlived all experience is looked at evenly rather than ever more rarely.
 */
const BROAD_SHAPE = 10

function broadHazard(ratio: number): number {
  return 1 / (1 + ratio / BROAD_SHAPE)
}

function broadSurvival(ratio: number): number {
  return broadHazard(ratio) ** BROAD_SHAPE
}

/** Density over the logarithm. */
function broadDensity(ratio: number): number {
  return ratio * broadHazard(ratio) * broadSurvival(ratio)
}
