import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  copyOf,
  cutAtWord,
  cutMiddle,
  cutMiddleToBytes,
  cutTo,
  cutToBytes,
  piecesOf,
  withoutTrailing,
} from '../../src/text/cut.ts'

const text = fc.string({ unit: 'binary', maxLength: 200 })
const FAMILY = '👨‍👩‍👧‍👦'
const people = fc
  .array(fc.constantFrom(FAMILY, '🇩🇪', '👍🏽', 'é', 'é', 'x', ' ', '语', '\r\n'), { maxLength: 60 })
  .map((parts) => parts.join(''))

/** Characters as people count them. */
function charactersOf(whole: string): readonly string[] {
  return [...new Intl.Segmenter('en').segment(whole)].map(({ segment }) => segment)
}

function isBeginning(part: string, whole: string): boolean {
  const characters = charactersOf(whole)
  return characters.slice(0, charactersOf(part).length).join('') === part
}

describe('a cut text', () => {
  test('is no longer than allowed and shows that it was cut', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (whole, longest) => {
        const cut = cutTo(whole, longest)
        expect(cut.length).toBeLessThanOrEqual(longest)
        expect(cut === whole || cut.endsWith('…')).toBe(true)
        expect(cut.isWellFormed()).toBe(whole.isWellFormed() || cut.isWellFormed())
      }),
    )
  })

  test('is cut only if it is too long', () => {
    expect([cutTo('abc', 3), cutTo('abcd', 3)]).toEqual(['abc', 'ab…'])
    for (const pair of ['\ud800\udc00', '\udbff\udfff']) expect(cutTo(`a${pair}bc`, 3)).toBe('a…')
    expect(cutTo('ab\ue000c', 3)).toBe('ab…')
    expect([cutTo('ab', 1), cutTo('ab', 0)]).toEqual(['…', '…'])
  })

  test('holds whole emoji, flags and letters with accents', () => {
    expect(cutTo(`ab${FAMILY}c`, 10)).toBe('ab…')
    for (const joined of ['a\u0300', 'a\u0301', '\u06001']) expect(cutTo(`b${joined}cd`, 3)).toBe('b…')
    expect(cutTo(`${'x'.repeat(1699)}${'😀'.repeat(9)}`, 1701)).toBe(`${'x'.repeat(1699)}…`)
    fc.assert(
      fc.property(people, fc.integer({ min: 2, max: 200 }), (whole, longest) => {
        const cut = cutTo(whole, longest)
        expect(cut === whole || isBeginning(cut.slice(0, -1), whole)).toBe(true)
      }),
    )
  })

  test('by bytes leaves what fits, and marks what it cuts without breaking a character', () => {
    expect([cutToBytes('fits', 4), cutToBytes('€'.repeat(20), 30)]).toEqual(['fits', '€€€€€€€… [cut]'])
    for (const unit of ['\ufffd', '\ufeff']) expect(cutToBytes(unit.repeat(20), 30)).toBe(`${unit.repeat(7)}… [cut]`)
    fc.assert(
      fc.property(people, fc.integer({ min: 9, max: 300 }), (whole, most) => {
        const cut = cutToBytes(whole, most)
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most)
        expect(cut === whole || isBeginning(cut.replace(/… \[cut\]$/, ''), whole)).toBe(true)
      }),
    )
  })
})

describe('a text cut in its middle', () => {
  test('keeps its beginning and its end, the greater part for the end', () => {
    expect([cutMiddle('short', 5), cutMiddleToBytes('short', 5)]).toEqual(['short', 'short'])
    expect(cutMiddle('Traceback of a long call: CUDA out of memory', 39)).toBe(
      'Traceback … [cut] …  CUDA out of memory',
    )
    expect(cutMiddleToBytes('Traceback of a long call: CUDA out of memory', 43)).toBe(
      'Traceback … [cut] …  CUDA out of memory',
    )
  })

  test('keeps as many characters as there is room for, and none where there is none', () => {
    expect(cutMiddle('語'.repeat(40), 30)).toBe(`${'語'.repeat(6)} … [cut] … ${'語'.repeat(13)}`)
    expect(cutMiddleToBytes('語'.repeat(40), 45)).toBe(`${'語'.repeat(3)} … [cut] … ${'語'.repeat(7)}`)
    expect([cutMiddle('x'.repeat(20), 11), cutMiddleToBytes('x'.repeat(20), 15)]).toEqual(Array(2).fill(' … [cut] … '))
  })

  test('is no longer than allowed, in characters or in bytes, and no character of it is torn', () => {
    fc.assert(
      fc.property(people, fc.integer({ min: 16, max: 300 }), (whole, most) => {
        const cuts = [cutMiddle(whole, most), cutMiddleToBytes(whole, most)]
        expect(cuts[0]?.length).toBeLessThanOrEqual(most)
        expect(Buffer.byteLength(cuts[1] ?? '')).toBeLessThanOrEqual(most)
        for (const cut of cuts.filter((each) => each !== whole)) {
          const [head = '', tail = ''] = cut.split(' … [cut] … ')
          const last = charactersOf(whole).slice(charactersOf(whole).length - charactersOf(tail).length)
          expect([isBeginning(head, whole), last.join('')]).toEqual([true, tail])
        }
      }),
    )
  })

  test('that is the size of a disk costs no noticeable time', () => {
    const startMs = performance.now()
    for (const unit of ['x', '€', '😀', FAMILY, '\u0301']) {
      const flood = unit.repeat(20_000_000 / unit.length)
      for (const cut of [cutTo, cutToBytes, cutMiddle, cutMiddleToBytes]) cut(flood, 4096)
    }
    expect(performance.now() - startMs).toBeLessThan(1500)
  })
})

describe('pieces', () => {
  test('put together are the text, none is too long, and no character is torn', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (whole, longest) => {
        const pieces = [...piecesOf(whole, longest)]
        expect(pieces.join('')).toBe(whole)
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(longest)
        expect(pieces.every((piece) => piece.isWellFormed())).toBe(whole.isWellFormed())
      }),
    )
    expect([...piecesOf(`aaaa${FAMILY}b`, 12)]).toEqual(['aaaa', `${FAMILY}b`])
  })

  test('break a character that is longer than a piece, but never a surrogate pair', () => {
    const pieces = (whole: string, longest: number) => {
      const all = piecesOf(whole, longest)
      return Array.from({ length: 10 }, () => all.next().value).filter((piece) => piece !== undefined)
    }
    expect(pieces(FAMILY, 4)).toEqual(['👨\u200d', '👩\u200d', '👧\u200d', '👦'])
    expect(pieces(`x${'\u0301'.repeat(5)}`, 3)).toEqual(['x\u0301\u0301', '\u0301\u0301\u0301'])
    for (const pair of ['\u{10000}', '\u{10ffff}']) {
      expect(pieces(`\u0600${pair}\u0301`, 2)).toEqual(['\u0600', pair, '\u0301'])
    }
    expect(pieces('\u0600\uffff\u0301', 2)).toEqual(['\u0600\uffff', '\u0301'])
  })

  test('end behind white space where there is some in the last two thousand characters', () => {
    expect([...piecesOf('aaa bbb ccc', 5)]).toEqual(['aaa ', 'bbb ', 'ccc'])
    expect([...piecesOf('aaaa bbbb', 5)]).toEqual(['aaaa ', 'bbbb'])
    expect([...piecesOf('aaaaa', 5)]).toEqual(['aaaaa'])
    expect([...piecesOf('aaaaab', 5)]).toEqual(['aaaaa', 'b'])
    const lengths = (before: number) =>
      [...piecesOf(`${'x'.repeat(before - 1)} ${'y'.repeat(5000)}`, 4000)].map(({ length }) => length)
    expect([lengths(1953)[0], lengths(1952)[0]]).toEqual([1953, 4000])
  })
})

describe('a cut at a word', () => {
  test('keeps what is short enough', () => {
    expect(cutAtWord('a key', 5)).toBe('a key')
  })

  test('never leaves a part of a word, which may be a part of a secret', () => {
    expect(cutAtWord('token eyJhbGciOi.J9.abc and more', 12)).toBe('token… [cut]')
    expect(cutAtWord('{"token":"eyJhbGciOiJ9.abc"}', 20)).toBe('{"token":… [cut]')
    expect(cutAtWord('eyJhbGciOiJ9.abc', 12)).toBe('… [cut]')
  })

  test('falls between words where that is possible', () => {
    expect(cutAtWord('one two three', 7)).toBe('one two… [cut]')
  })

  test('leaves no blanks before the mark, and those at the beginning', () => {
    expect(cutAtWord('  one   two', 8)).toBe('  one… [cut]')
  })
})

test('a copy is the same text, whatever it holds', () => {
  fc.assert(fc.property(fc.oneof(text, fc.constant('\ud800x\udfff')), (whole) => copyOf(whole) === whole))
})

test('trailing characters go, however many there are', () => {
  expect([withoutTrailing('a//b//', '/'), withoutTrailing('a, .', ' ,.'), withoutTrailing('//', '/')]).toEqual([
    'a//b',
    'a',
    '',
  ])
})
