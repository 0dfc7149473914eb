/** Where the lines of a log go: into the step log, into a file if one is asked for, and past whoever looks for a result. */

import type { LogLine } from '../core/follow.ts'
import { lastStateOf } from '../text/lines.ts'
import type { Printer } from './printer.ts'

export interface Sink {
  /** Takes lines, in their order. */
  add(lines: readonly LogLine[]): void
  /** While so much waits to be written that no more should be asked for. */
  readonly isBusy: boolean
  /** Takes no more, and resolves when what was taken is written, or when it can't be waited for any longer. Never rejects. */
  close(): Promise<void>
}

/** Lines of the only source there is. */
export function plain(texts: readonly string[]): readonly LogLine[] {
  return texts.map((text) => ({ prefix: '', text }))
}

/** The lines into the step log, each in its last state. Secrets are blotted out before states are parted. */
export function printing(printer: Pick<Printer, 'add' | 'isBusy' | 'close'>, blot: (text: string) => string): Sink {
  return {
    add: (lines) =>
      printer.add(
        lines.flatMap(({ prefix, text }) => {
          if (!text.includes('\r')) return [`${prefix}${text}`]
          return text.endsWith('\r') ? [] : [`${prefix}${lastStateOf(blot(text))}`]
        }),
      ),
    get isBusy() {
      return printer.isBusy
    },
    close: () => printer.close(),
  }
}

/** A sink that looks at the lines and writes nothing. */
export function observing(see: (lines: readonly LogLine[]) => void): Sink {
  return { add: see, isBusy: false, close: () => Promise.resolve() }
}

/** Several sinks as one. */
export class Sinks implements Sink {
  readonly #sinks: readonly Sink[]
  #hasLines = false

  constructor(sinks: readonly Sink[]) {
    this.#sinks = sinks
  }

  add(lines: readonly LogLine[]): void {
    this.#hasLines ||= lines.length > 0
    for (const sink of this.#sinks) sink.add(lines)
  }

  get isBusy(): boolean {
    return this.#sinks.some((sink) => sink.isBusy)
  }

  /** True once a line has come. */
  get hasLines(): boolean {
    return this.#hasLines
  }

  async close(): Promise<void> {
    await Promise.all(this.#sinks.map((sink) => sink.close()))
  }
}
