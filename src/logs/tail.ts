/** The last lines of however many, in bounded memory. */

import { copyOf, cutTo } from '../text/cut.ts'

export class Tail {
  readonly #mostLines: number
  readonly #longestLine: number
  #lines: string[] = []
  #added = 0

  constructor({ mostLines, longestLine }: { readonly mostLines: number; readonly longestLine: number }) {
    this.#mostLines = mostLines
    this.#longestLine = longestLine
  }

  add(line: string): void {
    this.#added += 1
    this.#lines.push(copyOf(cutTo(line, this.#longestLine)))
    if (this.#lines.length >= 2 * this.#mostLines) this.#lines = this.lines
  }

  /** Counts lines that were added and are none of the last. */
  skip(count: number): void {
    this.#added += count
  }

  /** Oldest first. */
  get lines(): string[] {
    return this.#lines.slice(-this.#mostLines)
  }

  /** How many were added in all. */
  get added(): number {
    return this.#added
  }
}
