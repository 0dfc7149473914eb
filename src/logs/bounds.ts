/** How much of a log is shown, and what is said of what is left out. */

import { asOwn } from '../text/own-lines.ts'
import type { Tail } from './tail.ts'

export const MOST_LINES = 100_000
export const MOST_BYTES = 50 * 1024 * 1024
/** How many lines are kept past that, and how long each may be: memory has to be bounded too. */
export const KEPT_LINES = 1000
export const LONGEST_KEPT = 8192
/** A longer line is written as several. */
export const LONGEST_LINE = 32 * 1024

export function isWithin(lines: number, bytes: number): boolean {
  return lines <= MOST_LINES && bytes <= MOST_BYTES
}

export const BOUNDS_REACHED = asOwn(
  `The log has more than ${grouped(MOST_LINES)} lines or ${MOST_BYTES / 1024 ** 2} MiB. From here on only its last ${grouped(KEPT_LINES)} lines are kept, and shown at its end.`,
)

/** The lines that were kept past the bounds, after a line that says what they are. */
export function announced(kept: Tail, seeAlso: string): readonly string[] {
  const { lines, added } = kept
  if (added === lines.length) return [asOwn('The end of the log:'), ...lines]
  const leftOut = `${grouped(added - lines.length)} lines were left out here (see ${seeAlso})`
  return [asOwn(`${leftOut}; the last ${grouped(lines.length)} of the log:`), ...lines]
}

/** The last lines of a log that there is no time to show more of. */
export function cutShort(leftOut: number, last: readonly string[], seeAlso: string): readonly string[] {
  return [
    asOwn(`${grouped(leftOut)} lines were left out for lack of time (see ${seeAlso}); the last of the log:`),
    ...last,
  ]
}

/** `1,234,567` */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
