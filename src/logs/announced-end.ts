/** What is done after a stream that told its end: it may have been wrong, and then it is opened once more. */

import type { Clock } from '../core/ports.ts'

/** The first look after the end may be the one that is under way; if there is a second, the run goes on. */
const LOOKS_AFTER_END = 2
const FOREVER_MS = 2 ** 31 - 1

export class AnnouncedEnd {
  #times = 0
  #looks = 0
  #looked = new AbortController()

  /** Called at each look at the run's status. */
  look(): void {
    this.#looks += 1
    if (this.#looks >= LOOKS_AFTER_END) this.#looked.abort()
  }

  /** Resolves once looks have shown that the run goes on, or with the signal. False at once when the end was told before. */
  async goesOn(clock: Pick<Clock, 'sleep'>, signal: AbortSignal): Promise<boolean> {
    this.#times += 1
    if (this.#times > 1) return false
    this.#looks = 0
    this.#looked = new AbortController()
    await clock.sleep(FOREVER_MS, AbortSignal.any([this.#looked.signal, signal]))
    return true
  }
}
