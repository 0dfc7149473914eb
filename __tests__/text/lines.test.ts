import { expect, test } from '@jest/globals'
import { hasRowEnd, lastStateOf, linesOf, oneLine, rowsOf, visibleLine, withLineFeeds } from '../../src/text/lines.ts'

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

test.each([
  ['', ['']],
  ['a\r\n\nb\u2028c\n', ['a', '', 'b', 'c']],
  ['a\vb\fc\u0085d\u2029VITAL', ['a', 'b', 'c', 'd', 'VITAL']],
  ['10%\r20%\r\n\rdone', ['10%\r20%', '\rdone']],
  ['tty\r', ['tty']],
  ['a\nb\n', ['a', 'b']],
  ['\r\r\n', ['']],
])('%j has the rows %j', (text, rows) => {
  expect(rowsOf(text)).toEqual(rows)
})

test.each([
  ['', ''],
  ['  ', '  '],
  ['plain', 'plain'],
  ['10%\r20%\r100%', '100%'],
  ['\r10%\r20%', '20%'],
  ['100%\r\u001b[2K', '100%'],
  ['100%\r      \r', '100%'],
  ['\r \r', ''],
])('of %j, %j is to be seen in the end', (row, state) => {
  expect(lastStateOf(row)).toBe(state)
})

test('a text that ends a row says so', () => {
  expect(hasRowEnd('a\u2028')).toBe(true)
  expect(hasRowEnd('a\r\n')).toBe(true)
  expect(hasRowEnd('a\rb')).toBe(false)
  expect(hasRowEnd('')).toBe(false)
})

test('line ends of every kind become line feeds', () => {
  expect(withLineFeeds('a\rb\r\nc\u2028d\u0085e\vf')).toBe('a\nb\nc\nd\ne\nf')
})

test('a text in one line has blanks for line ends and controls, and is cut where it is too long', () => {
  expect(oneLine('  a\r\n\tb\u0000\u0085c  ', 9)).toBe('a b c')
  expect(oneLine('one two three', 8)).toBe('one two…')
  expect(oneLine('👨‍👩‍👧', 20)).toBe('👨‍👩‍👧')
})

test('what stands behind blanks is found, though not behind a hundred times as many as may be shown', () => {
  const blanks = ' '.repeat(1000)
  expect([oneLine(`${blanks}a b`, 10), oneLine(`a${blanks}b`, 11), oneLine(`a${blanks}b`, 10)]).toEqual([
    'a b',
    'a b',
    'a',
  ])
})

test('a visible line has nothing in it that can not be seen', () => {
  expect(visibleLine('a\u202eb\u200bc\ud800d\ne', 20)).toBe('a b c\ufffdd e')
  expect(visibleLine('\u200b a\u200b \u202eb\n', 20)).toBe('a b')
  expect(visibleLine('abcdef', 4)).toBe('abc…')
})
