/** Aliases carry a random suffix, so that a run found by its alias can only be of this very trigger. */

import type { Clock } from '../ports.ts'

const SUFFIX_LENGTH = 6

/** `nightly` becomes `nightly-7f3k2a`. */
export function withRandomSuffix(stem: string, clock: Pick<Clock, 'random'>): string {
  const letter = () => Math.floor(clock.random() * 36).toString(36)
  return `${stem}-${Array.from({ length: SUFFIX_LENGTH }, letter).join('')}`
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
