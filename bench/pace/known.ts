/**
 * The least mean lag of looks made one by one, at least half a second apart, by one who knows the distribution: what is
 * possible where the limit, which is that of a continuous rate, is not.
 */

import type { Family } from './families.ts'

const FLOOR_MS = 500
/** Runs are watched until two of ten thousand are left, as everywhere in this benchmark. */
const ENDED = 1 - 2e-4
const PARTS = 20_000
/** How many moments there are for each look of the best rate; at least one for each percent of the time. */
const MOMENTS_A_LOOK = 24
const SPARSEST = 0.01

/** When a look may be made, each a row. */
interface Moments {
  readonly atMs: number[]
  /** The chance to be still running then. */
  readonly alive: number[]
  /** Expected value of the duration, counting only runs that have ended by then. */
  readonly endedMs: number[]
}

/**
 * In ms, for a mean number of requests. For every price of a look, no schedule costs less than the cheapest one, nor
 * does any choice among schedules by lot; so the greatest of these bounds holds for all of them.
 */
export function knownMs(family: Family, requests: number): number {
  const moments = momentsOf(family, requests)
  let low = 1
  let high = 1e7
  let most = 0
  while (high / low > 1.001) {
    const priceMs = Math.sqrt(low * high)
    const { costMs, looks } = cheapest(moments, priceMs)
    most = Math.max(most, costMs - priceMs * requests)
    if (looks > requests) low = priceMs
    else high = priceMs
  }
  return most
}

function momentsOf(family: Family, requests: number): Moments {
  const chances = Array.from({ length: PARTS + 1 }, (_, i) => (1 - Math.cos((Math.PI * i) / PARTS)) / 2)
  const timesMs = chances.map((chance) => family.quantileMs(chance * ENDED))
  const parts = chances.slice(1).map((to, i) => {
    const [from = 0, fromMs = 0, toMs = 0] = [chances[i], timesMs[i], timesMs[i + 1]]
    return { from, to, fromMs, toMs, root: Math.sqrt((to - from) * (1 - from) * (toMs - fromMs)) }
  })
  const spacing = parts.reduce((sum, { root }) => sum + root, 0) / requests / MOMENTS_A_LOOK
  const beginMs = timesMs[0] ?? 0
  // Before any run ends there is little to choose.
  const moments: Moments = { atMs: [], alive: [], endedMs: [] }
  for (let i = 0; i < 200; i++) add(moments, (beginMs * i) / 200, 1, 0)
  let due = 0
  let endedMs = 0
  for (const { from, to, fromMs, toMs, root } of parts) {
    endedMs += ((to - from) * (fromMs + toMs)) / 2
    due += root / (1 - from) / spacing
    if (due < 1 && to < 1 && toMs < (1 + SPARSEST) * (moments.atMs.at(-1) ?? 0)) continue
    due = 0
    add(moments, toMs, 1 - to, endedMs)
  }
  return moments
}

function add({ atMs, alive, endedMs }: Moments, ms: number, chance: number, ended: number): void {
  atMs.push(ms)
  alive.push(chance)
  endedMs.push(ended)
}

/** By dynamic programming from the last moment to the first; later moments have later best successors. */
function cheapest({ atMs, alive, endedMs }: Moments, priceMs: number) {
  const last = atMs.length - 1
  const costsMs = new Float64Array(last + 1)
  const looks = new Float64Array(last + 1)
  let furthest = last
  for (let i = last - 1; i >= 0; i--) {
    const [fromMs = 0, running = 0, ended = 0] = [atMs[i], alive[i], endedMs[i]]
    let least = Number.POSITIVE_INFINITY
    let best = last
    for (let j = i + 1; j <= furthest; j++) {
      const toMs = atMs[j] ?? 0
      if (toMs < fromMs + FLOOR_MS && j < last) continue
      const lagMs = toMs * (running - (alive[j] ?? 0)) - ((endedMs[j] ?? 0) - ended)
      if (lagMs + (costsMs[j] ?? 0) >= least) continue
      least = lagMs + (costsMs[j] ?? 0)
      best = j
    }
    furthest = best
    costsMs[i] = least + priceMs * running
    looks[i] = (looks[best] ?? 0) + running
  }
  return { costMs: costsMs[0] ?? 0, looks: looks[0] ?? 0 }
}
