import { describe, expect, test } from '@jest/globals'
import {
  append,
  endLine,
  goOn,
  newMessage,
  remember,
  tell,
  unprintedOf,
} from '../../../src/platforms/kubiya/message.ts'

const MEBIBYTE = 1024 * 1024

/** A message that came in these chunks. */
function said(...parts: readonly string[]) {
  const message = newMessage('m', 'chunks')
  return { message, lines: parts.flatMap((part) => append(message, part)) }
}

test('a message begins with nothing said, and only one in chunks is held back', () => {
  const empty = { id: 'm', said: '', printed: 0, came: 0, paired: 0, pending: '' }
  expect(newMessage('m', 'chunks')).toEqual({ ...empty, form: 'chunks', held: '' })
  for (const form of ['history', 'live'] as const) {
    expect(newMessage('m', form)).toEqual({ ...empty, form, held: undefined })
  }
})

describe('what of a whole message has not been printed', () => {
  test('is what goes on behind its beginning', () => {
    const { message } = said('one\n', 'two')
    expect(unprintedOf(message, 'one\ntwo and three')).toBe(' and three')
    expect(unprintedOf(message, 'one\ntwo')).toBe('')
  })

  test('is nothing where it ends sooner, with white space or without', () => {
    const { message } = said('one\n', 'two')
    for (const sooner of ['one', 'one \n', 'one\n\n', '', ' \n']) expect(unprintedOf(message, sooner)).toBe('')
  })

  test('can’t be said of another text, be it a part of the first', () => {
    const { message } = said('one\n', 'two')
    for (const other of ['two', 'one three', ' one', 'zero one\ntwo'])
      expect(unprintedOf(message, other)).toBeUndefined()
  })

  test('is told by the length alone where the text is not remembered', () => {
    const { message } = said('one')
    expect(unprintedOf({ ...message, said: undefined }, 'two and three')).toBe(' and three')
  })
})

describe('a text is remembered', () => {
  test('whole, and counted once', () => {
    const { message } = said('one')
    remember(message, 'one and two')
    expect(message).toMatchObject({ said: 'one and two', printed: 11 })
    remember(message, 'one')
    expect(message).toMatchObject({ said: 'one', printed: 11 })
  })

  test('up to a mebibyte', () => {
    const message = newMessage('m', 'live')
    remember(message, 'x'.repeat(MEBIBYTE))
    expect(message.said).toHaveLength(MEBIBYTE)
    remember(message, 'x'.repeat(MEBIBYTE + 1))
    expect(message).toMatchObject({ said: undefined, printed: MEBIBYTE + 1 })
  })

  test('up to a mebibyte in parts, and not from there on', () => {
    const message = newMessage('m', 'chunks')
    goOn(message, 'x'.repeat(MEBIBYTE - 1))
    goOn(message, 'y')
    expect(message).toMatchObject({ said: expect.stringMatching(/^x+y$/), printed: MEBIBYTE })
    goOn(message, 'z')
    expect(message).toMatchObject({ said: undefined, printed: MEBIBYTE + 1 })
    goOn(message, 'z')
    expect(message).toMatchObject({ said: undefined, printed: MEBIBYTE + 2 })
    const forgotten = { ...newMessage('m', 'chunks'), said: undefined }
    goOn(forgotten, 'x')
    expect(forgotten).toMatchObject({ said: undefined, printed: 1 })
  })
})

describe('lines are told', () => {
  test('as they are completed; the rest waits', () => {
    const { message, lines } = said('one', ' and\ntwo\n\nth', '', 'ree')
    expect(lines).toEqual(['one and', 'two', ''])
    expect(message).toMatchObject({ said: 'one and\ntwo\n\nthree', pending: 'three' })
    expect(endLine(message)).toEqual(['three'])
    expect(endLine(message)).toEqual([])
  })

  test('once where CR and LF come apart', () => {
    const { message, lines } = said('one\r', '\ntwo\r\n', '\n')
    expect(lines).toEqual(['one', 'two', ''])
    expect(message.pending).toBe('')
  })

  test('though nothing of them is kept as said', () => {
    const message = newMessage('m', 'chunks')
    expect(tell(message, 'one\ntw')).toEqual(['one'])
    expect(message).toMatchObject({ said: '', printed: 0, pending: 'tw' })
  })

  test('in parts where they grow over 64 KiB', () => {
    const { message, lines } = said('x'.repeat(65_535), 'y')
    expect(lines).toEqual([])
    expect(append(message, 'z')).toEqual([`${'x'.repeat(65_535)}yz`])
    expect(append(message, 'and on\n')).toEqual(['and on'])
  })

  test('whole where they came at once, though a repeat without news comes before their end', () => {
    const { message, lines } = said(`one\n${'x'.repeat(70_000)}`, '')
    expect(lines).toEqual(['one'])
    expect(append(message, 'y\n')).toEqual([`${'x'.repeat(70_000)}y`])
  })
})

describe('of a line that is redrawn', () => {
  test('the last state that shows anything is kept until the next shows something', () => {
    const { message, lines } = said('10%\r20%\r', '  \r')
    expect(lines).toEqual(['10%\r'])
    expect(message.pending).toBe('20%\r')
    expect(append(message, '30%')).toEqual([])
    expect(append(message, '\r')).toEqual(['20%\r'])
    expect(append(message, '\n')).toEqual(['30%'])
  })

  test('a first state is told with nothing before it', () => {
    const { message, lines } = said('10%', '\r', '20%')
    expect(lines).toEqual([])
    expect(endLine(message)).toEqual(['10%\r20%'])
  })
})
