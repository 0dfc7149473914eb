/** The pace as it ships, at its own price and within its bounds: lag and requests beside those of other ways. */

import { planPace } from '../../src/pace/index.ts'
import { type Family, historyOf, shownFamilies } from './families.ts'
import { bestBackoff, bestFixed, fixed, limitMs } from './limit.ts'
import { seeded } from './random.ts'
import { averageOf, type Gap, type Outcome, runsOf } from './simulate.ts'
import { seconds, table } from './text.ts'

const EARLIER = [0, 3, 10, 50]

export interface Size {
  /** Multiplies the number of simulated histories. */
  readonly effort: number
  readonly seed: number
}

/** As many histories as it takes for the mean to stand still. */
export function histories(earlier: number, effort: number): number {
  return Math.max(2, Math.round((earlier < 10 ? 150 : earlier < 50 ? 80 : 48) * effort))
}

/** The shipped pace for a family, over many histories of so many earlier runs. */
export function shipped(family: Family, earlier: number, { effort, seed }: Size): Outcome {
  const random = seeded(seed)
  const gaps: Gap[] = Array.from({ length: histories(earlier, effort) }, () => {
    const pace = planPace(historyOf(family, earlier, random))
    return (elapsedMs, number) => pace.gapMs(elapsedMs, number)
  })
  return averageOf(runsOf(family), gaps, seeded(seed + 1))
}

export function shownTable(meanMs: number, size: Size): string {
  const head = ['', 'requests', 'mean lag', '95 %', 'fixed', 'backoff', 'limit']
  const rows = shownFamilies(meanMs).flatMap((family) => [
    [`${family.name}, mean ${seconds(meanMs)} s`, '', '', '', '', '', ''],
    ...EARLIER.map((earlier) => ourRow(family, earlier, size)),
    ...[5000, 10_000, 15_000, 30_000].map((gapMs) => fixedRow(family, gapMs)),
  ])
  return table([head, ...rows])
}

function ourRow(family: Family, earlier: number, size: Size): string[] {
  const { requests, lagMs, lag95Ms } = shipped(family, earlier, size)
  const runs = runsOf(family)
  return [
    `  auto, ${earlier === 0 ? 'no history' : `${earlier} earlier runs`}`,
    requests.toFixed(1),
    seconds(lagMs),
    seconds(lag95Ms()),
    seconds(bestFixed(runs, requests).lagMs),
    seconds(bestBackoff(runs, requests).lagMs),
    seconds(limitMs(family, requests)),
  ]
}

function fixedRow(family: Family, gapMs: number): string[] {
  const { requests, lagMs, lag95Ms } = averageOf(runsOf(family), [fixed(gapMs)], seeded(0))
  return [`  fixed ${gapMs / 1000} s`, requests.toFixed(1), seconds(lagMs), seconds(lag95Ms()), '', '', '']
}
