import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isObject, isTooDeep, MOST_LEVELS, parseJson } from '../../src/core/json.ts'

test.each([[{}], [{ a: 1 }]])('%j is an object', (value) => {
  expect(isObject(value)).toBe(true)
})

test.each([[null], [undefined], [[]], ['text'], [5], [true]])('%j is none', (value) => {
  expect(isObject(value)).toBe(false)
})

test('a text is read as JSON.parse does, whatever stands in its strings', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent)
      expect(parseJson(text)).toEqual(JSON.parse(text))
    }),
  )
  for (const text of ['"[[[[\\"[[[[\\\\"', '["\\\\", "]", {"[": "\\"{{{"}]'])
    expect(parseJson(text)).toEqual(JSON.parse(text))
})

test.each(['', '{', '"', '"\\"', 'nul', '[1,]', '<html>'])('%j is no JSON', (text) => {
  expect(parseJson(text)).toBeUndefined()
})

test('a text that is nested too deep is not parsed at all, wherever its depth is', () => {
  const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}"]]]"${'}]'.repeat(levels / 2)}`
  expect(parseJson(nested(MOST_LEVELS))).toBeDefined()
  expect(parseJson(nested(MOST_LEVELS + 2))).toBeUndefined()
  expect(isTooDeep(`[${'[],'.repeat(20_000)}"${'['.repeat(20_000)}"]`)).toBe(false)
  expect(isTooDeep('['.repeat(31 * 1024 ** 2))).toBe(true)
})
