/** Waits for the run's end, and for its log; asks once how long earlier runs of the job took. */

import type { Follower } from '../core/follow.ts'
import { isFinal, type RunHandle, type RunSnapshot } from '../core/model.ts'
import { pastRunsOf } from '../core/progress.ts'
import { type Watched, watch } from '../core/watch.ts'
import { follow } from '../logs/index.ts'
import type { Outcome } from '../verdict/outcome.ts'
import { askRecentRuns } from './before-trigger.ts'
import { afterWatch } from './ending.ts'
import type { Step } from './step.ts'
import { tellOutputs, tellRun } from './telling.ts'

/** How long lines that arrive after the run's end are waited for. */
const DRAIN_MS = 5000
/** The history is a courtesy: no answer within this is no answer. */
const HISTORY_TIMEOUT_MS = 10_000

export async function watchToVerdict(step: Step, run: RunHandle): Promise<Outcome> {
  const { inputs, known, runner, platform } = step
  const follower = follow({ ...step, blot: (text) => runner.blot(text) }, run, platform.log?.(run), {
    shows: inputs.logs,
    requestTimeoutMs: inputs.requestTimeoutMs,
    last: () => known.last,
  })
  const attached = inputs.attachTo !== undefined
  const policy = { ...inputs, deadlineMs: step.deadlineMs, attached }
  const watched = await watch(step, policy, run, follower, {
    onNews: (snapshot) => onNews(step, run, snapshot),
    past: () => known.past,
  })
  if (watched.last !== undefined) known.last = watched.last
  const [outcome] = await Promise.all([decide(step, run, watched), endLog(follower, watched, step)])
  known.lastLines = follower.lastLines
  return outcome
}

/** The log is read on after a verdict, where it is shown, and left as it is after anything else: above all after a cancel. */
async function endLog(follower: Follower, { ending }: Watched, { clock, runner, inputs }: Step): Promise<void> {
  if (ending.kind === 'final' && inputs.logs)
    await follower.drain({ untilMs: clock.nowMs() + DRAIN_MS, signal: runner.stop })
  await follower.close()
}

async function decide(step: Step, run: RunHandle, watched: Watched): Promise<Outcome> {
  const outcome = await afterWatch(step, run, watched)
  tellOutputs(step.runner, outcome, step.platform)
  return outcome
}

function onNews(step: Step, run: RunHandle, snapshot: RunSnapshot): void {
  const { known, clock, runner } = step
  if (known.statuses.length === 0 && !isFinal(snapshot)) void askHistory(step, run)
  known.last = snapshot
  const sinceMs = clock.nowMs() - (known.begunAtMs ?? clock.nowMs())
  known.statuses.push({ status: snapshot.status, phase: snapshot.phase, sinceMs })
  tellRun(runner, run, snapshot)
}

/** After an attach, or where it was not answered before the trigger; beside the looks. That it fails is nobody's concern. */
async function askHistory(step: Step, run: RunHandle): Promise<void> {
  const { clock, known } = step
  if (known.before?.runs !== undefined) return
  const page = await askRecentRuns(step, run.target, clock.nowMs() + HISTORY_TIMEOUT_MS)
  if (page !== undefined) known.past = pastRunsOf(page.runs, run.runId)
}
