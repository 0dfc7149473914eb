/**
 * A committee of simple guesses at how long a run takes, each a density over the logarithm of the duration.
 *
 * A member's say is how well it would have guessed each earlier run from the others. No rule of thumb picks a width, so
 * two tight groups stay two groups.
 */

/** From the logarithms of earlier runs and what each of them counts for, the density at a logarithm. */
type Guess = (logs: readonly number[], counts: readonly number[]) => (log: number) => number

/** How far the logarithms of durations scatter: from 1.5 % to a factor of e. */
const WIDTHS = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1]
/** Only a wide scatter shows which way it leans. */
const LEANING = WIDTHS.slice(3)

/** What each guess counts for beforehand. Most jobs have one kind of runs; waiting for a chance event is common too. */
const GUESSES: readonly { readonly guess: Guess; readonly say: number }[] = [
  ...WIDTHS.map((width) => ({ guess: each(width), say: 1 })),
  ...LEANING.map((width) => ({ guess: leaning(width, 1), say: width === 1 ? 4 : 1 })),
  ...LEANING.map((width) => ({ guess: leaning(width, -1), say: 1 })),
  { guess: upright, say: 6 },
]

/** What a run counts for that is one run older, and the say that this has beforehand: recent runs may tell more. */
const MEMORIES = [
  { fading: 1, say: 1 },
  { fading: 0.85, say: 0.3 },
]

/** A member with less than a thousandth of the loudest one's say is not heard. */
const UNHEARD = 1e-3

/** How likely a run is taken to be like no other, in judging the members. */
const ODD = 0.02

/**
 * The committee's density on a grid of logarithms.
 *
 * @param logs newest first, at least one.
 * @param oddDensity of a run that is like no other.
 */
export function committee(
  logs: readonly number[],
  grid: readonly number[],
  oddDensity: (log: number) => number,
): Float64Array {
  const odd = logs.map((log) => ODD * oddDensity(log))
  const members = MEMORIES.flatMap(({ fading, say }) => {
    const logSays = judged(logs, fading, odd)
    const counts = logs.map((_, age) => fading ** age)
    return GUESSES.map(({ guess, say: own }, i) => ({
      density: guess(logs, counts),
      logSay: Math.log(say * own) + (logSays[i] ?? 0),
    }))
  })
  const loudest = Math.max(...members.map(({ logSay }) => logSay))
  const density = new Float64Array(grid.length)
  for (const member of members) {
    const say = Math.exp(member.logSay - loudest)
    if (say < UNHEARD) continue
    grid.forEach((log, i) => {
      density[i] = (density[i] ?? 0) + say * member.density(log)
    })
  }
  return density
}

/** Log-likelihood of all runs for each guess, every run guessed from the others, those nearer in time counting more. */
function judged(logs: readonly number[], fading: number, odd: readonly number[]): number[] {
  const scores = GUESSES.map(() => 0)
  if (logs.length === 1) return scores
  logs.forEach((log, i) => {
    const counts = logs.map((_, j) => (i === j ? 0 : fading ** Math.abs(i - j)))
    GUESSES.forEach(({ guess }, g) => {
      scores[g] = (scores[g] ?? 0) + Math.log((1 - ODD) * guess(logs, counts)(log) + (odd[i] ?? 0))
    })
  })
  return scores
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}

/** A logistic bump on every run: any shape, several modes. */
function each(width: number): Guess {
  return (logs, counts) => {
    const total = width * sumOf(counts)
    return (log) => {
      let sum = 0
      for (let j = 0; j < logs.length; j++) {
        const distance = Math.abs(log - (logs[j] ?? 0)) / width
        if (distance > REACH) continue
        const tail = Math.exp(-distance)
        sum += ((counts[j] ?? 0) * tail) / ((1 + tail) * (1 + tail))
      }
      return sum / total
    }
  }
}

/** In widths. Further out than this, less than 1e-7 of a bump is left. */
const REACH = 16

/**
 * All runs of one kind, with a long tail to one side: to short durations (`side` 1: Weibull, with a width of 1 memoryless)
 * or to long ones (-1: Fréchet, near a Pareto law). To the power of `side / width` such durations are memoryless with an
 * unknown mean, which runs that were seen tell as so many parts of the whole. Of one run it is a logistic bump.
 */
function leaning(width: number, side: 1 | -1): Guess {
  return (logs, counts) => {
    const total = sumOf(counts)
    const top = Math.max(...logs.map((log) => side * log))
    const sum = logs.reduce((sum, log, j) => sum + (counts[j] ?? 0) * Math.exp((side * log - top) / width), 0)
    return (log) => {
      const share = 1 / (1 + sum * Math.exp((top - side * log) / width))
      return (total / width) * (1 - share) ** total * share
    }
  }
}

/** How far runs scatter as far as one run can tell, as a share. */
const SCATTER = 0.1

/** All runs of one kind, lognormal with an unknown mean and an unknown scatter: Student's t. */
function upright(logs: readonly number[], counts: readonly number[]): (log: number) => number {
  const total = sumOf(counts)
  const freedom = Math.max(1, total)
  const mean = logs.reduce((sum, log, j) => sum + (counts[j] ?? 0) * log, 0) / total
  const squares = logs.reduce((sum, log, j) => sum + (counts[j] ?? 0) * (log - mean) ** 2, SCATTER ** 2)
  const scale = Math.sqrt((squares / freedom) * (1 + 1 / total))
  // Stirling's series for the quotient of two gamma functions: at most 2 % off.
  const height = (1 - 1 / (4 * freedom) + 1 / (32 * freedom ** 2)) / (Math.sqrt(2 * Math.PI) * scale)
  return (log) => height * (1 + ((log - mean) / scale) ** 2 / freedom) ** (-(freedom + 1) / 2)
}
