import { expect, test } from '@jest/globals'
import { isoSeconds, isoTime, utcTime } from '../../src/text/time.ts'

const MS = Date.UTC(2026, 10, 22, 3, 4, 5, 678)

test('a time reads as programs and as people want it', () => {
  expect([isoTime(MS), isoSeconds(MS), utcTime(MS)]).toEqual([
    '2026-11-22T03:04:05.678Z',
    '2026-11-22T03:04:05Z',
    '2026-11-22 03:04:05 UTC',
  ])
})

test('the first and the last time that can be written are', () => {
  expect([isoSeconds(-8.64e15), isoSeconds(8.64e15)]).toEqual(['-271821-04-20T00:00:00Z', '+275760-09-13T00:00:00Z'])
})

test.each([undefined, 8.64e15 + 1, Number.NaN])('%p is no time and reads as nothing', (epochMs) => {
  expect([isoTime(epochMs), isoSeconds(epochMs), utcTime(epochMs)]).toEqual(['', '', ''])
})
