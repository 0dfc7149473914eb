/** Waits until what is to be triggered is ready: the watch's own rules, before there is a run. */

import type { PollInterval } from '../pace/index.ts'
import { paceFor } from '../pace/phases.ts'
import { formatDuration } from '../text/duration.ts'
import type { Target } from './model.ts'
import type { AskedVersion } from './platform.ts'
import { type PollState, step } from './poll.ts'
import type { Clock, Runner } from './ports.ts'
import { nextHeartbeatMs } from './progress.ts'
import type { Channel } from './requests/channel.ts'
import { attemptUntilMs } from './requests/outage.ts'
import { type Watched, withLast } from './watch.ts'

export interface ReadyPorts {
  readonly channel: Channel
  readonly clock: Clock
  readonly runner: Runner
}

export interface ReadyPolicy {
  /** Monotonic. */
  readonly deadlineMs: number
  readonly outageToleranceMs: number
  readonly pollInterval: PollInterval
}

/** How long what was just found may be unknown elsewhere before that means anything. */
const EXPECTED_WITHIN_MS = 30_000

/** Asks how the version stands until that is final, or until something else decides. */
export async function awaitReady(
  { channel, clock, runner }: ReadyPorts,
  version: AskedVersion,
  target: Target,
  policy: ReadyPolicy,
): Promise<Watched> {
  const startMs = clock.nowMs()
  const pace = paceFor(policy.pollInterval)
  const note = progressNotes(runner, version)
  let state: PollState = {}
  while (!runner.stop.aborted) {
    const attemptMs = clock.nowMs()
    const tolerance = { toleranceMs: policy.outageToleranceMs }
    const untilMs = Math.min(policy.deadlineMs, attemptUntilMs(state.outage, attemptMs, tolerance))
    const reading = await channel.ask(version.status(target), { untilMs, signal: runner.stop })
    if (reading.kind === 'stopped') break
    const nowMs = clock.nowMs()
    const [after, decision] = step(
      {
        ...policy,
        onInputRequired: 'wait',
        expectedByMs: startMs + EXPECTED_WITHIN_MS,
        intervalMs: pace.gapMs({ elapsedMs: nowMs - startMs }, clock.random()),
        nameResolved: channel.nameResolved,
        random: clock.random(),
      },
      state,
      { reading, attemptMs, nowMs },
    )
    note(state, after, nowMs - startMs, { isOver: decision.kind === 'over' })
    state = after
    if (decision.kind === 'over') return withLast(decision.ending, state)
    await clock.sleep(Math.max(0, decision.atMs - clock.nowMs()), runner.stop)
  }
  return withLast({ kind: 'stopped' }, state)
}

/** Each status once, signs of life between, and the first failed attempt of an outage or a row of denials. */
function progressNotes(
  runner: Runner,
  { name }: AskedVersion,
): (before: PollState, after: PollState, elapsedMs: number, how: { readonly isOver: boolean }) => void {
  let dueMs = nextHeartbeatMs(0)
  return (before, { last, outage, denials }, elapsedMs, { isOver }) => {
    const trouble = denials ?? outage
    if (trouble !== undefined) {
      const isFirst = before.denials === undefined && before.outage === undefined
      if (isFirst && !isOver) runner.info(`No usable answer about ${name}: ${trouble.message}. Asking again.`)
      return
    }
    if (last === undefined) return
    const isNews = last.status !== before.last?.status
    if (!isNews && elapsedMs < dueMs) return
    dueMs = nextHeartbeatMs(elapsedMs)
    const since = elapsedMs < 1000 ? '' : ` after ${formatDuration(elapsedMs)}`
    runner.info(`${name.charAt(0).toUpperCase()}${name.slice(1)} is ${last.status}${since}`)
  }
}
