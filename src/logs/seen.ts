/** Which entries of a log have been seen: told by time, container, stream, text, and how many of them there are. */

import { hash } from 'node:crypto'
import type { LogEntry } from '../core/follow.ts'

/** Entries that are alike in all. */
interface Copies {
  readonly timeNs: bigint
  readonly chars: number
  /** How many have been seen. */
  seen: number
  /** How many of them in the sweep of this number. */
  swept: number
  sweep: number
}

/** What is remembered, at most: some 20 MiB. */
const MOST_ENTRIES = 100_000
/** What is read again and again, at most. */
const MOST_CHARS = 16 * 1024 ** 2

export class Seen {
  readonly #copies = new Map<string, Copies>()
  #sweep = 0
  #chars = 0

  /** More than is to be remembered. */
  get isTooMuch(): boolean {
    return this.#copies.size > MOST_ENTRIES || this.#chars > MOST_CHARS
  }

  /** The log is read anew: each entry is met again. */
  beginSweep(): void {
    this.#sweep += 1
  }

  has(entry: LogEntry): boolean {
    return this.#copies.has(identityOf(entry))
  }

  /** Takes an entry of this sweep. True if there are more of its kind now than have ever been seen. */
  isNew(entry: LogEntry): boolean {
    const copies = this.#copiesOf(entry)
    copies.swept = copies.sweep === this.#sweep ? copies.swept + 1 : 1
    copies.sweep = this.#sweep
    if (copies.swept <= copies.seen) return false
    copies.seen = copies.swept
    return true
  }

  /** The entries of this time are met once more in this sweep. */
  recount(timeNs: bigint): void {
    for (const copies of this.#copies.values()) if (copies.timeNs === timeNs) copies.swept = 0
  }

  /** The latest time that has been seen, up to a limit if there is one. */
  newest(upToNs?: bigint): bigint | undefined {
    let newest: bigint | undefined
    for (const { timeNs } of this.#copies.values())
      if ((newest === undefined || timeNs > newest) && (upToNs === undefined || timeNs <= upToNs)) newest = timeNs
    return newest
  }

  /** How many entries of exactly this time have been seen. */
  countAt(timeNs: bigint): number {
    let count = 0
    for (const copies of this.#copies.values()) if (copies.timeNs === timeNs) count += copies.seen
    return count
  }

  forgetBefore(timeNs: bigint): void {
    for (const [identity, copies] of this.#copies) if (copies.timeNs < timeNs) this.#forget(identity, copies)
  }

  forgetAll(): void {
    this.#copies.clear()
    this.#chars = 0
  }

  #copiesOf(entry: LogEntry): Copies {
    const identity = identityOf(entry)
    const known = this.#copies.get(identity)
    if (known !== undefined) return known
    const { timeNs, text } = entry
    const copies: Copies = { timeNs, chars: text.length, seen: 0, swept: 0, sweep: this.#sweep }
    this.#copies.set(identity, copies)
    this.#chars += copies.chars
    return copies
  }

  #forget(identity: string, { chars }: Copies): void {
    this.#copies.delete(identity)
    this.#chars -= chars
  }
}

function identityOf({ timeNs, container, stream, text }: LogEntry): string {
  return hash('sha256', `${timeNs}\n${container}\n${stream}\n${text}`, 'binary')
}
