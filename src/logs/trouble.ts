/** What is told of a log that can't be read: one warning in all, and only of what does not pass by itself. */

import type { Clock, Runner } from '../core/ports.ts'

/** Shorter stretches are made up for at the next look: the place in the log is kept. */
const WORTH_TELLING_MS = 30_000
const WORTH_TELLING_FAILURES = 3
const FIRST_BACKOFF_MS = 1000
const LONGEST_BACKOFF_MS = 60_000
const LONGEST_ASKED_MS = 300_000

export interface TroublePorts {
  readonly clock: Pick<Clock, 'nowMs' | 'random'>
  readonly runner: Pick<Runner, 'warning'>
}

export class Trouble {
  readonly #ports: TroublePorts
  readonly #consequence: string
  #failures = 0
  #sinceMs = 0
  #message = ''
  #isTold = false

  /** `consequence` is the second part of the warning: what this means and where else to look. */
  constructor(ports: TroublePorts, consequence: string) {
    this.#ports = ports
    this.#consequence = consequence
  }

  /** Takes a failure into account. Returns how long to wait before trying again, in milliseconds. */
  failed(message: string, askedMs = 0): number {
    const { clock } = this.#ports
    if (this.#failures === 0) this.#sinceMs = clock.nowMs()
    this.#failures += 1
    this.#message = message
    const isLong = clock.nowMs() - this.#sinceMs >= WORTH_TELLING_MS
    if (isLong && this.#failures >= WORTH_TELLING_FAILURES) this.tell()
    const backoffMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(10, this.#failures - 1))
    return Math.max(backoffMs * (0.75 + 0.5 * clock.random()), Math.min(askedMs, LONGEST_ASKED_MS))
  }

  worked(): void {
    this.#failures = 0
  }

  /** Warns if the last attempt failed and nothing was said of it yet. */
  tell(): void {
    if (this.#isTold || this.#failures === 0) return
    this.#isTold = true
    this.#ports.runner.warning(`The log can't be read: ${this.#message}. ${this.#consequence}`)
  }
}
