/** The only loop that waits for a run: polls its status, lets `poll` decide, says what a person should know, sleeps. */

import type { PollInterval } from '../pace/index.ts'
import { RunAge, RunPace, type Sighting } from '../pace/run-pace.ts'
import type { Follower } from './follow.ts'
import { guardGapMs } from './guard.ts'
import type { RunHandle, RunSnapshot } from './model.ts'
import type { Platform } from './platform.ts'
import { type PollState, step, type WatchEnding } from './poll.ts'
import type { Clock, Runner } from './ports.ts'
import type { PastRun } from './progress.ts'
import type { Channel } from './requests/channel.ts'
import { attemptUntilMs } from './requests/outage.ts'
import type { Good } from './requests/reading.ts'
import { Waker } from './waker.ts'
import { WatchLog } from './watch-log.ts'

export interface WatchPorts {
  readonly channel: Channel
  readonly platform: Platform
  readonly clock: Clock
  readonly runner: Runner
}

export interface WatchPolicy {
  /** Monotonic. */
  readonly deadlineMs: number
  /** Monotonic: until when the run may wait for its work to begin. */
  readonly queueUntilMs?: number
  readonly outageToleranceMs: number
  readonly pollInterval: PollInterval
  readonly onInputRequired: 'wait' | 'fail'
  /** A run that was attached to may be long under way, so it is polled without delay. */
  readonly attached: boolean
}

export interface Watched {
  readonly ending: WatchEnding | { readonly kind: 'stopped' }
  readonly last?: RunSnapshot
}

export interface WatchNews {
  /** Called with every answer whose status differs from the one before, so that outputs are never behind what is known. */
  onNews(snapshot: RunSnapshot): void
  /** Called at each look. Returns at once. */
  onLook(): void
  /** Earlier runs of the job, as far as they are known by now. */
  past(): readonly PastRun[]
}

/** How long a run that was just triggered or attached to may answer 404 before that means anything. */
const EXPECTED_WITHIN_MS = 30_000

/** Watches a run to its end, or until something else decides. */
export async function watch(
  ports: WatchPorts,
  policy: WatchPolicy,
  run: RunHandle,
  follower: Follower,
  news: WatchNews,
): Promise<Watched> {
  const { channel, platform, clock, runner } = ports
  const startMs = clock.nowMs()
  const expectedByMs = startMs + EXPECTED_WITHIN_MS
  const tolerance = { toleranceMs: policy.outageToleranceMs }
  const age = new RunAge(startMs)
  const log = new WatchLog(ports, run, policy)
  const pace = paceOf(ports, policy, age, follower, news)
  const waker = new Waker(clock, runner.stop, follower)
  let state: PollState = {}
  const firstByMs = Math.min(policy.deadlineMs, policy.queueUntilMs ?? Number.POSITIVE_INFINITY) - 1000
  if (!policy.attached) await waker.sleep(Math.min(pace(), Math.max(0, firstByMs - startMs)))
  while (!runner.stop.aborted) {
    const attemptMs = clock.nowMs()
    const untilMs = Math.min(policy.deadlineMs, attemptUntilMs(state.outage, attemptMs, tolerance))
    waker.forget()
    follower.onLook()
    news.onLook()
    const reading = await channel.ask(platform.status(run), { untilMs, signal: runner.stop })
    if (reading.kind === 'stopped') break
    if (reading.kind === 'good') age.see(attemptMs, sightingOf(reading, policy.attached))
    const { nameResolved } = channel
    const now = { expectedByMs, intervalMs: pace(), nameResolved, random: clock.random() }
    const [after, decision] = step({ ...policy, ...now }, state, { reading, attemptMs, nowMs: clock.nowMs() })
    log.changed(state, after, age.at(attemptMs).elapsedMs, { isOver: decision.kind === 'over' })
    if (after.last !== undefined && after.last.status !== state.last?.status) news.onNews(after.last)
    state = after
    if (decision.kind === 'over') return withLast(decision.ending, state)
    log.beat(state, age.at(clock.nowMs()).elapsedMs, news.past())
    const waitMs = Math.max(0, decision.atMs - clock.nowMs())
    await (state.outage === undefined ? waker.sleep(waitMs) : clock.sleep(waitMs, runner.stop))
  }
  return withLast({ kind: 'stopped' }, state)
}

/** How long to wait after a good answer, as of now. While a stream stands that tells the run's end, a slow poll guards it. */
function paceOf(
  { clock }: WatchPorts,
  { pollInterval }: WatchPolicy,
  age: RunAge,
  follower: Follower,
  news: WatchNews,
) {
  const pace = new RunPace(pollInterval, () => news.past())
  const startMs = clock.nowMs()
  return () => {
    const nowMs = clock.nowMs()
    if (follower.isStreaming && pollInterval.kind === 'auto') return guardGapMs(nowMs - startMs)
    return pace.gapMs(age.at(nowMs), clock.random())
  }
}

/** GitHub lets no job last longer: a start before that is none, but a time that is unset or in another unit. */
const LONGEST_LASTED_MS = 35 * 86_400_000

/** A run that was attached to is as old as the platform says, by the platform's own clock. */
function sightingOf({ value: { phase, startedAtMs }, dateMs }: Good<RunSnapshot>, attached: boolean): Sighting {
  const isWaiting = phase === 'waiting'
  const isDated = attached && dateMs !== undefined && startedAtMs !== undefined
  if (!isDated || dateMs - startedAtMs > LONGEST_LASTED_MS) return { isWaiting }
  return { isWaiting, lastedMs: Math.max(0, dateMs - startedAtMs) }
}

/** With what was seen last, if anything was. */
export function withLast(ending: Watched['ending'], { last }: PollState): Watched {
  return { ending, ...(last === undefined ? {} : { last }) }
}
