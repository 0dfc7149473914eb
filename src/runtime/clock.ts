/** The only use of the process's clocks and timers. */

import type { Clock } from '../core/ports.ts'

/** A timer of more milliseconds than this would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export interface Timers {
  readonly nowMs: () => number
  /** Calls back after about that many whole milliseconds; returns how to call it off. */
  readonly set: (wake: () => void, delayMs: number) => () => void
}

const processTimers: Timers = {
  nowMs: () => performance.now(),
  set: (wake, delayMs) => {
    const timer = setTimeout(wake, delayMs)
    return () => clearTimeout(timer)
  },
}

export const systemClock: Clock = {
  nowMs: processTimers.nowMs,
  epochMs: () => Date.now(),
  random: () => Math.random(),
  sleep: sleeper(processTimers),
}

/** A timer cuts fractions of its delay, and may fire a trifle early: it is set again until the time is due. */
export function sleeper({ nowMs, set }: Timers): Clock['sleep'] {
  return (durationMs, signal) => {
    const dueMs = nowMs() + durationMs
    return new Promise((resolve) => {
      let callOff = () => {}
      const end = () => {
        callOff()
        signal?.removeEventListener('abort', end)
        resolve()
      }
      const wake = () => {
        const leftMs = dueMs - nowMs()
        if (leftMs <= 0 || signal?.aborted) return end()
        callOff = set(wake, Math.min(Math.ceil(leftMs), LONGEST_TIMER_MS))
      }
      signal?.addEventListener('abort', end, { once: true })
      wake()
    })
  }
}
