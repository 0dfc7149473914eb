/** How a step ends: what the watch came to, a time-out, a cancel. */

import type { Limit } from '../core/limit.ts'
import type { RunHandle, RunSnapshot, Termination } from '../core/model.ts'
import { isAtWork, type TimeLimit } from '../core/poll.ts'
import type { RunSearch } from '../core/search/run-search.ts'
import { isSettled, stopRun } from '../core/stopping.ts'
import { awaitEnd, readStatus, terminate } from '../core/terminate.ts'
import type { Watched } from '../core/watch.ts'
import { stateNames } from '../state.ts'
import { formatDuration } from '../text/duration.ts'
import type { Outcome } from '../verdict/outcome.ts'
import { accessAdvice } from './access.ts'
import { writeFirstOutputs } from './reporting.ts'
import { warnOfTwins } from './second-runs.ts'
import { lastOf, onCancelOf, type Step } from './step.ts'

/** How long the platform is given after `on-timeout: terminate`. */
const AFTER_TIMEOUT_MS = 30_000

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
    // In the outputs at once: the step may be killed before it has seen the end.
    const onSeen = (seen: RunSnapshot) => {
      known.last = seen
      writeFirstOutputs(runner, handle, seen)
    }
    termination = await terminate(step, handle, known.last, limit, onSeen)
    if (termination.kind !== 'failed') await awaitEnd(step, handle, limit, onSeen)
    else {
      const seen = await readStatus(step, handle, limit)
      if (seen !== undefined) onSeen(seen)
    }
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
  if (twins !== undefined && outcome.run !== undefined) warnOfTwins(step, twins, outcome.run)
  known.leftToPost = !isSettled(ending)
  return outcome
}
