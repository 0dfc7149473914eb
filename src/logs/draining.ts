/** When a log has been read to its end after its run has ended, and what is said where that is not sure. */

import type { Drain } from '../core/follow.ts'
import type { Runner } from '../core/ports.ts'
import type { Sinks } from './sinks.ts'
import type { Trouble } from './trouble.ts'

export interface DrainParts {
  readonly runner: Pick<Runner, 'info'>
  readonly trouble: Trouble
  readonly sinks: Pick<Sinks, 'hasLines'>
  /** Where the whole log is. */
  readonly seeAlso: string
}

/** Whether a log that is quiet now may be left. */
export function isDrained({ notBeforeMs = 0, isEnough }: Drain, nowMs: number): boolean {
  return nowMs >= notBeforeMs && (isEnough?.() ?? true)
}

export const UNREADABLE = 'it could not be read to its end in time'
export const STILL_FLOWING = 'lines still came'
const NO_LINE = 'no line of it has come so far'

/** One line that more may follow, after a warning if it could not be read. */
export function noteUndrained({ runner, trouble, seeAlso }: DrainParts, why: string): void {
  trouble.tell()
  runner.info(moreMayFollow(why, seeAlso))
}

/** The same of a log that is quiet because nothing of it has come, where that is odd. */
export function noteIfEmpty({ runner, sinks, seeAlso }: DrainParts, { expectsLines }: Drain): void {
  if (expectsLines === true && !sinks.hasLines) runner.info(moreMayFollow(NO_LINE, seeAlso))
}

function moreMayFollow(why: string, seeAlso: string): string {
  return `The log may not be complete: ${why}. All of it: ${seeAlso}`
}
