/** Mean lag as a multiple of the limit and of the best fixed interval, at an equal mean number of requests. */

import { BOUNDS } from '../../src/pace/bounds.ts'
import { type Family, tableFamilies } from './families.ts'
import { knownMs } from './known.ts'
import { bestFixed, limitMs } from './limit.ts'
import { histories, type Size } from './shown.ts'
import { runsOf } from './simulate.ts'
import { beside, table } from './text.ts'
import { atEqualRequests } from './tuned.ts'

/** Mean duration and mean number of requests. */
export const CELLS = [
  { meanMs: 20_000, requests: 6 },
  { meanMs: 240_000, requests: 12 },
  { meanMs: 240_000, requests: 40 },
  { meanMs: 3_600_000, requests: 40 },
  { meanMs: 3_600_000, requests: 120 },
]
export type CellSize = (typeof CELLS)[number]

/** Of mean lag ÷ limit, family by family. */
const TARGETS: Readonly<Record<number, readonly number[]>> = {
  3: [2.3, 1.8, 1.65, 1.5],
  10: [1.6, 1.35, 1.3, 1.25, 2.2, 1.2, 1.75, 1.2],
  50: [1.25, 1.15, 1.15, 1.15, 1.4, 1.1, 1.5, 1.1],
}
const NAMES = tableFamilies(1000).map(({ name }) => name)

function label(earlier: number, { meanMs, requests }: CellSize): string {
  return `k = ${earlier}, ${meanMs / 1000} s, n = ${requests}`
}

/** Mean lag ÷ limit; with `bounded`, within the shipped bounds on the gap. */
export function limitTable(cells: readonly CellSize[], size: Size, bounded = false): string {
  const bounds = bounded ? { bounds: BOUNDS } : {}
  const allowance = bounded ? 1.1 : 1
  const rows = [3, 10, 50].flatMap((earlier) =>
    cells.map((cell) => {
      const targets = TARGETS[earlier] ?? []
      const families = tableFamilies(cell.meanMs).slice(0, targets.length)
      const reached = families.map((family, i) => {
        const ours = atEqualRequests({ ...cell, ...sized(earlier, size, i), family, earlier, ...bounds })
        const target = (targets[i] ?? 0) * allowance
        return beside(ours.lagMs / limitMs(family, cell.requests), Number(target.toFixed(2)))
      })
      return [label(earlier, cell), ...NAMES.map((_, i) => reached[i] ?? '')]
    }),
  )
  return table([['lag ÷ limit (target)', ...NAMES], ...rows])
}

function sized(earlier: number, { effort, seed }: Size, family: number) {
  return { histories: histories(earlier, effort), seed: seed * 1000 + family * 7 + earlier }
}

/**
 * What others reach: looks one by one with the distribution known, below which no target can be met, and the best fixed
 * interval: where this is near 1, there is nothing to win.
 */
export function othersTable(cells: readonly CellSize[]): string {
  const others = [
    { name: 'distribution known', lagMs: knownMs },
    {
      name: 'best fixed interval',
      lagMs: (family: Family, requests: number) => bestFixed(runsOf(family), requests).lagMs,
    },
  ]
  const rows = others.flatMap(({ name, lagMs }) =>
    cells.map(({ meanMs, requests }) => [
      `${name}, ${meanMs / 1000} s, n = ${requests}`,
      ...tableFamilies(meanMs).map((family) => (lagMs(family, requests) / limitMs(family, requests)).toFixed(2)),
    ]),
  )
  return table([['lag ÷ limit', ...NAMES], ...rows])
}

/** Histories that are as long as they should be, and such that are not, against the best fixed interval. */
export function misledTable(cells: readonly CellSize[], size: Size): string {
  const kinds = [
    { scale: 1, target: 1.15 },
    { scale: 1.5, target: 1.3 },
    { scale: 0.6, target: 1.3 },
    { scale: 10, target: 1.4 },
    { scale: 0.1, target: 1.4 },
  ]
  const rows = kinds.flatMap(({ scale, target }) =>
    [10, 50].flatMap((earlier) =>
      cells.map((cell) => {
        const ratios = tableFamilies(cell.meanMs).map((family, i) => {
          if (family.name === 'bimodal' && scale !== 1) return ''
          const ours = atEqualRequests({ ...cell, ...sized(earlier, size, i), family, earlier, scale })
          return beside(ours.lagMs / bestFixed(runsOf(family), cell.requests).lagMs, target)
        })
        return [`history × ${scale}, ${label(earlier, cell)}`, ...ratios]
      }),
    ),
  )
  return table([['lag ÷ best fixed (target)', ...NAMES], ...rows])
}
