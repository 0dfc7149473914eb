/** A log's entries as lines, each with its source before it where there is more than one. */

import type { LogEntry, LogLine } from '../core/follow.ts'
import { oneLine, rowsOf, showsNothing } from '../text/lines.ts'

/** Of a container: far beyond what Kubernetes allows. It stands before every line. */
const LONGEST_NAME = 100

export class EntryLines {
  #container: string | undefined
  #areSeveral = false

  /**
   * The container is named once there are several, from the page on that shows a second; the stream if it is standard error.
   * Neither stands before a line that shows nothing.
   */
  of(entries: readonly LogEntry[]): readonly LogLine[] {
    for (const { container } of entries) this.#meet(container)
    return entries.flatMap((entry) => {
      const prefix = this.#prefixOf(entry)
      const { timeNs } = entry
      return rowsOf(entry.text).map((text) => ({ prefix: showsNothing(text) ? '' : prefix, text, timeNs }))
    })
  }

  #meet(container: string): void {
    this.#container ??= container
    this.#areSeveral ||= this.#container !== container
  }

  #prefixOf({ container, stream }: LogEntry): string {
    const name = this.#areSeveral ? oneLine(container, LONGEST_NAME) : ''
    return `${name === '' ? '' : `[${name}] `}${stream === 'stderr' ? '[stderr] ' : ''}`
  }
}
