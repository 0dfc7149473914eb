import { describe, expect, test } from '@jest/globals'
import { tableFamilies } from '../../bench/pace/families.ts'
import { limitMs } from '../../bench/pace/limit.ts'
import { atEqualRequests } from '../../bench/pace/tuned.ts'
import { forecast, STEP } from '../../src/pace/forecast.ts'

describe('a forecast', () => {
  test('is a chance to be still running that falls from one to almost none', () => {
    for (const history of [[1], [100, 2.5e9], Array(50).fill(60_000), [5000, 7000, 5500]]) {
      const { survival } = forecast(history)
      expect(survival[0]).toBeGreaterThan(0.9)
      expect(survival.at(-1)).toBeLessThan(0.1)
      survival.forEach((chance, i) => {
        expect(chance).toBeLessThanOrEqual((survival[i - 1] ?? 1) + 1e-9)
      })
    }
  })

  test('has its middle where the earlier runs had theirs', () => {
    const { firstLog, survival } = forecast([50, 55, 60, 65, 70].map((seconds) => seconds * 1000))
    const middle = survival.findIndex((chance) => chance < 0.5)
    expect(Math.exp(firstLog + middle * STEP) / 60_000).toBeCloseTo(1, 1)
  })
})

describe('at an equal number of requests, ten earlier runs bring the lag near the least there can be', () => {
  const cell = { earlier: 10, histories: 24, requests: 12, seed: 3 }
  test.each([
    ['CV 10 %', 1.6],
    ['CV 50 %', 1.4],
    ['bimodal', 2.4],
    ['memoryless', 1.4],
  ])('%s', (name, most) => {
    const family = tableFamilies(240_000).find((one) => one.name === name)
    if (family === undefined) throw new Error(`no family ${name}`)
    expect(atEqualRequests({ ...cell, family }).lagMs / limitMs(family, cell.requests)).toBeLessThan(most)
  })
})
