import { describe, expect, test } from '@jest/globals'
import { looksWithoutHistory, mostInTenMinutes, scaleFreePromises } from '../../bench/pace/unknown.ts'

describe('a run of which nothing is known, from two seconds to an hour', () => {
  const promises = scaleFreePromises(60, 7)

  test('is seen to have ended within 0.15 s for each square root of a second on average, or 0.3 s', () => {
    for (const { lagMs, lagAllowedMs } of promises) expect(lagMs).toBeLessThanOrEqual(lagAllowedMs)
  })

  test('never costs more than 7.5 requests for each square root of a second, and four', () => {
    for (const { requests, requestsAllowed } of promises) expect(requests).toBeLessThanOrEqual(requestsAllowed)
  })

  test('is asked about at most every half second, and after 2,500 s at most forty times in any ten minutes', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const looksMs = looksWithoutHistory(seed, 9_000_000)
      const closest = Math.min(...looksMs.map((lookMs, i) => lookMs - (looksMs[i - 1] ?? 0)))
      expect(closest).toBeGreaterThanOrEqual(500)
      expect(mostInTenMinutes(looksMs)).toBeLessThanOrEqual(40)
    }
  })
})
