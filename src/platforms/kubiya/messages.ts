/** Messages that arrive in chunks, put together again and told line by line. */

import { hasLineEnd, linesOf } from '../../text/lines.ts'

interface Message {
  readonly id: string
  /** All of it so far, as long as it is short enough to be compared with the whole message. */
  said: string | undefined
  length: number
  /** The line that is not complete yet. */
  pending: string
  /** Its last character is a CR, to which an LF may belong. */
  endsInCr: boolean
}

const LONGEST_COMPARED = 1024 * 1024
/** A line that grows longer is told in parts. */
const LONGEST_PENDING = 64 * 1024
const MOST_MESSAGES = 50
/** A longer id is none, as far as memory goes. */
const LONGEST_ID = 512

export class Messages {
  /** The most recent ones, by their ids; those without one share the empty id. */
  readonly #known = new Map<string, Message>()

  /** Takes the next part of a message. Returns the lines that it completes. */
  chunk(id: string, content: string): readonly string[] {
    const dropped = this.#makeRoomFor(id)
    return [...dropped, ...this.#append(this.#message(id), content)]
  }

  #append(message: Message, content: string): readonly string[] {
    message.length += content.length
    message.said = message.said === undefined || message.length > LONGEST_COMPARED ? undefined : message.said + content
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

  /** Takes a whole message. Returns its lines, without those that were told already as parts of it. */
  whole(id: string, content: string): readonly string[] {
    const message = this.#known.get(id) ?? this.#known.get('')
    const isSame =
      message !== undefined && (message.said === undefined ? message.id !== '' : content.startsWith(message.said))
    if (!isSame) return [...this.flush(), ...linesOf(content)]
    const rest = this.#append(message, content.slice(message.length))
    this.#known.delete(message.id)
    return [...rest, ...endLine(message), ...this.flush()]
  }

  /** Ends the lines that are not complete: something else is told next. */
  flush(): readonly string[] {
    return [...this.#known.values()].flatMap(endLine)
  }

  #message(given: string): Message {
    const id = given.length > LONGEST_ID ? '' : given
    const known = this.#known.get(id)
    if (known !== undefined) return known
    const message: Message = { id, said: '', length: 0, pending: '', endsInCr: false }
    this.#known.set(id, message)
    return message
  }

  /** Forgets the oldest message where a new one would be too many. Returns what of it has not been told. */
  #makeRoomFor(id: string): readonly string[] {
    if (this.#known.has(id) || this.#known.size < MOST_MESSAGES) return []
    return [...this.#known.values()].slice(0, 1).flatMap((oldest) => {
      this.#known.delete(oldest.id)
      return endLine(oldest)
    })
  }
}

function endLine(message: Message): readonly string[] {
  const { pending } = message
  message.pending = ''
  message.endsInCr = false
  return pending === '' ? [] : linesOf(pending)
}
