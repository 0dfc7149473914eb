/** Kubiya's execution statuses, in any letter case. Its CLI treats `terminated` as final beside the documented ones. */

import type { Phase } from '../../core/model.ts'

export const phases: ReadonlyMap<string, Phase> = new Map([
  ['pending', 'waiting'],
  ['running', 'running'],
  ['waiting_for_input', 'input_required'],
  ['completed', 'succeeded'],
  ['failed', 'failed'],
  ['cancelled', 'terminated'],
  ['terminated', 'terminated'],
])

export function phaseOf(status: string): Phase {
  return phases.get(status.toLowerCase()) ?? 'unrecognised'
}
