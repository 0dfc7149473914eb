import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { copyOf, cutTo, hasLineEnd, linesOf, piecesOf } from '../../src/core/lines.ts'

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

const text = fc.string({ unit: 'binary', maxLength: 200 })

test('pieces put together are the text, none is too long, and no character is torn', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 30 }), (whole, longest) => {
      const pieces = [...piecesOf(whole, longest)]
      expect(pieces.join('')).toBe(whole)
      for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(longest)
      expect(pieces.every((piece) => piece.isWellFormed())).toBe(whole.isWellFormed())
    }),
  )
})

test('a cut text is no longer than allowed and shows that it was cut', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 30 }), (whole, longest) => {
      const cut = cutTo(whole, longest)
      expect(cut.length).toBeLessThanOrEqual(longest)
      expect(cut === whole || cut.endsWith('…')).toBe(true)
      expect(cut.isWellFormed()).toBe(true)
    }),
  )
})

test('a text is cut only if it is too long', () => {
  expect([cutTo('abc', 3), cutTo('abcd', 3)]).toEqual(['abc', 'ab…'])
  for (const pair of ['\ud800\udc00', '\udbff\udfff']) expect(cutTo(`a${pair}bc`, 3)).toBe('a…')
  expect(cutTo('ab\ue000c', 3)).toBe('ab…')
})

test('pieces end behind white space where there is some in the last two thousand characters', () => {
  expect([...piecesOf('aaa bbb ccc', 5)]).toEqual(['aaa ', 'bbb ', 'ccc'])
  expect([...piecesOf('aaaa bbbb', 5)]).toEqual(['aaaa ', 'bbbb'])
  expect([...piecesOf('aaaaa', 5)]).toEqual(['aaaaa'])
  expect([...piecesOf('aaaaab', 5)]).toEqual(['aaaaa', 'b'])
  const lengths = (before: number) =>
    [...piecesOf(`${'x'.repeat(before - 1)} ${'y'.repeat(5000)}`, 4000)].map(({ length }) => length)
  expect([lengths(1953)[0], lengths(1952)[0]]).toEqual([1953, 4000])
})

test('a copy is the same text, whatever it holds', () => {
  fc.assert(fc.property(fc.oneof(text, fc.constant('\ud800x\udfff')), (whole) => copyOf(whole) === whole))
})

test('a text with a line end says so', () => {
  expect(hasLineEnd('a\u2028')).toBe(true)
  expect(hasLineEnd('ab')).toBe(false)
  expect(hasLineEnd('')).toBe(false)
})
