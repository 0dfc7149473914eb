/**
 * Kubiya's stream of an execution's events (docs: Stream Execution; its own server), told as lines: messages, tools, errors.
 *
 * Payloads nest under `data`, under `message`, or not at all; all three are read. Nothing here decides anything: that
 * the execution moved on or ended is a hint, and its status is asked for then. `done` comes at whatever good end, and an
 * `error` that names a final status is the end of a failed execution's stream, which has no `done`.
 *
 * The server cuts each stream after some minutes and tells all of it again on the next connection, in its own order:
 * `message_id` and `tool_execution_id` tell what is a repeat, and where they are missing the content does.
 */

import type { EventNews, EventReader, EventStream, ServerEvent } from '../../core/follow.ts'
import { isObject, parseJson } from '../../core/json.ts'
import type { RunHandle } from '../../core/model.ts'
import { linesOf, oneLine } from '../../text/lines.ts'
import { segment } from '../wire.ts'
import { Messages } from './messages.ts'
import { SeenContent } from './seen-content.ts'
import { isFinal } from './status.ts'

type Payload = Readonly<Record<string, unknown>>

const LONGEST_NAME = 200
const LONGEST_REASON = 500
const GOOD_ENDS: ReadonlySet<string> = new Set(['', 'completed', 'success', 'succeeded'])

export function eventsOf(run: RunHandle): EventStream {
  return {
    kind: 'stream',
    path: `/api/v1/executions/${segment(run.runId)}/stream`,
    read: () => new ExecutionReader(),
  }
}

/** What its own server says of an execution that it does not know, with 200 and before anything else. */
const NOT_FOUND = /^404: .*not found/i

class ExecutionReader implements EventReader {
  readonly #messages = new Messages()
  readonly #others = new SeenContent()
  #isKnown = false

  restart(): void {
    this.#messages.restart()
    this.#others.restart()
  }

  take(event: ServerEvent): EventNews {
    const told = this.#read(event)
    this.#isKnown ||= told.isHint || told.lines.length > 0
    return told
  }

  #read({ type, data }: ServerEvent): EventNews {
    const json = parsed(data)
    const payload = unwrapped(json)
    switch (type || textAt(json, 'event_type') || textAt(json, 'type')) {
      case 'message_chunk':
      case 'member_message_chunk':
        return this.#message('chunk', payload, data)
      case 'message':
        return this.#message('whole', payload, data)
      case 'tool_started':
      case 'member_tool_started':
        return this.#tool('start', payload, `Tool ${toolName(payload)} started`)
      case 'tool_completed':
      case 'member_tool_completed':
        return this.#tool('end', payload, `Tool ${toolName(payload)} ${toolEnd(payload)}`)
      case 'error':
        return this.#error(textAt(payload, 'status'), errorOf(payload, data))
      case 'status':
        return { lines: [], isHint: this.#others.isNew(`status ${textAt(payload, 'status')}`) }
      case 'done':
        return { lines: this.rest(), isHint: true, end: { kind: 'over' } }
      case 'history_complete':
        this.#messages.goLive()
        return news([])
      default: // connected, keepalive, timeout_warning, reconnect, and whatever is invented tomorrow
        return news([])
    }
  }

  rest(): readonly string[] {
    return this.#messages.flush()
  }

  /** The server's history also has messages without words: what a tool was given and gave. */
  #message(how: 'chunk' | 'whole', payload: Payload, data: string): EventNews {
    const content = contentOf(payload, data)
    if (content === '' || !isShown(payload)) return news([])
    return news(this.#messages[how](textAt(payload, 'message_id'), content))
  }

  #tool(what: 'start' | 'end', payload: Payload, line: string): EventNews {
    const id = textAt(payload, 'tool_execution_id')
    return news(this.#others.isNew(`tool ${what} ${id || line}`) ? [...this.rest(), line] : [])
  }

  #error(status: string, reason: string): EventNews {
    if (!this.#isKnown && NOT_FOUND.test(reason)) return { lines: [], isHint: false, end: { kind: 'missing', reason } }
    const lines = this.#others.isNew(`error ${reason}`) ? [...this.rest(), ...linesOf(`Error: ${reason}`)] : []
    return { lines, isHint: true, ...(isFinal(status) ? { end: { kind: 'over' } } : {}) }
  }
}

function news(lines: readonly string[]): EventNews {
  return { lines, isHint: false }
}

/** The user's and the system's own words are what the execution was started with, parameters included. */
function isShown(payload: Payload): boolean {
  return !['user', 'system'].includes(textAt(payload, 'role').toLowerCase())
}

/** Data that is no JSON object is the content itself. */
function contentOf(payload: Payload, data: string): string {
  const content = textAt(payload, 'content') || textAt(payload, 'message') || textAt(payload, 'text')
  return /^\s*[[{]/.test(data) ? content : data
}

function toolName(payload: Payload): string {
  return oneLine(textAt(payload, 'tool_name') || '(unnamed)', LONGEST_NAME)
}

/** The outcome; of a failure also what the tool had to say. */
function toolEnd(payload: Payload): string {
  const status = textAt(payload, 'tool_status') || textAt(payload, 'status')
  const ended = `ended${status === '' ? '' : `: ${oneLine(status, LONGEST_NAME)}`}`
  if (GOOD_ENDS.has(status.toLowerCase())) return ended
  const { tool_output: output } = payload
  const reason = typeof output === 'string' ? output : isObject(output) ? textAt(output, 'error') : ''
  const error = textAt(payload, 'error') || textAt(payload, 'tool_error') || reason
  return error === '' ? ended : `${ended} (${oneLine(error, LONGEST_REASON)})`
}

function errorOf(payload: Payload, data: string): string {
  return textAt(payload, 'error') || contentOf(payload, data) || 'not described'
}

function parsed(data: string): Payload {
  const json = parseJson(data)
  return isObject(json) ? json : {}
}

function unwrapped(json: Payload): Payload {
  if (isObject(json.data)) return json.data
  return isObject(json.message) ? json.message : json
}

function textAt(payload: Payload, key: string): string {
  const value = payload[key]
  return typeof value === 'string' ? value : ''
}
