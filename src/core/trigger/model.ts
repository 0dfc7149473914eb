/** What a trigger is given, and how it can end. */

import type { ListedRun, RunHandle, RunSnapshot } from '../model.ts'
import type { Refusal } from '../requests/calls.ts'
import type { DoubtPorts } from '../search/doubt.ts'
import type { Attempt, RunSearch } from '../search/run-search.ts'

export interface TriggerPolicy {
  /** Monotonic. */
  readonly deadlineMs: number
  readonly requestTimeoutMs: number
  readonly outageToleranceMs: number
  /** False with `wait: false`: then a doubtful trigger is never sent again. */
  readonly maySendAgain: boolean
}

export type TriggerEnding =
  /** `inDoubt` is there when the trigger was ever in doubt: then a second run may exist. */
  | { readonly kind: 'started'; readonly run: RunHandle; readonly first?: RunSnapshot; readonly inDoubt?: RunSearch }
  /** A run exists but can't be addressed. */
  | { readonly kind: 'unusable'; readonly run: RunHandle; readonly reason: string }
  /** Provably no run. `refusal` is the kind of the platform's own no, if it was one. */
  | { readonly kind: 'refused'; readonly reason: string; readonly refusal?: Refusal }
  | { readonly kind: 'unsettled'; readonly reason: string; readonly candidates: readonly ListedRun[] }
  /** The runner told the step to stop. `inDoubt` is there if the trigger may have started a run that is not known. */
  | { readonly kind: 'stopped'; readonly inDoubt?: RunSearch }

export type TriggerPorts = DoubtPorts

/** Which job, under which alias, and what was there before. */
export type TriggerWhat = Pick<Attempt, 'target' | 'alias' | 'baseline'>

/** What is known when the trigger is about to be sent. */
export interface Send {
  /** How many sends may have started a run, this one among them. */
  readonly sends: number
}
