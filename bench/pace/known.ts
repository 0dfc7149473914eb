/**
 * The least mean lag of looks that are made one by one, at least half a second apart, by one who knows the distribution:
 * what is possible, where the limit, which is that of a continuous rate, is not.
 */

import type { Family } from './families.ts'

const FLOOR_MS = 500
/** Runs are watched until two of ten thousand are left, as everywhere in this benchmark. */
const TAIL = 2e-4
const PARTS = 20_000
/** Moments to look at, for each look of the best rate. */
const MOMENTS_A_LOOK = 24

interface Moments {
  readonly atMs: number[]
  /** The chance to be still running then. */
  readonly alive: number[]
  /** Expected value of the duration, counting only runs that have ended by then. */
  readonly endedMs: number[]
}

/**
 * In ms, for a mean number of requests. For every price of a look no schedule costs less than the cheapest one, and it
 * would still be so for one drawn by lot: so the greatest of these bounds holds for all.
 */
export function knownMs(family: Family, requests: number): number {
  const moments = momentsOf(family, requests)
  let low = 1
  let high = 1e7
  let best = 0
  for (let i = 0; i < 40 && high / low > 1.001; i++) {
    const priceMs = Math.sqrt(low * high)
    const { lagMs, looks } = cheapest(moments, priceMs)
    best = Math.max(best, lagMs + priceMs * (looks - requests))
    if (looks > requests) low = priceMs
    else high = priceMs
  }
  return best
}

/** Dense where the best rate is high, and never further apart than 1 % of the time. */
function momentsOf(family: Family, requests: number): Moments {
  const moments: Moments = { atMs: [0], alive: [1], endedMs: [0] }
  const chances = Array.from({ length: PARTS + 1 }, (_, i) => ((1 - Math.cos((Math.PI * i) / PARTS)) / 2) * (1 - TAIL))
  const roots = chances.slice(1).map((to, i) => {
    const from = chances[i] ?? 0
    return Math.sqrt((to - from) * (1 - from) * (family.quantileMs(to) - family.quantileMs(from)))
  })
  const spacing = roots.reduce((sum, root) => sum + root, 0) / requests / MOMENTS_A_LOOK
  let due = 0
  let endedMs = 0
  const begin = family.quantileMs(chances[1] ?? 0)
  for (let i = 1; i < 200; i++) push(moments, (begin * i) / 200, 1, 0)
  roots.forEach((root, i) => {
    const [from = 0, to = 1] = [chances[i], chances[i + 1]]
    const toMs = family.quantileMs(to)
    endedMs += ((to - from) * (toMs + family.quantileMs(from))) / 2 / (1 - TAIL)
    due += root / (1 - from) / spacing
    if (due < 1 && toMs < 1.01 * (moments.atMs.at(-1) ?? 0) && i < PARTS - 1) return
    due = 0
    push(moments, toMs, 1 - to / (1 - TAIL), endedMs)
  })
  return moments
}

function push({ atMs, alive, endedMs }: Moments, ms: number, chance: number, ended: number): void {
  atMs.push(ms)
  alive.push(chance)
  endedMs.push(ended)
}

function cheapest({ atMs, alive, endedMs }: Moments, priceMs: number) {
  const last = atMs.length - 1
  const cost = new Float64Array(last + 1)
  const looks = new Float64Array(last + 1)
  let furthest = last
  for (let i = last - 1; i >= 0; i--) {
    let least = Number.POSITIVE_INFINITY
    let best = last
    for (let j = i + 1; j <= furthest; j++) {
      const toMs = atMs[j] ?? 0
      if (toMs < (atMs[i] ?? 0) + FLOOR_MS && j < last) continue
      const one = toMs * ((alive[i] ?? 0) - (alive[j] ?? 0)) - ((endedMs[j] ?? 0) - (endedMs[i] ?? 0)) + (cost[j] ?? 0)
      if (one < least) {
        least = one
        best = j
      }
    }
    furthest = Math.max(best, i + 1)
    if (process.env.EXACT) furthest = last
    cost[i] = least + priceMs * (alive[i] ?? 0)
    looks[i] = (looks[best] ?? 0) + (alive[i] ?? 0)
  }
  return { lagMs: (cost[0] ?? 0) - priceMs * (looks[0] ?? 0), looks: looks[0] ?? 0 }
}
