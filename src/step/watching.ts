/** Waits for the run's end, and for its log; asks once how long earlier runs of the job took. */

import { completeEnd } from '../core/details.ts'
import type { Drain, Follower } from '../core/follow.ts'
import { isFinal, type RunHandle, type RunSnapshot } from '../core/model.ts'
import type { Clock } from '../core/ports.ts'
import { pastRunsOf } from '../core/progress.ts'
import { type Watched, watch } from '../core/watch.ts'
import { follow } from '../logs/index.ts'
import { ResultFinder } from '../logs/result-finder.ts'
import { RunEvents } from '../logs/run-events.ts'
import type { Outcome } from '../verdict/outcome.ts'
import { isGated, withResult } from '../verdict/result.ts'
import { askRecentRuns } from './before-trigger.ts'
import { afterWatch } from './ending.ts'
import { warnOfOtherVersion, writeFinalOutputs, writeFirstOutputs } from './reporting.ts'
import type { Step } from './step.ts'

/** How long lines that arrive after the run's end are waited for: one that did not succeed is read by its last lines. */
const DRAIN_MS = 5000
const LONGEST_DRAIN_MS = 10_000
/** The history is a courtesy: no answer within this is no answer. */
const HISTORY_TIMEOUT_MS = 10_000

export async function watchToVerdict(step: Step, run: RunHandle): Promise<Outcome> {
  const { inputs, known, runner, platform } = step
  const { marker, gate } = inputs.result
  const finder = marker === undefined ? undefined : new ResultFinder(marker)
  const follower = follow({ ...step, blot: (text) => runner.blot(text) }, run, platform.log?.(run), {
    shows: inputs.logs,
    finder,
    ...(step.logFile === undefined ? {} : { logFile: step.logFile }),
    requestTimeoutMs: inputs.requestTimeoutMs,
    last: () => known.last,
  })
  const events = new RunEvents(step, run)
  const attached = known.cameBy !== 'trigger'
  const { queueTimeoutMs } = inputs
  const begunAtMs = known.begunAtMs ?? step.clock.nowMs()
  const queue = queueTimeoutMs === undefined ? {} : { queueUntilMs: begunAtMs + queueTimeoutMs }
  const policy = { ...inputs, ...queue, deadlineMs: step.deadlineMs, attached }
  const heard = new LastHeard(follower, step.clock)
  const watched = await watch(step, policy, run, follower, {
    onNews: (snapshot) => {
      onNews(step, run, snapshot)
      events.onNews(snapshot)
    },
    onLook: () => {
      events.onLook()
      heard.look()
    },
    past: () => known.past,
  })
  if (watched.last !== undefined) known.last = watched.last
  known.lastHeardMs = heard.atMs
  const drain = drainAfter(step, watched, finder)
  const isRead = inputs.logs || finder !== undefined || step.logFile !== undefined
  const log = endLog(follower, isRead ? drain : undefined)
  const decided = decide(step, run, watched, { ...drain, log })
  const [outcome] = await Promise.all([decided, log, endEvents(events, watched, step)])
  known.lastLines = follower.lastLines
  known.lastWarning = lastWarningOf(events, outcome)
  if (runner.stop.aborted && isGated(outcome, gate) && outcome.last.result === undefined && finder?.found === undefined)
    return stoppedBeforeResult(outcome)
  return withResult(outcome, finder?.found, gate)
}

/** When (monotonic) the log last had something new, as the looks at the run show it. */
class LastHeard {
  readonly #follower: Pick<Follower, 'lastLines'>
  readonly #clock: Pick<Clock, 'nowMs'>
  #line: string | undefined
  atMs: number | undefined

  constructor(follower: Pick<Follower, 'lastLines'>, clock: Pick<Clock, 'nowMs'>) {
    this.#follower = follower
    this.#clock = clock
  }

  look(): void {
    const line = this.#follower.lastLines.at(-1)
    if (line === this.#line) return
    this.#line = line
    this.atMs = this.#clock.nowMs()
  }
}

/**
 * What arrives late is waited for after a verdict, and not after anything else: above all not after a cancel. A result in
 * the log is waited for as long as may be; one that is to be judged may be followed by a better one.
 */
function drainAfter({ clock, runner, inputs }: Step, { ending }: Watched, finder?: ResultFinder): Drain | undefined {
  if (ending.kind !== 'final') return undefined
  const shortMs = clock.nowMs() + DRAIN_MS
  const longMs = clock.nowMs() + LONGEST_DRAIN_MS
  const signal = runner.stop
  const wanted = finder === undefined ? {} : { isEnough: () => finder.found !== undefined }
  if (ending.phase !== 'succeeded')
    return { ...wanted, notBeforeMs: shortMs, untilMs: longMs, signal, expectsLines: true }
  if (finder === undefined) return { untilMs: shortMs, signal }
  return { ...wanted, ...(inputs.result.gate.length === 0 ? {} : { notBeforeMs: shortMs }), untilMs: longMs, signal }
}

async function endLog(follower: Follower, drain: Drain | undefined): Promise<void> {
  if (drain !== undefined) await follower.drain(drain)
  await follower.close()
}

/** Asked once more where the run has come to no good end; a run that goes on past `timeout` only as long as that allows. */
async function endEvents(events: RunEvents, { ending }: Watched, { clock, deadlineMs }: Step): Promise<void> {
  if (ending.kind === 'final' && ending.phase !== 'succeeded') await events.atEnd(clock.nowMs() + DRAIN_MS)
  if (ending.kind === 'timed_out') await events.atEnd(deadlineMs)
}

/** Of a run that failed, was terminated or timed out, the platform's last warning is often the reason. */
function lastWarningOf(events: RunEvents, outcome: Outcome): string | undefined {
  const isBad = outcome.kind === 'timed_out' || (outcome.kind === 'ended' && outcome.phase !== 'succeeded')
  return isBad ? events.lastWarning : undefined
}

/** The outputs are written as soon as it is decided; details that come a moment later are told at the end. */
async function decide(
  step: Step,
  run: RunHandle,
  watched: Watched,
  { untilMs = 0, log }: Partial<Drain> & { readonly log: Promise<void> },
): Promise<Outcome> {
  const { known, runner, platform } = step
  const outcome = await afterWatch(step, run, watched)
  // Of a success that is still to be judged nothing is promised.
  if (isGated(outcome, step.inputs.result.gate)) writeFirstOutputs(runner, run, outcome.last)
  else writeFinalOutputs(runner, outcome, platform)
  if (outcome.kind !== 'ended') return outcome
  const last = await completeEnd(step, run, outcome.last, { untilMs, signal: runner.stop, log })
  known.last = last
  return { ...outcome, last }
}

/** The runner told the step to stop while the result was waited for: nobody can say what the gate says of it. */
function stoppedBeforeResult({ run, last }: Extract<Outcome, { kind: 'ended' }>): Outcome {
  return { kind: 'cancelled', run, last, termination: { kind: 'already_ended' }, trigger: 'settled' }
}

function onNews(step: Step, run: RunHandle, snapshot: RunSnapshot): void {
  const { known, clock, runner } = step
  if (known.statuses.length === 0 && !isFinal(snapshot)) void askHistory(step, run)
  known.last = snapshot
  const sinceMs = clock.nowMs() - (known.begunAtMs ?? clock.nowMs())
  known.statuses.push({ status: snapshot.status, phase: snapshot.phase, sinceMs })
  writeFirstOutputs(runner, run, snapshot)
  warnOfOtherVersion(step, snapshot)
}

/** After an attach, or where it was not answered before the trigger; beside the looks. That it fails is nobody's concern. */
async function askHistory(step: Step, run: RunHandle): Promise<void> {
  const { clock, known } = step
  if (known.before?.runs !== undefined) return
  const page = await askRecentRuns(step, run.target, clock.nowMs() + HISTORY_TIMEOUT_MS)
  if (page !== undefined) known.past = pastRunsOf(page.value.runs, run.runId)
}
