/** What is to be triggered or attached to: looked up where the inputs do not say it all. */

import type { RunHandle, Target, Termination } from '../core/model.ts'
import type { Refusal } from '../core/requests/calls.ts'
import { askUntilAnswered, type GaveUp } from '../core/requests/persist.ts'
import type { Outcome } from '../verdict/outcome.ts'
import { accessAdvice } from './access.ts'
import type { Step } from './step.ts'

export type Resolved =
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'over'; readonly outcome: Outcome }
  | { readonly kind: 'stopped' }

export async function resolveTarget(step: Step): Promise<Resolved> {
  const { platform, inputs, runner } = step
  if (platform.resolve === undefined) return { kind: 'target', target: platform.target }
  const { outageToleranceMs } = inputs
  const isAttach = inputs.attachTo !== undefined
  const options = { untilMs: step.deadlineMs, outageToleranceMs, signal: runner.stop, isAttach }
  const reading = await askUntilAnswered(step, platform.resolve, options)
  const what = `could not ${platform.resolve.what}`
  switch (reading.kind) {
    case 'good':
      return { kind: 'target', target: reading.value }
    case 'denied': {
      const reason = `${what}: ${withAdvice(step, reading.message, reading.refusal, 'see this job')}`
      return inputs.attachTo === undefined ? over(reason) : givenAway(step, inputs.attachTo, reading.refusal, reason)
    }
    case 'gave_up':
      if (inputs.attachTo === undefined) return over(`${what}: ${reading.reason}`)
      return { kind: 'over', outcome: outOfSight(step, inputs.attachTo, reading, what) }
    case 'stopped':
      return reading
  }
}

export function withAdvice(step: Step, reason: string, refusal: Refusal | undefined, what: string): string {
  return refusal === 'not_allowed' ? `${reason}; ${accessAdvice(step, what)}` : reason
}

/** Of a run that was given, only that its job does not exist says that there is none. */
function givenAway({ platform }: Step, runId: string, refusal: Refusal, reason: string): Resolved {
  if (refusal === 'missing') return { kind: 'over', outcome: { kind: 'not_started', reason, given: runId } }
  return { kind: 'over', outcome: { kind: 'lost', run: platform.attach(platform.target, runId), reason } }
}

/** A run that is attached to is there, whether or not it can be addressed. */
function outOfSight({ platform, inputs }: Step, runId: string, { limit, reason: why }: GaveUp, what: string): Outcome {
  const run: RunHandle = platform.attach(platform.target, runId)
  const reason = `${what}: ${why}`
  if (limit === 'outage') return { kind: 'lost', run, reason }
  const termination: Termination =
    inputs.onTimeout === 'terminate' ? { kind: 'failed', reason } : { kind: 'not_requested' }
  return { kind: 'timed_out', run, limit: 'timeout', timeoutMs: inputs.timeoutMs, termination }
}

function over(reason: string): Resolved {
  return { kind: 'over', outcome: { kind: 'not_started', reason } }
}
