/** How a step comes by its run: it triggers one, or attaches to one. */

import type { RunHandle, Target } from '../core/model.ts'
import { pastRunsOf } from '../core/progress.ts'
import { withRandomSuffix } from '../core/search/alias.ts'
import { type Baseline, baselineOf, NO_BASELINE } from '../core/search/baseline.ts'
import { trigger } from '../core/trigger/index.ts'
import { type SavedAttempt, stateNames } from '../state.ts'
import type { Outcome } from '../verdict/outcome.ts'
import { ofVersion } from '../verdict/version.ts'
import { lookBefore } from './before-trigger.ts'
import { cancel, endTwinsAtOnce } from './ending.ts'
import { resolveTarget, untilReady, withAdvice } from './resolving.ts'
import type { Step } from './step.ts'
import { tellRun, warnOfOtherVersion } from './telling.ts'

/** Attaches; never an outcome of its own, since whether the run exists is for the watch to find out. */
export async function attach(step: Step, runId: string): Promise<Outcome | undefined> {
  const target = await resolveTarget(step)
  if (target.kind === 'over') return target.outcome
  const handle = step.platform.attach(target.target, runId)
  step.runner.saveState(stateNames.attempt, JSON.stringify(savedAttempt(step, target.target, '', NO_BASELINE)))
  adopt(step, handle)
  step.runner.info(`Waiting for ${step.platform.name} ${step.platform.runNoun} ${handle.runId}: ${handle.runUrl}`)
  return undefined
}

/** Triggers. Undefined when a run is known, else what became of the step. */
export async function start(step: Step): Promise<Outcome | undefined> {
  const { runner, platform, inputs, clock, known } = step
  const target = await resolveTarget(step)
  if (target.kind === 'over') return target.outcome
  const notReady = await untilReady(step, target.target)
  if (notReady !== undefined) return notReady
  known.asked = target.target
  const alias = withRandomSuffix(`${inputs.alias.stem}-${inputs.alias.identity}`, clock)
  const policy = { ...inputs, deadlineMs: step.deadlineMs, maySendAgain: inputs.wait }
  known.before = await lookBefore(step, target.target)
  const { runs, refusal } = known.before
  if (refusal !== undefined) return { kind: 'not_started', reason: refusal }
  if (runs !== undefined) known.past = pastRunsOf(runs.runs)
  const baseline = runs === undefined ? NO_BASELINE : baselineOf(runs)
  const what = { target: target.target, alias, baseline }
  runner.saveState(stateNames.attempt, JSON.stringify(savedAttempt(step, target.target, alias, baseline)))
  let saved = 0
  const ending = await trigger(step, policy, what, ({ sends }) => {
    if (sends > saved) runner.saveState(stateNames.sends, `${sends}`)
    saved = sends
  })
  switch (ending.kind) {
    case 'started':
      if (ending.inDoubt !== undefined) known.inDoubt = ending.inDoubt
      if (ending.first !== undefined) known.last = ending.first
      adopt(step, ending.run)
      if (ending.inDoubt !== undefined) known.endingTwins = endTwinsAtOnce(step, ending.inDoubt, ending.run)
      runner.info(
        `Started ${platform.name} ${platform.runNoun} ${ending.run.runId}${ofVersion(ending.run)}: ${ending.run.runUrl}`,
      )
      if (ending.first !== undefined) warnOfOtherVersion(step, ending.first)
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

function savedAttempt(step: Step, target: Target, alias: string, { newestMs }: Baseline): SavedAttempt {
  const { inputs, platform, clock } = step
  return {
    platform: platform.id,
    baseUrl: inputs.baseUrl,
    target,
    alias,
    sentAtEpochMs: clock.epochMs(),
    ...(newestMs === undefined ? {} : { newestBeforeMs: newestMs }),
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
