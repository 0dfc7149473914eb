/** Finds a run's result among the lines of its log: what stands behind a marker, in the last line that begins with it. */

import type { LogLine } from '../core/follow.ts'
import { withoutTerminalSequences } from '../text/controls.ts'
import { copyOf } from '../text/cut.ts'
import { linesOf } from '../text/lines.ts'

/** Behind the marker; a separator may have white space around it. */
const SEPARATOR = /^(?:[:=]\s*|\s+(?:[:=]\s+)?|$)/

export class ResultFinder {
  readonly #marker: string
  #found: string | undefined
  #foundNs = 0n

  constructor(marker: string) {
    this.#marker = marker
  }

  /** The text behind the marker, without white space around it; undefined while no line has begun with it. */
  get found(): string | undefined {
    return this.#found
  }

  /** Takes lines, as they come. Of those that tell their times, a later one is not replaced by an earlier. */
  see(lines: readonly Pick<LogLine, 'text' | 'timeNs'>[]): void {
    for (const { text, timeNs = this.#foundNs } of lines) {
      // Of a flood of lines hardly any holds the marker at all.
      if (!text.includes(this.#marker) || timeNs < this.#foundNs) continue
      for (const line of linesOf(text)) this.#take(line, timeNs)
    }
  }

  /** Colours and white space before the marker do not count. */
  #take(line: string, timeNs: bigint): void {
    const plain = withoutTerminalSequences(line).trimStart()
    if (!plain.startsWith(this.#marker)) return
    const rest = plain.slice(this.#marker.length)
    const separator = SEPARATOR.exec(rest)
    if (separator === null) return
    this.#found = copyOf(rest.slice(separator[0].length).trimEnd())
    this.#foundNs = timeNs
  }
}
