/** What is told of a log that can't be read: one warning in all, and only of what does not pass by itself. */

import type { Clock, Runner } from '../core/ports.ts'
import { type Backoff, Patience } from '../core/requests/outage.ts'

/** Shorter stretches are made up for at the next look: the place in the log is kept. */
const WORTH_TELLING_MS = 30_000
const WORTH_TELLING_FAILURES = 3
const BACKOFF: Backoff = { firstMs: 1000, longestMs: 60_000 }
const LONGEST_ASKED_MS = 300_000

export interface TroublePorts {
  readonly clock: Pick<Clock, 'nowMs' | 'random'>
  readonly runner: Pick<Runner, 'warning'>
}

export class Trouble {
  readonly #ports: TroublePorts
  readonly #consequence: string
  readonly #patience: Patience
  #isNoted = false

  /** `consequence` is the second part of the warning: what this means and where else to look. */
  constructor(ports: TroublePorts, consequence: string) {
    this.#ports = ports
    this.#consequence = consequence
    const channel = { nameResolved: true }
    this.#patience = new Patience(
      { ...ports, channel },
      { outageToleranceMs: Number.POSITIVE_INFINITY, backoff: BACKOFF },
    )
  }

  /** Takes a failure into account. Returns how long to wait before trying again, in milliseconds. */
  failed(message: string, askedMs = 0): number {
    const nowMs = this.#ports.clock.nowMs()
    const retryAfterMs = Math.min(askedMs, LONGEST_ASKED_MS)
    const next = this.#patience.failed({ message, retryAfterMs }, nowMs)
    const { sinceMs = nowMs, attempts = 0 } = this.#patience.outage ?? {}
    if (nowMs - sinceMs >= WORTH_TELLING_MS && attempts >= WORTH_TELLING_FAILURES) this.tell()
    return next.kind === 'retry' ? next.waitMs : BACKOFF.longestMs
  }

  worked(): void {
    this.#patience.answered()
  }

  /** Warns if the last attempt failed and nothing was said of it yet. */
  tell(): void {
    const { outage } = this.#patience
    if (this.#isNoted || outage === undefined) return
    this.#isNoted = true
    this.#ports.runner.warning(`The log can't be read: ${outage.message}. ${this.#consequence}`)
  }
}
