/**
 * Writes a run's lines into the step's log, within bounds and without standing in anybody's way.
 *
 * What its reader has not taken yet of standard output waits in memory, and all that is written later waits behind it;
 * or, where the pipe is written to synchronously (Windows), the whole process waits. So the lines are written in slices
 * that fit into a pipe's buffer (64 KiB on Linux), each when the one before was taken, and between two of them everything
 * else gets its turn: a cancel above all.
 */

import type { Clock } from '../core/ports.ts'
import { piecesOf } from '../text/cut.ts'
import { linesOf } from '../text/lines.ts'
import { announced, BOUNDS_REACHED, cutShort, isWithin, KEPT_LINES, LONGEST_KEPT, LONGEST_LINE } from './bounds.ts'
import { Tail } from './tail.ts'

export interface PrinterPorts {
  readonly clock: Pick<Clock, 'nowMs' | 'sleep'>
  /** Writes lines, joined by LF, through the door that makes foreign text harmless. */
  readonly print: (text: string) => void
  /** Resolves when all that was written so far has been taken by its reader. */
  readonly flushed: () => Promise<void>
  /** Blots out secrets. Before anything is cut: half a secret is not recognised any more. */
  readonly blot: (text: string) => string
  /** The runner told the step to stop: there is little time left for what is still to be written. */
  readonly stop: AbortSignal
}

export interface PrinterOptions {
  /** False: nothing is written, the last lines are kept all the same. */
  readonly shows: boolean
  /** Where the whole log is, for the lines that tell of the bounds. */
  readonly seeAlso: string
}

const SLICE_LINES = 200
const SLICE_CHARS = 32 * 1024
const PAUSE_MS = 1
const LOOK_AT_CLOCK_MS = 100
/** How long the end may take at a reader's pace, and once the step was told to stop. */
const CLOSE_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 500
/** A reader that then takes nothing for this long, of a slice that fits into a pipe, is not there any more. */
const GONE_AFTER_MS = 10_000

export class Printer {
  readonly #ports: PrinterPorts
  readonly #options: PrinterOptions
  /** Read from `#next` on, so that taking from the front costs nothing. */
  #queue: string[] = []
  #next = 0
  #lines = 0
  #bytes = 0
  /** Everything past the bounds. */
  #kept: Tail | undefined
  readonly #last = new Tail({ mostLines: 50, longestLine: 1000 })
  #pumping: Promise<void> | undefined
  /** Monotonic: when `close` has to be done. */
  #untilMs = Number.POSITIVE_INFINITY
  /** Monotonic: when `close` was called. */
  #closedMs: number | undefined

  constructor(ports: PrinterPorts, options: PrinterOptions) {
    this.#ports = ports
    this.#options = options
  }

  /** Takes lines, in their order. Writes a slice at once if none was written just now. */
  add(lines: readonly string[]): void {
    // What is not to be shown is not to be shown in the summary either.
    if (this.#closedMs !== undefined || !this.#options.shows) return
    for (let index = 0; index < lines.length; index++) {
      index += this.#skip(lines.length - index)
      for (const line of linesOf(this.#ports.blot(lines[index] ?? ''))) this.#take(line)
    }
    this.#pump()
  }

  /** Past the bounds, how many of these lines can't be among those that are kept: in a flood of millions, nearly all. */
  #skip(count: number): number {
    if (this.#kept === undefined || count <= KEPT_LINES) return 0
    this.#kept.skip(count - KEPT_LINES)
    return count - KEPT_LINES
  }

  /** While lines wait to be written. */
  get isBusy(): boolean {
    return this.#next < this.#queue.length
  }

  get lastLines(): readonly string[] {
    return this.#last.lines
  }

  /**
   * Writes what waits and what was kept back, and ends about when `untilMs` (monotonic) has come: by default after a
   * minute, or ten seconds without a reader, or half a second when the step is told to stop. Nothing is taken from now on.
   */
  async close(untilMs?: number): Promise<void> {
    const { clock, stop } = this.#ports
    const hurry = () => {
      this.#untilMs = Math.min(this.#untilMs, clock.nowMs() + STOP_WITHIN_MS)
    }
    this.#closedMs = clock.nowMs()
    this.#untilMs = untilMs ?? this.#closedMs + CLOSE_WITHIN_MS
    if (stop.aborted) hurry()
    stop.addEventListener('abort', hurry, { once: true })
    await this.#written()
    if (this.#kept !== undefined) {
      if (clock.nowMs() >= this.#untilMs) this.#giveUp()
      else this.#queue.push(...announced(this.#kept, this.#options.seeAlso))
      this.#kept = undefined
      await this.#written()
    }
    stop.removeEventListener('abort', hurry)
  }

  async #written(): Promise<void> {
    for (this.#pump(); this.#pumping !== undefined; this.#pump()) await this.#pumping
  }

  #take(line: string): void {
    this.#last.add(line)
    for (const piece of this.#kept === undefined ? piecesOf(line, LONGEST_LINE) : [line]) this.#admit(piece)
  }

  #admit(piece: string): void {
    const bytes = this.#bytes + Buffer.byteLength(piece) + 1
    if (this.#kept === undefined && !isWithin(this.#lines + 1, bytes)) {
      this.#kept = new Tail({ mostLines: KEPT_LINES, longestLine: LONGEST_KEPT })
      this.#queue.push(BOUNDS_REACHED)
    }
    if (this.#kept !== undefined) {
      this.#kept.add(piece)
      return
    }
    this.#lines += 1
    this.#bytes = bytes
    this.#queue.push(piece)
  }

  /** Writes slices as long as there are any, one at a time. */
  #pump(): void {
    if (this.#pumping !== undefined || !this.isBusy) return
    this.#pumping = this.#writeSlices().finally(() => {
      this.#pumping = undefined
    })
  }

  async #writeSlices(): Promise<void> {
    const { clock, print } = this.#ports
    while (this.isBusy) {
      if (clock.nowMs() >= this.#untilMs) this.#giveUp()
      print(this.#slice().join('\n'))
      await clock.sleep(PAUSE_MS)
      await this.#taken()
    }
  }

  /** The reader has taken the slice, or time is up. */
  async #taken(): Promise<void> {
    const { clock, flushed } = this.#ports
    const writtenMs = clock.nowMs()
    const taken = new AbortController()
    void flushed().finally(() => taken.abort())
    while (!taken.signal.aborted && clock.nowMs() < this.#untilMs) {
      await clock.sleep(LOOK_AT_CLOCK_MS, taken.signal)
      const waitedMs = clock.nowMs() - Math.max(writtenMs, this.#closedMs ?? Number.POSITIVE_INFINITY)
      if (waitedMs >= GONE_AFTER_MS) this.#untilMs = clock.nowMs()
    }
  }

  #slice(): readonly string[] {
    const lengthAt = (index: number) => this.#queue[index]?.length ?? 0
    let end = this.#next
    let chars = 0
    do {
      chars += lengthAt(end) + 1
      end += 1
    } while (end < this.#queue.length && end - this.#next < SLICE_LINES && chars + lengthAt(end) <= SLICE_CHARS)
    const slice = this.#queue.slice(this.#next, end)
    this.#next = end
    if (this.#next > 10_000 || !this.isBusy) {
      this.#queue = this.#queue.slice(this.#next)
      this.#next = 0
    }
    return slice
  }

  /** No time is left to write all that waits: its very end says more than the rest. */
  #giveUp(): void {
    const waiting = this.#queue.length - this.#next + (this.#kept?.added ?? 0)
    const last = this.lastLines.slice(-Math.min(waiting, SLICE_LINES))
    if (waiting <= last.length) return
    this.#kept = undefined
    this.#queue = [...cutShort(waiting - last.length, last, this.#options.seeAlso)]
    this.#next = 0
  }
}
