/**
 * What has been told, so that it is not told again: after each reconnect Kubiya's own server sends everything anew, under
 * new ids. What has no name of its own is told apart by its content, and by how many of the like came before it.
 */

import { hash } from 'node:crypto'

/** How many different things are remembered. The oldest are forgotten first. */
const MOST = 50_000

export class SeenContent {
  /** How many of each have been told in all, by digest. */
  readonly #counts = new Map<string, number>()
  /** How many of each have come on this connection. */
  #came = new Map<string, number>()

  /** From now on everything may come again. */
  restart(): void {
    this.#came = new Map()
  }

  /** Takes the next thing that came. True if it has not been told. */
  isNew(thing: string): boolean {
    const key = hash('sha256', thing, 'base64')
    const nth = (this.#came.get(key) ?? 0) + 1
    put(this.#came, key, nth)
    if (nth <= (this.#counts.get(key) ?? 0)) return false
    put(this.#counts, key, nth)
    return true
  }
}

function put(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, count)
  for (const oldest of counts.keys()) {
    if (counts.size <= MOST) break
    counts.delete(oldest)
  }
}
