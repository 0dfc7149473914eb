/** A clock that stands still until everything waits, and then jumps to the next moment at which something is due. */

import type { Clock } from '../../src/core/ports.ts'

interface Timer {
  readonly atMs: number
  readonly order: number
  readonly wake: () => void
}

/** A small generator with a seed (mulberry32), so that jitter and suffixes repeat. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** More than any story takes: who wakes up more often than that asks without a pause, or would never end. */
const MOST_WAKES = 20_000

export class FakeClock implements Clock {
  /** Where the runner's clock stands when the process starts. */
  readonly startEpochMs: number
  readonly #random: () => number
  readonly #timers = new Set<Timer>()
  #nowMs = 0
  #orders = 0

  constructor({ startEpochMs = Date.UTC(2026, 0, 15, 12), seed = 1 } = {}) {
    this.startEpochMs = startEpochMs
    this.#random = seededRandom(seed)
  }

  nowMs(): number {
    return this.#nowMs
  }

  epochMs(): number {
    return this.startEpochMs + this.#nowMs
  }

  random(): number {
    return this.#random()
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted || durationMs <= 0) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        cancel()
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const cancel = this.at(this.nowMs() + durationMs, done)
      signal?.addEventListener('abort', done, { once: true })
    })
  }

  /** Calls back at that time; returns how to call it off. */
  at(atMs: number, wake: () => void): () => void {
    const timer: Timer = { atMs: Math.max(atMs, this.#nowMs), order: this.#orders++, wake }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Lets time pass until the promise is settled. Fails when nothing is due any more, or past the limit. */
  async run<T>(promise: Promise<T>, limitMs = 40 * 24 * 3_600_000): Promise<T> {
    let settled = false
    const marked = promise.finally(() => {
      settled = true
    })
    marked.catch(() => undefined)
    for (let wakes = 0; ; wakes++) {
      await idle()
      if (settled) return marked
      const next = this.#next()
      if (next === undefined) throw new Error(`nothing is due at ${this.#nowMs} ms and the promise is still open`)
      if (next.atMs > limitMs) throw new Error(`still going after ${limitMs} ms`)
      if (wakes === MOST_WAKES) throw new Error(`still going after ${wakes} wakes, at ${this.#nowMs} ms`)
      this.#timers.delete(next)
      this.#nowMs = next.atMs
      next.wake()
    }
  }

  #next(): Timer | undefined {
    return [...this.#timers].sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0]
  }
}

/** Once all promises that can go on have gone on. */
function idle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
