import { describe, expect, test } from '@jest/globals'
import { Messages } from '../../../src/platforms/kubiya/messages.ts'

const MEBIBYTE = 1024 * 1024

describe('messages without a name', () => {
  test('are told as often as they come, and not again on a further connection', () => {
    const messages = new Messages()
    const connection = () => [messages.whole('', 'hello'), messages.whole('', 'hello')]
    expect(connection()).toEqual([['hello'], ['hello']])
    messages.restart()
    expect(connection()).toEqual([[], []])
  })

  test('go on in chunks where they were cut off', () => {
    const messages = new Messages()
    expect(messages.chunk('', 'one\n')).toEqual(['one'])
    messages.restart()
    expect(messages.chunk('', 'one\n')).toEqual([])
    expect(messages.chunk('', 'two\n')).toEqual(['two'])
  })

  test('that came in chunks are told again only by what was missing, under whatever name', () => {
    for (const name of ['', 'm']) {
      const messages = new Messages()
      messages.chunk('', 'one\ntw')
      expect(messages.whole(name, 'one\ntwo\nthree')).toEqual(['two', 'three'])
      expect(messages.chunk('', 'four')).toEqual([])
      expect(messages.whole(name === '' ? '' : 'n', 'four and five')).toEqual(['four and five'])
    }
  })

  test('that came in chunks and end as another message does are no part of it', () => {
    const messages = new Messages()
    messages.chunk('', 'two')
    expect(messages.whole('m', 'one and two')).toEqual(['two', 'one and two'])
  })
})

describe('a name', () => {
  test('tells what was told already, if it has up to 512 characters', () => {
    const messages = new Messages()
    const twice = (id: string) => [messages.whole(id, `hello ${id.length}`), messages.whole(id, `hello ${id.length}`)]
    expect(twice('x'.repeat(512))).toEqual([['hello 512'], []])
    expect(twice('x'.repeat(513))).toEqual([['hello 513'], ['hello 513']])
  })

  test('of a whole message stands for its latest text', () => {
    const messages = new Messages()
    expect(messages.whole('m', 'one')).toEqual(['one'])
    expect(messages.whole('m', 'two')).toEqual(['two'])
    expect(messages.whole('m', 'two')).toEqual([])
    expect(messages.whole('m', 'two and three')).toEqual([' and three'])
    expect(messages.whole('m', 'two')).toEqual([])
    expect(messages.whole('m', 'two and three')).toEqual([])
  })

  test('of a whole message may go on in chunks, on this connection and the next', () => {
    const messages = new Messages()
    expect(messages.whole('m', 'one\n')).toEqual(['one'])
    expect(messages.chunk('m', 'one\n')).toEqual([])
    expect(messages.chunk('m', 'two\n')).toEqual(['two'])
    messages.restart()
    expect(messages.chunk('m', 'one\ntwo\nth')).toEqual([])
    expect(messages.chunk('m', 'ree\n')).toEqual(['three'])
  })

  test('of a piece of what came in chunks is known from then on', () => {
    const messages = new Messages()
    messages.chunk('e_1', 'I look.\nI found it.\n')
    messages.restart()
    expect(messages.whole('h_1', 'I look.')).toEqual([])
    expect(messages.whole('h_1', 'I look.')).toEqual([])
    expect(messages.whole('h_1', 'I look. And on.')).toEqual([' And on.'])
    expect(messages.whole('h_2', 'I look.')).toEqual(['I look.'])
  })
})

describe('a line that is not complete', () => {
  test('is ended by whatever whole message comes next', () => {
    const ways: readonly ((messages: Messages) => readonly string[])[] = [
      (messages) => messages.whole('known', 'hello'),
      (messages) => messages.whole('known', 'hello there'),
      (messages) => messages.whole('known', 'bye'),
      (messages) => messages.whole('new', 'hello'),
      (messages) => messages.whole('', 'hello'),
      (messages) => messages.whole('h_1', 'in chunks'),
      (messages) => messages.whole('', 'nameless chunk\n'),
    ]
    const lines = ways.map((next) => {
      const messages = new Messages()
      messages.whole('known', 'hello')
      messages.chunk('', 'nameless chunk\n')
      messages.chunk('e_1', 'in chunks\n')
      messages.chunk('e_2', 'half a line')
      return [...next(messages), ...messages.flush()]
    })
    const half = 'half a line'
    expect(lines).toEqual([[half], [' there', half], [half, 'bye'], [half, 'hello'], [half, 'hello'], [half], [half]])
  })

  test('is ended with others in the order in which they began', () => {
    const messages = new Messages()
    for (const id of ['b', 'a', 'c']) messages.chunk(id, `half of ${id}`)
    expect(messages.flush()).toEqual(['half of b', 'half of a', 'half of c'])
    expect(messages.flush()).toEqual([])
  })
})

describe('what is remembered with its text', () => {
  const fill = (messages: Messages, count: number) =>
    Array.from({ length: count }, (_, index) => messages.chunk(`f_${index}`, `filler ${index}\n`)).flat()

  test('is two hundred messages: of more the oldest may come twice under another name', () => {
    const untold = (count: number) => {
      const messages = new Messages()
      messages.chunk('e_0', 'the oldest\n')
      messages.chunk('e_1', 'the next\n')
      fill(messages, count - 2)
      messages.restart()
      return [...messages.whole('h_1', 'the next'), ...messages.whole('h_0', 'the oldest')]
    }
    expect(untold(200)).toEqual([])
    expect(untold(201)).toEqual(['the oldest'])
  })

  test('is eight mebibytes', () => {
    const text = (index: number) => `${index}`.repeat(MEBIBYTE)
    const untold = (count: number, more: readonly string[] = []) => {
      const messages = new Messages()
      for (let index = 0; index < count; index++) messages.chunk(`e_${index}`, text(index))
      for (const part of more) messages.chunk('more', part)
      messages.restart()
      const indexes = Array.from({ length: count }, (_, index) => index).toReversed()
      return indexes.filter((index) => messages.whole(`h_${index}`, text(index)).length > 0)
    }
    expect(untold(2)).toEqual([])
    expect(untold(8, ['!\n'])).toEqual([])
    expect(untold(8, ['!\n', '!\n'])).toEqual([0])
  })

  test('makes room with the line told that was not complete', () => {
    const messages = new Messages()
    messages.chunk('e_0', 'half a line')
    expect(fill(messages, 199)).not.toContain('half a line')
    expect(messages.chunk('e_1', 'hello\n')).toEqual(['half a line', 'hello'])
    messages.chunk('f_2', 'another half')
    const lines = Array.from({ length: 4 }, (_, index) => messages.whole(`w_${index}`, `whole ${index}`)).flat()
    expect(lines).toEqual(['another half', 'whole 0', 'whole 1', 'whole 2', 'whole 3'])
    expect(messages.flush()).toEqual([])
  })

  test('makes room for as many as are needed, and no more, though one of them was too long to be compared', () => {
    const messages = new Messages()
    messages.chunk('e_0', 'x'.repeat(MEBIBYTE + 1))
    messages.chunk('e_1', 'the next\n')
    fill(messages, 199)
    messages.restart()
    expect(messages.whole('h_1', 'the next')).toEqual([])
  })

  test('has room for new chunks without a name once the old ones are forgotten', () => {
    const messages = new Messages()
    messages.chunk('', 'old')
    expect(fill(messages, 200)).toContain('old')
    messages.chunk('', 'new')
    expect(messages.whole('', 'new and more')).toEqual(['new and more'])
  })

  test('has no place for chunks without a name once their whole message is told', () => {
    const messages = new Messages()
    messages.chunk('', 'old')
    expect(messages.whole('', 'old one')).toEqual(['old one'])
    fill(messages, 199)
    messages.chunk('', 'new')
    expect(messages.whole('', 'new and more')).toEqual(['new and more'])
  })
})

test('twenty thousand names are known; of more the oldest may come twice', () => {
  const messages = new Messages()
  for (let index = 0; index < 20_000; index++) messages.whole(`m${index}`, `line ${index}`)
  messages.restart()
  expect(messages.whole('m0', 'line 0')).toEqual([])
  expect(messages.whole('another', 'another line')).toEqual(['another line'])
  expect(messages.whole('m1', 'line 1')).toEqual([])
  expect(messages.whole('m0', 'line 0')).toEqual(['line 0'])
})
