/**
 * What the platform tells of a run beside its status: why it waits for a machine, why it has died. For people, never for
 * a verdict; asked rarely, and no more once the platform has refused.
 */

import type { RunHandle, RunSnapshot } from '../core/model.ts'
import type { Platform, RunEvent } from '../core/platform.ts'
import type { Clock, Runner } from '../core/ports.ts'
import type { Channel } from '../core/requests/channel.ts'
import { oneLine } from '../text/lines.ts'

export interface RunEventPorts {
  readonly channel: Channel
  readonly platform: Platform
  readonly clock: Clock
  readonly runner: Runner
}

/** How long a run may wait before anybody wonders why. */
const WONDERED_AFTER_MS = 20_000
const FIRST_GAP_MS = 20_000
const LONGEST_GAP_MS = 5 * 60_000
/** At least so many looks at the run's status for each request. */
const LOOKS_EACH = 3
const REQUEST_TIMEOUT_MS = 5000
const MOST_LINES = 50
const LONGEST_LINE = 500

export class RunEvents {
  readonly #ports: RunEventPorts
  readonly #run: RunHandle
  readonly #told = new Set<string>()
  #last: RunSnapshot | undefined
  #waitingSinceMs: number | undefined
  #looks = 0
  #gapMs = FIRST_GAP_MS
  #dueMs = 0
  #underWay: Promise<void> | undefined
  #refused = false
  #lastWarning: string | undefined

  constructor(ports: RunEventPorts, run: RunHandle) {
    this.#ports = ports
    this.#run = run
  }

  /** The last warning so far, as one line. */
  get lastWarning(): string | undefined {
    return this.#lastWarning
  }

  /** Called with each answer whose status differs from the one before. */
  onNews(snapshot: RunSnapshot): void {
    this.#last = snapshot
    if (snapshot.phase === 'waiting') this.#waitingSinceMs ??= this.#ports.clock.nowMs()
    else this.#waitingSinceMs = undefined
  }

  /** Called at each look at the run's status. Returns at once. */
  onLook(): void {
    this.#looks += 1
    const nowMs = this.#ports.clock.nowMs()
    const waits = this.#waitingSinceMs !== undefined && nowMs - this.#waitingSinceMs >= WONDERED_AFTER_MS
    if (!waits || this.#looks < LOOKS_EACH || nowMs < this.#dueMs) return
    this.#dueMs = nowMs + this.#gapMs
    this.#gapMs = Math.min(2 * this.#gapMs, LONGEST_GAP_MS)
    void this.#ask(nowMs + REQUEST_TIMEOUT_MS)
  }

  /** Asks once more, for a run that has come to no good end. By `untilMs` (monotonic) at the latest; never rejects. */
  async atEnd(untilMs: number): Promise<void> {
    await this.#underWay
    await this.#ask(Math.min(untilMs, this.#ports.clock.nowMs() + REQUEST_TIMEOUT_MS))
  }

  #ask(untilMs: number): Promise<void> {
    const { platform, runner, clock } = this.#ports
    const call = platform.events?.(this.#run, this.#last)
    const isTooLate = clock.nowMs() >= untilMs || runner.stop.aborted
    if (call === undefined || this.#refused || this.#underWay !== undefined || isTooLate) return Promise.resolve()
    this.#looks = 0
    const asked = this.#ports.channel.ask(call, { untilMs, signal: runner.stop, isUrgent: false }).then((reading) => {
      this.#underWay = undefined
      if (reading.kind === 'denied') this.#refused = true
      if (reading.kind === 'good') this.#tell(reading.value)
    })
    this.#underWay = asked
    return asked
  }

  #tell(events: readonly RunEvent[]): void {
    const { runner } = this.#ports
    for (const event of events) {
      const line = lineOf(event, (text) => runner.blot(text))
      if (event.isWarning) this.#lastWarning = line
      const key = `${event.reason}\n${event.message}`
      if (this.#told.has(key) || this.#told.size >= MOST_LINES) continue
      this.#told.add(key)
      runner.info(line)
    }
  }
}

/** Without secrets before it is cut: `FailedScheduling: 0/5 nodes are available (12 times)` */
function lineOf({ reason, message, count }: RunEvent, blot: (text: string) => string): string {
  const times = count !== undefined && count > 1 ? ` (${count} times)` : ''
  return `${oneLine(blot(`${reason}: ${message}`), LONGEST_LINE)}${times}`
}
