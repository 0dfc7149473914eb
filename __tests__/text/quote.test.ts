import { expect, test } from '@jest/globals'
import { quote } from '../../src/text/quote.ts'

test.each([
  ['plain', '"plain"'],
  ['a\nb\tc\r', '"a\\nb\\tc\\r"'],
  ['a\u200bb\ud800', '"a\\u{200b}b\\u{d800}"'],
  ['x'.repeat(81), `"${'x'.repeat(79)}…"`],
])('%j is shown as %s', (given, shown) => {
  expect(quote(given)).toBe(shown)
})
