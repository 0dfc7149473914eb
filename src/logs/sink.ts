/** Where a follower's lines go. */

import type { Printer } from './printer.ts'
import type { ResultFinder } from './result-finder.ts'

/** What a follower needs of whatever takes its lines. */
export type LogSink = Pick<Printer, 'add' | 'isBusy' | 'lastLines' | 'close'>

/** The finder sees every line, whatever of them is shown. */
export function beside(printer: Printer, finder: ResultFinder): LogSink {
  return {
    add(lines) {
      finder.see(lines)
      printer.add(lines)
    },
    get isBusy() {
      return printer.isBusy
    },
    get lastLines() {
      return printer.lastLines
    },
    close: (untilMs) => printer.close(untilMs),
  }
}
