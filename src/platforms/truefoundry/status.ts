/** TrueFoundry's job run statuses (Get Job Run, `JobRunStatus`). */

import type { Phase } from '../../core/model.ts'

/** `UNKNOWN` is documented and not final: the control plane has lost sight of the run for a while. */
export const phases: ReadonlyMap<string, Phase> = new Map([
  ['CREATED', 'waiting'],
  ['SCHEDULED', 'waiting'],
  ['RUNNING', 'running'],
  ['FINISHED', 'succeeded'],
  ['FAILED', 'failed'],
  ['TERMINATION_REQUESTED', 'ending'],
  ['TERMINATING', 'ending'],
  ['TERMINATED', 'terminated'],
  ['UNKNOWN', 'waiting'],
])

export function phaseOf(status: string): Phase {
  return phases.get(status) ?? 'unrecognised'
}
