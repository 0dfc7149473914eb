/** What every fuzzed decoder is made of: where its samples come from, and what has to hold for each. */

import fc from 'fast-check'
import { hasRowEnd } from '../../src/text/lines.ts'

export interface Fuzzed {
  /** As `npm run fuzz -- --only` takes it. */
  readonly name: string
  /** Throws where a rule is broken. */
  readonly property: fc.IRawProperty<unknown>
}

/** A decoder under its rule: `check` gets a sample and throws, or rejects, where the rule does not hold for it. */
export function fuzzed<T>(name: string, samples: fc.Arbitrary<T>, check: (sample: T) => void | Promise<void>): Fuzzed {
  const property: unknown = fc.asyncProperty(samples, async (sample) => {
    await check(sample)
  })
  return { name, property: property as fc.IRawProperty<unknown> }
}

export function ensure(isTrue: boolean, complaint: string): asserts isTrue {
  if (!isTrue) throw new Error(complaint)
}

/** What is thrown, which has to be of one of these kinds, or undefined. */
export function thrownBy(act: () => unknown, ...documented: readonly (new (message: string) => Error)[]) {
  try {
    act()
    return undefined
  } catch (error) {
    if (error instanceof Error && documented.some((kind) => error instanceof kind)) return error
    throw new Error('not the documented error', { cause: error })
  }
}

export function isFiniteOrAbsent(value: number | undefined): boolean {
  return value === undefined || Number.isFinite(value)
}

export function checkLines(lines: readonly string[]): void {
  ensure(
    lines.every((line) => !hasRowEnd(line)),
    'a line with a line end',
  )
}

/** In none of our own words, so that it can only be where it was put. */
export const SECRET = 'kEy/9+Zz<&>q'
