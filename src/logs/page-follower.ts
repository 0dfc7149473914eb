/** Follows a log that is read in pages: one page of new lines at each look at most, and to its end once the run has ended. */

import type { Drain, Follower, LogEntry, LogPages, OpenLog } from '../core/follow.ts'
import type { Limit } from '../core/limit.ts'
import type { RunSnapshot } from '../core/model.ts'
import type { Clock, Runner } from '../core/ports.ts'
import type { Channel } from '../core/requests/channel.ts'
import type { Reading } from '../core/requests/reading.ts'
import { isDrained, noteIfEmpty, noteUndrained, STILL_FLOWING, UNREADABLE } from './draining.ts'
import { EntryLines } from './entry-lines.ts'
import type { Printer } from './printer.ts'
import type { Sinks } from './sinks.ts'
import { Sweeps } from './sweeps.ts'
import type { Trouble } from './trouble.ts'

export interface PageParts {
  readonly channel: Channel
  readonly clock: Clock
  readonly runner: Pick<Runner, 'info'>
  readonly source: LogPages
  /** The run as it was last seen. */
  readonly last: () => RunSnapshot | undefined
  readonly printer: Pick<Printer, 'lastLines'>
  readonly sinks: Sinks
  readonly trouble: Trouble
  /** Where the whole log is. */
  readonly seeAlso: string
}

/**
 * What a look at the log found. `full`: lines, and there may be more already. `unknown`: the run is not known well enough
 * to look. `failed` may pass by itself, `denied` is the platform's own no.
 */
type Found = 'lines' | 'full' | 'nothing' | 'unknown' | 'failed' | 'denied'

interface Reader {
  readonly log: OpenLog
  readonly sweeps: Sweeps
}

/** The platform's own default. */
const LARGEST_PAGE = 5000
/** How long a page may take while nobody waits for it. */
const LONGEST_LOOK_MS = 30_000
const GAP_MS = 500
const LONGEST_GAP_MS = 2000
const QUIET_LOOKS = 2
/** How long a look that is under way when the run has ended may go on before it is called off. */
const GRACE_MS = 1000
/** In a shorter time than this an answer need not come. */
const FAIR_MS = 1000

export class PageFollower implements Follower {
  readonly isStreaming = false
  readonly #parts: PageParts
  readonly #closed = new AbortController()
  /** Calls off the look that is under way beside the watch. */
  #aside = new AbortController()
  #looking: Promise<unknown> | undefined
  #reader: Reader | undefined
  readonly #lines = new EntryLines()
  /** The platform's clock less the runner's. */
  #aheadMs = 0
  #limit = LARGEST_PAGE
  /** The sweep that is under way has found lines. */
  #foundInSweep = false
  /** Monotonic: until then no look is made beside the watch, after failures. */
  #notBeforeMs = 0
  /** Monotonic: until then the platform asks to be left alone. */
  #askedUntilMs = 0

  constructor(parts: PageParts) {
    this.#parts = parts
  }

  get lastLines(): readonly string[] {
    return this.#parts.printer.lastLines
  }

  onHint(): void {}

  onLook(): void {
    const { clock, sinks } = this.#parts
    if (this.#isOver() || this.#looking !== undefined || sinks.isBusy || clock.nowMs() < this.#notBeforeMs) return
    this.#aside = new AbortController()
    const look = this.#look({ untilMs: clock.nowMs() + LONGEST_LOOK_MS, signal: this.#aside.signal })
    this.#looking = look.finally(() => {
      this.#looking = undefined
    })
  }

  async drain(limit: Drain): Promise<void> {
    const { clock } = this.#parts
    await this.#endReadAside(limit)
    for (let quiet = 0, gapMs = GAP_MS; !this.#isOver(limit.signal); ) {
      const found = await this.#look(limit)
      if (found === 'unknown' || this.#isOver(limit.signal)) return
      if (found === 'nothing') quiet += 1
      if (found === 'lines' || found === 'full') quiet = 0
      if (quiet >= QUIET_LOOKS && isDrained(limit, clock.nowMs())) return noteIfEmpty(this.#parts, limit)
      gapMs = found === 'failed' ? Math.min(LONGEST_GAP_MS, 2 * gapMs) : GAP_MS
      const nextMs = found === 'full' ? clock.nowMs() : Math.max(this.#askedUntilMs, clock.nowMs() + gapMs)
      // Of a log that is refused the reason says all.
      if (found === 'denied') return this.#parts.trouble.tell()
      if (nextMs >= limit.untilMs)
        return quiet >= QUIET_LOOKS
          ? noteIfEmpty(this.#parts, limit)
          : noteUndrained(this.#parts, found === 'failed' ? UNREADABLE : STILL_FLOWING)
      await clock.sleep(nextMs - clock.nowMs(), limit.signal)
    }
  }

  async close(): Promise<void> {
    this.#closed.abort()
    await this.#parts.sinks.close()
  }

  #isOver(signal?: AbortSignal): boolean {
    return this.#closed.signal.aborted || signal?.aborted === true
  }

  async #endReadAside({ signal }: Limit): Promise<void> {
    if (this.#looking === undefined) return
    await Promise.race([this.#looking, this.#parts.clock.sleep(GRACE_MS, signal)])
    this.#aside.abort()
    await this.#looking
  }

  /** Pages are read until one has something new. */
  async #look({ untilMs, signal }: Limit): Promise<Found> {
    const { clock, channel } = this.#parts
    this.#reader ??= this.#open()
    if (this.#reader === undefined) return 'unknown'
    const { log, sweeps } = this.#reader
    const signals = [this.#closed.signal, ...(signal === undefined ? [] : [signal])]
    const options = { untilMs, signal: AbortSignal.any(signals), isUrgent: false }
    for (;;) {
      const place = sweeps.next(clock.nowMs(), clock.epochMs() + this.#aheadMs)
      const leftMs = untilMs - clock.nowMs()
      const reading = await channel.ask(log.page(place, this.#limit), options)
      // That our own time was up says nothing of the platform.
      if (isTimeout(reading) && leftMs < FAIR_MS) return 'failed'
      const found = this.#take(reading, sweeps)
      if (found !== 'nothing_yet') return found
      if (clock.nowMs() >= untilMs) return 'failed'
    }
  }

  #open(): Reader | undefined {
    const { source, last, clock } = this.#parts
    const log = source.open(last(), clock.epochMs())
    return log === undefined ? undefined : { log, sweeps: new Sweeps(log.beginNs) }
  }

  #take(reading: Reading<readonly LogEntry[]>, sweeps: Sweeps): Found | 'nothing_yet' {
    switch (reading.kind) {
      case 'good':
        if (reading.dateMs !== undefined) this.#aheadMs = reading.dateMs - this.#parts.clock.epochMs()
        return this.#takePage(reading.value, sweeps)
      case 'stopped':
        return 'failed'
      case 'denied':
        this.#takeFailure(reading.message)
        return 'denied'
      case 'setback':
        if (reading.cause !== 'too_large' || this.#limit === 1) {
          this.#takeFailure(reading.message, reading.retryAfterMs)
          return 'failed'
        }
        this.#limit = Math.ceil(this.#limit / 8)
        return 'nothing_yet'
    }
  }

  #takePage(page: readonly LogEntry[], sweeps: Sweeps): Found | 'nothing_yet' {
    const { fresh, goesOn } = sweeps.take(page, this.#limit)
    this.#parts.trouble.worked()
    this.#parts.sinks.add(this.#lines.of(fresh))
    this.#limit = Math.min(LARGEST_PAGE, 2 * this.#limit)
    this.#notBeforeMs = 0
    this.#askedUntilMs = 0
    const foundBefore = this.#foundInSweep
    this.#foundInSweep = goesOn && (foundBefore || fresh.length > 0)
    if (goesOn) return fresh.length > 0 ? 'full' : 'nothing_yet'
    return foundBefore || fresh.length > 0 ? 'lines' : 'nothing'
  }

  #takeFailure(message: string, askedMs = 0): void {
    const { clock, trouble } = this.#parts
    this.#notBeforeMs = clock.nowMs() + trouble.failed(message, askedMs)
    this.#askedUntilMs = clock.nowMs() + askedMs
  }
}

function isTimeout(reading: Reading<unknown>): boolean {
  return reading.kind === 'setback' && reading.cause === 'timeout'
}
