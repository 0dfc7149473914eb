/** Asks until there is an answer: for look-ups, which may be repeated freely. */

import type { Call } from './calls.ts'
import type { Channel } from './channel.ts'
import { afterSetback, attemptUntilMs, type Outage } from './outage.ts'
import type { Clock, Runner } from './ports.ts'
import type { Denied, Good, Stopped } from './reading.ts'

export interface PersistOptions {
  /** Monotonic. */
  readonly deadlineMs: number
  readonly outageToleranceMs: number
  readonly signal: AbortSignal
}

export interface GaveUp {
  readonly kind: 'gave_up'
  /** A sentence without a full stop. */
  readonly reason: string
  /** Which limit it was: the time for all, or what is tolerated of one outage. */
  readonly limit: 'deadline' | 'outage'
}

/** What is kept of the time for a last attempt. */
const LAST_ATTEMPT_MS = 1000

/** Good, or the platform's own no, or a limit was reached. */
export async function askUntilAnswered<T>(
  { channel, clock, runner }: { readonly channel: Channel; readonly clock: Clock; readonly runner: Runner },
  call: Call<T>,
  options: PersistOptions,
): Promise<Good<T> | Denied | Stopped | GaveUp> {
  const toleranceMs = options.outageToleranceMs
  let outage: Outage | undefined
  for (;;) {
    if (options.signal.aborted) return { kind: 'stopped', effect: 'none' }
    const attemptMs = clock.nowMs()
    const untilMs = Math.min(options.deadlineMs, attemptUntilMs(outage, attemptMs, { toleranceMs }))
    const reading = await channel.ask(call, { untilMs, signal: options.signal })
    if (reading.kind !== 'setback') return reading
    const at = { attemptMs, nowMs: clock.nowMs(), random: clock.random() }
    const next = afterSetback(outage, reading, at, { toleranceMs, nameResolved: channel.nameResolved })
    if (outage === undefined) runner.info(`Could not ${call.what}: ${reading.message}`)
    if (next.kind === 'give_up') return { kind: 'gave_up', limit: 'outage', reason: next.reason }
    const leftMs = options.deadlineMs - LAST_ATTEMPT_MS - clock.nowMs()
    if (leftMs <= 0) {
      const reason = `no usable answer within the time allowed; the last: ${reading.message}`
      return { kind: 'gave_up', limit: 'deadline', reason }
    }
    outage = next.outage
    await clock.sleep(Math.min(next.waitMs, leftMs), options.signal)
  }
}
