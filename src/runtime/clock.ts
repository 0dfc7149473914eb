/** The only use of the process's clocks and timers. */

import type { Clock } from '../core/ports.ts'

/** A timer of more milliseconds than this would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  epochMs: () => Date.now(),
  random: () => Math.random(),
  sleep(durationMs, signal) {
    if (signal?.aborted || durationMs <= 0) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const timer = setTimeout(wake, Math.min(durationMs, LONGEST_TIMER_MS))
      signal?.addEventListener('abort', wake, { once: true })
    })
  },
}
