/** The pace of one run while it is waited for: how old it is, and how long to wait before it is polled again. */

import type { PollInterval } from './index.ts'
import { type EarlierRun, type Moment, type PhasedPace, paceFor } from './phases.ts'

/** What a poll showed of a run, as far as the pace goes by it. */
export interface Sighting {
  /** Still in the queue. */
  readonly isWaiting: boolean
  /** How long it has lasted by the platform's clock, where that is to be gone by: of a run that somebody else started. */
  readonly lastedMs?: number
}

/** How long a run has lasted, and how long it has worked. Times are monotonic. */
export class RunAge {
  #bornMs: number
  #workingSinceMs: number | undefined
  #isQueued = false
  #isKnown = false

  constructor(startMs: number) {
    this.#bornMs = startMs
  }

  /** Work began when the run was first seen not to wait after it had been seen to. */
  see(nowMs: number, { isWaiting, lastedMs }: Sighting): void {
    if (!this.#isKnown && lastedMs !== undefined) this.#bornMs = nowMs - lastedMs
    this.#isKnown = true
    if (isWaiting) this.#isQueued = true
    else if (this.#isQueued) this.#workingSinceMs ??= nowMs
  }

  at(nowMs: number): Moment {
    const elapsedMs = Math.max(0, nowMs - this.#bornMs)
    if (!this.#isQueued) return { elapsedMs }
    return { elapsedMs, workedMs: this.#workingSinceMs === undefined ? 0 : nowMs - this.#workingSinceMs }
  }
}

/** The pace by what is known of earlier runs, planned anew only when that has changed. */
export class RunPace {
  readonly #pollInterval: PollInterval
  readonly #past: () => readonly EarlierRun[]
  #planned: readonly EarlierRun[]
  #pace: PhasedPace

  /** `past`: earlier runs of the job, newest first, as far as they are known by now; the same list until it changes. */
  constructor(pollInterval: PollInterval, past: () => readonly EarlierRun[]) {
    this.#pollInterval = pollInterval
    this.#past = past
    this.#planned = past()
    this.#pace = paceFor(pollInterval, this.#planned)
  }

  gapMs(moment: Moment, random: number): number {
    const past = this.#past()
    if (this.#planned !== past) {
      this.#planned = past
      this.#pace = paceFor(this.#pollInterval, past)
    }
    return this.#pace.gapMs(moment, random)
  }
}
