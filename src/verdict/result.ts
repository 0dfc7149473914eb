/** An outcome together with what the run has handed back. */

import { type Condition, judge } from './gate.ts'
import type { Outcome } from './outcome.ts'

/**
 * Adds the result that was found in the run's log, where the platform itself tells none, and judges a success by the gate.
 */
export function withResult(outcome: Outcome, found: string | undefined, gate: readonly Condition[]): Outcome {
  if (!('last' in outcome) || outcome.last === undefined) return outcome
  const result = outcome.last.result ?? found
  const last = result === undefined ? outcome.last : { ...outcome.last, result }
  if (!isGated(outcome, gate)) return { ...outcome, last }
  return { ...outcome, last, gate: judge(gate, result) }
}

/** Whether the outcome is not decided before its result is known. */
export function isGated(
  outcome: Outcome,
  gate: readonly Condition[],
): outcome is Extract<Outcome, { readonly kind: 'ended' }> {
  return outcome.kind === 'ended' && outcome.phase === 'succeeded' && gate.length > 0
}
