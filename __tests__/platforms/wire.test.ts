import { describe, expect, test } from '@jest/globals'
import * as v from 'valibot'
import { UnreadableAnswer } from '../../src/core/requests/calls.ts'
import { decode, jsonObject, lenientNumber, lenientText, present, unusableId } from '../../src/platforms/wire.ts'

describe('an id', () => {
  test.each(['a', 'etl-42', '...', 'ä b/c?d', '\u00a0', '~', 'x'.repeat(512)])('can be used in a path: %j', (id) => {
    expect(unusableId(id)).toBeUndefined()
  })

  test.each([
    ['.', 'change the path'],
    ['..', 'change the path'],
    ['a\nb', 'control characters'],
    ['\u0000', 'control characters'],
    ['a\u001f', 'control characters'],
    ['\u007fa', 'control characters'],
    ['\u009f', 'control characters'],
    ['a\ud800', 'well-formed'],
    ['x'.repeat(513), 'longer than 512 bytes'],
    ['ü'.repeat(257), 'longer than 512 bytes'],
  ])('can’t be used: %j', (id, why) => {
    expect(unusableId(id)).toContain(why)
  })
})

describe('an answer', () => {
  const answer = v.object({ run: v.object({ name: v.string(), exitCode: lenientNumber, error: lenientText }) })

  test('that is not as documented is told by the field that is not', () => {
    const complaint = (json: unknown) => {
      try {
        return decode(answer, json)
      } catch (error) {
        return error instanceof UnreadableAnswer ? error.message : error
      }
    }
    expect(complaint({ run: { name: 5 } })).toBe('`run.name` is missing or not as documented')
    expect(complaint('text')).toBe('it is not the documented object')
  })

  test('is read without the details that are not as documented', () => {
    const read = (details: object) => decode(answer, { run: { name: 'etl', ...details } }).run
    expect(read({ exitCode: 3, error: 'no' })).toEqual({ name: 'etl', exitCode: 3, error: 'no' })
    for (const odd of [{ exitCode: '3', error: 7 }, { exitCode: Number.POSITIVE_INFINITY, error: {} }, {}]) {
      expect(present(read(odd))).toEqual({ name: 'etl' })
    }
    expect(present(read({ exitCode: null, error: null }))).toEqual({ name: 'etl' })
  })

  test('is an object, and no list, text or nothing', () => {
    expect(decode(jsonObject, { a: [1] })).toEqual({ a: [1] })
    for (const json of [null, [], 'text', 5, undefined])
      expect(() => decode(jsonObject, json)).toThrow(UnreadableAnswer)
  })
})
