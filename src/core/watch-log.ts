/** What is said in the step's log while a run is waited for: its statuses, outages, and signs of life between them. */

import { formatDuration } from '../text/duration.ts'
import { utcTime } from '../text/time.ts'
import { durationOf, isFinal, type RunHandle, type RunSnapshot } from './model.ts'
import type { Platform } from './platform.ts'
import type { PollState } from './poll.ts'
import type { Clock, Runner } from './ports.ts'
import { isSlow, nextHeartbeatMs, type PastRun, progressLine, usualOf } from './progress.ts'
import type { Outage } from './requests/outage.ts'

export interface WatchLogPorts {
  readonly platform: Platform
  readonly runner: Runner
  readonly clock: Pick<Clock, 'nowMs' | 'epochMs'>
}

export interface WatchLogPolicy {
  /** Monotonic. */
  readonly deadlineMs: number
  readonly outageToleranceMs: number
  readonly onInputRequired: 'wait' | 'fail'
  readonly attached: boolean
}

/** GitHub shows ten warnings of a step: the others are for what else may come. */
const MOST_WARNINGS = 5

/** A run that was attached to may be old: its age is told already. */
const AFTER_FIRST_MS = 15_000

export class WatchLog {
  readonly #ports: WatchLogPorts
  readonly #run: RunHandle
  readonly #policy: WatchLogPolicy
  /** A run may go back and forth: each warning is given once. */
  readonly #warned = new Set<string>()
  #heartbeatMs = nextHeartbeatMs(0)
  #notedSlow = false

  constructor(ports: WatchLogPorts, run: RunHandle, policy: WatchLogPolicy) {
    this.#ports = ports
    this.#run = run
    this.#policy = policy
  }

  /** What changed between two states: outages from their first failed attempt on, and the status, with the run's age. */
  changed(before: PollState, after: PollState, elapsedMs: number, { isOver }: { readonly isOver: boolean }): void {
    // What ended the wait is for the verdict to say.
    if (!isOver) this.#trouble(after, before.outage)
    this.#outageEnd(before, after)
    const { last } = after
    if (last === undefined) return
    if (last.status !== before.last?.status) this.#status(last, before.last === undefined, elapsedMs)
    this.#warn(last)
  }

  #status(last: RunSnapshot, isFirst: boolean, elapsedMs: number): void {
    const { runner } = this.#ports
    // Of a run that somebody else started, its age when it is looked at is not how long it took.
    if (this.#policy.attached && isFinal(last)) {
      const tookMs = durationOf(last)
      runner.info(tookMs === undefined ? last.status : `${last.status} (ran ${formatDuration(tookMs)})`)
      return
    }
    runner.info(`${last.status} after ${formatDuration(elapsedMs)}`)
    if (isFirst) this.#heartbeatMs = Math.max(this.#heartbeatMs, elapsedMs + AFTER_FIRST_MS)
  }

  #warn(last: RunSnapshot): void {
    const warning = this.#warningOf(last)
    const what = `${last.status}${last.endedAtMs === undefined ? '' : ', ended'}`
    if (warning === undefined || this.#warned.has(what)) return
    this.#warned.add(what)
    const { runner } = this.#ports
    if (this.#warned.size <= MOST_WARNINGS) runner.warning(warning)
    else runner.info(warning)
  }

  /** A sign of life, if one is due, with what is usual for the job. */
  beat({ last, outage }: PollState, elapsedMs: number, past: readonly PastRun[]): void {
    if (last === undefined || outage !== undefined) return
    const usual = usualOf(past)
    const turnsSlow = !this.#notedSlow && usual !== undefined && isSlow(elapsedMs, usual)
    if (elapsedMs < this.#heartbeatMs && !turnsSlow) return
    this.#notedSlow ||= turnsSlow
    this.#heartbeatMs = nextHeartbeatMs(elapsedMs)
    this.#ports.runner.info(progressLine(last.status, elapsedMs, usual))
  }

  #trouble({ outage, denials }: PollState, before: Outage | undefined): void {
    const { runner, platform } = this.#ports
    const { runId } = this.#run
    if (outage !== undefined && outage !== before && isPowerOfTwo(outage.attempts)) {
      const nth = outage.attempts === 1 ? '' : ` (attempt ${outage.attempts})`
      runner.info(
        `No usable answer about ${runId}${nth}: ${outage.message}. This decides nothing; ${this.#patience(outage)}.`,
      )
    }
    if (denials !== undefined) {
      runner.info(
        `Asked about ${runId}, ${platform.name} answers ${denials.message}; asking again: it counts once it has been said three times.`,
      )
    }
  }

  #outageEnd(before: PollState, { outage }: PollState): void {
    if (before.outage === undefined || outage !== undefined) return
    const { runner, platform } = this.#ports
    const { attempts } = before.outage
    runner.info(`${platform.name} answers again after ${attempts} failed attempt${attempts === 1 ? '' : 's'}.`)
  }

  /** Until when it is asked again, and by which input. */
  #patience({ sinceMs }: Outage): string {
    const { clock } = this.#ports
    const { deadlineMs, outageToleranceMs } = this.#policy
    const toleratedMs = sinceMs + outageToleranceMs
    const untilMs = Math.min(toleratedMs, deadlineMs)
    const until = utcTime(clock.epochMs() + untilMs - clock.nowMs())
    return `asking again until ${until} (\`${toleratedMs < deadlineMs ? 'outage-tolerance' : 'timeout'}\`)`
  }

  #warningOf({ phase, status, endedAtMs }: RunSnapshot): string | undefined {
    const { name, runNoun } = this.#ports.platform
    const { runId, runUrl } = this.#run
    if (phase === 'unrecognised') {
      const known = `${name} reports the status "${status}" for ${runId}, which this action does not know.`
      const ended = utcTime(endedAtMs)
      return ended === ''
        ? `${known} It is not taken as final; waiting goes on.`
        : `${known} ${name} also says that it ended at ${ended}: it is likely to be over, but how is not known. Waiting goes on; look at ${runUrl}.`
    }
    if (phase === 'input_required' && this.#policy.onInputRequired === 'wait') {
      return `${runNoun} ${runId} waits for a person to answer at ${runUrl}. Waiting goes on until \`timeout\`.`
    }
    return undefined
  }
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0
}
