/** The order of runs in time, and in which one a page has them as far as their times show it. */

import type { ListedRun } from '../model.ts'

/** For sorting. Runs without a time come last. */
export function newestFirst(one: ListedRun, other: ListedRun): number {
  return (other.createdAtMs ?? 0) - (one.createdAtMs ?? 0)
}

/** The order must show: a single run, runs of one and the same time, one without a time or one out of order make it a guess. */
export function isNewestFirst(runs: readonly ListedRun[]): boolean {
  const times = runs.map(({ createdAtMs = Number.NaN }) => createdAtMs)
  const isDescending = times.every((time, index) => time >= (times[index + 1] ?? Number.NEGATIVE_INFINITY))
  return isDescending && new Set(times).size > 1
}

/** Its ends are enough: it only tells where to look for the newest. */
export function isOldestFirst(runs: readonly ListedRun[]): boolean {
  const times = runs.map(({ createdAtMs }) => createdAtMs).filter((time) => time !== undefined)
  const [first = 0, last = 0] = [times.at(0), times.at(-1)]
  return first < last
}
