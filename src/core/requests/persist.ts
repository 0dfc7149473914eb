/** Asks until there is an answer: for look-ups, which may be repeated freely. */

import type { Limit } from '../limit.ts'
import type { Clock, Runner } from '../ports.ts'
import type { Call } from './calls.ts'
import type { Channel } from './channel.ts'
import { afterDenial, DENIAL_GAP_MS, type Denials, isCertain } from './denials.ts'
import { Patience, type PatienceStep } from './outage.ts'
import type { Denied, Good, Stopped } from './reading.ts'

export interface PersistLimit extends Limit {
  readonly outageToleranceMs: number
  /** As in a watch: a no of another kind than "missing" and "not allowed" is no answer to the question, and counts as an outage. */
  readonly isAttach?: boolean
}

export interface GaveUp extends Pick<Extract<PatienceStep, { kind: 'give_up' }>, 'limit' | 'reason'> {
  readonly kind: 'gave_up'
}

/** What is kept of the time for a last attempt. */
const LAST_ATTEMPT_MS = 1000

/** Good, or the platform's own no as often as it takes to count, or a limit was reached. */
export async function askUntilAnswered<T>(
  { channel, clock, runner }: { readonly channel: Channel; readonly clock: Clock; readonly runner: Runner },
  call: Call<T>,
  { signal, isAttach = false, ...policy }: PersistLimit,
): Promise<Good<T> | Denied | Stopped | GaveUp> {
  const patience = new Patience({ clock, channel }, policy)
  let denials: Denials | undefined
  while (!signal?.aborted) {
    const attemptMs = clock.nowMs()
    const reading = await channel.ask(call, { untilMs: patience.attemptUntilMs(), signal })
    if (reading.kind === 'good' || reading.kind === 'stopped') return reading
    const isFirst = patience.outage === undefined && denials === undefined
    const nowMs = clock.nowMs()
    let waitMs: number
    if (reading.kind === 'setback' || (isAttach && reading.refusal === 'other')) {
      denials = undefined
      const next = patience.failed(reading, attemptMs)
      if (next.kind === 'give_up') return { ...next, kind: 'gave_up' }
      waitMs = next.waitMs
    } else {
      denials = afterDenial(denials, reading, nowMs)
      if (isCertain(denials, nowMs)) return reading
      const leftMs = policy.untilMs - LAST_ATTEMPT_MS - nowMs
      if (leftMs <= 0) return { kind: 'gave_up', limit: 'deadline', reason: reading.message }
      patience.answered()
      waitMs = Math.min(DENIAL_GAP_MS, leftMs)
    }
    if (isFirst) runner.info(`Could not ${call.what}: ${reading.message}. Asking again.`)
    await clock.sleep(waitMs, signal)
  }
  return { kind: 'stopped', effect: 'none' }
}
