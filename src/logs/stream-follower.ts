/**
 * Follows a stream of events, through cuts, for as long as it has something to tell.
 *
 * It is a second source: without it the status is looked at all the same. So whatever goes wrong here is tried again
 * in peace and said once, and where the stream is refused it is left alone. One that has told its end is opened once more
 * only if a look at the status shows that the run goes on.
 */

import type { Drain, EventEnd, EventReader, EventStream, Follower } from '../core/follow.ts'
import type { Clock, HttpStreamEnd, HttpStreams, Runner } from '../core/ports.ts'
import { AnnouncedEnd } from './announced-end.ts'
import { isDrained, noteIfEmpty, noteUndrained, STILL_FLOWING, UNREADABLE } from './draining.ts'
import { EventParser, type IdentifiedEvent } from './event-parser.ts'
import type { Printer } from './printer.ts'
import { plain, type Sinks } from './sinks.ts'
import { afterEnd } from './stream-end.ts'
import type { Trouble } from './trouble.ts'

export interface StreamParts {
  readonly http: HttpStreams
  readonly clock: Clock
  readonly runner: Pick<Runner, 'info'>
  readonly source: EventStream
  readonly requestTimeoutMs: number
  readonly printer: Pick<Printer, 'lastLines'>
  readonly sinks: Sinks
  readonly trouble: Trouble
  /** Where the whole story is. */
  readonly seeAlso: string
}

/** Keep-alives come every few seconds: a stream without any is a dead connection. */
const SILENCE_MS = 60_000
const REOPEN_MS = 500
const GAP_MS = 500
const QUIET_LOOKS = 2

export class StreamFollower implements Follower {
  readonly #parts: StreamParts
  readonly #reader: EventReader
  readonly #parser = new EventParser((event) => this.#take(event))
  readonly #closed = new AbortController()
  readonly #listeners: (() => void)[] = []
  #startedMs: number | undefined
  #isOpen = false
  /** Nothing more will come: it is refused, it has told its end twice, or it was closed. */
  #isOver = false
  /** What the last event said of the end. */
  #end: EventEnd | undefined
  readonly #reportedEnd = new AnnouncedEnd()
  #events = 0
  /** Events that told something which no earlier connection had told. */
  #news = 0
  #isDraining = false
  /** Ends the wait before the next attempt. */
  #hurry = new AbortController()

  constructor(parts: StreamParts) {
    this.#parts = parts
    this.#reader = parts.source.read()
  }

  get isStreaming(): boolean {
    return this.#isOpen && !this.#isOver && this.#end === undefined
  }

  get lastLines(): readonly string[] {
    return this.#parts.printer.lastLines
  }

  onHint(listener: () => void): void {
    this.#listeners.push(listener)
  }

  onLook(): void {
    this.#reportedEnd.look()
    this.#start()
  }

  #start(): void {
    if (this.#startedMs !== undefined || this.#closed.signal.aborted) return
    this.#startedMs = this.#parts.clock.nowMs()
    void this.#keepOpen(this.#startedMs)
  }

  /** A look is half a second of listening. It finds nothing if the stream stands and brings nothing new. */
  async drain(limit: Drain): Promise<void> {
    const { untilMs, signal } = limit
    const { clock } = this.#parts
    this.#isDraining = true
    this.#start()
    this.#hurry.abort()
    for (let quiet = 0; !this.#isOver && this.#end?.kind !== 'over'; ) {
      if (quiet >= QUIET_LOOKS && isDrained(limit, clock.nowMs())) return noteIfEmpty(this.#parts, limit)
      if (clock.nowMs() >= untilMs)
        return quiet >= QUIET_LOOKS
          ? noteIfEmpty(this.#parts, limit)
          : noteUndrained(this.#parts, this.#isOpen ? STILL_FLOWING : UNREADABLE)
      const before = this.#events
      await clock.sleep(Math.min(GAP_MS, untilMs - clock.nowMs()), signal)
      if (signal?.aborted || this.#closed.signal.aborted) return
      if (this.#events !== before) quiet = 0
      else if (this.#isOpen) quiet += 1
    }
  }

  async close(): Promise<void> {
    this.#closed.abort()
    this.#isOver = true
    this.#parts.sinks.add(plain(this.#reader.rest()))
    await this.#parts.sinks.close()
  }

  async #keepOpen(startedMs: number): Promise<void> {
    const { clock, trouble } = this.#parts
    while (!this.#isOver) {
      const [openedMs, before] = [clock.nowMs(), this.#news]
      const end = await this.#open()
      if (this.#closed.signal.aborted) return
      const wasOpen = this.#isOpen
      this.#isOpen = false
      if (this.#end?.kind === 'over') {
        this.#hint()
        if (!(await this.#reportedEnd.goesOn(clock, this.#closed.signal))) this.#isOver = true
        continue
      }
      const next = afterEnd(this.#end ?? end, {
        lastedMs: clock.nowMs() - openedMs,
        sinceStartMs: clock.nowMs() - startedMs,
        wasOpen,
        broughtNews: this.#news !== before,
        epochMs: clock.epochMs(),
      })
      if (next.kind === 'refused') this.#giveUp(next.reason)
      // Whoever relied on the stream has to look for himself now.
      if (wasOpen || this.#isOver) this.#hint()
      if (next.kind === 'reopen') trouble.worked()
      await this.#wait(next.kind === 'failed' ? trouble.failed(next.message, next.askedMs) : REOPEN_MS)
    }
  }

  #open(): Promise<HttpStreamEnd> {
    const { http, source, requestTimeoutMs } = this.#parts
    const { lastEventId } = this.#parser
    this.#parser.restart()
    this.#reader.restart()
    this.#end = undefined
    const headers = {
      accept: 'text/event-stream',
      'cache-control': 'no-cache',
      ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }),
    }
    const { signal } = this.#closed
    return http.stream(
      { path: source.path, headers, timeoutMs: requestTimeoutMs, silenceMs: SILENCE_MS, signal },
      {
        onHead: ({ headers: answered }) => {
          this.#isOpen = /^\s*text\/event-stream\b/i.test(answered['content-type'] ?? '')
          return this.#isOpen
        },
        onText: (text) => this.#parser.feed(text),
      },
    )
  }

  #take(event: IdentifiedEvent): void {
    if (this.#isOver) return
    const { lines, isHint, end } = this.#reader.take(event)
    const isNews = isHint || lines.length > 0
    if (event.id !== '' || lines.length > 0) this.#events += 1
    if (isNews) this.#news += 1
    if (isNews || end !== undefined) this.#end = end
    if (end?.kind !== 'missing') this.#parts.trouble.worked()
    this.#parts.sinks.add(plain(lines))
    if (isHint) this.#hint()
  }

  #hint(): void {
    for (const listener of this.#listeners) listener()
  }

  #giveUp(reason: string): void {
    this.#isOver = true
    this.#parts.runner.info(`No live log: the event stream is refused (${reason}). The status is polled all the same.`)
  }

  async #wait(durationMs: number): Promise<void> {
    this.#hurry = new AbortController()
    const waitMs = this.#isDraining ? Math.min(durationMs, GAP_MS) : durationMs
    await this.#parts.clock.sleep(waitMs, AbortSignal.any([this.#hurry.signal, this.#closed.signal]))
  }
}
