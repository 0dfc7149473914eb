/** What holds for every gap between two looks, whatever the history says. */

/** How far apart two looks may be, as a function of how long the run has been watched. All in milliseconds. */
export interface Bounds {
  shortestMs(elapsedMs: number): number
  longestMs(elapsedMs: number): number
}

const SHORTEST_MS = 500
const LONGEST_MS = 15_000
const LONGEST_SHARE = 1 / 3

/** A gap is at least this many times the square root of the elapsed time, both in seconds: 2.1 s after an hour. */
const SHORTEST_PER_ROOT = 0.035 * Math.sqrt(1000)

/**
 * The most looks that fit into an hour between these bounds: 409 until the root overtakes the half second, after 204 s,
 * and 2·(√3600 − √204) / 0.035 from there on. Later hours have fewer than half as many. At the price that a look has, even a
 * history made to mislead comes nowhere near this.
 */
export const MOST_LOOKS_AN_HOUR = 3030

/** The bounds that every step keeps. */
export const BOUNDS: Bounds = {
  shortestMs: (elapsedMs) => Math.max(SHORTEST_MS, SHORTEST_PER_ROOT * Math.sqrt(elapsedMs)),
  longestMs: (elapsedMs) => Math.max(LONGEST_MS, LONGEST_SHARE * elapsedMs),
}

/** Only the floor: what a price alone leads to, for measuring against theory. */
export const FLOOR_ONLY: Bounds = {
  shortestMs: () => SHORTEST_MS,
  longestMs: () => Number.POSITIVE_INFINITY,
}

export function within(bounds: Bounds, elapsedMs: number, gapMs: number): number {
  return Math.min(bounds.longestMs(elapsedMs), Math.max(bounds.shortestMs(elapsedMs), gapMs))
}
