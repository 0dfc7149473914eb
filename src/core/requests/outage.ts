/**
 * A stretch in which the platform gives no usable answer, as a pure state: how long to wait before asking again, and
 * when to stop asking. Used wherever something is asked until it is answered: look-ups, settling, watching.
 */

import { formatDuration } from '../../text/duration.ts'
import type { Clock } from '../ports.ts'
import type { Channel } from './channel.ts'
import type { FailedAttempt } from './reading.ts'

export interface Outage {
  /** Monotonic time at which the first failed attempt of the stretch was made. */
  readonly sinceMs: number
  readonly attempts: number
  readonly message: string
}

export interface OutagePolicy {
  readonly toleranceMs: number
  /** Whether the platform's host name has ever resolved. */
  readonly nameResolved: boolean
  readonly backoff?: Backoff
}

/** From how long to how long the waits grow, which double each time. */
export interface Backoff {
  readonly firstMs: number
  readonly longestMs: number
  /** In the first minute of an outage, where that is less. */
  readonly longestEarlyMs?: number
}

export type OutageStep =
  | { readonly kind: 'retry'; readonly outage: Outage; readonly waitMs: number }
  /** `reason` is a sentence without a full stop. */
  | { readonly kind: 'give_up'; readonly outage: Outage; readonly reason: string }

/** Most outages are short: through the first minute of one no wait is longer than 3 s, jitter included. */
const BACKOFF: Backoff = { firstMs: 500, longestEarlyMs: 3000 / 1.25, longestMs: 15_000 }
const EARLY_MS = 60_000
/** What is kept of the tolerance, and of the time for all, for a last attempt at its end. */
const LAST_ATTEMPT_MS = 1000
/** How long a host name may fail to resolve from the start before it counts as wrong rather than as an outage. */
const UNRESOLVED_LIMIT_MS = 30_000

/**
 * Takes one more failed attempt into account.
 *
 * The wait grows from 0.5 s to 15 s with jitter (`random` in [0, 1)), to 3 s in the first minute. It is as long as the
 * platform asks where it asks, and never goes past the end of the tolerance: there, one more attempt is made before giving up.
 */
export function afterSetback(
  before: Outage | undefined,
  setback: FailedAttempt,
  at: { readonly attemptMs: number; readonly nowMs: number; readonly random: number },
  policy: OutagePolicy,
): OutageStep {
  const outage: Outage = {
    sinceMs: before?.sinceMs ?? at.attemptMs,
    attempts: (before?.attempts ?? 0) + 1,
    message: setback.message,
  }
  const lastedMs = at.nowMs - outage.sinceMs
  const hopeless = hopelessReason(setback, lastedMs, policy)
  if (hopeless !== undefined) return { kind: 'give_up', outage, reason: hopeless }
  const leftMs = policy.toleranceMs - lastedMs - Math.min(LAST_ATTEMPT_MS, policy.toleranceMs / 4)
  if (leftMs <= 0) return { kind: 'give_up', outage, reason: exhausted(outage, lastedMs, policy) }
  const { firstMs, longestMs, longestEarlyMs = longestMs } = policy.backoff ?? BACKOFF
  const mostMs = lastedMs < EARLY_MS ? longestEarlyMs : longestMs
  const backoffMs = Math.min(mostMs, firstMs * 2 ** Math.min(10, outage.attempts - 1))
  const waitMs = Math.max(backoffMs * (0.75 + 0.5 * at.random), setback.retryAfterMs ?? 0)
  return { kind: 'retry', outage, waitMs: Math.min(waitMs, leftMs) }
}

/**
 * Until when (monotonic) an attempt may last so that a hanging request can't outlive the tolerance. However short that
 * is, an attempt gets a moment.
 */
export function attemptUntilMs(
  outage: Outage | undefined,
  nowMs: number,
  { toleranceMs }: { readonly toleranceMs: number },
): number {
  return outage === undefined
    ? nowMs + Math.max(toleranceMs, LAST_ATTEMPT_MS)
    : Math.max(outage.sinceMs + toleranceMs, nowMs + LAST_ATTEMPT_MS)
}

/** What can't get better by waiting. */
function hopelessReason(setback: FailedAttempt, lastedMs: number, policy: OutagePolicy): string | undefined {
  switch (setback.cause) {
    case 'certificate':
      return `the platform's certificate does not verify (${setback.message}); check \`base-url\`, and for a private certificate authority set NODE_EXTRA_CA_CERTS`
    case 'proxy_auth':
      return `the proxy asks for credentials (${setback.message}); put user and password into HTTPS_PROXY`
    case 'settings':
      return setback.message
    case 'name_not_resolved':
      if (!policy.nameResolved && lastedMs >= UNRESOLVED_LIMIT_MS)
        return `the host name has not resolved for 30 s (${setback.message}); check \`base-url\``
  }
  return undefined
}

function exhausted(outage: Outage, lastedMs: number, policy: OutagePolicy): string {
  const [lasted, tolerated] = [lastedMs, policy.toleranceMs].map(formatDuration)
  const attempts = outage.attempts === 1 ? 'one attempt' : `${outage.attempts} attempts`
  return `no usable answer for ${lasted}, with an \`outage-tolerance\` of ${tolerated}, in ${attempts}; the last: ${outage.message}`
}

export interface PatiencePolicy {
  readonly outageToleranceMs: number
  readonly backoff?: Backoff
  /** Monotonic: the time for all attempts together. */
  readonly untilMs?: number
}

export type PatienceStep =
  | { readonly kind: 'retry'; readonly waitMs: number }
  /** `limit` tells which it was: the time for all, or what is tolerated of one outage. */
  | { readonly kind: 'give_up'; readonly limit: 'deadline' | 'outage'; readonly reason: string }

/** Keeps count of the outage that something is asked through. */
export class Patience {
  readonly #clock: Pick<Clock, 'nowMs' | 'random'>
  readonly #channel: Pick<Channel, 'nameResolved'>
  readonly #policy: PatiencePolicy
  #outage: Outage | undefined

  constructor(
    {
      clock,
      channel,
    }: { readonly clock: Pick<Clock, 'nowMs' | 'random'>; readonly channel: Pick<Channel, 'nameResolved'> },
    policy: PatiencePolicy,
  ) {
    this.#clock = clock
    this.#channel = channel
    this.#policy = policy
  }

  /** The outage that goes on, if there is one. */
  get outage(): Outage | undefined {
    return this.#outage
  }

  /** Until when (monotonic) an attempt that begins now may last. */
  attemptUntilMs(): number {
    const { outageToleranceMs: toleranceMs, untilMs = Number.POSITIVE_INFINITY } = this.#policy
    return Math.min(untilMs, attemptUntilMs(this.#outage, this.#clock.nowMs(), { toleranceMs }))
  }

  answered(): void {
    this.#outage = undefined
  }

  /** Takes a failed attempt into account that was begun at `attemptMs` (monotonic). */
  failed(setback: FailedAttempt, attemptMs: number): PatienceStep {
    const { outageToleranceMs: toleranceMs, untilMs, ...rest } = this.#policy
    const at = { attemptMs, nowMs: this.#clock.nowMs(), random: this.#clock.random() }
    const policy = { toleranceMs, nameResolved: this.#channel.nameResolved, ...rest }
    const next = afterSetback(this.#outage, setback, at, policy)
    this.#outage = next.outage
    if (next.kind === 'give_up') return { kind: 'give_up', limit: 'outage', reason: next.reason }
    const leftMs = untilMs === undefined ? Number.POSITIVE_INFINITY : untilMs - LAST_ATTEMPT_MS - this.#clock.nowMs()
    if (leftMs > 0) return { kind: 'retry', waitMs: Math.min(next.waitMs, leftMs) }
    const reason = `no usable answer within the time allowed; the last: ${setback.message}`
    return { kind: 'give_up', limit: 'deadline', reason }
  }
}
