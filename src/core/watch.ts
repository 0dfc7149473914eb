/** The only loop that waits for a run: looks, lets `poll` decide, says what a person should know, sleeps. */

import type { Channel } from './channel.ts'
import { formatDuration } from './duration-format.ts'
import type { RunHandle, RunSnapshot } from './model.ts'
import { attemptUntilMs } from './outage.ts'
import { intervalMs, type PollInterval } from './pace.ts'
import type { Platform } from './platform.ts'
import { type PollState, step, type WatchEnding } from './poll.ts'
import type { Clock, Runner } from './ports.ts'

export interface WatchPorts {
  readonly channel: Channel
  readonly platform: Platform
  readonly clock: Clock
  readonly runner: Runner
}

export interface WatchPolicy {
  /** Monotonic. */
  readonly deadlineMs: number
  readonly outageToleranceMs: number
  readonly pollInterval: PollInterval
  readonly onInputRequired: 'wait' | 'fail'
  /** A run that was attached to may be long under way, so it is looked at without delay. */
  readonly attached: boolean
}

export interface Watched {
  readonly ending: WatchEnding | { readonly kind: 'stopped' }
  readonly last?: RunSnapshot
}

/** How long a run that was just triggered or attached to may answer 404 before that means anything. */
const EXPECTED_WITHIN_MS = 30_000

/**
 * Watches a run to its end, or until something else decides. `onNews` is called with every answer whose status differs
 * from the one before, so that outputs are never behind what is known.
 */
export async function watch(
  ports: WatchPorts,
  policy: WatchPolicy,
  run: RunHandle,
  onNews: (snapshot: RunSnapshot) => void,
): Promise<Watched> {
  const { channel, platform, clock, runner } = ports
  const startMs = clock.nowMs()
  const pace = () => intervalMs(policy.pollInterval, clock.nowMs() - startMs, clock)
  let state: PollState = {}
  if (!policy.attached)
    await clock.sleep(Math.min(pace(), Math.max(0, policy.deadlineMs - startMs - 1000)), runner.stop)
  while (!runner.stop.aborted) {
    const attemptMs = clock.nowMs()
    const untilMs = Math.min(
      policy.deadlineMs,
      attemptUntilMs(state.outage, attemptMs, { toleranceMs: policy.outageToleranceMs }),
    )
    const reading = await channel.ask(platform.status(run), { untilMs, signal: runner.stop })
    if (reading.kind === 'stopped') break
    const [after, decision] = step(
      {
        deadlineMs: policy.deadlineMs,
        outageToleranceMs: policy.outageToleranceMs,
        onInputRequired: policy.onInputRequired,
        expectedByMs: startMs + EXPECTED_WITHIN_MS,
        intervalMs: pace(),
        nameResolved: channel.nameResolved,
        random: clock.random(),
      },
      state,
      { reading, attemptMs, nowMs: clock.nowMs() },
    )
    tellNews(ports, run, state, after, attemptMs - startMs)
    if (after.last !== undefined && after.last.status !== state.last?.status) onNews(after.last)
    state = after
    if (decision.kind === 'over') return withLast(decision.ending, state)
    await clock.sleep(Math.max(0, decision.atMs - clock.nowMs()), runner.stop)
  }
  return withLast({ kind: 'stopped' }, state)
}

function withLast(ending: Watched['ending'], state: PollState): Watched {
  return { ending, ...(state.last === undefined ? {} : { last: state.last }) }
}

/** What changed between two states, in the step's log: the status, and outages from their first failed attempt on. */
function tellNews({ runner, platform }: WatchPorts, run: RunHandle, before: PollState, after: PollState, ms: number) {
  const { outage, last } = after
  if (outage !== undefined && outage !== before.outage && isPowerOfTwo(outage.attempts)) {
    const nth = outage.attempts === 1 ? '' : ` (attempt ${outage.attempts})`
    runner.info(`No usable answer about ${run.runId}${nth}: ${outage.message}. This decides nothing; asking again.`)
  }
  if (after.denials !== undefined && after.denials !== before.denials) {
    runner.info(
      `Asked about ${run.runId}, ${platform.name} answers ${after.denials.message}; asking again before that counts.`,
    )
  }
  if (before.outage !== undefined && outage === undefined) {
    runner.info(`${platform.name} answers again after ${before.outage.attempts} failed attempts.`)
  }
  if (last !== undefined && last.status !== before.last?.status) tellStatus(runner, platform, run, last, ms)
}

function tellStatus(runner: Runner, platform: Platform, run: RunHandle, last: RunSnapshot, ms: number) {
  runner.info(`${last.status} after ${formatDuration(ms)}`)
  if (last.phase === 'unrecognised') {
    runner.warning(
      `${platform.name} reports the status "${last.status}" for ${run.runId}, which this action does not know. It is not taken as final; waiting goes on.`,
    )
  }
  if (last.phase === 'input_required') {
    runner.warning(
      `${platform.runNoun} ${run.runId} waits for a person to answer at ${run.runUrl}. Waiting goes on until \`timeout\`.`,
    )
  }
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0
}
