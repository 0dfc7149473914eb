import { describe, expect, test } from '@jest/globals'
import { type Family, tableFamilies } from '../../bench/pace/families.ts'
import { knownMs } from '../../bench/pace/known.ts'
import { bestFixed, limitMs } from '../../bench/pace/limit.ts'
import { runsOf } from '../../bench/pace/simulate.ts'
import { atEqualRequests } from '../../bench/pace/tuned.ts'

function familyOf(name: string): Family {
  const family = tableFamilies(240_000).find((one) => one.name === name)
  if (family === undefined) throw new Error(`no family ${name}`)
  return family
}

const requests = 12
const cell = { histories: 4, requests, seed: 3 }

describe('a history that is off by a factor of ten', () => {
  const families = ['CV 5 %', 'CV 20 %', 'CV 50 %', 'Pareto 1.5']
  test.each(families.flatMap((name) => [10, 0.1].map((scale) => [name, scale] as const)))(
    'costs hardly more than the best fixed interval: %s, × %d',
    (name, scale) => {
      const family = familyOf(name)
      const fixedMs = bestFixed(runsOf(family), requests).lagMs
      for (const earlier of [10, 50]) {
        expect(atEqualRequests({ ...cell, family, earlier, scale }).lagMs / fixedMs).toBeLessThan(1.45)
      }
    },
  )
})

describe('with as few as twelve requests, fifty earlier runs bring the lag near that of one who knows their law', () => {
  test.each(['memoryless', 'lognormal 150 %', 'CV 10 %'])('%s', (name) => {
    const family = familyOf(name)
    const reachedMs = atEqualRequests({ ...cell, family, earlier: 50 }).lagMs
    expect(reachedMs / knownMs(family, requests)).toBeLessThan(1.1)
  })
})

describe('the least lag of looks one by one', () => {
  test.each([6, 12, 40])(
    'is, for memoryless runs, that of a fixed interval: with %d requests as in closed form',
    (n) => {
      const family = familyOf('memoryless')
      const gap = -Math.log(1 - 1 / n)
      expect(knownMs(family, n) / limitMs(family, n)).toBeCloseTo((n * gap - 1) * 2 * n, 2)
    },
  )

  test('is never above that of the best fixed interval', () => {
    for (const family of tableFamilies(240_000)) {
      expect(knownMs(family, requests)).toBeLessThanOrEqual(1.01 * bestFixed(runsOf(family), requests).lagMs)
    }
  })
})
