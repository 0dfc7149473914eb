/** Messages that arrive whole or in chunks, put together and told line by line, each line once through all connections. */

import { copyOf } from '../../text/cut.ts'
import { rowsOf } from '../../text/lines.ts'
import { append, endLine, type Form, type Message, newMessage, remember, unprintedOf } from './message.ts'
import { follow, pair, pairOf } from './pairs.ts'
import { SeenContent } from './seen-content.ts'

/** Messages that are remembered with their text (the server's history has 200), in characters too, and by their ids alone. */
const MOST_RECENT = 200
const MOST_SAID = 8 * 1024 * 1024
const MOST_KNOWN = 20_000
/** A longer id is none, as far as memory goes. */
const LONGEST_ID = 512

export class Messages {
  /** By their ids, in the order in which they began; those without one share the empty id. */
  readonly #known = new Map<string, Message>()
  readonly #recent = new Set<Message>()
  readonly #nameless = new SeenContent()
  #form: Form = 'history'

  /** A further connection begins: what was told may come again, as history first. */
  restart(): void {
    this.#form = 'history'
    this.#nameless.restart()
    for (const message of this.#known.values()) message.came = 0
  }

  /** History is complete: what comes from now on is live. */
  goLive(): void {
    this.#form = 'live'
  }

  /** Takes the next part of a message. Returns the lines that it completes. */
  chunk(given: string, content: string): readonly string[] {
    const id = nameOf(given)
    if (id === '' && !this.#nameless.isNew(`chunk ${content}`)) return []
    const [message, dropped] = this.#message(id, 'chunks')
    const known = id === '' ? 0 : Math.max(0, message.printed - message.came)
    message.came += content.length
    return [...dropped, ...follow(this.#recent, message, content.slice(known))]
  }

  /** Takes a whole message. Returns its lines, without those that were told already. */
  whole(given: string, content: string): readonly string[] {
    const id = nameOf(given)
    if (id === '') return this.#nameless.isNew(`message ${content}`) ? this.#unnamed(content) : []
    const known = this.#known.get(id)
    return known === undefined ? this.#newcomer(id, content) : this.#again(known, content)
  }

  /** Ends the lines that are not complete: something else is told next. */
  flush(): readonly string[] {
    return [...this.#recent].flatMap(endLine)
  }

  #again(known: Message, content: string): readonly string[] {
    const untold = unprintedOf(known, content)
    const lines =
      untold === undefined
        ? [...this.flush(), ...rowsOf(content)]
        : [...append(known, untold), ...endLine(known), ...this.flush()]
    if (untold !== '') remember(known, content)
    return lines
  }

  #newcomer(id: string, content: string): readonly string[] {
    const other = pairOf(this.#recent, content, this.#form)
    if (other !== undefined) {
      this.#keep({ ...newMessage(copyOf(id), this.#form), said: undefined, printed: content.length })
      return [...pair(other, content), ...this.flush()]
    }
    const lines = this.#unnamed(content)
    const [message, dropped] = this.#message(id, this.#form)
    remember(message, content)
    return [...lines, ...dropped]
  }

  /** A message under a name that is not known: perhaps the one whose chunks had no name. */
  #unnamed(content: string): readonly string[] {
    const chunks = this.#known.get('')
    if (chunks?.said === undefined || !content.startsWith(chunks.said)) return [...this.flush(), ...rowsOf(content)]
    const rest = append(chunks, content.slice(chunks.said.length))
    this.#forget(chunks)
    return [...rest, ...endLine(chunks), ...this.flush()]
  }

  /** Also the lines that had to make room for it. */
  #message(id: string, form: Form): readonly [Message, readonly string[]] {
    const message = this.#known.get(id) ?? newMessage(copyOf(id), form)
    this.#keep(message)
    this.#recent.add(message)
    return [message, this.#makeRoom()]
  }

  #makeRoom(): readonly string[] {
    const lines: string[] = []
    let size = 0
    for (const { said = '' } of this.#recent) size += said.length
    for (const stale of this.#recent) {
      if (this.#recent.size <= MOST_RECENT && size <= MOST_SAID) break
      size -= stale.said?.length ?? 0
      stale.said = undefined
      this.#recent.delete(stale)
      if (stale.id === '') this.#forget(stale)
      lines.push(...endLine(stale))
    }
    return lines
  }

  #keep(message: Message): void {
    this.#known.set(message.id, message)
    for (const oldest of this.#known.values()) {
      if (this.#known.size <= MOST_KNOWN) break
      this.#forget(oldest)
    }
  }

  #forget(message: Message): void {
    this.#known.delete(message.id)
    this.#recent.delete(message)
  }
}

function nameOf(id: string): string {
  return id.length > LONGEST_ID ? '' : id
}
