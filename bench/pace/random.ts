/** Seeded random numbers, so that every run of the benchmark prints the same. */

export type Random = () => number

/** A small generator (mulberry32): numbers in [0, 1). */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Inverse of the standard normal distribution, by bisection on a table of its integral. */
export function normalQuantile(chance: number): number {
  if (chance < 0.5) return -normalQuantile(1 - chance)
  const index = upperBound(NORMAL, chance)
  const from = NORMAL[index - 1] ?? 0.5
  const to = NORMAL[index] ?? 1
  return (index - 1 + (to > from ? (chance - from) / (to - from) : 0)) * NORMAL_STEP
}

const NORMAL_STEP = 0.002
const NORMAL = normalTable()

function normalTable(): Float64Array {
  const table = new Float64Array(4500)
  const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  table[0] = 0.5
  for (let i = 1; i < table.length; i++) {
    const z = i * NORMAL_STEP
    const step = (density(z - NORMAL_STEP) + 4 * density(z - NORMAL_STEP / 2) + density(z)) / 6
    table[i] = (table[i - 1] ?? 0) + step * NORMAL_STEP
  }
  return table
}

/** Index of the first value above `limit`, or the length; the values rise. */
export function upperBound(values: ArrayLike<number>, limit: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
