import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { EventParser, type IdentifiedEvent } from '../../src/logs/event-parser.ts'

function parsing() {
  const events: IdentifiedEvent[] = []
  return { events, parser: new EventParser((event) => events.push(event)), data: () => events.map(({ data }) => data) }
}

test('events come out whole, however their text is cut', () => {
  const text = ': hi\r\n\r\nid: a_1_9\nevent: message\ndata: one\ndata: two\n\ndata: three\r\rid: a_2_9\ndata: four\n\n'
  fc.assert(
    fc.property(fc.array(fc.nat(text.length)), (cuts) => {
      const { parser, events } = parsing()
      const places = [0, ...cuts.toSorted((a, b) => a - b), text.length]
      for (const [index, place] of places.slice(1).entries()) parser.feed(text.slice(places[index], place))
      expect(events).toEqual([
        { id: 'a_1_9', type: 'message', data: 'one\ntwo' },
        { id: '', type: '', data: 'three' },
        { id: 'a_2_9', type: '', data: 'four' },
      ])
      expect(parser.lastEventId).toBe('a_2_9')
    }),
  )
})

test('an event that a cut left incomplete is void, and the stream goes on after the last whole one', () => {
  const { parser, data } = parsing()
  parser.feed('id: 1\ndata: a\n\nid: 2\ndata: b\n')
  expect(parser.lastEventId).toBe('1')
  parser.restart()
  parser.feed('id: 2\ndata: b\n\n')
  expect(data()).toEqual(['a', 'b'])
})

test('an event that came already is passed over', () => {
  const { parser, data } = parsing()
  parser.feed('id: 1\ndata: a\n\n')
  parser.restart()
  parser.feed('id: 1\ndata: a\n\nid: 2\ndata: b\n\ndata: b\n\n')
  expect(data()).toEqual(['a', 'b', 'b'])
})

test('an event larger than 8 MiB is left out, and the next ones are read', () => {
  const { parser, data } = parsing()
  parser.feed('data: a\n\ndata: ')
  for (let index = 0; index < 20; index++) parser.feed('x'.repeat(1024 * 1024))
  parser.feed('\n\ndata: b\n\n')
  expect(data()).toEqual(['a', 'b'])
})

test.each(['ünsendable', 'x'.repeat(600), 'a b'])('an id that can’t be a header (%#) is not sent back', (id) => {
  const { parser, data } = parsing()
  parser.feed(`id: 1\ndata: a\n\nid: ${id}\ndata: b\n\n`)
  expect(data()).toEqual(['a', 'b'])
  expect(parser.lastEventId).toBe('1')
})

test('an id is remembered in memory of its own, so that the text around it is not kept', () => {
  const parser = new EventParser(() => undefined)
  const noise = 'x'.repeat(500_000)
  const beforeBytes = heapBytes()
  for (let index = 0; index < 400; index++) {
    parser.feed(Buffer.from(`: ${noise}\nid: an-id-that-is-long-enough-${index}\ndata: x\n\n`).toString())
  }
  expect(parser.lastEventId).toBe('an-id-that-is-long-enough-399')
  expect(heapBytes() - beforeBytes).toBeLessThan(100_000_000)
})

test('an id without end is not remembered at all', () => {
  const { parser, data } = parsing()
  const event = `id: ${'x'.repeat(2_000_000)}\ndata: a\n\n`
  parser.feed(event)
  parser.feed(event)
  expect(data()).toEqual(['a', 'a'])
})

/** What is still in use. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
