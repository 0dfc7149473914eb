/** Foreign text stays text: proved with the local runner's own reading of lines and commands. */

import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { HOSTILE_LINES } from '../../sandbox/control-plane/scenarios.ts'
import { LineSplitter } from '../../sandbox/runner/line-splitter.ts'
import { parseCommand } from '../../sandbox/runner/workflow-commands.ts'
import { annotationOf, harmlessLines } from '../../src/text/commands.ts'

/** The commands in a text as the runner finds them: any name that a command could have counts as known. */
function commandsIn(text: string): readonly string[] {
  const splitter = new LineSplitter()
  const lines = [...splitter.push(`${text}\n`), ...splitter.end()]
  return lines.flatMap((line) => parseCommand(line, (name) => /^[a-z-]+$/.test(name))?.name ?? [])
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const UNWANTED = /[\u0000-\u0008\u000a-\u001a\u001c-\u001f\u007f-\u009f\u2028\u2029]/

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '::',
        '##[',
        '##',
        '[',
        ']',
        '::error::',
        '##[error]',
        '::add-mask::',
        '::stop-commands::x',
        '%0A',
      ),
      fc.constantFrom('\n', '\r', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029', '\u001b[31m', '\ufeff', '\u200b'),
      fc.constantFrom(' ', '\t', '\u00a0', '\u3000', '\u0000', '\u001c', '\u007f', '\u00ad', '\u2066', '\ud800'),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('error', 'warning file=a', 'set-output name=conclusion'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

describe('a line that somebody else wrote', () => {
  test('commands nothing, whatever is in it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(commandsIn(harmlessLines(text).join('\n'))).toEqual([])
      }),
      { numRuns: 5000 },
    )
  })

  test('would command something without the door', () => {
    const found = HOSTILE_LINES.flatMap(commandsIn)
    expect(found).toEqual(expect.arrayContaining(['error', 'add-mask', 'set-output', 'stop-commands', 'add-path']))
    expect(HOSTILE_LINES.flatMap(harmlessLines).flatMap(commandsIn)).toEqual([])
  })

  test('has no line ends and no control characters left but tab and escape', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const line of harmlessLines(text)) expect(line).not.toMatch(UNWANTED)
      }),
      { numRuns: 2000 },
    )
  })

  test('is as it was if it was harmless', () => {
    const words = fc
      .string({ unit: fc.constantFrom(...'abc XYZ:[]#%é\t€.,-=') })
      .filter((text) => !/##\[|^\s*::/.test(text))
    fc.assert(fc.property(words, (text) => expect(harmlessLines(text)).toEqual([text])))
  })

  test('stays readable when it was not', () => {
    expect(harmlessLines('::error::no\n  ##[error]old\r\nplain')).toEqual([
      '| ::error::no',
      '  ##[\\error]old',
      'plain',
    ])
  })
})

test('a line of millions of characters that a reader trims away passes, and is no command either', () => {
  const blank = '\ud800'.repeat(6_000_000)
  expect(harmlessLines(`${blank}x`)).toEqual([`${blank}x`])
  expect(harmlessLines(`${blank}::error::x`)).toEqual([`| ${blank}::error::x`])
})

describe('an annotation', () => {
  const reaches = (text: string) => text.replaceAll('%', '%25').replaceAll('\n', '%0A').length

  test('is left as it is where it fits', () => {
    expect(annotationOf(['one', 'two'])).toBe('one\ntwo')
    expect(annotationOf(['x'.repeat(4000)])).toBe('x'.repeat(4000))
  })

  test('is cut in its middle: it begins with the verdict, and ends with what to do', () => {
    const annotation = annotationOf([`Failed: etl-1. ${'100 % '.repeat(900)} Do this.`])
    expect(annotation).toMatch(/^Failed: etl-1[.] .* … \[cut\] … .* Do this[.]$/)
  })

  test('is cut to 4,000 characters as the runner reads it, whatever is in it', () => {
    const piece = fc.oneof(fc.constantFrom('%', '\n', '100 %', '👩‍🚀'), fc.string({ unit: 'grapheme' }))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 400 }), (pieces, times) => {
        const text = pieces.join('').repeat(times)
        const annotation = annotationOf(text.split('\n'))
        expect(reaches(annotation)).toBeLessThanOrEqual(4000)
        expect(annotation.isWellFormed()).toBe(true)
        if (reaches(text) > 4000) expect(reaches(annotation)).toBeGreaterThan(3900)
        else expect(annotation).toBe(text)
      }),
    )
  })
})
