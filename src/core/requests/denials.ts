/** The platform's own no, which counts once it has been said three times in a row over five seconds. */

import type { Refusal } from './calls.ts'
import type { Denied } from './reading.ts'

/** A row of them, all of one kind. */
export interface Denials {
  readonly kind: Refusal
  /** Monotonic time at which the first one was read. */
  readonly sinceMs: number
  readonly count: number
  /** The last one as people read it. */
  readonly message: string
}

const ENOUGH = 3
const SPAN_MS = 5000
/** How long to wait before the same is asked again. */
export const DENIAL_GAP_MS = 2500

export function afterDenial(before: Denials | undefined, denied: Denied, nowMs: number): Denials {
  const { refusal: kind, message } = denied
  const row = before?.kind === kind ? before : { sinceMs: nowMs, count: 0 }
  return { kind, sinceMs: row.sinceMs, count: row.count + 1, message }
}

export function isCertain({ count, sinceMs }: Denials, nowMs: number): boolean {
  return count >= ENOUGH && nowMs - sinceMs >= SPAN_MS
}
