/** The only loop that waits for a run: looks, lets `poll` decide, says what a person should know, sleeps. */

import { formatDuration } from '../text/duration.ts'
import type { Channel } from './channel.ts'
import type { Follower } from './follow.ts'
import { guardGapMs } from './guard.ts'
import type { RunHandle, RunSnapshot } from './model.ts'
import { attemptUntilMs } from './outage.ts'
import type { PollInterval } from './pace/index.ts'
import { type Moment, type PhasedPace, paceFor } from './pace/phases.ts'
import type { Platform } from './platform.ts'
import { type PollState, step, type WatchEnding } from './poll.ts'
import type { Clock, Runner } from './ports.ts'
import { isSlow, nextHeartbeatMs, type PastRun, progressLine, usualOf } from './progress.ts'
import type { Good } from './reading.ts'

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

export interface WatchNews {
  /** Called with every answer whose status differs from the one before, so that outputs are never behind what is known. */
  onNews(snapshot: RunSnapshot): void
  /** Earlier runs of the job, as far as they are known by now. */
  past(): readonly PastRun[]
}

/** How long a run that was just triggered or attached to may answer 404 before that means anything. */
const EXPECTED_WITHIN_MS = 30_000
/** However often a stream hints that the run has moved on, looks are at least this far apart. */
const SHORTEST_GAP_MS = 300
/** GitHub shows ten warnings of a step: the others are for what else may come. */
const MOST_WARNINGS = 5

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
  const age = new Age(startMs)
  const progress = new Progress(ports, age, news)
  const pacer = new Pacer(policy, news)
  const waker = new Waker(clock, runner.stop, follower)
  const pace = () => {
    if (follower.isStreaming && policy.pollInterval.kind === 'auto') return guardGapMs(clock.nowMs() - startMs)
    return pacer.gapMs(age.at(clock.nowMs()), clock.random())
  }
  let state: PollState = {}
  const warned = new Set<string>()
  if (!policy.attached) await waker.sleep(Math.min(pace(), Math.max(0, policy.deadlineMs - startMs - 1000)))
  while (!runner.stop.aborted) {
    const attemptMs = clock.nowMs()
    const tolerance = { toleranceMs: policy.outageToleranceMs }
    const untilMs = Math.min(policy.deadlineMs, attemptUntilMs(state.outage, attemptMs, tolerance))
    waker.forget()
    follower.onLook()
    const reading = await channel.ask(platform.status(run), { untilMs, signal: runner.stop })
    if (reading.kind === 'stopped') break
    if (reading.kind === 'good') age.learn(reading, attemptMs, policy.attached)
    const [after, decision] = step(
      {
        ...policy,
        expectedByMs: startMs + EXPECTED_WITHIN_MS,
        intervalMs: pace(),
        nameResolved: channel.nameResolved,
        random: clock.random(),
      },
      state,
      { reading, attemptMs, nowMs: clock.nowMs() },
    )
    tellNews(ports, policy, warned, run, state, after, age.at(attemptMs).elapsedMs)
    if (after.last !== undefined && after.last.status !== state.last?.status) news.onNews(after.last)
    state = after
    if (decision.kind === 'over') return withLast(decision.ending, state)
    progress.tell(state)
    const waitMs = Math.max(0, decision.atMs - clock.nowMs())
    await (state.outage === undefined ? waker.sleep(waitMs) : clock.sleep(waitMs, runner.stop))
  }
  return withLast({ kind: 'stopped' }, state)
}

/** Sleeps that end early when the runner says stop, or when a stream hints that there is something to see. */
class Waker {
  readonly #clock: Clock
  readonly #stop: AbortSignal
  #hint = new AbortController()

  constructor(clock: Clock, stop: AbortSignal, follower: Follower) {
    this.#clock = clock
    this.#stop = stop
    follower.onHint(() => this.#hint.abort())
    stop.addEventListener('abort', () => this.#hint.abort(), { once: true })
  }

  /** Hints so far are about what the look that begins now will see. */
  forget(): void {
    this.#hint = new AbortController()
  }

  async sleep(durationMs: number): Promise<void> {
    const firstMs = Math.min(durationMs, SHORTEST_GAP_MS)
    await this.#clock.sleep(firstMs, this.#stop)
    if (!this.#stop.aborted) await this.#clock.sleep(durationMs - firstMs, this.#hint.signal)
  }
}

/** How long a run has lasted, and how long it has worked. */
class Age {
  #bornMs: number
  #workingSinceMs: number | undefined
  #isQueued = false
  #isKnown = false

  constructor(startMs: number) {
    this.#bornMs = startMs
  }

  /**
   * A run that was attached to is as old as the platform says, by the platform's own clock. Its work began when it was
   * first seen to run after it had been seen to wait.
   */
  learn({ value, dateMs }: Good<RunSnapshot>, nowMs: number, attached: boolean): void {
    if (attached && !this.#isKnown && dateMs !== undefined && value.startedAtMs !== undefined) {
      this.#bornMs = nowMs - Math.max(0, dateMs - value.startedAtMs)
    }
    this.#isKnown = true
    if (value.phase === 'waiting') this.#isQueued = true
    else if (this.#isQueued) this.#workingSinceMs ??= nowMs
  }

  at(nowMs: number): Moment {
    const elapsedMs = Math.max(0, nowMs - this.#bornMs)
    if (!this.#isQueued) return { elapsedMs }
    return { elapsedMs, workedMs: this.#workingSinceMs === undefined ? 0 : nowMs - this.#workingSinceMs }
  }
}

/** The pace by what is known of earlier runs, planned anew only when that has changed. */
class Pacer {
  readonly #policy: WatchPolicy
  readonly #news: WatchNews
  #past: readonly PastRun[]
  #pace: PhasedPace

  constructor(policy: WatchPolicy, news: WatchNews) {
    this.#policy = policy
    this.#news = news
    this.#past = news.past()
    this.#pace = this.#plan()
  }

  gapMs(moment: Moment, random: number): number {
    if (this.#past !== this.#news.past()) {
      this.#past = this.#news.past()
      this.#pace = this.#plan()
    }
    return this.#pace.gapMs(moment, random)
  }

  #plan(): PhasedPace {
    const history = this.#past.map(({ durationMs, ...run }) => ({ ...run, wholeMs: durationMs }))
    return paceFor(this.#policy.pollInterval, history)
  }
}

/** Signs of life between changes of status, with what is usual for the job. */
class Progress {
  readonly #ports: WatchPorts
  readonly #age: Age
  readonly #news: WatchNews
  #dueMs = nextHeartbeatMs(0)
  #toldSlow = false

  constructor(ports: WatchPorts, age: Age, news: WatchNews) {
    this.#ports = ports
    this.#age = age
    this.#news = news
  }

  tell({ last, outage }: PollState): void {
    const { clock, runner } = this.#ports
    const { elapsedMs } = this.#age.at(clock.nowMs())
    if (last === undefined || outage !== undefined) return
    const usual = usualOf(this.#news.past())
    const turnsSlow = !this.#toldSlow && usual !== undefined && isSlow(elapsedMs, usual)
    if (elapsedMs < this.#dueMs && !turnsSlow) return
    this.#toldSlow ||= turnsSlow
    this.#dueMs = nextHeartbeatMs(elapsedMs)
    runner.info(progressLine(last.status, elapsedMs, usual))
  }
}

function withLast(ending: Watched['ending'], state: PollState): Watched {
  return { ending, ...(state.last === undefined ? {} : { last: state.last }) }
}

/** What changed between two states, in the step's log: the status, and outages from their first failed attempt on. */
function tellNews(
  { runner, platform }: WatchPorts,
  policy: WatchPolicy,
  warned: Set<string>,
  run: RunHandle,
  before: PollState,
  after: PollState,
  elapsedMs: number,
) {
  const { outage, last } = after
  if (outage !== undefined && outage !== before.outage && isPowerOfTwo(outage.attempts)) {
    const nth = outage.attempts === 1 ? '' : ` (attempt ${outage.attempts})`
    runner.info(`No usable answer about ${run.runId}${nth}: ${outage.message}. This decides nothing; asking again.`)
  }
  if (after.denials !== undefined) {
    runner.info(
      `Asked about ${run.runId}, ${platform.name} answers ${after.denials.message}; asking again before that counts.`,
    )
  }
  if (before.outage !== undefined && outage === undefined) {
    const { attempts } = before.outage
    runner.info(`${platform.name} answers again after ${attempts} failed attempt${attempts === 1 ? '' : 's'}.`)
  }
  if (last === undefined || last.status === before.last?.status) return
  runner.info(`${last.status} after ${formatDuration(elapsedMs)}`)
  const warning = warningOf(platform, policy, run, last)
  if (warning === undefined || warned.has(last.status)) return
  warned.add(last.status)
  if (warned.size <= MOST_WARNINGS) runner.warning(warning)
  else runner.info(warning)
}

/** What a person should know of a status. Said once each: a run may go back and forth. */
function warningOf(platform: Platform, policy: WatchPolicy, run: RunHandle, last: RunSnapshot): string | undefined {
  if (last.phase === 'unrecognised') {
    return `${platform.name} reports the status "${last.status}" for ${run.runId}, which this action does not know. It is not taken as final; waiting goes on.`
  }
  if (last.phase === 'input_required' && policy.onInputRequired === 'wait') {
    return `${platform.runNoun} ${run.runId} waits for a person to answer at ${run.runUrl}. Waiting goes on until \`timeout\`.`
  }
  return undefined
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0
}
