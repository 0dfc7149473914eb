import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseDuration } from '../../src/inputs/duration.ts'
import { formatDuration } from '../../src/text/duration.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('a duration as people write it', () => {
  test.each([
    ['90', 90 * SECOND],
    ['90s', 90 * SECOND],
    ['5m', 5 * MINUTE],
    ['1h30m', 90 * MINUTE],
    ['2 hours', 2 * HOUR],
    ['1d', DAY],
    ['1.5h', 90 * MINUTE],
    ['0.25', 250],
    [' 1h 05m ', 65 * MINUTE],
    ['1 day 2 hrs 3 mins 4 secs', DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND],
    ['1 hour 1 minute 1 second', HOUR + MINUTE + SECOND],
    ['2 Days', 2 * DAY],
    ['0', 0],
  ])('%s', (text, expectedMs) => {
    expect(parseDuration(text)).toBe(expectedMs)
  })

  test.each([
    '',
    ' ',
    '-5',
    '+5',
    '5 m 5 m',
    '30m1h',
    '1h30',
    'h',
    'm5',
    '5x',
    '5ms',
    '1e3',
    '0x10',
    '1.h',
    '.5h',
    '1,5h',
  ])('is refused when it is %j', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })

  test('is refused when it is too long to be a number', () => {
    expect(parseDuration(`${'9'.repeat(400)}d`)).toBeUndefined()
  })
})

describe('for any text', () => {
  test('what is read is never NaN, infinite, negative or a fraction of a millisecond', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...'0123456789.- dhmsec') })
    fc.assert(
      fc.property(fc.oneof(fc.string(), nearly), (text) => {
        const durationMs = parseDuration(text)
        expect(durationMs === undefined || (Number.isInteger(durationMs) && durationMs >= 0)).toBe(true)
      }),
    )
  })

  test('what a message says of a duration can be given as an input, and means the same to the precision shown', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 * DAY }), (durationMs) => {
        const shown = formatDuration(durationMs)
        const readMs = parseDuration(shown) ?? Number.NaN
        expect(Math.abs(readMs - durationMs)).toBeLessThanOrEqual(durationMs < HOUR - SECOND ? SECOND : MINUTE)
        expect(formatDuration(readMs)).toBe(shown)
      }),
    )
  })
})
