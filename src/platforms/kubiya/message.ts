/** One message, as much of it as came: its lines, each once. */

import { hasRowEnd, lastStateAt, lastStateOf, rowsOf } from '../../text/lines.ts'

/** How a message came: in parts, as history at the beginning of a connection, or whole while the execution goes on. */
export type Form = 'chunks' | 'history' | 'live'

export interface Message {
  readonly id: string
  readonly form: Form
  /** All of it so far, as long as it is short and recent enough to be compared with other messages. */
  said: string | undefined
  /** How much of it has been printed, in characters. */
  printed: number
  /** How much of it has come in chunks on this connection. */
  came: number
  /** How much of it has come in another form under another id. */
  paired: number
  /** Of chunks: what may be a repeat of history and is not printed yet. Undefined once it is news. */
  held: string | undefined
  /** The line that is not complete yet. */
  pending: string
}

const LONGEST_COMPARED = 1024 * 1024
/** A line that grows longer is printed in parts. */
const LONGEST_PENDING = 64 * 1024

/** `id` is kept as it is. */
export function newMessage(id: string, form: Form): Message {
  const held = form === 'chunks' ? '' : undefined
  return { id, form, said: '', printed: 0, came: 0, paired: 0, held, pending: '' }
}

/** What of a whole message has not been printed; undefined where it is another text than was printed under its name. */
export function unprintedOf({ said, printed }: Message, content: string): string | undefined {
  // Without its text the name has to do.
  if (said === undefined) return content.slice(printed)
  if (content.startsWith(said)) return content.slice(said.length)
  return said.startsWith(content.trimEnd()) ? '' : undefined
}

export function remember(message: Message, content: string): void {
  message.said = content.length > LONGEST_COMPARED ? undefined : content
  message.printed = Math.max(message.printed, content.length)
}

/** The message goes on. Returns the lines that this completes. */
export function append(message: Message, content: string): readonly string[] {
  goOn(message, content)
  return tell(message, content)
}

/** The message goes on, and is not printed. */
export function goOn(message: Message, content: string): void {
  message.printed += content.length
  message.said = message.said === undefined || message.printed > LONGEST_COMPARED ? undefined : message.said + content
}

/** The lines that the text completes. */
export function tell(message: Message, content: string): readonly string[] {
  if (content === '') return []
  // Here and below only what is new is searched: a line may come in a great many parts.
  if (!hasRowEnd(content)) return [...redrawn(message, content), ...tooLong(message)]
  // The LF that belongs to a CR may come with the next part.
  const rows = rowsOf(`${message.pending}${content}|`)
  message.pending = ''
  return [...rows.slice(0, -1), ...redrawn(message, (rows.at(-1) ?? '').slice(0, -1))]
}

/** Goes on with a line. Its states but the last that shows anything are over, and are printed as such. */
function redrawn(message: Message, content: string): readonly string[] {
  message.pending += content
  if (!content.includes('\r')) return []
  const place = message.pending.lastIndexOf('\r')
  const [states, rest] = [message.pending.slice(0, place), message.pending.slice(place)]
  const start = lastStateAt(states)
  message.pending = `${lastStateOf(states)}${rest}`
  return start === 0 ? [] : [states.slice(0, start)]
}

function tooLong(message: Message): readonly string[] {
  return message.pending.length > LONGEST_PENDING ? endLine(message) : []
}

export function endLine(message: Message): readonly string[] {
  const { pending } = message
  message.pending = ''
  return pending === '' ? [] : rowsOf(pending)
}
