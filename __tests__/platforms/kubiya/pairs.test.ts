import { describe, expect, test } from '@jest/globals'
import { append, endLine, type Form, type Message, newMessage } from '../../../src/platforms/kubiya/message.ts'
import { follow, pair, pairOf } from '../../../src/platforms/kubiya/pairs.ts'

/** A message that was told, on an earlier connection. */
function told(id: string, form: Form, said: string): Message {
  const message = newMessage(id, form)
  append(message, said)
  return { ...message, pending: '', held: undefined }
}

describe('the other form of a whole message', () => {
  test('is one that says the same, white space around it aside', () => {
    const message = told('e_1', 'chunks', 'I look.\n')
    for (const content of ['I look.', '\n I look.\n\n']) {
      expect(pairOf([message], content, 'history')).toBe(message)
      expect(pairOf([message], content, 'live')).toBe(message)
    }
  })

  test('is none of the same form, none without a name, and none of other words', () => {
    const message = told('e_1', 'live', 'I look.')
    expect(pairOf([message], 'I look.', 'live')).toBeUndefined()
    expect(pairOf([told('', 'chunks', 'I look.')], 'I look.', 'history')).toBeUndefined()
    expect(pairOf([message], 'You look.', 'history')).toBeUndefined()
    expect(pairOf([], 'I look.', 'history')).toBeUndefined()
  })

  test('may have it as its beginning, if that is history; never as its end', () => {
    const message = told('e_1', 'chunks', 'I look. I found it.')
    expect(pairOf([message], 'I look.', 'history')).toBe(message)
    expect(pairOf([message], 'I look.', 'live')).toBeUndefined()
    expect(pairOf([message], 'I found it.', 'history')).toBeUndefined()
  })

  test('is rather one that says just this than one that begins so, and else the first of these', () => {
    const [long, short, longer] = [
      told('e_1', 'chunks', 'I look at it.'),
      told('e_2', 'chunks', 'I look'),
      told('e_3', 'chunks', 'I look away.'),
    ]
    expect(pairOf([long, short, longer], 'I look', 'history')).toBe(short)
    expect(pairOf([longer, long], 'I look', 'history')).toBe(longer)
  })

  test('is none of a message that shows nothing', () => {
    for (const content of ['', ' \n']) {
      expect(pairOf([told('e_1', 'chunks', 'I look.')], content, 'history')).toBeUndefined()
    }
    expect(pairOf([told('e_1', 'chunks', ' '.repeat(20))], `${' '.repeat(20)}x`, 'history')).toBeUndefined()
  })

  test('may be its beginning, where that was cut off on an earlier connection', () => {
    const message = told('e_1', 'chunks', 'a first line\nand')
    const content = 'a first line\nand a second'
    expect(pairOf([message], content, 'history')).toBe(message)
    expect(pairOf([message], content, 'live')).toBeUndefined()
    expect(pairOf([told('e_1', 'live', 'a first line\nand')], content, 'history')).toBeUndefined()
    expect(pairOf([{ ...message, came: 16 }], content, 'history')).toBeUndefined()
    expect(pairOf([{ ...message, paired: 12 }], content, 'history')).toBeUndefined()
    expect(pairOf([message], `What: ${content}`, 'history')).toBeUndefined()
  })

  test('is not its beginning where that has less than sixteen characters', () => {
    const beginning = (said: string) => pairOf([told('e_1', 'chunks', said)], `${said} and on`, 'history')?.id
    expect([beginning('x'.repeat(15)), beginning('x'.repeat(16))]).toEqual([undefined, 'e_1'])
  })
})

describe('a whole message that was taken for its other form', () => {
  test('is not told, piece by piece, and then that is none any more', () => {
    const message = told('e_1', 'chunks', 'I look.\nI look.\nI found it.\n')
    for (const piece of ['I look.', 'I look.\n', ' I found it.']) {
      expect(pairOf([message], piece, 'history')).toBe(message)
      expect(pair(message, piece)).toEqual([])
    }
    for (const piece of ['I look.', 'I found it.']) expect(pairOf([message], piece, 'history')).toBeUndefined()
  })

  test('is not told for the white space around it', () => {
    expect(pair(told('e_1', 'chunks', 'Yes.'), '\n\nYes.\n')).toEqual([])
    expect(pair(told('e_1', 'chunks', '\nYes.'), ' Yes. \n')).toEqual([])
  })

  test('is told from where the other was cut off, and then all of it is paired', () => {
    const message = newMessage('e_1', 'chunks')
    expect(append(message, 'a first line\nand a sec')).toEqual(['a first line'])
    expect(pair(message, 'a first line\nand a second')).toEqual(['and a second'])
    expect(message.pending).toBe('')
    expect(pairOf([message], 'a first line\nand a second', 'history')).toBeUndefined()
  })
})

describe('the next part of a message', () => {
  const history = (...texts: readonly string[]) => texts.map((text, index) => told(`h_${index}`, 'history', text))

  test('is told where history says nothing of the kind', () => {
    const message = newMessage('e_1', 'chunks')
    const others = [...history('You look.'), told('e_0', 'chunks', 'I look.'), told('e_9', 'live', 'I look.')]
    expect(follow([...others, message], message, 'I look.\nI fou')).toEqual(['I look.'])
    expect(follow([...others, message], message, 'nd it.\n')).toEqual(['I found it.'])
    expect(message).toMatchObject({ said: 'I look.\nI found it.\n', printed: 20 })
  })

  test('is not told as long as it says what history has said, one message behind the other', () => {
    const message = newMessage('e_1', 'chunks')
    const others = history('I look.', 'I found it.')
    for (const part of ['I ', 'look.', '\n\n', 'I found', ' it.']) expect(follow(others, message, part)).toEqual([])
    expect(message).toMatchObject({ said: 'I look.\n\nI found it.', printed: 20 })
    expect(follow(others, message, ' And on.\n')).toEqual([' And on.'])
  })

  test('is told with all that was held back, once it says something else', () => {
    const message = newMessage('e_1', 'chunks')
    const others = history('I look at it.')
    expect(follow(others, message, '\nI look')).toEqual([])
    expect(follow(others, message, ' away.\n')).toEqual(['', 'I look away.'])
    expect(follow(others, message, 'I look at it.\n')).toEqual(['I look at it.'])
  })

  test('is no news by its white space alone', () => {
    const message = newMessage('e_1', 'chunks')
    const others = history('I look.\nI found it.')
    expect(follow(others, message, 'I look. \n')).toEqual([])
    expect(follow(others, message, 'And on.\n')).toEqual(['I look. ', 'And on.'])
  })

  test('repeats a message of history once: another that says the same is told', () => {
    const others = history('Done.')
    expect(follow(others, newMessage('e_1', 'chunks'), 'Done.')).toEqual([])
    expect(follow(others, newMessage('e_2', 'chunks'), 'Done.\n')).toEqual(['Done.'])
  })

  test('may repeat what history tells only after the beginning of it', () => {
    const message = newMessage('e_1', 'chunks')
    expect(follow(history('I look.'), message, 'I look.')).toEqual([])
    expect(follow(history('I found it.'), message, 'I found it.')).toEqual([])
    expect(endLine(message)).toEqual([])
  })
})
