/** Aliases carry a random suffix, so that a run found by its alias can only be of this very trigger. */

import type { Clock } from '../ports.ts'

/** What is the same in the aliases of one step in every attempt of a workflow run. */
export interface StepAlias {
  /** For people. */
  readonly stem: string
  /** Letters and digits that tell this step of this workflow run from every other. */
  readonly identity: string
}

/** What to search for, and what must not be found by the same search. */
export interface WantedAlias {
  /** An alias, or what it begins with. */
  readonly alias: string
  /** One that no run can have. */
  readonly control: string
}

const SUFFIX_LENGTH = 6

/** `nightly` becomes `nightly-7f3k2a`. */
export function withRandomSuffix(stem: string, clock: Pick<Clock, 'random'>): string {
  return `${stem}-${randomLetters(SUFFIX_LENGTH, clock)}`
}

/** An alias for one trigger of a step. */
export function newAlias(step: StepAlias, clock: Pick<Clock, 'random'>): string {
  return withRandomSuffix(`${step.stem}-${step.identity}`, clock)
}

/** What the aliases of a step's triggers begin with, and the same of a step that does not exist. */
export function aliasesOf({ stem, identity }: StepAlias, clock: Pick<Clock, 'random'>): WantedAlias {
  const other = randomLetters(identity.length, clock)
  return other === identity
    ? aliasesOf({ stem, identity }, clock)
    : { alias: `${stem}-${identity}-`, control: `${stem}-${other}-` }
}

function randomLetters(count: number, clock: Pick<Clock, 'random'>): string {
  return Array.from({ length: count }, () => Math.floor(clock.random() * 36).toString(36)).join('')
}

/**
 * An alias of the same stem that no run can have. A search that finds anything under it does not look at the suffix,
 * so that what it finds under ours proves nothing.
 */
export function controlAlias(alias: string, clock: Pick<Clock, 'random'>): string {
  const stem = alias.slice(0, -(SUFFIX_LENGTH + 1))
  for (;;) {
    const other = withRandomSuffix(stem, clock)
    if (other !== alias) return other
  }
}
