/** Whether a run may be of our attempt, by the list that was read before the trigger and by the platform's clock. */

import type { ListedRun } from '../model.ts'
import type { RunPage } from '../platform.ts'
import type { Good } from '../requests/reading.ts'
import { type Baseline, baselineOf } from './baseline.ts'

/** How far the clocks of the platform's own machines may be apart, and the whole seconds of a `Date` header. */
const SLACK_MS = 5000
/** Whole seconds of a `Date`, and a second more: an older run is not of this attempt, whatever a search says. */
const PROOF_SLACK_MS = 2000

export class Newness {
  readonly #baseline: Baseline
  readonly #ageMs: () => number
  /** Epoch milliseconds by the platform's clock: when the attempt was made. */
  #attemptedAtMs: number | undefined

  #sinceAttempt: Baseline | undefined

  /** `ageMs`: how long ago the attempt was made. */
  constructor(baseline: Baseline, ageMs: () => number) {
    this.#baseline = baseline
    this.#ageMs = ageMs
  }

  /** The first clock that is told counts, so that a slow answer makes no old run newer. */
  learn({ dateMs }: Good<unknown>): void {
    if (dateMs !== undefined) this.#attemptedAtMs ??= dateMs - this.#ageMs()
  }

  /** What the first page after the attempt does not show and a later one does was not there before, whatever its time. */
  hold(first: RunPage): void {
    this.#sinceAttempt ??= baselineOf(first)
  }

  /** A run that can't be shown to be older may be newer. */
  mayBeNewer(run: ListedRun): boolean {
    return !this.#isOlder(run, SLACK_MS)
  }

  /** For a run that carries our alias there is less room than for doubt. */
  isKnownToBeOlder(run: ListedRun): boolean {
    return this.#isOlder(run, PROOF_SLACK_MS)
  }

  #isOlder(run: ListedRun, slackMs: number): boolean {
    switch (this.#baseline.age(run)) {
      case 'old':
        return true
      case 'new':
        return false
      case 'unknown': {
        if (this.#sinceAttempt?.age(run) === 'new') return false
        const { createdAtMs = Number.POSITIVE_INFINITY } = run
        return createdAtMs < (this.#attemptedAtMs ?? Number.NEGATIVE_INFINITY) - slackMs
      }
    }
  }
}
