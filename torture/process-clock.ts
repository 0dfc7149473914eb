/** The clock of one process among several: it counts from the process's start, and for a process that is gone nothing is due. */

import { FakeClock } from '../__tests__/support/fake-clock.ts'

export class ProcessClock extends FakeClock {
  readonly #shared: FakeClock
  readonly #startMs: number
  #isGone = false

  /** Of a process that starts now. */
  constructor(shared: FakeClock, seed: number) {
    super({ startEpochMs: shared.epochMs(), seed })
    this.#shared = shared
    this.#startMs = shared.nowMs()
  }

  override nowMs(): number {
    return this.#shared.nowMs() - this.#startMs
  }

  override epochMs(): number {
    return this.#shared.epochMs()
  }

  override at(atMs: number, wake: () => void): () => void {
    return this.#shared.at(this.#startMs + atMs, () => {
      if (!this.#isGone) wake()
    })
  }

  /** The process has ended, or was killed. */
  end(): void {
    this.#isGone = true
  }
}
