/** What is said in the step's log while a run is waited for: its statuses, outages, and signs of life between them. */

import { formatDuration } from '../text/duration.ts'
import type { RunHandle, RunSnapshot } from './model.ts'
import type { Platform } from './platform.ts'
import type { PollState } from './poll.ts'
import type { Runner } from './ports.ts'
import { isSlow, nextHeartbeatMs, type PastRun, progressLine, usualOf } from './progress.ts'

export interface WatchLogPorts {
  readonly platform: Platform
  readonly runner: Runner
}

/** GitHub shows ten warnings of a step: the others are for what else may come. */
const MOST_WARNINGS = 5

export class WatchLog {
  readonly #ports: WatchLogPorts
  readonly #run: RunHandle
  readonly #onInputRequired: 'wait' | 'fail'
  /** Statuses that were warned of. A run may go back and forth: each is said once. */
  readonly #warned = new Set<string>()
  #heartbeatMs = nextHeartbeatMs(0)
  #toldSlow = false

  constructor(
    ports: WatchLogPorts,
    run: RunHandle,
    { onInputRequired }: { readonly onInputRequired: 'wait' | 'fail' },
  ) {
    this.#ports = ports
    this.#run = run
    this.#onInputRequired = onInputRequired
  }

  /** What changed between two states: outages from their first failed attempt on, and the status, with the run's age. */
  changed(before: PollState, after: PollState, elapsedMs: number): void {
    this.#outage(before, after)
    const { last } = after
    if (last === undefined || last.status === before.last?.status) return
    const { runner } = this.#ports
    runner.info(`${last.status} after ${formatDuration(elapsedMs)}`)
    const warning = this.#warningOf(last)
    if (warning === undefined || this.#warned.has(last.status)) return
    this.#warned.add(last.status)
    if (this.#warned.size <= MOST_WARNINGS) runner.warning(warning)
    else runner.info(warning)
  }

  /** A sign of life, if one is due, with what is usual for the job. */
  beat({ last, outage }: PollState, elapsedMs: number, past: readonly PastRun[]): void {
    if (last === undefined || outage !== undefined) return
    const usual = usualOf(past)
    const turnsSlow = !this.#toldSlow && usual !== undefined && isSlow(elapsedMs, usual)
    if (elapsedMs < this.#heartbeatMs && !turnsSlow) return
    this.#toldSlow ||= turnsSlow
    this.#heartbeatMs = nextHeartbeatMs(elapsedMs)
    this.#ports.runner.info(progressLine(last.status, elapsedMs, usual))
  }

  #outage(before: PollState, { outage, denials }: PollState): void {
    const { runner, platform } = this.#ports
    const { runId } = this.#run
    if (outage !== undefined && outage !== before.outage && isPowerOfTwo(outage.attempts)) {
      const nth = outage.attempts === 1 ? '' : ` (attempt ${outage.attempts})`
      runner.info(`No usable answer about ${runId}${nth}: ${outage.message}. This decides nothing; asking again.`)
    }
    if (denials !== undefined) {
      runner.info(`Asked about ${runId}, ${platform.name} answers ${denials.message}; asking again before that counts.`)
    }
    if (before.outage !== undefined && outage === undefined) {
      const { attempts } = before.outage
      runner.info(`${platform.name} answers again after ${attempts} failed attempt${attempts === 1 ? '' : 's'}.`)
    }
  }

  #warningOf({ phase, status }: RunSnapshot): string | undefined {
    const { name, runNoun } = this.#ports.platform
    const { runId, runUrl } = this.#run
    if (phase === 'unrecognised') {
      return `${name} reports the status "${status}" for ${runId}, which this action does not know. It is not taken as final; waiting goes on.`
    }
    if (phase === 'input_required' && this.#onInputRequired === 'wait') {
      return `${runNoun} ${runId} waits for a person to answer at ${runUrl}. Waiting goes on until \`timeout\`.`
    }
    return undefined
  }
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0
}
