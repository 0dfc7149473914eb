/** How a step can end. */

import type { Cancelled, FinalPhase, ListedRun, RunHandle, RunSnapshot, Termination } from '../core/model.ts'
import type { TimeLimit } from '../core/poll.ts'
import type { Judged } from './gate.ts'

/** Somebody else's run of the same job, as a list of runs showed it. */
export interface Glimpse {
  readonly run: RunHandle
  readonly status: string
  /** It has no name that can be used, so nobody can be told to wait for it. */
  readonly isOdd?: true
}

/**
 * How the step ended. A closed union without a default: what nobody named fails to compile and can't end green.
 *
 * - `ended`: the platform gave its verdict, which `gate` may reject.
 * - `skipped`: `if-running: skip`, and a run of the job was going already.
 * - `timed_out`: `timeout` passed first, or `queue-timeout` before the run had begun to work.
 * - `cancelled`: the runner told the step to stop.
 * - `lost`: a run exists, but what becomes of it can't be seen.
 * - `pending`: `wait: false`.
 * - `not_started`: provably no run of ours exists. `inTheWay` is the run of the same job that was not to be joined.
 * - `unknown`: the trigger's fate could not be settled; `candidates` are runs that may be ours.
 * - `action_required`: the run waits for a person and `on-input-required: fail`.
 */
export type Outcome =
  | {
      readonly kind: 'ended'
      readonly phase: FinalPhase
      readonly run: RunHandle
      readonly last: RunSnapshot
      /** What became of the conditions of `gate`: of a run that succeeded. */
      readonly gate?: readonly Judged[]
    }
  | { readonly kind: 'skipped'; readonly inTheWay: Glimpse }
  | {
      readonly kind: 'timed_out'
      readonly run: RunHandle
      readonly last?: RunSnapshot
      readonly limit: TimeLimit
      /** What that limit was set to. */
      readonly timeoutMs: number
      /** The run was seen at work before. */
      readonly hasWorked?: true
      readonly termination: Termination
    }
  | Cancelled
  | {
      readonly kind: 'lost'
      readonly run: RunHandle
      readonly last?: RunSnapshot
      readonly reason: string
      /** What is known of it does not do to address it. */
      readonly isUnusable?: true
    }
  | { readonly kind: 'pending'; readonly run: RunHandle; readonly last?: RunSnapshot }
  | {
      readonly kind: 'not_started'
      readonly reason: string
      readonly inTheWay?: Glimpse
      /** The `run-id` that was to be waited for, where that was asked. */
      readonly given?: string
    }
  | { readonly kind: 'unknown'; readonly reason: string; readonly candidates: readonly ListedRun[] }
  | { readonly kind: 'action_required'; readonly run: RunHandle; readonly last: RunSnapshot }
