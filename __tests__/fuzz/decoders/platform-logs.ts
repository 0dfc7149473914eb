/** The log of whatever platform has one: lines without line ends, whatever is sent. */

import fc from 'fast-check'
import type { EventStream, LogPages, ServerEvent } from '../../../src/core/follow.ts'
import { isObject, type Json } from '../../../src/core/json.ts'
import type { RunHandle } from '../../../src/core/model.ts'
import type { Platform } from '../../../src/core/platform.ts'
import { EntryLines } from '../../../src/logs/entry-lines.ts'
import { Sweeps } from '../../../src/logs/sweeps.ts'
import { mutated } from '../documents.ts'
import { checkLines, ensure, type Fuzzed, fuzzed } from '../kit.ts'
import { documentsOf, nearly, readBy } from '../platform-documents.ts'
import { text } from '../texts.ts'

const START_MS = 1_768_000_000_000

export function logOf({ id, log }: Platform, run: RunHandle): readonly Fuzzed[] {
  const source = log?.(run)
  if (source === undefined) return []
  return source.kind === 'pages'
    ? [fuzzed(`${id}: log`, fc.array(nearly(id, 'log'), { maxLength: 8 }), checkPages(source))]
    : [fuzzed(`${id}: log`, fc.array(eventsNearly(id), { maxLength: 8 }), checkEvents(source))]
}

/** Events with the types that are documented, and other ones. */
export function eventsNearly(id: string): fc.Arbitrary<ServerEvent> {
  const documents = documentsOf(id, 'log').flatMap((document) => (isObject(document) ? [document] : []))
  const types = documents.map(({ type }) => String(type))
  return fc.record({
    type: fc.oneof(fc.constantFrom(...types, 'error', 'keepalive', '', 'new'), text),
    data: fc.oneof(mutated(fc.constantFrom<Json>(...documents.map(({ data = null }) => data))), text),
  })
}

/** Pages of any kind, one after the other: within a sweep the place never moves back. */
const checkPages = (source: LogPages) => (bodies: readonly string[]) => {
  const log = source.open({ phase: 'running', status: 'RUNNING', startedAtMs: START_MS, raw: {} }, START_MS)
  if (log === undefined) throw new Error('no log')
  const [sweeps, lines] = [new Sweeps(log.beginNs), new EntryLines()]
  let [nowMs, sweepNs] = [0, log.beginNs]
  for (const body of bodies) {
    nowMs += 4000
    const from = sweeps.next(nowMs, START_MS + nowMs)
    ensure(from.startNs >= sweepNs && from.skip >= 0, 'the place moved back')
    const read = readBy(log.page(from, 3), JSON.parse(body))
    if (read === undefined) continue
    const { fresh, goesOn } = sweeps.take(read.value, 3)
    checkLines(lines.of(fresh).map(({ prefix, text: line }) => `${prefix}${line}`))
    sweepNs = goesOn ? from.startNs : log.beginNs
  }
}

const checkEvents = (source: EventStream) => (events: readonly ServerEvent[]) => {
  const reader = source.read()
  for (const event of events) checkLines(reader.take(event).lines)
  checkLines(reader.rest())
}
