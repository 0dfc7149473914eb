/**
 * Where the next page of a log begins, so that each line is shown once, lines that come late as well.
 *
 * A log's pages are sorted by the time at which a line was written, and a line may come a few seconds after lines with
 * later times. So the log is read in sweeps. Each begins at what has settled: at the latest line that had been seen so long
 * before the sweep before that nothing can come before it any more. What was seen already is told by its identity.
 * Of a time that nobody can believe yet, nothing is concluded: what stands at the end of a log because it is stamped with
 * next year's date hides nothing.
 *
 * A full page that ends among lines of one time is followed by one that begins with the first of these; if they are
 * more than a page, by one that repeats the last of them, which shows that none has come before it in between.
 */

import type { LogEntry, LogPlace } from '../core/follow.ts'
import { Seen } from './seen.ts'

/** How late a line may be: a second more than is promised. */
const LATE_MS = 6000
/** How far ahead of the platform's clock, which it tells in whole seconds, a line's time is believed. */
const AHEAD_MS = 2000
/** No platform has smaller pages than this where larger ones are asked for. */
const LEAST_FULL_PAGE = 100

export interface Swept {
  /** What has not been seen before, in the page's order. */
  readonly fresh: readonly LogEntry[]
  /** There may be more already, behind this page. */
  readonly goesOn: boolean
}

interface Place extends LogPlace {
  /** The entry that has to come first, since it came last on the page before. */
  readonly repeats?: LogEntry
}

/** What had been seen by a moment (monotonic): the latest time up to which it can be believed. */
interface Mark {
  readonly atMs: number
  readonly newestNs: bigint
}

export class Sweeps {
  readonly #seen = new Seen()
  #settledNs: bigint
  /** How many of exactly that time are not remembered one by one. */
  #uncounted = 0
  #place: Place
  /** Monotonic: when this sweep began. */
  #beganMs: number | undefined
  #isRestarted = false
  #marks: readonly Mark[] = []
  #believedNs = 0n
  #largestPage = 0

  constructor(beginNs: bigint) {
    this.#settledNs = beginNs
    this.#place = { startNs: beginNs, skip: 0 }
  }

  /** Where a page has to begin that is asked for now. `nowMs` is monotonic, `platformMs` the platform's clock. */
  next(nowMs: number, platformMs: number): LogPlace {
    this.#believedNs = BigInt(Math.floor(platformMs + AHEAD_MS)) * 1_000_000n
    this.#beganMs ??= nowMs
    const newestNs = this.#seen.newest(this.#believedNs)
    if (newestNs !== undefined) this.#marks = [...this.#marks, { atMs: nowMs, newestNs }]
    return this.#place
  }

  /** Takes the page that was asked for last, with `limit` entries at most. */
  take(entries: readonly LogEntry[], limit: number): Swept {
    const { startNs, repeats } = this.#place
    const page = entries.filter(({ timeNs }) => timeNs >= startNs)
    if (this.#isShifted(page)) return this.#restart()
    const further = repeats === undefined ? page : page.slice(1)
    const fresh = further.filter((entry) => this.#seen.isNew(entry))
    const mayBeCapped = this.#mayBeCapped(entries.length, fresh.length > 0)
    const mayGoOn = mayBeCapped || newestOf(page) < (this.#seen.newest() ?? 0n)
    const goesOn = page.length > 0 && (entries.length >= limit || (further.length > 0 && mayGoOn))
    if (goesOn) this.#place = this.#behind(page)
    else this.#endSweep()
    if (this.#seen.isTooMuch) this.#forget()
    return { fresh, goesOn }
  }

  /**
   * Whether what was skipped is not what was meant to be: then something has come among the lines of that time. Sorting it
   * out once for each sweep is enough, and an end to it.
   */
  #isShifted(page: readonly LogEntry[]): boolean {
    const { startNs, skip, repeats } = this.#place
    if (this.#isRestarted || skip === 0 || page.length === 0) return false
    if (repeats !== undefined) return !isSame(page[0], repeats)
    return page.some((entry) => entry.timeNs === startNs && this.#seen.has(entry))
  }

  #restart(): Swept {
    const { startNs } = this.#place
    this.#isRestarted = true
    this.#seen.recount(startNs)
    this.#place = { startNs, skip: startNs === this.#settledNs ? this.#uncounted : 0 }
    return { fresh: [], goesOn: true }
  }

  /** Whether so many may be all that the platform gives at once: with something new, or a round number, as limits are. */
  #mayBeCapped(size: number, hasNews: boolean): boolean {
    const isLargest = size >= Math.max(LEAST_FULL_PAGE, this.#largestPage)
    this.#largestPage = Math.max(this.#largestPage, size)
    return isLargest && (hasNews || size % 50 === 0 || size % 64 === 0)
  }

  #behind(page: readonly LogEntry[]): Place {
    const { startNs, skip } = this.#place
    const newestNs = newestOf(page)
    if (newestNs > startNs) {
      this.#seen.recount(newestNs)
      return { startNs: newestNs, skip: 0 }
    }
    const last = page.at(-1)
    const seen = skip + page.length
    return last === undefined || page.length === 1 || this.#isRestarted
      ? { startNs, skip: seen }
      : { startNs, skip: seen - 1, repeats: last }
  }

  #endSweep(): void {
    const beforeMs = (this.#beganMs ?? 0) - LATE_MS
    const settled = this.#marks.findLast(({ atMs }) => atMs <= beforeMs)
    this.#marks = this.#marks.filter(({ atMs }) => atMs > beforeMs)
    this.#beginAt(settled?.newestNs ?? this.#settledNs)
  }

  /** A new sweep, from this time on. */
  #beginAt(timeNs: bigint): void {
    if (timeNs > this.#settledNs) {
      this.#settledNs = timeNs
      this.#uncounted = 0
      this.#seen.forgetBefore(timeNs)
    }
    this.#seen.beginSweep()
    this.#beganMs = undefined
    this.#isRestarted = false
    this.#place = { startNs: this.#settledNs, skip: this.#uncounted + this.#seen.countAt(this.#settledNs) }
  }

  /** In a flood, memory comes before what is late: it is read on from the latest line, and that by its count alone if need be. */
  #forget(): void {
    this.#beginAt(this.#seen.newest(this.#believedNs) ?? this.#settledNs)
    if (this.#seen.isTooMuch) this.#beginAt(this.#seen.newest() ?? this.#settledNs)
    if (!this.#seen.isTooMuch) return
    this.#uncounted += this.#seen.countAt(this.#settledNs)
    this.#seen.forgetAll()
  }
}

function newestOf(page: readonly LogEntry[]): bigint {
  return page.reduce((newest, { timeNs }) => (timeNs > newest ? timeNs : newest), 0n)
}

function isSame(one: LogEntry | undefined, other: LogEntry): boolean {
  const { timeNs, container, stream, text } = other
  return one?.timeNs === timeNs && one.container === container && one.stream === stream && one.text === text
}
