/** How much of a log is shown, and what is said of what is left out. */

import type { Tail } from './tail.ts'

export const MOST_LINES = 100_000
export const MOST_BYTES = 50 * 1024 * 1024
/** How many lines are kept past that, and how long each may be: memory has to be bounded too. */
export const KEPT_LINES = 1000
export const LONGEST_KEPT = 8192
/** A longer line is written as several. */
export const LONGEST_LINE = 32 * 1024

/** The lines that were kept past the bounds, after a line that says what they are. */
export function announced(kept: Tail, seeAlso: string): readonly string[] {
  const { lines, added } = kept
  if (added === lines.length) return ['The end of the log:', ...lines]
  const leftOut = `${grouped(added - lines.length)} lines were left out here (see ${seeAlso})`
  return [`${leftOut}; the last ${grouped(lines.length)} of the log:`, ...lines]
}

/** `1,234,567` */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
