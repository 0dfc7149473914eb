import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as yaml from 'yaml'
import { describeFaults } from '../../src/inputs/faults.ts'
import { readHeaders, secretsIn } from '../../src/inputs/headers.ts'
import { InputReader } from '../../src/inputs/reader.ts'

function read(text: string) {
  const reader = new InputReader({ INPUT_HEADERS: text }, yaml)
  return { headers: readHeaders(reader), message: reader.faults.length === 0 ? '' : describeFaults(reader.faults) }
}

describe('headers', () => {
  test('are a map, with their values as they were written', () => {
    const given = 'CF-Access-Client-Id: 0123.access\nx-tenant: 007'
    expect(read(given)).toEqual({ headers: { 'cf-access-client-id': '0123.access', 'x-tenant': '007' }, message: '' })
    expect(read('{"Cookie": "a=b; c=d"}').headers).toEqual({ cookie: 'a=b; c=d' })
    expect(read('').headers).toEqual({})
  })

  test.each([
    ...['Authorization', 'HOST', 'Content-Type', 'content-length', 'Accept', 'Accept-Encoding', 'Connection'],
    ...[
      'Keep-Alive',
      'TE',
      'Trailer',
      'Transfer-Encoding',
      'Upgrade',
      'Expect',
      'Proxy-Authorization',
      'Last-Event-ID',
    ],
  ])('may not be %s', (name) => {
    const { headers, message } = read(JSON.stringify({ [name]: 'Hunter2' }))
    expect(headers).toEqual({})
    expect(message).toContain(`headers: the header "${name}" is not for the input to set; accepted: a map`)
    expect(message).not.toContain('Hunter2')
  })

  test.each([
    ['no header’s name', '{"a b": "Hunter2"}', 'has a name that no header can have'],
    ['the same name in another case', '{"X-A": "Hunter2", "x-a": "Hunter2"}', 'is there twice'],
    ['a line break', '{"x": "Hunter2\\r\\ny: z"}', 'line breaks'],
    ['a character beyond Latin-1', '{"x": "Hunter2 漢"}', 'line breaks'],
    ['nothing', '{"x": ""}', 'is empty'],
    ['a list', '- Hunter2', 'it is not a map'],
    ['a nested value', '{"x": {"y": "Hunter2"}}', 'nested'],
    ['no JSON', '{"x": Hunter2', ''],
  ])('with %s are refused, and no value is repeated', (_, text, words) => {
    const { message } = read(text)
    expect(message).toContain('headers: ')
    expect(message).toContain(words)
    expect(message).not.toContain('Hunter2')
  })

  test('of eight characters and more are secrets, the longest first', () => {
    expect(secretsIn({ a: 'seven77', b: 'eight888', c: ' much longer than that ' })).toEqual([
      'much longer than that',
      'eight888',
    ])
  })

  test('that are taken can be sent', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (map) => {
        for (const [name, value] of Object.entries(read(JSON.stringify(map)).headers)) new Headers([[name, value]])
      }),
    )
  })
})
