/** How a step ends: what the watch came to, a time-out, a cancel; and the look for a second run before any verdict. */

import type { Limit } from '../core/limit.ts'
import type { RunHandle, Termination, Twin } from '../core/model.ts'
import { isAtWork, type TimeLimit } from '../core/poll.ts'
import type { RunSearch } from '../core/search/run-search.ts'
import { areEnded, endSeenTwins, endTwins, type TwinSearch } from '../core/search/twins.ts'
import { isSettled, stopRun } from '../core/stopping.ts'
import { awaitEnd, readStatus, terminate } from '../core/terminate.ts'
import type { Watched } from '../core/watch.ts'
import { stateNames } from '../state.ts'
import { formatDuration } from '../text/duration.ts'
import { twinWarnings } from '../verdict/message.ts'
import type { Outcome } from '../verdict/outcome.ts'
import { accessAdvice } from './access.ts'
import { lastOf, onCancelOf, type Step } from './step.ts'

/** How long the platform is given after `on-timeout: terminate`. */
const AFTER_TIMEOUT_MS = 30_000
/** How long the look for a second run may take once everything else is decided. */
const TWIN_SEARCH_MS = 10_000
/** A send may still take effect for about so long, or for as long as its answer was waited for. */
const SOON_MS = 15_000

export async function afterWatch(step: Step, handle: RunHandle, { ending, last }: Watched): Promise<Outcome> {
  const seen = lastOf(step.known)
  switch (ending.kind) {
    case 'final':
      return { kind: 'ended', phase: ending.phase, run: handle, last: ending.last }
    case 'input_required':
      return { kind: 'action_required', run: handle, last: ending.last }
    case 'unreachable':
      return { kind: 'lost', run: handle, ...seen, reason: `${ending.reason}${whileHeard(step, ending.sinceMs)}` }
    case 'denied':
      return denied(step, handle, last !== undefined, ending)
    case 'timed_out':
      return timedOut(step, handle, ending.limit)
    case 'stopped':
      return cancel(step, step.known.inDoubt)
  }
}

/** The log may be served by another part of the platform, which is up. */
function whileHeard({ known }: Step, sinceMs: number): string {
  return (known.lastHeardMs ?? sinceMs) > sinceMs
    ? '; its log kept coming, so that only its status could not be read'
    : ''
}

function denied(
  step: Step,
  run: RunHandle,
  wasSeen: boolean,
  { about, reason }: { readonly about: 'missing' | 'not_allowed'; readonly reason: string },
): Outcome {
  const { platform, inputs, known } = step
  const seen = lastOf(known)
  if (about === 'not_allowed') {
    const advice = accessAdvice(step, `see this ${platform.runNoun}`)
    return { kind: 'lost', run, ...seen, reason: `${platform.name} answered ${reason}; ${advice}` }
  }
  if (inputs.attachTo !== undefined && !wasSeen) {
    const reason404 = `the ${platform.runNoun} \`${run.runId}\` given as \`run-id\` does not exist (${reason}); check \`run-id\`, \`base-url\` and the id of the job`
    return { kind: 'not_started', reason: reason404, given: run.runId }
  }
  return { kind: 'lost', run, ...seen, reason: `it has disappeared: ${platform.name} answered ${reason}` }
}

async function timedOut(step: Step, handle: RunHandle, by: TimeLimit): Promise<Outcome> {
  const { inputs, known, clock, runner } = step
  const limit: Limit = { untilMs: clock.nowMs() + AFTER_TIMEOUT_MS, signal: runner.stop }
  const timeoutMs = by === 'timeout' ? inputs.timeoutMs : (inputs.queueTimeoutMs ?? 0)
  let termination: Termination = { kind: 'not_requested' }
  if (inputs.onTimeout === 'terminate') {
    runner.info(`\`${by}\` of ${formatDuration(timeoutMs)} reached: terminating ${handle.runId}.`)
    termination = await terminate(step, handle, known.last, limit, (seen) => {
      known.last = seen
    })
    const seen = await (termination.kind === 'failed' ? readStatus : awaitEnd)(step, handle, limit)
    if (seen !== undefined) known.last = seen
    if (runner.stop.aborted && termination.kind === 'failed') return cancel(step, known.inDoubt)
  }
  const worked = known.statuses.some(isAtWork) ? { hasWorked: true as const } : {}
  return { kind: 'timed_out', run: handle, ...lastOf(known), limit: by, timeoutMs, ...worked, termination }
}

export async function cancel(step: Step, inDoubt: RunSearch | undefined): Promise<Outcome> {
  const { known, runner } = step
  runner.info('The runner told the step to stop.')
  const doubt = inDoubt === undefined ? {} : { inDoubt }
  const policy = { onCancel: onCancelOf(step), stoppedAtMs: step.stoppedAtMs() }
  const onRun = (run: RunHandle) => {
    known.run = run
    runner.saveState(stateNames.run, JSON.stringify(run))
  }
  const ending = await stopRun(step, policy, { ...known, ...doubt }, onRun)
  const { outcome, twins } = ending
  if (twins !== undefined && outcome.run !== undefined) tellTwins(step, twins, outcome.run)
  known.leftToPost = !isSettled(ending)
  return outcome
}

/** A second run that was seen while the trigger's fate was settled does not go on until the verdict. */
export async function endTwinsAtOnce(step: Step, inDoubt: RunSearch, keep: RunHandle): Promise<void> {
  const limit: Limit = { untilMs: step.clock.nowMs() + AFTER_TIMEOUT_MS, signal: step.runner.stop }
  const twins = await endSeenTwins(step, inDoubt, keep, limit)
  tellTwins(step, { twins: twins.filter(isDealtWith), suspects: [], looked: true, unseen: 0 }, keep)
}

function isDealtWith({ termination }: Twin): boolean {
  return termination.kind !== 'failed'
}

/** A second run of ours is ended and told of; one that may be ours is told of. Before the verdict, whatever it is. */
export async function searchForTwins(step: Step, handle: RunHandle): Promise<void> {
  const { known, runner, clock } = step
  const { inDoubt } = known
  if (inDoubt === undefined) return
  await known.endingTwins
  const limit: Limit = { untilMs: clock.nowMs() + TWIN_SEARCH_MS, signal: runner.stop }
  let search = await endTwins(step, inDoubt, handle, limit)
  const soonMs = Math.max(SOON_MS, step.inputs.requestTimeoutMs) - inDoubt.attempt.lastAgeMs()
  if (search.unseen > 0 && search.looked && soonMs > 0) {
    const waitMs = Math.min(soonMs, step.deadlineMs - clock.nowMs() - 1000)
    tellTwins(step, { ...search, suspects: [], unseen: 0 }, handle)
    if (waitMs > 0) await clock.sleep(waitMs, runner.stop)
    const again: Limit = { untilMs: clock.nowMs() + TWIN_SEARCH_MS, signal: runner.stop }
    if (waitMs > 0 && !runner.stop.aborted) search = await endTwins(step, inDoubt, handle, again)
  }
  tellTwins(step, search, handle)
  if (runner.stop.aborted && !areEnded(search)) known.leftToPost = true
}

function tellTwins({ runner, platform, known }: Step, search: TwinSearch, handle: RunHandle): void {
  const twins = search.twins.filter(({ run }) => !known.toldTwins.has(run.runId))
  for (const { run } of twins) known.toldTwins.add(run.runId)
  for (const warning of twinWarnings({ ...search, twins }, handle, platform.runNoun)) runner.warning(warning)
}
