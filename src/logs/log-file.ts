/**
 * The whole log as a file: each line as it comes, without secrets and otherwise as it is. It is written while the run goes,
 * so that what was read is there however the step ends.
 */

import type { LogLine } from '../core/follow.ts'
import type { Clock, Runner, TextFile } from '../core/ports.ts'
import { linesOf } from '../text/lines.ts'
import type { Sink } from './sinks.ts'

export interface LogFilePorts {
  readonly clock: Pick<Clock, 'sleep'>
  readonly runner: Pick<Runner, 'warning' | 'stop'>
  readonly blot: (text: string) => string
}

export const MOST_FILE_BYTES = 1024 ** 3
/** So much may wait for the disk before no more is asked for, in characters. */
const MOST_WAITING = 16 * 1024 ** 2
/** How long the end may take, and once the step was told to stop. */
const CLOSE_WITHIN_MS = 30_000
const STOP_WITHIN_MS = 1500

export class LogFile implements Sink {
  readonly #ports: LogFilePorts
  readonly #file: TextFile
  readonly #path: string
  #waiting: string[] = []
  #waitingChars = 0
  #bytes = 0
  /** Nothing more is taken: it is full, a write has failed, or it was closed. */
  #isOver = false
  #writing: Promise<void> | undefined

  /** `path` is for messages. */
  constructor(ports: LogFilePorts, file: TextFile, path: string) {
    this.#ports = ports
    this.#file = file
    this.#path = path
  }

  get isBusy(): boolean {
    return this.#waitingChars > MOST_WAITING
  }

  add(lines: readonly LogLine[]): void {
    const { blot } = this.#ports
    for (const { prefix, text } of lines) {
      if (this.#isOver) return
      const states = statesOf(blot(text))
      this.#take(states.map((state) => `${prefix === '' ? '' : blot(prefix)}${state}\n`).join(''))
    }
    this.#pump()
  }

  async close(): Promise<void> {
    const { clock, runner } = this.#ports
    this.#isOver = true
    const withinMs = runner.stop.aborted ? STOP_WITHIN_MS : CLOSE_WITHIN_MS
    const done = new AbortController()
    void this.#finish().finally(() => done.abort())
    await clock.sleep(withinMs, done.signal)
    if (!done.signal.aborted) this.#warn('it could not be written to its end in time')
  }

  #take(text: string): void {
    const bytes = Buffer.byteLength(text)
    if (this.#bytes + bytes > MOST_FILE_BYTES) {
      this.#isOver = true
      this.#put('The log goes on. This file holds its first GiB.\n')
      return
    }
    this.#bytes += bytes
    this.#put(text)
  }

  #put(text: string): void {
    this.#waiting.push(text)
    this.#waitingChars += text.length
  }

  #pump(): void {
    if (this.#writing !== undefined || this.#waiting.length === 0) return
    this.#writing = this.#write().finally(() => {
      this.#writing = undefined
    })
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const text = this.#waiting.join('')
      this.#waiting = []
      try {
        await this.#file.write(text)
      } catch (error) {
        this.#isOver = true
        this.#waiting = []
        this.#warn(error instanceof Error ? error.message : String(error))
      }
      this.#waitingChars = this.#waiting.reduce((sum, { length }) => sum + length, 0)
    }
  }

  async #finish(): Promise<void> {
    for (this.#pump(); this.#writing !== undefined; this.#pump()) await this.#writing
    await this.#file.close().catch(() => undefined)
  }

  #warn(reason: string): void {
    this.#ports.runner.warning(
      `\`log-file\` is not complete (${this.#path}): ${reason}. This does not touch the verdict.`,
    )
  }
}

/** Of a line that was redrawn, the states that there is something in. */
function statesOf(text: string): readonly string[] {
  const states = linesOf(text)
  const filled = states.filter((state) => state !== '')
  return filled.length === 0 ? states : filled
}
