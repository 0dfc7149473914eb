/** Logs and streams: each line once, none with a line end in it, whatever is sent and however it is cut. */

import fc from 'fast-check'
import { LONGEST_LINE } from '../../../src/logs/bounds.ts'
import { EventParser, type IdentifiedEvent } from '../../../src/logs/event-parser.ts'
import { Printer } from '../../../src/logs/printer.ts'
import { eventsOf } from '../../../src/platforms/kubiya/stream.ts'
import { withoutTerminalSequences } from '../../../src/text/controls.ts'
import { linesOf, rowsOf } from '../../../src/text/lines.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { ensure, type Fuzzed, fuzzed, SECRET } from '../kit.ts'
import { garbled, inPieces, piecesAt, text } from '../texts.ts'
import { eventsNearly } from './platform-logs.ts'

const RUN = { runId: 'run-1', runUrl: 'https://x.example', target: { applicationId: 'app' } }
const STREAM =
  ': hi\r\n\r\nid: a_1_9\nevent: message\ndata: one\ndata: two\n\nretry: 1\ndata: {"content":"x"}\r\rid: a_2_9\ndata\n\nid: a_1_9\ndata: again\n\n'

function eventsIn(pieces: readonly string[]): { readonly events: readonly IdentifiedEvent[]; readonly last: string } {
  const events: IdentifiedEvent[] = []
  const parser = new EventParser((event) => events.push(event))
  for (const piece of pieces) parser.feed(piece)
  return { events, last: parser.lastEventId }
}

/** A message in parts and then, perhaps, as a whole, or another one: each line is told once. */
const message = fc.record({
  content: text,
  cuts: fc.array(fc.nat(), { maxLength: 6 }),
  after: fc.oneof(fc.constantFrom('nothing', 'same'), text),
  id: fc.constantFrom('', 'm1'),
})

function checkMessage({ content, cuts, after, id }: typeof message extends fc.Arbitrary<infer T> ? T : never): void {
  const reader = eventsOf(RUN).read()
  const take = (type: string, part: string) =>
    reader.take({ type, data: JSON.stringify({ role: 'assistant', message_id: id, content: part }) }).lines
  const whole = after === 'same' ? content : after
  const parts = piecesAt(content, cuts).flatMap((part) => take('message_chunk', part))
  const told = merged([...parts, ...(after === 'nothing' ? [] : take('message', whole)), ...reader.rest()])
  const begun = content === '' ? [] : rowsOf(content)
  // What is no more than the beginning of what was told under its name adds nothing.
  const isBeginning = id !== '' && content.startsWith(whole.trimEnd())
  const rest = whole.startsWith(content) ? rowsOf(whole) : [...begun, ...(isBeginning ? [] : rowsOf(whole))]
  const expected = after === 'nothing' ? begun : rest
  // A line beyond 64 KiB may be told in parts, and a message that is empty as an empty line, or not at all.
  const isLoose = content.length > 65_536 || content === '' || whole.trim() === ''
  const [one, other] = [told.map(seen), expected.map(seen)].map((rows) => (isLoose ? rows.join('').trim() : rows))
  ensure(JSON.stringify(one) === JSON.stringify(other), `told ${JSON.stringify(told)}`)
}

/** The states of a line that show something. */
function seen(row: string): string {
  const states = row.split('\r')
  return states.length === 1 ? row : states.filter((state) => withoutTerminalSequences(state).trim() !== '').join('\r')
}

/** A line that ends in a carriage return is gone over by the next. */
function merged(lines: readonly string[]): readonly string[] {
  const rows = lines.map((line) => (line.endsWith('\r') ? line : `${line}\n`)).join('')
  return lines.length === 0 ? [] : rows.slice(0, -1).split('\n')
}

/** Everything that is given comes out, in its order, in lines that are not too long and free of secrets. */
async function checkPrinter(batches: readonly (readonly string[])[]): Promise<void> {
  const clock = new FakeClock()
  const printed: string[] = []
  const blot = (given: string) => given.replaceAll(SECRET, '***')
  const ports = { clock, print: (lines: string) => printed.push(lines), flushed: () => Promise.resolve(), blot }
  const printer = new Printer({ ...ports, stop: new AbortController().signal }, { shows: true, seeAlso: 'x' })
  for (const batch of batches) printer.add(batch)
  await clock.run(printer.close())
  const lines = printed.flatMap((slice) => slice.split('\n'))
  ensure(
    lines.every((line) => line.length <= LONGEST_LINE && !line.includes(SECRET)),
    'a line too long, or a secret',
  )
  const expected = batches.flat().flatMap((given) => linesOf(blot(given)))
  ensure(lines.join('') === expected.join(''), 'not what was given')
  ensure(
    printer.lastLines.every((line) => line.length <= 1000),
    'a last line too long',
  )
}

export const logs: readonly Fuzzed[] = [
  fuzzed('event stream, cut anywhere', inPieces(fc.oneof(text, garbled(fc.constant(STREAM)))), (pieces) => {
    const [cut, whole] = [eventsIn(pieces), eventsIn([pieces.join('')])]
    ensure(
      JSON.stringify(cut) === JSON.stringify(whole),
      `cut: ${JSON.stringify(cut)}, whole: ${JSON.stringify(whole)}`,
    )
    ensure(/^[\x21-\x7e]*$/.test(cut.last), 'an id that is no header')
    const ids = whole.events.map(({ id }) => id).filter((id) => id !== '')
    ensure(new Set(ids).size === ids.length, 'an event came twice')
  }),
  fuzzed('kubiya: ends that are told', fc.array(eventsNearly('kubiya'), { maxLength: 8 }), (events) => {
    const reader = eventsOf(RUN).read()
    for (const each of events) {
      const { end } = reader.take(each)
      const mayEnd = ['done', 'error'].includes(each.type) || (each.type === '' && /"(done|error)"/.test(each.data))
      ensure(end === undefined || mayEnd, 'an end nobody told')
    }
  }),
  fuzzed('kubiya: a message in parts', message, checkMessage),
  fuzzed('printer', fc.array(fc.array(text, { maxLength: 6 }), { maxLength: 6 }), checkPrinter),
]
