/** Choices from a seed, so that a story can be told again from its number alone. */

import { seededRandom } from '../__tests__/support/fake-clock.ts'

export interface Dice {
  /** A whole number, both ends included. */
  int(min: number, max: number): number
  /** True this often, 0 to 1. */
  chance(share: number): boolean
  /** One of them; what stands there twice comes twice as often. */
  pick<T>(...options: readonly [T, ...T[]]): T
  /** Something of a list that is not empty. */
  from<T>(options: readonly T[]): T
}

/** The dice of one story: those of its neighbours are others, and none depends on what was thrown before. */
export function diceFor(seed: number, story: number): Dice {
  const random = seededRandom(Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(story + 1, 0x85ebca6b))
  // The first numbers of neighbouring seeds are alike.
  for (let thrown = 0; thrown < 8; thrown++) random()
  const int = (min: number, max: number) => min + Math.floor(random() * (max - min + 1))
  const from = <T>(options: readonly T[]): T => {
    const chosen = options[int(0, options.length - 1)]
    if (chosen === undefined) throw new Error('nothing to choose from')
    return chosen
  }
  return { int, from, chance: (share) => random() < share, pick: (...options) => from(options) }
}
