/** TrueFoundry's job run statuses (Get Job Run, `JobRunStatus`). */

import type { Phase, RunSnapshot } from '../../core/model.ts'
import type { Lack } from '../../core/platform.ts'

/** `UNKNOWN` is documented and not final: the control plane has lost sight for a while of a run that may well be at work. */
export const phases: ReadonlyMap<string, Phase> = new Map([
  ['CREATED', 'waiting'],
  ['SCHEDULED', 'waiting'],
  ['RUNNING', 'running'],
  ['FINISHED', 'succeeded'],
  ['FAILED', 'failed'],
  ['TERMINATION_REQUESTED', 'ending'],
  ['TERMINATING', 'ending'],
  ['TERMINATED', 'terminated'],
  ['UNKNOWN', 'running'],
])

export function phaseOf(status: string): Phase {
  return phases.get(status) ?? 'unrecognised'
}

/** Details may be filled in a moment after a final status. */
export function lacks({ phase, endedAtMs, exitCode, error }: RunSnapshot): Lack {
  const isUnexplained = phase === 'failed' && exitCode === undefined && error === undefined
  return endedAtMs === undefined || isUnexplained ? 'details' : 'nothing'
}
