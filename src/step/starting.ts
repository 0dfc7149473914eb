/** How a step comes by its run: it triggers one, or attaches to one. */

import type { Refusal } from '../core/calls.ts'
import type { RunHandle, Target, Termination } from '../core/model.ts'
import { askUntilAnswered, type GaveUp } from '../core/persist.ts'
import { pastRunsOf } from '../core/progress.ts'
import { withRandomSuffix } from '../core/search/alias.ts'
import { baselineOf, NO_BASELINE } from '../core/search/baseline.ts'
import { trigger } from '../core/trigger.ts'
import { type SavedAttempt, stateNames } from '../state.ts'
import type { Outcome } from '../verdict/outcome.ts'
import { accessAdvice } from './access.ts'
import { lookBefore } from './before-trigger.ts'
import { cancel } from './ending.ts'
import type { Step } from './step.ts'
import { tellRun } from './telling.ts'

/** Attaches; never an outcome of its own, since whether the run exists is for the watch to find out. */
export async function attach(step: Step, runId: string): Promise<Outcome | undefined> {
  const target = await resolveTarget(step)
  if ('kind' in target) return target.outcome
  const handle = step.platform.attach(target.target, runId)
  step.runner.saveState(stateNames.attempt, JSON.stringify(savedAttempt(step, target.target, '', 0, false)))
  adopt(step, handle)
  step.runner.info(`Waiting for ${step.platform.name} ${step.platform.runNoun} ${handle.runId}: ${handle.runUrl}`)
  return undefined
}

/** Triggers. Undefined when a run is known, else what became of the step. */
export async function start(step: Step): Promise<Outcome | undefined> {
  const { runner, platform, inputs, clock, known } = step
  const target = await resolveTarget(step)
  if ('kind' in target) return target.outcome
  const alias = withRandomSuffix(`${inputs.alias.stem}-${inputs.alias.identity}`, clock)
  const policy = { ...inputs, deadlineMs: step.deadlineMs, maySendAgain: inputs.wait }
  const save = (agoMs: number, again: boolean) =>
    runner.saveState(stateNames.attempt, JSON.stringify(savedAttempt(step, target.target, alias, agoMs, again)))
  known.before = await lookBefore(step, target.target)
  const { runs } = known.before
  if (runs !== undefined) known.past = pastRunsOf(runs.runs)
  const baseline = runs === undefined ? NO_BASELINE : baselineOf(runs)
  const what = { target: target.target, alias, baseline }
  const ending = await trigger(step, policy, what, ({ firstSentAgoMs, again }) => save(firstSentAgoMs, again))
  switch (ending.kind) {
    case 'started':
      if (ending.inDoubt !== undefined) {
        known.inDoubt = ending.inDoubt
        save(ending.inDoubt.attempt.ageMs(), true)
      }
      if (ending.first !== undefined) known.last = ending.first
      adopt(step, ending.run)
      runner.info(`Started ${platform.name} ${platform.runNoun} ${ending.run.runId}: ${ending.run.runUrl}`)
      return undefined
    case 'unusable':
      return { kind: 'lost', run: ending.run, reason: ending.reason }
    case 'refused':
      return { kind: 'not_started', reason: withAdvice(step, ending.reason, ending.refusal, 'trigger this job') }
    case 'unsettled':
      return { kind: 'unknown', reason: ending.reason, candidates: ending.candidates }
    case 'stopped':
      return cancel(step, ending.inDoubt)
  }
}

async function resolveTarget(
  step: Step,
): Promise<{ readonly target: Target } | { readonly kind: 'over'; readonly outcome: Outcome }> {
  const { platform, inputs, runner } = step
  if (platform.resolve === undefined) return { target: platform.target }
  const { outageToleranceMs } = inputs
  const options = { untilMs: step.deadlineMs, outageToleranceMs, signal: runner.stop }
  const reading = await askUntilAnswered(step, platform.resolve, options)
  const failed = (why: string): { readonly kind: 'over'; readonly outcome: Outcome } => ({
    kind: 'over',
    outcome: { kind: 'not_started', reason: `could not ${platform.resolve?.what}: ${why}` },
  })
  switch (reading.kind) {
    case 'good':
      return { target: reading.value }
    case 'denied':
      return failed(withAdvice(step, reading.message, reading.refusal, 'see this job'))
    case 'gave_up':
      if (inputs.attachTo === undefined) return failed(reading.reason)
      return { kind: 'over', outcome: outOfSight(step, inputs.attachTo, reading, `could not ${platform.resolve.what}`) }
    case 'stopped':
      return { kind: 'over', outcome: await cancel(step, undefined) }
  }
}

function withAdvice({ inputs }: Step, reason: string, refusal: Refusal | undefined, deed: string): string {
  return refusal === 'not_allowed' ? `${reason}; ${accessAdvice(inputs.credential, deed)}` : reason
}

/** A run that is attached to is there, whether or not it can be addressed. */
function outOfSight({ platform, inputs }: Step, runId: string, { limit, reason: why }: GaveUp, what: string): Outcome {
  const run = platform.attach(platform.target, runId)
  const reason = `${what}: ${why}`
  if (limit === 'outage') return { kind: 'lost', run, reason }
  const termination: Termination =
    inputs.onTimeout === 'terminate' ? { kind: 'failed', reason } : { kind: 'not_requested' }
  return { kind: 'timed_out', run, timeoutMs: inputs.timeoutMs, termination }
}

function savedAttempt(step: Step, target: Target, alias: string, agoMs: number, again: boolean): SavedAttempt {
  const { inputs, platform, clock } = step
  return {
    platform: platform.id,
    baseUrl: inputs.baseUrl,
    target,
    alias,
    sentAtEpochMs: clock.epochMs() - agoMs,
    again,
    onCancel: inputs.onCancel,
    wait: inputs.wait,
  }
}

/** From here on the run is in the outputs and in the state, whatever happens to this process. */
function adopt(step: Step, handle: RunHandle): void {
  step.known.run = handle
  step.known.begunAtMs = step.clock.nowMs()
  step.runner.saveState(stateNames.run, JSON.stringify(handle))
  step.reports.begin(handle)
  tellRun(step.runner, handle, step.known.last)
}
