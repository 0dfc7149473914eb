/** Text of the kinds that have broken programs before. */

import fc from 'fast-check'
import { SECRET } from './kit.ts'

/** Meaningful somewhere: to a runner, a terminal, a page, a parser, a date, an object, a path. */
const FRAGMENTS = [
  ...['::error::x', '::add-mask::x', '##[error]x', '##[', '::stop-commands::t', '%0A', '%25'],
  ...['\n', '\r', '\r\n', '\n\r', '\t', '\v', '\f', '\u0085', '\u2028', '\u2029', ' ', '\u00a0', '\u3000'],
  ...['\u0000', '\u0007', '\u001b', '\u001b[31m', '\u001b]8;;http://x\u0007', '\u009b1m', '\u007f', '\u009d'],
  ...['\ufeff', '\ufffd', '\uffff', '\ud800', '\udc00', '\u{1f680}', '\u202e', '\u200b', '\u0301', 'İ', 'ſ', '\u212a'],
  ...['<b>', '</pre>', '</code>', '<!--', '-->', '&amp;', '&', '"', "'", '`', '```', '|', '\\', '$&', '$1', '\\u0000'],
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '#',
    '- ',
    '? ',
    '<<',
    '&a ',
    '*a',
    '!!str ',
    '---\n',
    '...',
    '%YAML 1.1\n',
    '|\n ',
    '>',
  ],
  ...['null', '~', 'true', 'NaN', 'Infinity', '-0', '1e999', '0x1f', '1_000', '.5', '99999999999999999999', '-1'],
  ...['__proto__', 'constructor', 'toString', 'length', '', '.', '..', '../..', '/', '//', '?', '%2e%2e', '%', '@'],
  ...['data: ', 'event: ', 'id: ', 'retry: 1', ': ', 'id\n', 'data', '\n\n', '\r\r'],
  ...[
    '2026-01-15',
    'T12:00:00',
    'Z',
    '+25:00',
    '1970',
    'Thu, 15 Jan 2026 12:00:00 GMT',
    '-271821-04-20',
    '275760-09-13',
  ],
  ...[
    'FINISHED',
    'finished',
    'completed',
    'SUCCEEDED',
    'failed',
    'TERMINATED',
    'https://',
    'http://',
    'localhost',
    'x',
    'ab',
  ],
  ...['1h', '5 m', 'd', '90', 's', SECRET],
]

/** Fragments in any order, any characters at all, or much of one. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 }).map((all) => all.join('')) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...FRAGMENTS), fc.constantFrom(300, 5000)).map(([one, n]) => one.repeat(n)),
  },
)

/** A text cut into pieces anywhere, halves of characters included. */
export function inPieces(texts: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> {
  return fc.tuple(texts, fc.array(fc.nat(), { maxLength: 8 })).map(([whole, cuts]) => piecesAt(whole, cuts))
}

export function piecesAt(whole: string, cuts: readonly number[]): readonly string[] {
  const places = cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b)
  return [0, ...places].map((place, index) => whole.slice(place, places[index] ?? whole.length))
}

/** A valid text with a few of its characters left out, doubled, or swapped for something else. */
export function garbled(valid: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const change = fc.tuple(fc.nat(), fc.nat(6), fc.oneof(fc.constant(''), fc.constantFrom(...FRAGMENTS)))
  return fc.tuple(valid, fc.array(change, { maxLength: 4 })).map(([whole, changes]) =>
    changes.reduce((now, [at, length, put]) => {
      const place = at % (now.length + 1)
      return now.slice(0, place) + put + now.slice(place + length)
    }, whole),
  )
}
