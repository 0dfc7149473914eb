/**
 * What goes on beside the looks at a run's status: its log is shown, and its end is hinted at. Decides nothing.
 *
 * A platform has its log as pages that are asked for (`LogPages`) or as a stream of events (`EventStream`); it says what
 * to ask and what the answers mean. When something is asked, what is shown and how much of it is the follower's part.
 */

import type { Limit } from './limit.ts'
import type { RunSnapshot } from './model.ts'
import type { Call } from './requests/calls.ts'

export interface Follower {
  /** Called at each look at the run's status. Returns at once. */
  onLook(): void
  /** True while a stream stands that will hint at whatever happens to the run: then looks may be rare. */
  readonly isStreaming: boolean
  /** Called back whenever the run may have moved on or the stream no longer stands, so that it is looked at without delay. */
  onHint(listener: () => void): void
  /**
   * After the run has ended: reads what arrives late, until two looks 0.5 s apart find nothing. Never rejects; ends at
   * `untilMs` (monotonic) or with the signal, or where a stream itself told its end. If there may be more, one line says so.
   */
  drain(limit: Drain): Promise<void>
  /**
   * Ends whatever is under way at once, and shows what was kept back. Resolves when that is written, at the pace of the
   * step log's reader, or after a minute, or ten seconds without a reader, or half a second after the runner told the
   * step to stop. Never rejects.
   */
  close(): Promise<void>
  /** The last 50 lines that were seen, oldest first, without secrets, each cut to 1,000 characters. */
  readonly lastLines: readonly string[]
}

export interface Drain extends Limit {
  /** Monotonic: it is read until then, however quiet it is. */
  readonly notBeforeMs?: number
  /** It is read on until this holds: what is waited for has come. */
  readonly isEnough?: () => boolean
  /** A log without a single line is told of too: that of a run that did not succeed. */
  readonly expectsLines?: boolean
}

export type LogSource = LogPages | EventStream

/** A log that is read in pages. */
export interface LogPages {
  readonly kind: 'pages'
  /** `epochMs` is the runner's clock. Undefined while too little is known of the run. */
  open(last: RunSnapshot | undefined, epochMs: number): OpenLog | undefined
}

export interface OpenLog {
  /** Where to begin to read: epoch nanoseconds. */
  readonly beginNs: bigint
  /** Asks for at most `limit` entries from a place on, oldest first. */
  page(from: LogPlace, limit: number): Call<readonly LogEntry[]>
}

/** All entries from a time on, but for the first few of exactly that time. */
export interface LogPlace {
  /** Epoch nanoseconds. */
  readonly startNs: bigint
  readonly skip: number
}

export interface LogEntry {
  /** When it was written: epoch nanoseconds. */
  readonly timeNs: bigint
  /** As it was written: a line, or several. */
  readonly text: string
  /** `stdout`, `stderr`, or what the platform has. */
  readonly stream: string
  readonly container: string
}

/** A line as it goes to whoever takes it. */
export interface LogLine {
  /** Says where it is from, where it is not the only source: `[container] [stderr] `. No part of what was written. */
  readonly prefix: string
  /** When it was written, where lines need not come in that order: epoch nanoseconds. */
  readonly timeNs?: bigint
  /**
   * Free of line ends. Carriage returns part its states, if it was redrawn; one at its end says that it is redrawn once more,
   * by the line that follows.
   */
  readonly text: string
}

/** A stream of server-sent events. Whether a further connection resumes it or tells all of it again is the server's affair. */
export interface EventStream {
  readonly kind: 'stream'
  readonly path: string
  /** A reader for one run, which outlives the connections that its events come by. */
  read(): EventReader
}

export interface EventReader {
  /** Before the first event of each connection: what was told on an earlier one may come again. */
  restart(): void
  take(event: ServerEvent): EventNews
  /** What was begun and not completed, as `EventNews.lines`. */
  rest(): readonly string[]
}

/** A server-sent event (WHATWG HTML, 9.2). */
export interface ServerEvent {
  /** Empty where the event names no type. */
  readonly type: string
  readonly data: string
}

export interface EventNews {
  /** Texts of `LogLine`. Without what was told on an earlier connection. */
  readonly lines: readonly string[]
  /** True if the run may have moved on: worth a look. */
  readonly isHint: boolean
  readonly end?: EventEnd
}

/** `over`: the run has come to an end, as far as the stream can tell. `missing`: the platform knows no such run. */
export type EventEnd = { readonly kind: 'over' } | { readonly kind: 'missing'; readonly reason: string }
