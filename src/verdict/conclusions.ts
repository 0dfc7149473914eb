/** The ways a step can end, as workflows and people know them: one table, and what else is read off an outcome. */

import { isFinal, type RunHandle, type RunSnapshot } from '../core/model.ts'
import type { Glimpse, Outcome } from './outcome.ts'

/** The `conclusion` output. */
export type Conclusion =
  | 'skipped'
  | 'rejected'
  | 'success'
  | 'failure'
  | 'terminated'
  | 'timed_out'
  | 'cancelled'
  | 'lost'
  | 'pending'
  | 'not_started'
  | 'unknown'
  | 'action_required'

export interface Traits {
  /** Before the words, where there is room for a picture. */
  readonly sign: string
  readonly words: string
  /**
   * What becomes of the step, and how it says so: a step that was told to stop makes no annotation of its own, since the
   * runner makes one.
   */
  readonly step: 'succeeds' | 'fails' | 'fails_silently'
  /** The commit status. */
  readonly state: 'success' | 'failure' | 'error'
}

const TABLE: Readonly<Record<Conclusion, Traits>> = {
  skipped: { sign: '⏭️', words: 'Skipped', step: 'succeeds', state: 'success' },
  rejected: { sign: '🚧', words: 'Rejected', step: 'fails', state: 'failure' },
  success: { sign: '✅', words: 'Succeeded', step: 'succeeds', state: 'success' },
  failure: { sign: '❌', words: 'Failed', step: 'fails', state: 'failure' },
  terminated: { sign: '⏹️', words: 'Terminated', step: 'fails', state: 'failure' },
  timed_out: { sign: '⏱️', words: 'Timed out', step: 'fails', state: 'error' },
  cancelled: { sign: '🚫', words: 'Cancelled', step: 'fails_silently', state: 'error' },
  lost: { sign: '⚠️', words: 'Out of sight', step: 'fails', state: 'error' },
  pending: { sign: '▶️', words: 'Started', step: 'succeeds', state: 'error' },
  not_started: { sign: '⛔', words: 'Not started', step: 'fails', state: 'error' },
  unknown: { sign: '⚠️', words: 'Unknown whether started', step: 'fails', state: 'error' },
  action_required: { sign: '✋', words: 'Waiting for a person', step: 'fails', state: 'error' },
}

export function traitsOf(conclusion: Conclusion): Traits {
  return TABLE[conclusion]
}

export function conclusionOf(outcome: Outcome): Conclusion {
  if (outcome.kind !== 'ended') return outcome.kind
  switch (outcome.phase) {
    case 'succeeded':
      return outcome.gate?.some(({ holds }) => !holds) ? 'rejected' : 'success'
    case 'failed':
      return 'failure'
    case 'terminated':
      return 'terminated'
  }
}

/** The run that a step left alone: it is not the step's own, but the one to look at. */
export function inTheWayOf(outcome: Outcome): Glimpse | undefined {
  return 'inTheWay' in outcome ? outcome.inTheWay : undefined
}

/** The run and its last known state, as far as there are any. A run that may be ours is not one. */
export function runOf(outcome: Outcome): { readonly run?: RunHandle; readonly last?: RunSnapshot } {
  if (!('run' in outcome) || outcome.run === undefined) return {}
  return outcome.last === undefined ? { run: outcome.run } : { run: outcome.run, last: outcome.last }
}

/** The run that may still go on when the step has ended, as far as it can be waited for. */
export function openRunOf(outcome: Outcome): RunHandle | undefined {
  switch (outcome.kind) {
    case 'pending':
    case 'action_required':
      return outcome.run
    case 'lost':
      return outcome.isUnusable ? undefined : outcome.run
    case 'timed_out':
    case 'cancelled': {
      const mayGoOn = outcome.termination.kind === 'not_requested' || outcome.termination.kind === 'failed'
      return mayGoOn && !(outcome.last !== undefined && isFinal(outcome.last)) ? outcome.run : undefined
    }
    case 'skipped':
    case 'not_started':
      return outcome.inTheWay?.isOdd ? undefined : outcome.inTheWay?.run
    case 'ended':
    case 'unknown':
      return undefined
  }
}
