/** Finds a run's result among the lines of its log: what stands behind a marker, in the last line that begins with it. */

import { withoutTerminalSequences } from '../text/controls.ts'
import { copyOf } from '../text/cut.ts'
import { linesOf } from '../text/lines.ts'

/** Behind the marker; a separator may have white space around it. */
const SEPARATOR = /^(?:[:=]\s*|\s+(?:[:=]\s+)?|$)/

export class ResultFinder {
  readonly #marker: string
  #found: string | undefined

  constructor(marker: string) {
    this.#marker = marker
  }

  /** The text behind the marker, without white space around it; undefined while no line has begun with it. */
  get found(): string | undefined {
    return this.#found
  }

  /** Takes lines, in their order. */
  see(lines: readonly string[]): void {
    for (const text of lines) {
      // Of a flood of lines hardly any holds the marker at all.
      if (!text.includes(this.#marker)) continue
      for (const line of linesOf(text)) this.#take(line)
    }
  }

  /** Colours and white space before the marker do not count. */
  #take(line: string): void {
    const plain = withoutTerminalSequences(line).trimStart()
    if (!plain.startsWith(this.#marker)) return
    const rest = plain.slice(this.#marker.length)
    const separator = SEPARATOR.exec(rest)
    if (separator !== null) this.#found = copyOf(rest.slice(separator[0].length).trimEnd())
  }
}
