/** Sleep between two polls that a stream can end. */

import type { Follower } from './follow.ts'
import type { Clock } from './ports.ts'

/** However often a stream hints that the run has moved on, polls are at least this far apart. */
const SHORTEST_GAP_MS = 300

/** Sleeps that end early when the runner says stop, or when a stream hints that there is something to see. */
export class Waker {
  readonly #clock: Clock
  readonly #stop: AbortSignal
  #hint = new AbortController()

  constructor(clock: Clock, stop: AbortSignal, follower: Follower) {
    this.#clock = clock
    this.#stop = stop
    follower.onHint(() => this.#hint.abort())
    stop.addEventListener('abort', () => this.#hint.abort())
  }

  /** Hints so far are about what the poll that begins now will see. */
  forget(): void {
    this.#hint = new AbortController()
  }

  async sleep(durationMs: number): Promise<void> {
    const firstMs = Math.min(durationMs, SHORTEST_GAP_MS)
    await this.#clock.sleep(firstMs, this.#stop)
    if (!this.#stop.aborted) await this.#clock.sleep(durationMs - firstMs, this.#hint.signal)
  }
}
