import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { eventsOf } from '../../../src/platforms/kubiya/stream.ts'

const RUN = { runId: 'exec 1/2', runUrl: 'https://compose.kubiya.ai', target: { jobId: 'j' } }

function reading() {
  const reader = eventsOf(RUN).read()
  const take = (type: string, payload: unknown, nesting: 'data' | 'message' | 'none' = 'data') =>
    reader.take({ type, data: JSON.stringify(nesting === 'none' ? payload : { [nesting]: payload }) })
  const tell = (...event: Parameters<typeof take>) => take(...event).lines
  return { reader, take, tell }
}

const chunk = (content: string, message_id?: string) => ({
  content,
  ...(message_id === undefined ? {} : { message_id }),
})

test('the stream is that of the execution', () => {
  expect(eventsOf(RUN).path).toBe('/api/v1/executions/exec%201%2F2/stream')
})

test.each(['data', 'message', 'none'] as const)('payloads that nest under %s are read', (nesting) => {
  const { tell, take } = reading()
  expect(tell('message', { role: 'assistant', content: 'Hello\nworld' }, nesting)).toEqual(['Hello', 'world'])
  expect(tell('tool_started', { tool_name: 'kubectl' }, nesting)).toEqual(['Tool kubectl started'])
  expect(take('status', { status: 'failed' }, nesting).isHint).toBe(true)
})

test('chunks become lines as these are completed', () => {
  const { tell, reader } = reading()
  expect(tell('message_chunk', chunk('Check'))).toEqual([])
  expect(tell('message_chunk', chunk('ing pods\nAll '))).toEqual(['Checking pods'])
  expect(tell('message_chunk', chunk('well\r'))).toEqual([])
  expect(tell('message_chunk', chunk('\nBye'))).toEqual(['All well'])
  expect(reader.rest()).toEqual(['Bye'])
  expect(reader.rest()).toEqual([])
})

test('however a message is cut into chunks, its lines are the same', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b ', '\n', '\r\n', '\r', '\u2028', 'ü😀'), maxLength: 40 })
  fc.assert(
    fc.property(text, fc.array(fc.nat(60), { maxLength: 8 }), (whole, cuts) => {
      const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).toSorted((a, b) => a - b), whole.length]
      const parts = places.slice(1).map((place, index) => whole.slice(places[index], place))
      const { tell, reader } = reading()
      const told = [...parts.flatMap((part) => tell('message_chunk', chunk(part, 'm'))), ...reader.rest()]
      // A line that ends in a carriage return is gone over by the next.
      const rows = told.map((line) => (line.endsWith('\r') ? line : `${line}\n`)).join('')
      const expected = whole.split(/\r\n|[\n\u2028]/)
      if (expected.at(-1) === '') expected.pop()
      // States that show nothing may be left out.
      const seen = (row: string) =>
        row
          .split('\r')
          .filter((state) => state.trim() !== '')
          .join('\r')
      expect(rows.split('\n').map(seen)).toEqual([...expected.map(seen), ''])
    }),
  )
})

test('the whole message that follows its chunks is not told again, only what was missing', () => {
  const { tell } = reading()
  tell('message_chunk', chunk('one\ntw', 'm1'))
  expect(tell('message', { content: 'one\ntwo\nthree', message_id: 'm1' })).toEqual(['two', 'three'])
  tell('message_chunk', chunk('again'))
  expect(tell('message', { content: 'again and again' })).toEqual(['again and again'])
  expect(tell('message', { content: 'again and again' })).toEqual(['again and again'])
})

test('a whole message that differs from its chunks is told in whole, after what they had begun', () => {
  const { tell } = reading()
  tell('message_chunk', chunk('one\ntw', 'm1'))
  expect(tell('message', { content: 'three', message_id: 'm1' })).toEqual(['tw', 'three'])
})

test('of a message of more than a mebibyte, chunk by chunk, the whole is not told again if its name tells it', () => {
  const mebibyte = '0123456789abcde\n'.repeat(65_536)
  const { tell } = reading()
  expect(tell('message_chunk', chunk(mebibyte, 'm1'))).toHaveLength(65_536)
  expect(tell('message_chunk', chunk('more\n', 'm1'))).toEqual(['more'])
  expect(tell('message_chunk', chunk('and more', 'm1'))).toEqual([])
  expect(tell('message', { content: `${mebibyte}more\nand more and an end`, message_id: 'm1' })).toEqual([
    'and more and an end',
  ])
  const nameless = (told: string) => {
    const other = reading()
    other.tell('message_chunk', chunk(told))
    return other.tell('message', { content: `${told}end` }).length
  }
  expect([nameless(mebibyte), nameless(`${mebibyte}\n`)]).toEqual([1, 65_538])
})

test('of a line that is redrawn, what is over is told as such, and what may be the last of it is kept', () => {
  const { tell, reader } = reading()
  expect(tell('message_chunk', chunk('pulling\n10%\r2'))).toEqual(['pulling'])
  expect(tell('message_chunk', chunk('0%\r30%\r'))).toEqual(['10%\r20%\r'])
  expect(tell('message_chunk', chunk('    \r'))).toEqual([])
  expect(tell('message_chunk', chunk('100%\r\nne'))).toEqual(['30%\r100%'])
  expect(tell('message_chunk', chunk('xt\r'))).toEqual([])
  expect(reader.rest()).toEqual(['next'])
})

test('a line of more than 64 KiB is told in parts', () => {
  const { tell } = reading()
  expect(tell('message_chunk', chunk('x'.repeat(65_536), 'm'))).toEqual([])
  expect(tell('message_chunk', chunk('y', 'm'))).toEqual([`${'x'.repeat(65_536)}y`])
})

test('however many messages are begun and never completed, all of them are told', () => {
  const { tell, reader } = reading()
  const begun = Array.from({ length: 270 }, (_, index) => `message ${index}`)
  const told = begun.flatMap((text, index) => tell('message_chunk', chunk(text, `m${index}`)))
  expect(told).toEqual(begun.slice(0, 70))
  expect([...told, ...reader.rest()]).toEqual(begun)
})

test('messages that arrive side by side are kept apart', () => {
  const { tell } = reading()
  tell('message_chunk', chunk('first ', 'a'))
  tell('message_chunk', chunk('second ', 'b'))
  expect(tell('message_chunk', chunk('one\n', 'a'))).toEqual(['first one'])
  expect(tell('message_chunk', chunk('one\n', 'b'))).toEqual(['second one'])
})

test('a long line in ten thousands of chunks is told in parts and takes no time', () => {
  const { tell, reader } = reading()
  const told: string[] = []
  for (let index = 0; index < 50_000; index++) told.push(...tell('message_chunk', chunk('0123456789', 'm')))
  expect([...told, ...reader.rest()].join('')).toBe('0123456789'.repeat(50_000))
  expect(told.length).toBeGreaterThan(3)
})

test('a tool is one line when it starts and one when it ends, with its outcome', () => {
  const { tell } = reading()
  tell('message_chunk', chunk('Let me see'))
  expect(tell('tool_started', { tool_name: 'kubectl\n\t get', tool_input: { secret: 'x' } })).toEqual([
    'Let me see',
    'Tool kubectl get started',
  ])
  expect(tell('tool_completed', { tool_name: 'kubectl', tool_status: 'success', tool_output: 'long' })).toEqual([
    'Tool kubectl ended: success',
  ])
  const output = { error: `no such\npod ${'x'.repeat(2000)}` }
  const [failed = ''] = tell('tool_completed', { tool_name: 'kubectl', tool_status: 'failed', tool_output: output })
  expect(failed).toMatch(/^Tool kubectl ended: failed \(no such pod x+…\)$/)
  expect(failed.length).toBeLessThan(600)
  expect(tell('tool_completed', {})).toEqual(['Tool (unnamed) ended'])
})

test('what the members of a team say and do is told like the words of the one agent', () => {
  const { tell } = reading()
  expect(tell('member_message_chunk', { ...chunk('I count.\n', 'e_ann_1'), member_name: 'ann' })).toEqual(['I count.'])
  expect(tell('member_tool_started', { tool_name: 'wc', tool_execution_id: 'a', member_name: 'ann' })).toEqual([
    'Tool wc started',
  ])
  expect(tell('member_tool_completed', { tool_name: 'wc', tool_execution_id: 'a', status: 'success' })).toEqual([
    'Tool wc ended: success',
  ])
  expect(tell('member_message_complete', { message_id: 'e_ann_1', member_name: 'ann' })).toEqual([])
})

test('of a tool that failed all is told that it may have to say, and of one that went well nothing', () => {
  const { tell } = reading()
  const end = (payload: object) => tell('tool_completed', { tool_name: 'ls', ...payload })[0]
  expect(end({ status: 'failed', tool_output: 'no such file' })).toBe('Tool ls ended: failed (no such file)')
  expect(end({ status: 'failed', error: 'a', tool_error: 'b' })).toBe('Tool ls ended: failed (a)')
  expect(end({ status: 'failed', tool_error: 'b', tool_output: 'c' })).toBe('Tool ls ended: failed (b)')
  expect(end({ status: 'failed', tool_output: [1] })).toBe('Tool ls ended: failed')
  expect(end({ status: 'failed' })).toBe('Tool ls ended: failed')
  for (const status of ['completed', 'Success', 'SUCCEEDED']) {
    expect(end({ status, tool_output: 'secret', error: 'x' })).toBe(`Tool ls ended: ${status}`)
  }
  expect(end({ error: 'x' })).toBe('Tool ls ended')
  expect(end({ tool_name: ` ${'n'.repeat(300)}`, tool_status: 'ok' })).toBe(`Tool ${'n'.repeat(199)}… ended: ok`)
})

test('what the execution was asked is not told: parameters may be in it', () => {
  const { tell } = reading()
  expect(tell('message', { role: 'user', content: 'deploy with password x' })).toEqual([])
  expect(tell('message', { role: 'System', content: 'be good' })).toEqual([])
  expect(tell('message_chunk', { role: 'user', content: 'password x\n' })).toEqual([])
  expect(tell('message_chunk', { role: 'assistant', content: 'yes\n' })).toEqual(['yes'])
})

test('a new status, an error and the end are hints, and only the end is the end', () => {
  const { take } = reading()
  expect(take('status', { status: 'running' })).toEqual({ lines: [], isHint: true })
  expect(take('status', { status: 'completed' }).isHint).toBe(true)
  expect(take('error', { error: 'out of luck' })).toEqual({ lines: ['Error: out of luck'], isHint: true })
  expect(take('done', {})).toEqual({ lines: [], isHint: true, end: { kind: 'over' } })
})

test('an error that names a final status is the end: the stream of a failed execution has no `done`', () => {
  const error = { error: 'out of luck', execution_id: 'e', status: 'failed' }
  const told = reading().take('error', error, 'none')
  expect(told).toEqual({ lines: ['Error: out of luck'], isHint: true, end: { kind: 'over' } })
  expect(reading().take('error', { error: 'wait', status: 'running' }, 'none')).not.toHaveProperty('end')
})

test('an execution that the server does not know is no error of the execution', () => {
  const { take, tell } = reading()
  const missing = { lines: [], isHint: false, end: { kind: 'missing', reason: '404: Execution not found' } }
  for (const _ of [1, 2]) expect(take('error', { error: '404: Execution not found' }, 'none')).toEqual(missing)
  tell('message', { content: 'I look for it' })
  expect(tell('error', { error: '404: page not found' })).toEqual(['Error: 404: page not found'])
})

test('what says that an execution is missing is its own error once anything is known of it', () => {
  const error = { error: '404: Execution not found' }
  const after = (type: string, payload: object) => {
    const { take } = reading()
    take(type, payload)
    return take('error', error).end
  }
  expect(after('status', { status: 'running' })).toBeUndefined()
  expect(after('message', { content: 'hello' })).toBeUndefined()
  for (const type of ['connected', 'keepalive', 'history_complete']) expect(after(type, {})?.kind).toBe('missing')
  expect(reading().take('error', { error: 'It said 404: not found' }).lines).toEqual(['Error: It said 404: not found'])
})

test('a line that is not complete is ended by a tool, an error and the end', () => {
  const { take, tell } = reading()
  const half = () => tell('message_chunk', chunk('half', 'm'))
  expect([half(), tell('tool_started', { tool_name: 'ls' })].flat()).toEqual(['half', 'Tool ls started'])
  expect([half(), tell('error', { error: 'no\nluck' })].flat()).toEqual(['half', 'Error: no', 'luck'])
  half()
  expect(take('done', {}).lines).toEqual(['half'])
})

test('a tool’s name tells what is a repeat: its words may change, and those of others may be the same', () => {
  const { reader, tell } = reading()
  const start = (tool_execution_id: string) => tell('tool_started', { tool_name: 'ls', tool_execution_id })
  const end = (tool_execution_id: string, status: string) =>
    tell('tool_completed', { tool_name: 'ls', tool_execution_id, status })
  expect([start('t1'), end('t1', 'success')].flat()).toEqual(['Tool ls started', 'Tool ls ended: success'])
  reader.restart()
  expect([start('t2'), end('t2', 'success')].flat()).toEqual(['Tool ls started', 'Tool ls ended: success'])
  expect([start('t1'), end('t1', 'completed')].flat()).toEqual([])
})

test('what is no text is not told as one', () => {
  const { tell, take } = reading()
  expect(tell('message', { content: 5, message: ['x'], text: 'words', role: 7 })).toEqual(['words'])
  expect(tell('tool_completed', { tool_name: 5, status: null, tool_output: null })).toEqual(['Tool (unnamed) ended'])
  expect(
    tell('tool_completed', { tool_name: 'ls', status: 'failed', error: 5, tool_output: { error: ['x'] } }),
  ).toEqual(['Tool ls ended: failed'])
  expect(tell('error', { error: {}, content: 'words' })).toEqual(['Error: words'])
  expect(take('error', { error: 'no', status: 5 })).not.toHaveProperty('end')
})

test('what comes again on a further connection is told once', () => {
  const { reader, take, tell } = reading()
  const connection = () => {
    reader.restart()
    return [
      ...tell('message', { content: 'hello', message_id: 'a', role: 'assistant' }, 'none'),
      ...tell('message_chunk', chunk('one\ntw', 'm')),
      ...tell('tool_started', { tool_name: 'ls', tool_execution_id: 't1' }),
      ...tell('tool_completed', { tool_name: 'ls', tool_execution_id: 't1', tool_status: 'success' }),
      ...tell('tool_started', { tool_name: 'ls' }),
      ...tell('tool_started', { tool_name: 'ls' }),
      ...tell('message', { content: 'nameless' }),
      ...tell('error', { error: 'try again' }),
    ]
  }
  const tools = ['Tool ls started', 'Tool ls ended: success', 'Tool ls started', 'Tool ls started']
  expect(connection()).toEqual(['hello', 'one', 'tw', ...tools, 'nameless', 'Error: try again'])
  expect(connection()).toEqual([])
  expect(tell('tool_started', { tool_name: 'ls' })).toEqual(['Tool ls started'])
  expect(tell('message_chunk', chunk('o\nthree\n', 'm'))).toEqual(['o', 'three'])
  expect(tell('message', { content: 'nameless' })).toEqual(['nameless'])
  reader.restart()
  expect(take('status', { status: 'running' }).isHint).toBe(true)
  reader.restart()
  expect(take('status', { status: 'running' }).isHint).toBe(false)
})

test('what came in chunks may come whole again, and the other way round', () => {
  const { reader, tell } = reading()
  tell('message_chunk', chunk('one\ntwo', 'm'))
  tell('message_chunk', chunk('uno\n'))
  reader.restart()
  expect(tell('message', { content: 'one\ntwo\nthree', message_id: 'm' })).toEqual(['two', 'three'])
  expect(tell('message_chunk', chunk('one\ntwo', 'm'))).toEqual([])
  expect(tell('message_chunk', chunk('\nthree', 'm'))).toEqual([])
  expect(tell('message_chunk', chunk('\nfour\n', 'm'))).toEqual(['', 'four'])
  expect(tell('message', { content: 'uno\n' })).toEqual([])
  reader.restart()
  expect(tell('message', { content: 'one', message_id: 'm' })).toEqual([])
})

/** Seen on Kubiya's own server: what came live comes again as history, under ids that the server makes anew. */
describe('history under other ids than the live messages had', () => {
  const whole = (content: string, message_id: string) => ({ role: 'assistant', content, message_id })

  test('an answer that came in chunks is not told again', () => {
    const { reader, tell } = reading()
    const lines = [
      ...tell('message_chunk', chunk('first answer\nin two ', 'e_1')),
      ...tell('message_chunk', chunk('lines', 'e_1')),
    ]
    reader.restart()
    expect([...lines, ...reader.rest()]).toEqual(['first answer', 'in two lines'])
    for (const _ of [1, 2, 3]) {
      expect(tell('message', whole('first answer\nin two lines', 'e_assistant_9f'))).toEqual([])
      expect(tell('message_chunk', chunk('first answer\nin two ', 'e_1'))).toEqual([])
      expect(tell('message_chunk', chunk('lines', 'e_1'))).toEqual([])
      reader.restart()
    }
    expect(tell('message_chunk', chunk('second answer', 'e_2'))).toEqual([])
    expect(reader.rest()).toEqual(['second answer'])
  })

  test('nor where tools cut it into pieces, nor when it comes on the same connection', () => {
    const { reader, tell } = reading()
    tell('message_chunk', chunk('I look.', 'e_1'))
    tell('message_chunk', chunk('\nI found it.\n', 'e_1'))
    for (const _ of [1, 2, 3]) {
      expect(tell('message', whole('I look.', 'e_assistant_1'))).toEqual([])
      expect(tell('message', whole('I found it.', 'e_assistant_2'))).toEqual([])
      reader.restart()
    }
  })

  test('nor a message that came whole; one that only says the same is told', () => {
    const { reader, tell } = reading()
    tell('history_complete', {})
    expect(tell('message', whole('Done.', 'e_1'))).toEqual(['Done.'])
    expect(tell('message', whole('Done.', 'e_2'))).toEqual(['Done.'])
    reader.restart()
    expect(tell('message', whole('Done.', 'e_assistant_1'))).toEqual([])
    expect(tell('message', whole('Done.', 'e_assistant_2'))).toEqual([])
    tell('history_complete', {})
    expect(tell('message', whole('Done.', 'e_3'))).toEqual(['Done.'])
  })

  test('nor in chunks or whole after it was told as history: on attaching, both come', () => {
    const { reader, tell } = reading()
    for (const lines of [
      [['I look.'], ['I found it.'], ['All is well.'], ['Bye.']],
      [[], [], [], []],
    ]) {
      expect(tell('message', whole('I look.', 'h_1'))).toEqual(lines[0])
      expect(tell('message', whole('I found it.', 'h_2'))).toEqual(lines[1])
      expect(tell('message', whole('All is well.', 'h_3'))).toEqual(lines[2])
      tell('history_complete', {})
      for (const part of ['I', ' look.', '\n\nI fou', 'nd it.'])
        expect(tell('message_chunk', chunk(part, 'e_1'))).toEqual([])
      expect(tell('message', whole('All is well.', 'e_2'))).toEqual([])
      expect(tell('message_chunk', chunk('Bye.\n', 'e_3'))).toEqual(lines[3])
      reader.restart()
    }
    expect(reader.rest()).toEqual([])
  })

  test('what only begins like history is told from its beginning', () => {
    const { reader, tell } = reading()
    tell('message', whole('I look at it.', 'h_1'))
    tell('history_complete', {})
    expect(tell('message_chunk', chunk('I look', 'e_1'))).toEqual([])
    expect(tell('message_chunk', chunk(' away.\n', 'e_1'))).toEqual(['I look away.'])
    expect(tell('message_chunk', chunk('I look at it. And on.', 'e_2'))).toEqual([])
    expect(reader.rest()).toEqual([' And on.'])
  })

  test('of an answer that was cut off only what was missing is told', () => {
    const { reader, tell } = reading()
    expect(tell('message_chunk', chunk('a first line\nand a sec', 'e_1'))).toEqual(['a first line'])
    reader.restart()
    expect(tell('message', whole('a first line\nand a second', 'e_assistant_1'))).toEqual(['and a second'])
    expect(tell('message_chunk', chunk('a first line\nand a sec', 'e_1'))).toEqual([])
    expect(tell('message_chunk', chunk('ond', 'e_1'))).toEqual([])
    expect(reader.rest()).toEqual([])
  })

  test('of two hundred answers, as much as the server tells again, none is told twice', () => {
    const { reader, tell } = reading()
    for (let turn = 0; turn < 200; turn++) tell('message_chunk', chunk(`answer ${turn}\n`, `e_${turn}`))
    reader.restart()
    for (let turn = 0; turn < 200; turn++) expect(tell('message', whole(`answer ${turn}`, `h_${turn}`))).toEqual([])
  })
})

/** An event of an execution, by what its lines are. */
const happening = fc.oneof(
  fc.record({
    type: fc.constant('message'),
    content: fc.constantFrom('a\n', 'b\nc\n', 'd\n'),
    message_id: fc.constantFrom('m1', 'm2', ''),
  }),
  fc.record({
    type: fc.constant('message_chunk'),
    content: fc.constantFrom('x\n', 'y\nz\n'),
    message_id: fc.constantFrom('m1', 'm2', ''),
  }),
  fc.record({
    type: fc.constantFrom('tool_started', 'tool_completed'),
    tool_name: fc.constantFrom('ls', 'cat'),
    tool_execution_id: fc.constantFrom('t1', 't2', ''),
  }),
  fc.record({ type: fc.constant('error'), error: fc.constantFrom('no', 'never') }),
)

test('however often the whole history comes again, in whatever order, nothing is told twice and nothing new is lost', () => {
  fc.assert(
    fc.property(
      fc.array(happening, { maxLength: 30 }),
      fc.array(fc.nat(30), { maxLength: 6 }),
      fc.boolean(),
      (events, cuts, messagesFirst) => {
        const apart = events.map((event, index) =>
          'message_id' in event && event.message_id !== ''
            ? { ...event, message_id: `${event.message_id}-${index}` }
            : event,
        )
        const uninterrupted = reading()
        const whole = apart.flatMap(({ type, ...payload }) => uninterrupted.tell(type, payload))
        const { reader, tell } = reading()
        const told: string[] = []
        for (const end of [...cuts.toSorted((a, b) => a - b), apart.length]) {
          reader.restart()
          const again = apart.slice(0, end)
          const isFirst = ({ type }: { type: string }) => messagesFirst && type === 'message'
          const sent = [...again.filter(isFirst), ...again.filter((event) => !isFirst(event))]
          told.push(...sent.flatMap(({ type, ...payload }) => tell(type, payload)))
        }
        expect([...told, ...reader.rest()].toSorted()).toEqual([...whole, ...uninterrupted.reader.rest()].toSorted())
      },
    ),
  )
})

test('what is remembered is bounded: of tens of thousands of messages the oldest may come twice, the latest do not', () => {
  const { reader, tell } = reading()
  const id = (index: number) => ({ content: `line ${index}`, message_id: `m${index}` })
  for (let index = 0; index < 20_100; index++) tell('message', id(index))
  reader.restart()
  expect(tell('message', id(20_099))).toEqual([])
  expect(tell('message', id(0))).toEqual(['line 0'])
})

test('a message without words is none', () => {
  const { tell } = reading()
  tell('message_chunk', chunk('half a li', 'm'))
  expect(tell('message', { role: 'assistant', content: '', tool_name: 'ls', message_id: 't' })).toEqual([])
})

test('events that say nothing, or that nobody knows yet, are passed over', () => {
  const { take } = reading()
  for (const type of ['connected', 'history_complete', 'keepalive', 'timeout_warning', 'reconnect', 'telepathy', '']) {
    expect(take(type, { content: 'x' })).toEqual({ lines: [], isHint: false })
  }
})

test('the type may be in the data, and content may be plain text', () => {
  const { reader } = reading()
  expect(reader.take({ type: '', data: '{"event_type":"message","data":{"content":"hi"}}' }).lines).toEqual(['hi'])
  expect(reader.take({ type: '', data: '{"type":"message","data":{"text":"ho"}}' }).lines).toEqual(['ho'])
  expect(reader.take({ type: 'message', data: 'just text' }).lines).toEqual(['just text'])
  expect(reader.take({ type: 'message', data: '{"message":"plain"}' }).lines).toEqual(['plain'])
  for (const data of ['{"data":{}}', '{"half', ' [1,2]', '{}']) {
    expect(reader.take({ type: 'message', data }).lines.join('')).toBe('')
  }
  for (const data of ['a {b} [c]', '5', '"quoted"']) {
    expect(reader.take({ type: 'message', data }).lines).toEqual([data])
  }
  expect(reader.take({ type: 'error', data: 'plain trouble' }).lines).toEqual(['Error: plain trouble'])
  expect(reader.take({ type: 'error', data: '{}' }).lines).toEqual(['Error: not described'])
})

test('no data, however odd, breaks the reader', () => {
  const types = ['message', 'message_chunk', 'tool_started', 'tool_completed', 'status', 'error', 'done', 'x']
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...types), fc.oneof(fc.json(), fc.string()))), (events) => {
      const { reader } = reading()
      for (const [type, data] of events) {
        for (const line of reader.take({ type, data }).lines) expect(line).not.toMatch(/\n/)
      }
    }),
  )
})
