/** What a step that triggers asks before all else. Kept small: what follows is loaded while it is answered. */

import { askBeforeTrigger } from './before-trigger.ts'
import { type Resolved, resolveTarget } from './resolving.ts'
import type { Before, Step } from './step.ts'

export interface Opening {
  readonly resolved: Resolved
  /** Absent where more has to be done before that can be asked. */
  readonly before?: Before
}

/** A step that attaches asks nothing yet: its run has to be in the outputs and in the state before anything is asked. */
export async function open(step: Step): Promise<Opening> {
  const { inputs, platform } = step
  if (inputs.attachTo !== undefined) return { resolved: { kind: 'target', target: platform.target } }
  const resolved = await resolveTarget(step)
  if (resolved.kind !== 'target' || platform.version !== undefined) return { resolved }
  return { resolved, before: await askBeforeTrigger(step, resolved.target) }
}
