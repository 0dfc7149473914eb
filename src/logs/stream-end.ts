/** What the end of a stream means for the next attempt. */

import type { HttpAnswer, HttpStreamEnd } from '../core/ports.ts'
import { retryAfterMs } from '../core/requests/retry-after.ts'
import { formatDuration } from '../text/duration.ts'

export type AfterEnd =
  /** It did its work and was cut: as a matter of course, Kubiya's host does so after about 300 s. */
  | { readonly kind: 'reopen' }
  | { readonly kind: 'failed'; readonly message: string; readonly askedMs?: number }
  /** There is no stream to be had. */
  | { readonly kind: 'refused'; readonly reason: string }

/** Where the events themselves told that the platform knows no such run. */
export interface Missing {
  readonly kind: 'missing'
  readonly reason: string
}

export interface StreamLife {
  /** From the attempt to its end. */
  readonly lastedMs: number
  /** Since the first attempt. */
  readonly sinceStartMs: number
  readonly wasOpen: boolean
  /** It told something that no earlier connection had told. */
  readonly broughtNews: boolean
  /** The runner's clock. */
  readonly epochMs: number
}

const STOOD_MS = 30_000
/** How long a run that was just triggered may be unknown to the stream's side. */
const EXPECTED_WITHIN_MS = 30_000

export function afterEnd(end: HttpStreamEnd | Missing, life: StreamLife): AfterEnd {
  if (life.wasOpen && (life.broughtNews || life.lastedMs >= STOOD_MS)) return { kind: 'reopen' }
  switch (end.kind) {
    case 'missing':
      return life.sinceStartMs < EXPECTED_WITHIN_MS
        ? { kind: 'failed', message: end.reason }
        : { kind: 'refused', reason: end.reason }
    case 'closed':
      return { kind: 'failed', message: `the stream was closed after ${formatDuration(life.lastedMs)}` }
    case 'failure':
      return { kind: 'failed', message: end.message }
    case 'answer':
      return afterAnswer(end, life)
  }
}

function afterAnswer({ status, headers }: HttpAnswer, life: StreamLife): AfterEnd {
  if (status < 300) {
    return { kind: 'refused', reason: `the answer is ${headers['content-type'] ?? 'of no type'}, not an event stream` }
  }
  const isLate = status === 404 && life.sinceStartMs < EXPECTED_WITHIN_MS
  if (status < 500 && status !== 408 && status !== 429 && !isLate) return { kind: 'refused', reason: `HTTP ${status}` }
  const askedMs = retryAfterMs(headers, life.epochMs)
  return { kind: 'failed', message: `HTTP ${status}`, ...(askedMs === undefined ? {} : { askedMs }) }
}
