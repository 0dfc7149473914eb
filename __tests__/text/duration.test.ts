import { expect, test } from '@jest/globals'
import { formatDuration } from '../../src/text/duration.ts'

test.each([
  [-5, '0.0s'],
  [0, '0.0s'],
  [449, '0.4s'],
  [9_949, '9.9s'],
  [9_950, '10s'],
  [59_499, '59s'],
  [59_500, '1m 00s'],
  [130_000, '2m 10s'],
  [3_599_499, '59m 59s'],
  [3_599_500, '1h 00m'],
  [3_900_000, '1h 05m'],
  [100 * 3_600_000, '100h 00m'],
])('%d ms read as %s', (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text)
})
