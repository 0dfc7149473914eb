/** Kubiya's execution statuses, in any letter case: of its docs, its CLI (`terminated`) and its own server (`queued`, `interrupted`). */

import type { Phase } from '../../core/model.ts'

export const phases: ReadonlyMap<string, Phase> = new Map([
  ['pending', 'waiting'],
  ['queued', 'waiting'],
  ['running', 'running'],
  ['paused', 'input_required'],
  ['waiting_for_input', 'input_required'],
  ['completed', 'succeeded'],
  ['failed', 'failed'],
  ['cancelled', 'terminated'],
  ['terminated', 'terminated'],
  ['interrupted', 'terminated'],
])

export function phaseOf(status: string): Phase {
  return phases.get(status.toLowerCase()) ?? 'unrecognised'
}

export function isFinal(status: string): boolean {
  const phase = phaseOf(status)
  return phase === 'succeeded' || phase === 'failed' || phase === 'terminated'
}
