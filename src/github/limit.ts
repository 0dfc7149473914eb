/** Time limits on what is asked of GitHub: it is never worth waiting long for. */

import type { Clock } from '../core/ports.ts'
import { failed, type GithubReply } from './api.ts'

/** The reply, or a failure once it is `untilMs` (monotonic) or `stop` aborts: at once, even if the asked one hangs. Never rejects. */
export async function within<T>(
  clock: Pick<Clock, 'nowMs' | 'sleep'>,
  untilMs: number,
  ask: (signal: AbortSignal) => Promise<GithubReply<T>>,
  stop?: AbortSignal,
): Promise<GithubReply<T>> {
  const leftMs = untilMs - clock.nowMs()
  const late = failed('unavailable', 'GitHub did not answer in time')
  if (leftMs <= 0 || stop?.aborted) return late
  const over = new AbortController()
  const end = () => over.abort()
  stop?.addEventListener('abort', end, { once: true })
  const timer = clock.sleep(leftMs, over.signal).then(() => late)
  const reply = await Promise.race([asked(ask, over.signal), timer])
  stop?.removeEventListener('abort', end)
  over.abort()
  return reply
}

async function asked<T>(ask: (signal: AbortSignal) => Promise<GithubReply<T>>, signal: AbortSignal) {
  try {
    return await ask(signal)
  } catch (error) {
    return failed('unavailable', error instanceof Error ? error.message : String(error))
  }
}

const RETRY_GAP_MS = 700

/** Asks again while GitHub is unavailable and there is time, each time for `attemptMs`: for what may be asked twice. */
export async function persistently<T>(
  clock: Pick<Clock, 'nowMs' | 'sleep'>,
  attemptMs: number,
  ask: (signal: AbortSignal) => Promise<GithubReply<T>>,
  signal: AbortSignal,
): Promise<GithubReply<T>> {
  for (;;) {
    const reply = await within(clock, clock.nowMs() + attemptMs, ask, signal)
    if (reply.kind === 'good' || reply.cause !== 'unavailable' || signal.aborted) return reply
    await clock.sleep(RETRY_GAP_MS, signal)
  }
}
