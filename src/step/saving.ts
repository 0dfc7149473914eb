/** What a step saves for post before it can come by a run, and what post makes of the inputs where main could save nothing. */

import type { Target } from '../core/model.ts'
import { type Baseline, NO_BASELINE } from '../core/search/baseline.ts'
import { readInputs } from '../inputs/index.ts'
import type { SavedAttempt, SavedState } from '../state.ts'
import { type Known, onCancelOf, type Step, type World } from './step.ts'

type Saving = Pick<Step, 'inputs' | 'platform' | 'clock'> & { readonly known: Pick<Known, 'cameBy'> }

/** Without an alias: of a step that triggers nothing. */
export function savedAttempt(
  step: Saving,
  target: Target,
  alias = '',
  { newestMs }: Baseline = NO_BASELINE,
): SavedAttempt {
  const { inputs, platform, clock } = step
  return {
    platform: platform.id,
    baseUrl: inputs.baseUrl,
    target,
    alias,
    sentAtEpochMs: clock.epochMs(),
    ...(newestMs === undefined ? {} : { newestBeforeMs: newestMs }),
    onCancel: onCancelOf(step),
    wait: inputs.wait,
  }
}

/**
 * The run that is given as `run-id`, as main would have saved it: a signal in the first moments of its process, before Node has
 * loaded the action, ends it. Nothing where no run is given, or where main refuses the inputs.
 */
export async function givenRun({ env, platforms, clock }: World): Promise<Pick<SavedState, 'attempt' | 'run'>> {
  const read = await readInputs(env, platforms)
  if (read.kind === 'faulty' || read.inputs.attachTo === undefined) return {}
  const { inputs } = read
  const platform = inputs.platform.create(inputs.baseUrl, inputs.job)
  const run = platform.attach(platform.target, read.inputs.attachTo)
  return { attempt: savedAttempt({ inputs, platform, clock, known: { cameBy: 'attach' } }, run.target), run }
}
