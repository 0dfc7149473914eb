/** How a step comes by its run: it triggers one, or attaches to one. */

import type { ListedRun, RunHandle, Target } from '../core/model.ts'
import { pastRunsOf } from '../core/progress.ts'
import { newAlias } from '../core/search/alias.ts'
import { baselineOf, NO_BASELINE } from '../core/search/baseline.ts'
import { trigger } from '../core/trigger/index.ts'
import { stateNames } from '../state.ts'
import { linkOf } from '../verdict/names.ts'
import type { Outcome } from '../verdict/outcome.ts'
import { versionInBrackets } from '../verdict/version.ts'
import { askBeforeTrigger } from './before-trigger.ts'
import { findOfEarlierAttempt } from './earlier-attempt.ts'
import { cancel } from './ending.ts'
import { clearTheWay } from './if-running.ts'
import type { Opening } from './opening.ts'
import { warnOfOtherVersion, writeFirstOutputs } from './reporting.ts'
import { resolveTarget, withAdvice } from './resolving.ts'
import { savedAttempt } from './saving.ts'
import { endTwinsAtOnce } from './second-runs.ts'
import type { Step } from './step.ts'
import { untilReady } from './version.ts'

/** The step has a run to wait for. */
interface Begun {
  readonly kind: 'begun'
  readonly run: RunHandle
}

/**
 * Attaches. The run is in the outputs and in the state before anything is looked up, so that it can be ended whatever
 * comes between. Whether it exists is for the watch to find out.
 */
export async function attach(step: Step, runId: string): Promise<Begun | Outcome> {
  const { platform, runner, known } = step
  const keep = (run: RunHandle) => {
    runner.saveState(stateNames.attempt, JSON.stringify(savedAttempt(step, run.target)))
    know(step, run)
  }
  known.isUnresolved = platform.resolve !== undefined
  if (known.isUnresolved) keep(platform.attach(platform.target, runId))
  const target = await resolveTarget(step)
  if (target.kind === 'stopped') return cancel(step, undefined)
  if (target.kind === 'over') return target.outcome
  known.isUnresolved = false
  const handle = platform.attach(target.target, runId)
  keep(handle)
  begin(step, handle)
  step.runner.info(
    `Waiting for ${step.platform.name} ${step.platform.runNoun} ${handle.runId}: ${linkOf(handle, platform)}`,
  )
  return { kind: 'begun', run: handle }
}

/**
 * Comes by a run: by one that an earlier attempt started, by one that is going already, or by a trigger. Without one, says
 * what became of the step.
 */
export async function start(step: Step, opening: Promise<Opening>): Promise<Begun | Outcome> {
  const { known } = step
  // Made while the first answers are awaited, since Node takes a while to load what it takes.
  const alias = newAlias(step.inputs.alias, step.clock)
  const { resolved, before } = await opening
  if (resolved.kind === 'stopped') return cancel(step, undefined)
  if (resolved.kind === 'over') return resolved.outcome
  const notReady = before === undefined ? await untilReady(step, resolved.target) : undefined
  if (notReady !== undefined) return notReady
  known.asked = resolved.target
  known.before = before ?? (await askBeforeTrigger(step, resolved.target))
  const { target = resolved.target } = known.before
  const earlier = await findOfEarlierAttempt(step, target)
  if (earlier !== undefined) return goOnWith(step, earlier, 'earlier_attempt')
  if (known.before.refusal !== undefined) return { kind: 'not_started', reason: known.before.refusal }
  const way = await clearTheWay(step, target)
  switch (way.kind) {
    case 'over':
      return way.outcome
    case 'attach':
      return goOnWith(step, way.run, 'attach')
    case 'free':
      return send(step, target, alias)
  }
}

function goOnWith(step: Step, { handle }: ListedRun, cameBy: 'earlier_attempt' | 'attach'): Begun {
  const { runner, platform } = step
  step.known.cameBy = cameBy
  runner.saveState(stateNames.attempt, JSON.stringify(savedAttempt(step, handle.target)))
  adopt(step, handle)
  const run = `${platform.name} ${platform.runNoun} ${handle.runId}${versionInBrackets(handle)}`
  runner.info(
    cameBy === 'attach'
      ? `Waiting for ${run}, which was going already: ${linkOf(handle, platform)}`
      : `Going on with ${run}, which an earlier attempt of this step started: ${linkOf(handle, platform)}`,
  )
  return { kind: 'begun', run: handle }
}

async function send(step: Step, target: Target, alias: string): Promise<Begun | Outcome> {
  const { runner, platform, inputs, known } = step
  const policy = { ...inputs, deadlineMs: step.deadlineMs, maySendAgain: inputs.wait }
  const runs = known.before?.runs?.value
  if (runs !== undefined) known.past = pastRunsOf(runs.runs)
  const baseline = runs === undefined ? NO_BASELINE : baselineOf(runs)
  const what = { target, alias, baseline }
  runner.saveState(stateNames.attempt, JSON.stringify(savedAttempt(step, target, alias, baseline)))
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
        `Started ${platform.name} ${platform.runNoun} ${ending.run.runId}${versionInBrackets(ending.run, ending.first)}: ${linkOf(ending.run, platform)}`,
      )
      if (ending.first !== undefined) warnOfOtherVersion(step, ending.first)
      return { kind: 'begun', run: ending.run }
    case 'unusable':
      return { kind: 'lost', run: ending.run, reason: ending.reason, isUnusable: true }
    case 'refused':
      return { kind: 'not_started', reason: withAdvice(step, ending.reason, ending.refusal, 'trigger this job') }
    case 'unsettled':
      return { kind: 'unknown', reason: ending.reason, candidates: ending.candidates }
    case 'stopped':
      return cancel(step, ending.inDoubt)
  }
}

function adopt(step: Step, handle: RunHandle): void {
  know(step, handle)
  begin(step, handle)
}

function begin(step: Step, handle: RunHandle): void {
  step.known.begunAtMs = step.clock.nowMs()
  step.reports.begin(handle)
}

/** From here on the run is in the outputs and in the state, whatever happens to this process. */
function know(step: Step, handle: RunHandle): void {
  step.known.run = handle
  step.runner.saveState(stateNames.run, JSON.stringify(handle))
  writeFirstOutputs(step.runner, handle, step.known.last)
}
