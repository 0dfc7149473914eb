/**
 * A `100 Continue` that nobody asked for is to be read past (RFC 9110, 15.2). undici reads past every other interim answer
 * and takes this one for the end of the connection, so its parser is told of another.
 */

import type { Socket } from 'node:net'
import symbols from 'undici/lib/core/symbols.js'

interface AnswerParser {
  onHeadersComplete(status: number, ...more: unknown[]): unknown
}

const CONTINUE = 100
const PROCESSING = 102
const told = new WeakSet<AnswerParser>()

/** To be called once the connection is made. A parser serves as long as its connection. */
export function passOverContinue(socket: Socket | undefined): void {
  const parser: unknown = socket === undefined ? undefined : Reflect.get(socket, symbols.kParser)
  if (!isParser(parser) || told.has(parser)) return
  told.add(parser)
  const complete = parser.onHeadersComplete.bind(parser)
  parser.onHeadersComplete = (status, ...more) => complete(status === CONTINUE ? PROCESSING : status, ...more)
}

function isParser(value: unknown): value is AnswerParser {
  return typeof value === 'object' && value !== null && 'onHeadersComplete' in value
}
