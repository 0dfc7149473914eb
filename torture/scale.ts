/** How long things take in a story: real time is dear. */

import type { Engine } from './story-setup.ts'

export interface Scale {
  readonly timeouts: readonly string[]
  /** Enough for a trigger that is sent again, and for its run. */
  readonly longestTimeout: string
  readonly requestTimeouts: readonly string[]
  readonly tolerances: readonly string[]
  readonly pollIntervals: readonly string[]
  readonly lastsMs: readonly number[]
  readonly lagsMs: readonly number[]
  readonly delaysMs: readonly number[]
  readonly lateMs: readonly number[]
  readonly retryAfters: readonly string[]
  readonly latestMs: number
}

export const SCALES: Readonly<Record<Engine, Scale>> = {
  core: {
    timeouts: ['180s', '180s', '45s', '7m', '8s'],
    longestTimeout: '7m',
    requestTimeouts: ['5s', '11s', '30s'],
    tolerances: ['0', '20s', '2m', '10m'],
    pollIntervals: ['auto', 'auto', '7s'],
    lastsMs: [1500, 12_000, 55_000, 170_000, 100_000_000],
    lagsMs: [0, 0, 3000, 9000, 25_000],
    delaysMs: [900, 4000, 13_000, 40_000],
    lateMs: [2500, 7000, 16_000, 40_000],
    retryAfters: ['1', '3', '20', '7200'],
    latestMs: 100_000,
  },
  bundle: {
    timeouts: ['25s', '25s', '9s', '4s', '33s'],
    longestTimeout: '40s',
    requestTimeouts: ['1s', '2s', '3s'],
    tolerances: ['0', '3s', '6s', '12s'],
    pollIntervals: ['auto', 'auto', '2s'],
    lastsMs: [300, 1500, 4000, 7000, 100_000_000],
    lagsMs: [0, 0, 0, 1300, 5000],
    delaysMs: [300, 900, 2500, 5000],
    lateMs: [700, 2500, 9000, 17_000],
    retryAfters: ['1', '2', '4', '7200'],
    latestMs: 12_000,
  },
}
