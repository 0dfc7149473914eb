/** Asks until there is an answer: for look-ups, which may be repeated freely. */

import type { Call } from './calls.ts'
import type { Channel } from './channel.ts'
import type { Limit } from './limit.ts'
import { Patience, type PatienceStep } from './outage.ts'
import type { Clock, Runner } from './ports.ts'
import type { Denied, Good, Stopped } from './reading.ts'

export interface PersistLimit extends Limit {
  readonly outageToleranceMs: number
}

export interface GaveUp extends Pick<Extract<PatienceStep, { kind: 'give_up' }>, 'limit' | 'reason'> {
  readonly kind: 'gave_up'
}

/** Good, or the platform's own no, or a limit was reached. */
export async function askUntilAnswered<T>(
  { channel, clock, runner }: { readonly channel: Channel; readonly clock: Clock; readonly runner: Runner },
  call: Call<T>,
  { signal, ...policy }: PersistLimit,
): Promise<Good<T> | Denied | Stopped | GaveUp> {
  const patience = new Patience({ clock, channel }, policy)
  while (!signal?.aborted) {
    const attemptMs = clock.nowMs()
    const untilMs = patience.attemptUntilMs()
    const reading = await channel.ask(call, { untilMs, ...(signal === undefined ? {} : { signal }) })
    if (reading.kind !== 'setback') return reading
    if (patience.outage === undefined) runner.info(`Could not ${call.what}: ${reading.message}`)
    const next = patience.failed(reading, attemptMs)
    if (next.kind === 'give_up') return { ...next, kind: 'gave_up' }
    await clock.sleep(next.waitMs, signal)
  }
  return { kind: 'stopped', effect: 'none' }
}
