/** Families of durations, as quantile functions: the duration below which a given share of runs ends. All in ms. */

import { normalQuantile, type Random } from './random.ts'

export interface Family {
  readonly name: string
  /** `chance` in (0, 1). */
  quantileMs(chance: number): number
  /** How much longer or shorter an earlier run was than it would be today, newest first; absent: no change. */
  readonly drift?: (runs: number, random: Random) => number[]
}

const EDGE = 1e-7

function inside(chance: number): number {
  return Math.min(1 - EDGE, Math.max(EDGE, chance))
}

/** Lognormal with that coefficient of variation. */
function lognormal(meanMs: number, variation: number): (chance: number) => number {
  const variance = Math.log(1 + variation * variation)
  const middle = Math.log(meanMs) - variance / 2
  return (chance) => Math.exp(middle + Math.sqrt(variance) * normalQuantile(inside(chance)))
}

/** 30 % of runs around 1, 70 % around 15, each ±10 %, scaled to the mean: 22 s and 333 s for a mean of 240 s. */
function bimodal(meanMs: number): (chance: number) => number {
  const shortMs = meanMs / (0.3 + 0.7 * 15)
  const short = lognormal(shortMs, 0.1)
  const long = lognormal(15 * shortMs, 0.1)
  return (chance) => (chance < 0.3 ? short(chance / 0.3) : long((chance - 0.3) / 0.7))
}

const PARETO = 1.5

/** The families of the table that compares with the limit, in its order. */
export function tableFamilies(meanMs: number): readonly Family[] {
  return [
    { name: 'CV 5 %', quantileMs: lognormal(meanMs, 0.05) },
    { name: 'CV 10 %', quantileMs: lognormal(meanMs, 0.1) },
    { name: 'CV 20 %', quantileMs: lognormal(meanMs, 0.2) },
    { name: 'CV 50 %', quantileMs: lognormal(meanMs, 0.5) },
    { name: 'bimodal', quantileMs: bimodal(meanMs) },
    { name: 'lognormal 150 %', quantileMs: lognormal(meanMs, 1.5) },
    {
      name: 'Pareto 1.5',
      quantileMs: (chance) => meanMs * (1 - 1 / PARETO) * (1 - inside(chance)) ** (-1 / PARETO),
    },
    { name: 'memoryless', quantileMs: (chance) => -meanMs * Math.log(1 - inside(chance)) },
  ]
}

/** The families whose lag and requests are shown as they are. */
export function shownFamilies(meanMs: number): readonly Family[] {
  const [, tight, spread, , twoModes, , heavyTail, memoryless] = tableFamilies(meanMs)
  return [
    { name: 'tight (CV 10 %)', quantileMs: tight?.quantileMs ?? lognormal(meanMs, 0.1) },
    { name: 'spread (CV 50 %)', quantileMs: lognormal(meanMs, 0.5) },
    ...[spread && { ...spread, name: 'CV 20 %' }, twoModes, heavyTail, memoryless].filter(
      (family) => family !== undefined,
    ),
    { name: 'drifting (CV 10 %)', quantileMs: lognormal(meanMs, 0.1), drift: randomWalk },
  ]
}

/** Each run's level differs from the next one's by about 6 %. */
function randomWalk(runs: number, random: Random): number[] {
  let level = 0
  return Array.from({ length: runs }, () => {
    level += 0.06 * normalQuantile(inside(random()))
    return Math.exp(level)
  })
}

/** Durations of earlier runs, newest first. */
export function historyOf(family: Family, runs: number, random: Random): number[] {
  const levels = family.drift?.(runs, random) ?? []
  return Array.from({ length: runs }, (_, i) => family.quantileMs(random()) * (levels[i] ?? 1))
}
