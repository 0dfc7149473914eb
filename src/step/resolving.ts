/** What is to be triggered or attached to: looked up where the inputs do not say it all, and waited for where it is not ready. */

import type { RunHandle, RunSnapshot, Target, Termination } from '../core/model.ts'
import type { AskedVersion } from '../core/platform.ts'
import { awaitReady } from '../core/ready.ts'
import type { Refusal } from '../core/requests/calls.ts'
import { askUntilAnswered, type GaveUp } from '../core/requests/persist.ts'
import type { Watched } from '../core/watch.ts'
import { formatDuration } from '../text/duration.ts'
import type { Outcome } from '../verdict/outcome.ts'
import { accessAdvice } from './access.ts'
import { refusalOf } from './before-trigger.ts'
import { cancel } from './ending.ts'
import type { Step } from './step.ts'

export type Resolved =
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'over'; readonly outcome: Outcome }

/** Waits for the version that was asked for, if one was. Undefined once it can be triggered, else what became of the step. */
export async function untilReady(step: Step, target: Target): Promise<Outcome | undefined> {
  const { version } = step.platform
  if (version === undefined) return undefined
  const refusal = await refusalOf(step, target)
  if (refusal !== undefined) return { kind: 'not_started', reason: refusal }
  const policy = { ...step.inputs, deadlineMs: step.deadlineMs }
  const watched = await awaitReady(step, version, target, policy)
  if (watched.ending.kind === 'stopped') return cancel(step, undefined)
  const reason = whyNotReady(step, version, watched)
  return reason === undefined ? undefined : { kind: 'not_started', reason }
}

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
      return { kind: 'over', outcome: await cancel(step, undefined) }
  }
}

export function withAdvice(step: Step, reason: string, refusal: Refusal | undefined, what: string): string {
  return refusal === 'not_allowed' ? `${reason}; ${accessAdvice(step, what)}` : reason
}

/** Undefined where the version is ready. */
function whyNotReady(step: Step, { name }: AskedVersion, { ending, last }: Watched): string | undefined {
  switch (ending.kind) {
    case 'final':
      return ending.phase === 'succeeded' ? undefined : badEnd(name, ending.last)
    case 'timed_out': {
      const stands = last === undefined ? 'how it stands could not be seen' : `it is ${last.status}`
      return `${name} was not ready within \`timeout\` (${formatDuration(step.inputs.timeoutMs)}): ${stands}`
    }
    case 'unreachable':
      return `how ${name} stands could not be seen: ${ending.reason}`
    case 'denied':
      return `how ${name} stands could not be seen: ${withAdvice(step, ending.reason, ending.about, 'see this job')}`
    case 'input_required':
      return `${name} waits for a person`
    case 'stopped':
      return 'the step was told to stop'
  }
}

function badEnd(name: string, { status, error }: RunSnapshot): string {
  const why = error === undefined ? '' : `: ${error.trim()}`
  return `${name} can't be run, since its deployment ended as ${status}${why}`
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
