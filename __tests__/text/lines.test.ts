import { expect, test } from '@jest/globals'
import { hasLineEnd, linesOf, oneLine, visibleLine, withLineFeeds } from '../../src/text/lines.ts'

test.each([
  ['', ['']],
  ['a', ['a']],
  ['a\n', ['a']],
  ['a\r\n\nb', ['a', '', 'b']],
  ['\n', ['']],
  ['a\rb\vc\fd\u0085e\u2028f\u2029g', ['a', 'b', 'c', 'd', 'e', 'f', 'g']],
])('%j has the lines %j', (text, lines) => {
  expect(linesOf(text)).toEqual(lines)
})

test('a text with a line end says so', () => {
  expect(hasLineEnd('a\u2028')).toBe(true)
  expect(hasLineEnd('ab')).toBe(false)
  expect(hasLineEnd('')).toBe(false)
})

test('line ends of every kind become line feeds', () => {
  expect(withLineFeeds('a\rb\r\nc\u2028d\u0085e\vf')).toBe('a\nb\nc\nd\ne\nf')
})

test('a text in one line has blanks for line ends and controls, and is cut where it is too long', () => {
  expect(oneLine('  a\r\n\tb\u0000\u0085c  ', 9)).toBe('a b c')
  expect(oneLine('one two three', 8)).toBe('one two…')
  expect(oneLine('👨‍👩‍👧', 20)).toBe('👨‍👩‍👧')
})

test('a visible line has nothing in it that can not be seen', () => {
  expect(visibleLine('a\u202eb\u200bc\ud800d\ne', 20)).toBe('a b c\ufffdd e')
  expect(visibleLine('abcdef', 4)).toBe('abc…')
})
