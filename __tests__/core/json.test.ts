import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { excessOf, isObject, MOST_LEVELS, MOST_PARTS, parseJson } from '../../src/core/json.ts'

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
  expect(excessOf(`[${'[],'.repeat(20_000)}"${'['.repeat(20_000)}"]`)).toBeUndefined()
  expect(excessOf('['.repeat(31 * 1024 ** 2))).toBe('is nested more than 10000 levels deep')
})

test('where a string ends is told by its quotes and backslashes, so that brackets count outside of strings alone', () => {
  const many = '['.repeat(MOST_LEVELS + 1)
  for (const inside of ['\\"', '\\\\\\"', 'a\\n\\"']) expect(excessOf(`["${inside}${many}"]`)).toBeUndefined()
  for (const before of ['', 'a', '\\\\', '\\"\\\\', '\\"']) {
    expect(excessOf(`["${before}",${many}`)).toBe('is nested more than 10000 levels deep')
  }
})

test('a text that ends within a string is no JSON, and is not said to be nested', () => {
  for (const text of ['["a', '["a\\"', '["']) expect([excessOf(text), parseJson(text)]).toEqual([undefined, undefined])
})

test('what does not begin as a list or an object is left to JSON.parse', () => {
  const many = '['.repeat(MOST_LEVELS + 1)
  expect([`<p>${many}`, `1 ${many}`, `"${many}"`].map(excessOf)).toEqual([undefined, undefined, undefined])
  expect(excessOf(` \n${many}`)).toBe('is nested more than 10000 levels deep')
})

test('nor is one of more lists and objects than memory is for', () => {
  const wide = (parts: number) => `[${'{},'.repeat(parts - 2)}[]]`
  expect(parseJson(wide(MOST_PARTS))).toHaveLength(MOST_PARTS - 1)
  expect(parseJson(wide(MOST_PARTS + 1))).toBeUndefined()
  expect(excessOf(wide(10_000_000))).toBe('has more than 500000 parts')
})
