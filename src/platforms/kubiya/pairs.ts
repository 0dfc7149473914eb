/**
 * The same message in two forms. Kubiya's own server tells a message in chunks while it is written, and whole, as history,
 * on every later connection; then under an id that it makes anew, and in pieces where tools were used in between. So what
 * says the same in another form is the same message. Each id is paired once: ids stay as they are through all connections.
 */

import { append, endLine, type Form, goOn, type Message, tell } from './message.ts'

/** A message that was cut off is known by its beginning, if that is long enough. */
const LEAST_BEGINNING = 16

/** The message that this whole one is in another form, or is a piece of. */
export function pairOf(messages: Iterable<Message>, content: string, form: Form): Message | undefined {
  const text = content.trim()
  if (text === '') return undefined
  let piece: Message | undefined
  for (const message of messages) {
    const rest = unpaired(message)
    if (message.form === form || rest === '') continue
    if (rest === text) return message
    if (form === 'history' && (rest.startsWith(text) || goesOn(message, content))) piece ??= message
  }
  return piece
}

/** Takes a whole message for its other form. Returns the lines with which it goes on behind that. */
export function pair(message: Message, content: string): readonly string[] {
  const text = content.trim()
  const { said = '' } = message
  const place = said.indexOf(text, message.paired)
  if (place >= 0) {
    message.paired = place + text.length
    return []
  }
  const lines = append(message, content.slice(said.length))
  message.paired = content.length
  return [...lines, ...endLine(message)]
}

/** Takes the next part of a message. Nothing is told as long as it only says what history has said. */
export function follow(messages: Iterable<Message>, message: Message, part: string): readonly string[] {
  if (message.held === undefined) return append(message, part)
  goOn(message, part)
  message.held += part
  for (;;) {
    const text: string = message.held.trimStart()
    const original = repeatedBy(messages, text)
    if (original === undefined) break
    const rest = unpaired(original)
    if (text.length < rest.length) return []
    original.paired = Number.POSITIVE_INFINITY
    message.held = text.slice(rest.length)
    if (message.held === '') return []
  }
  const news = message.held
  message.held = undefined
  return tell(message, news)
}

/** The first message of history that the text begins to repeat, or repeats and goes on. */
function repeatedBy(messages: Iterable<Message>, text: string): Message | undefined {
  for (const message of messages) {
    const rest = message.form === 'history' ? unpaired(message) : ''
    if (rest !== '' && (rest.startsWith(text.trimEnd()) || text.startsWith(rest))) return message
  }
  return undefined
}

function unpaired({ id, said = '', paired }: Message): string {
  return id === '' ? '' : said.slice(paired).trim()
}

function goesOn({ form, said = '', came, paired }: Message, content: string): boolean {
  return form === 'chunks' && came === 0 && paired === 0 && said.length >= LEAST_BEGINNING && content.startsWith(said)
}
