/**
 * When a run will end, as far as earlier runs tell: a survival function.
 *
 * A committee of simple guesses. Each puts logistic bumps on the logarithm of the duration: one on every earlier run
 * (any shape, several modes), or a single one at their mean (less to learn, so better with few runs); with bumps of
 * one of several widths; remembering all runs alike, or recent ones more (drift). A member's say is how well it would
 * have guessed each earlier run from the others. A small share stays with a broad guess that knows only the scale.
 */

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

const WIDTHS = [0.0125, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8]
/** What a run counts for that is one run older, and the say that this has beforehand. */
const MEMORIES = [
  { fading: 1, say: 1 },
  { fading: 0.85, say: 0.3 },
]

/** Most jobs have one kind of runs: what a single bump counts for beforehand. */
const SAY_OF_MEAN = 3

/** `durationsMs`: newest first, at least one, each finite and above zero. */
export function forecast(durationsMs: readonly number[]): Forecast {
  const logs = durationsMs.map(Math.log)
  const sorted = logs.toSorted((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? 0
  const median = (at((sorted.length - 1) >> 1) + at(sorted.length >> 1)) / 2
  const firstLog = at(0) - MARGIN
  const broad = { share: 0.5 / (logs.length + 12), median }
  const sketch = new Sketch(firstLog, Math.ceil((at(sorted.length - 1) + MARGIN - firstLog) / STEP) + 1)
  for (const { width, centre, weight } of committee(logs, broad)) {
    sketch.addBump(centre, width, (1 - broad.share) * weight)
  }
  const survival = sketch.survival()
  for (let i = 0; i < survival.length; i++) {
    survival[i] = (survival[i] ?? 0) + broad.share * broadSurvival(firstLog + i * STEP - median)
  }
  return { firstLog, survival }
}

/**
 * The broad guess: a chance to end that hardly changes until ten times the median and then falls (Lomax), so that a run
 * which has outlived all experience is looked at evenly rather than ever more rarely. Its share falls with experience.
 */
const BROAD_SHAPE = 15

function broadSurvival(logRatio: number): number {
  return (1 + Math.exp(logRatio) / BROAD_SHAPE) ** -BROAD_SHAPE
}

/** Density over the logarithm. */
function broadDensity(logRatio: number): number {
  const ratio = Math.exp(logRatio)
  return ratio * (1 + ratio / BROAD_SHAPE) ** (-BROAD_SHAPE - 1)
}

interface Broad {
  readonly share: number
  readonly median: number
}

interface Bump {
  readonly centre: number
  readonly width: number
  readonly weight: number
}

/** All members' bumps, their weights adding up to one. */
function committee(logs: readonly number[], broad: Broad): Bump[] {
  const near = WIDTHS.map((width) => nearness(logs, width))
  const members = MEMORIES.flatMap(({ fading, say }) => {
    const remembered = logs.map((_, age) => fading ** age)
    const total = sumOf(remembered)
    const shares = remembered.map((weight) => weight / total)
    return WIDTHS.flatMap((width, w) => {
      const { each, mean } = scores(logs, { width, near: near[w] ?? new Float64Array() }, remembered, broad)
      return [
        { width, centres: logs, shares, logSay: Math.log(say) + each },
        { width, centres: [weightedMean(logs, shares)], shares: [1], logSay: Math.log(say * SAY_OF_MEAN) + mean },
      ]
    })
  })
  const loudest = Math.max(...members.map(({ logSay }) => logSay))
  const heard = members.filter(({ logSay }) => logSay > loudest + UNHEARD)
  const total = sumOf(heard.map(({ logSay }) => Math.exp(logSay - loudest)))
  return heard.flatMap(({ width, centres, shares, logSay }) =>
    centres.map((centre, i) => ({ centre, width, weight: ((shares[i] ?? 0) * Math.exp(logSay - loudest)) / total })),
  )
}

/** A member with less than a thousandth of the loudest one's say is not worth its bumps. */
const UNHEARD = Math.log(1e-3)

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}

function weightedMean(numbers: readonly number[], shares: readonly number[]): number {
  return numbers.reduce((sum, number, i) => sum + number * (shares[i] ?? 0), 0)
}

/** How high a bump on one run is at another, row by row. */
function nearness(logs: readonly number[], width: number): Float64Array {
  const count = logs.length
  const table = new Float64Array(count * count)
  for (let i = 0; i < count; i++) {
    const log = logs[i] ?? 0
    for (let j = 0; j < i; j++) {
      const height = bump(log - (logs[j] ?? 0), width)
      table[i * count + j] = height
      table[j * count + i] = height
    }
  }
  return table
}

interface Bumps {
  readonly width: number
  readonly near: Float64Array
}

/**
 * Log-likelihood of all runs, each guessed from the others, those nearer in time counting more: with a bump on each of
 * them, and with one at their mean. `remembered[age]`: what a run counts for that is so many runs away.
 */
function scores(logs: readonly number[], { width, near }: Bumps, remembered: readonly number[], broad: Broad) {
  const score = { each: 0, mean: 0 }
  if (logs.length === 1) return score
  for (let i = 0; i < logs.length; i++) {
    const log = logs[i] ?? 0
    let total = 0
    let sum = 0
    let density = 0
    for (let j = 0; j < logs.length; j++) {
      const weight = j === i ? 0 : (remembered[Math.abs(i - j)] ?? 0)
      total += weight
      sum += weight * (logs[j] ?? 0)
      density += weight * (near[i * logs.length + j] ?? 0)
    }
    const anyway = broad.share * broadDensity(log - broad.median)
    score.each += Math.log((1 - broad.share) * (density / total) + anyway)
    score.mean += Math.log((1 - broad.share) * bump(log - sum / total, width) + anyway)
  }
  return score
}

/** Logistic density. */
function bump(distance: number, width: number): number {
  const tail = Math.exp(-Math.abs(distance) / width)
  return tail / (width * (1 + tail) * (1 + tail))
}

/** A sum of bumps, as the survival function on the grid. */
class Sketch {
  readonly #firstLog: number
  /** Near its centre a bump is added point by point ... */
  readonly #near: Float64Array
  /** ... and before that, where nothing of it has ended yet, once: at the last such point, for all before it too. */
  readonly #before: Float64Array

  constructor(firstLog: number, points: number) {
    this.#firstLog = firstLog
    this.#near = new Float64Array(points)
    this.#before = new Float64Array(points)
  }

  addBump(centre: number, width: number, weight: number): void {
    const middle = (centre - this.#firstLog) / STEP
    const reach = (REACH * width) / STEP
    const start = Math.max(0, Math.ceil(middle - reach))
    const end = Math.min(this.#near.length - 1, Math.floor(middle + reach))
    // The odds to have ended grow by a constant factor: no exponential for each point.
    const growth = Math.exp(STEP / width)
    let odds = Math.exp(((start - middle) * STEP) / width)
    const near = this.#near
    for (let i = start; i <= end; i++) {
      near[i] = (near[i] ?? 0) + weight / (1 + odds)
      odds *= growth
    }
    if (start > 0) this.#before[start - 1] = (this.#before[start - 1] ?? 0) + weight
  }

  survival(): Float64Array {
    const survival = new Float64Array(this.#near.length)
    let before = 0
    for (let i = survival.length - 1; i >= 0; i--) {
      before += this.#before[i] ?? 0
      survival[i] = (this.#near[i] ?? 0) + before
    }
    return survival
  }
}

/** In widths. Further out than this, less than 1e-7 of a bump is left. */
const REACH = 16
