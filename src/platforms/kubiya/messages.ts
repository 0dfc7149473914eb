/** Messages that arrive whole or in chunks, put together and told line by line, each line once through all connections. */

import { copyOf } from '../../text/cut.ts'
import { hasLineEnd, linesOf } from '../../text/lines.ts'
import { Told } from './told.ts'

interface Message {
  readonly id: string
  /** All of it so far, as long as it is short and recent enough to be compared with the whole message. */
  said: string | undefined
  /** How much of it has been told, in characters. */
  told: number
  /** How much of it has come in chunks on this connection. */
  came: number
  /** The line that is not complete yet. */
  pending: string
  /** Its last character is a CR, to which an LF may belong. */
  endsInCr: boolean
}

const LONGEST_COMPARED = 1024 * 1024
/** A line that grows longer is told in parts. */
const LONGEST_PENDING = 64 * 1024
/** How many messages are remembered with their text, and how many by their ids alone. */
const MOST_RECENT = 50
const MOST_KNOWN = 20_000
/** A longer id is none, as far as memory goes. */
const LONGEST_ID = 512

export class Messages {
  /** By their ids, in the order in which they began; those without one share the empty id. */
  readonly #known = new Map<string, Message>()
  readonly #recent = new Set<Message>()
  readonly #nameless = new Told()

  /** A further connection begins: what was told may come again. */
  restart(): void {
    this.#nameless.restart()
    for (const message of this.#known.values()) message.came = 0
  }

  /** Takes the next part of a message. Returns the lines that it completes. */
  chunk(given: string, content: string): readonly string[] {
    const id = nameOf(given)
    if (id === '' && !this.#nameless.isNew(`chunk ${content}`)) return []
    const [message, dropped] = this.#message(id)
    const known = id === '' ? 0 : Math.max(0, message.told - message.came)
    message.came += content.length
    return [...dropped, ...append(message, content.slice(known))]
  }

  /** Takes a whole message. Returns its lines, without those that were told already. */
  whole(given: string, content: string): readonly string[] {
    const id = nameOf(given)
    if (id === '') return this.#nameless.isNew(`message ${content}`) ? this.#unnamed(content) : []
    const known = this.#known.get(id)
    if (known === undefined) {
      const lines = this.#unnamed(content)
      const [message, dropped] = this.#message(id)
      remember(message, content)
      return [...lines, ...dropped]
    }
    const untold = untoldOf(known, content)
    const lines =
      untold === undefined
        ? [...this.flush(), ...linesOf(content)]
        : [...append(known, untold), ...endLine(known), ...this.flush()]
    if (untold !== '') remember(known, content)
    return lines
  }

  /** Ends the lines that are not complete: something else is told next. */
  flush(): readonly string[] {
    return [...this.#recent].flatMap(endLine)
  }

  /** A message under a name that is not known: perhaps the one whose chunks had no name. */
  #unnamed(content: string): readonly string[] {
    const chunks = this.#known.get('')
    if (chunks?.said === undefined || !content.startsWith(chunks.said)) return [...this.flush(), ...linesOf(content)]
    const rest = append(chunks, content.slice(chunks.said.length))
    this.#forget(chunks)
    return [...rest, ...endLine(chunks), ...this.flush()]
  }

  /** Also the lines that had to make room for it. */
  #message(id: string): readonly [Message, readonly string[]] {
    const known = this.#known.get(id)
    const message = known ?? { id: copyOf(id), said: '', told: 0, came: 0, pending: '', endsInCr: false }
    this.#known.set(message.id, message)
    this.#recent.add(message)
    const [oldest] = this.#known.values()
    if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#forget(oldest)
    const [stale] = this.#recent
    if (this.#recent.size <= MOST_RECENT || stale === undefined) return [message, []]
    stale.said = undefined
    this.#recent.delete(stale)
    if (stale.id === '') this.#forget(stale)
    return [message, endLine(stale)]
  }

  #forget(message: Message): void {
    this.#known.delete(message.id)
    this.#recent.delete(message)
  }
}

function nameOf(id: string): string {
  return id.length > LONGEST_ID ? '' : id
}

/** What of a whole message has not been told; undefined where it is another text than was told under its name. */
function untoldOf({ said, told }: Message, content: string): string | undefined {
  // Without its text the name has to do.
  if (said === undefined) return content.slice(told)
  if (content.startsWith(said)) return content.slice(said.length)
  return said.startsWith(content.trimEnd()) ? '' : undefined
}

function remember(message: Message, content: string): void {
  message.said = content.length > LONGEST_COMPARED ? undefined : content
  message.told = Math.max(message.told, content.length)
}

function append(message: Message, content: string): readonly string[] {
  if (content === '') return []
  message.told += content.length
  message.said = message.said === undefined || message.told > LONGEST_COMPARED ? undefined : message.said + content
  // Only what is new is searched: a line may come in a great many parts.
  if (!hasLineEnd(content) && !message.endsInCr) {
    message.pending += content
    return message.pending.length > LONGEST_PENDING ? endLine(message) : []
  }
  const text = message.pending + content
  // The LF that belongs to a CR may come with the next part.
  const usable = text.endsWith('\r') ? text.slice(0, -1) : text
  const lines = linesOf(`${usable}|`)
  message.pending = (lines.at(-1) ?? '').slice(0, -1) + text.slice(usable.length)
  message.endsInCr = usable.length < text.length
  return lines.slice(0, -1)
}

function endLine(message: Message): readonly string[] {
  const { pending } = message
  message.pending = ''
  message.endsInCr = false
  return pending === '' ? [] : linesOf(pending)
}
