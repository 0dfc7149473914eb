import { describe, expect, test } from '@jest/globals'
import { durationOf } from '../../src/core/model.ts'

describe('how long a run took', () => {
  test('is the time from its start to its end, and may be none at all', () => {
    expect(durationOf({ startedAtMs: 1000, endedAtMs: 61_500 })).toBe(60_500)
    expect(durationOf({ startedAtMs: 1000, endedAtMs: 1000 })).toBe(0)
  })

  test('is not known where one of them is missing, or can’t be', () => {
    const known = [undefined, {}, { startedAtMs: 1000 }, { endedAtMs: 1000 }, { startedAtMs: 1000, endedAtMs: 999 }]
    const endless = { startedAtMs: 1000, endedAtMs: Number.POSITIVE_INFINITY }
    expect([...known, endless].filter((last) => durationOf(last) !== undefined)).toEqual([])
  })
})
