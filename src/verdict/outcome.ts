/** How a step can end. */

import type { Cancelled, FinalPhase, ListedRun, RunHandle, RunSnapshot, Termination } from '../core/model.ts'

/**
 * How the step ended. A closed union without a default: what nobody named fails to compile and can't end green.
 *
 * - `ended`: the platform gave its verdict.
 * - `timed_out`: `timeout` passed first.
 * - `cancelled`: the runner told the step to stop.
 * - `lost`: a run exists, but what becomes of it can't be seen.
 * - `pending`: `wait: false`.
 * - `not_started`: provably no run of ours exists.
 * - `unknown`: the trigger's fate could not be settled; `candidates` are runs that may be ours.
 * - `action_required`: the run waits for a person and `on-input-required: fail`.
 */
export type Outcome =
  | { readonly kind: 'ended'; readonly phase: FinalPhase; readonly run: RunHandle; readonly last: RunSnapshot }
  | {
      readonly kind: 'timed_out'
      readonly run: RunHandle
      readonly last?: RunSnapshot
      readonly timeoutMs: number
      readonly termination: Termination
    }
  | Cancelled
  | { readonly kind: 'lost'; readonly run: RunHandle; readonly last?: RunSnapshot; readonly reason: string }
  | { readonly kind: 'pending'; readonly run: RunHandle; readonly last?: RunSnapshot }
  | { readonly kind: 'not_started'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string; readonly candidates: readonly ListedRun[] }
  | { readonly kind: 'action_required'; readonly run: RunHandle; readonly last: RunSnapshot }
