import { describe, expect, test } from '@jest/globals'
import * as v from 'valibot'
import { isObject } from '../../src/core/json.ts'
import { UnreadableAnswer } from '../../src/core/requests/calls.ts'
import {
  decode,
  exactly,
  jsonObject,
  lenientNumber,
  lenientText,
  present,
  segment,
  unusableId,
} from '../../src/platforms/wire.ts'

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

  test('that can’t be used still has a link, so that the run is named', () => {
    const id = 'run-\ud800'
    expect(unusableId(id)).toBeDefined()
    expect(segment(id)).toBe('run-%EF%BF%BD')
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

  test('is read to its first fault, however many it has', () => {
    let seen = 0
    const counted = v.check(() => {
      seen += 1
      return false
    })
    expect(() => decode(v.array(v.pipe(v.unknown(), counted)), [1, 2, 3])).toThrow('`0` is missing')
    expect(seen).toBe(1)
  })

  test('is an object, and no list, text or nothing', () => {
    expect(decode(jsonObject, { a: [1] })).toEqual({ a: [1] })
    for (const json of [null, [], 'text', 5, undefined])
      expect(() => decode(jsonObject, json)).toThrow(UnreadableAnswer)
  })
})

describe('numbers of an answer', () => {
  const dataOf = (json: unknown) => (isObject(json) ? json.data : undefined)
  const keep = (data: string) => JSON.stringify(exactly(JSON.parse(data), dataOf, `{"data":${data}}`))

  test.each(['12345678901234567', '1234567890.123456', '1.0', '1.250', '1e5', '1E400', '-0', '[7,1.10]'])(
    'are kept to the digit: %s',
    (number) => {
      expect(keep(`{"cost":${number}}`)).toBe(`{"cost":${number}}`)
    },
  )

  test.each(['{"n":12}', '{"at":123456789012345}', '{"n":1.05,"m":-7}', '{"n":10,"text":"e.0"}', undefined])(
    'are read only once where all of them are kept anyway: %s',
    (body) => {
      const raw = { read: 'once' }
      const find = () => ({ read: 'twice' })
      expect(exactly(raw, find, body)).toBe(raw)
    },
  )

  test('are those that were read first where they aren’t found in the text', () => {
    const raw = { cost: 1.1 }
    for (const body of ['{"data":[1.10]}', '[1.10]', '1.10 is no JSON']) expect(exactly(raw, dataOf, body)).toBe(raw)
  })
})
