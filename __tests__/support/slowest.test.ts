import { expect, test } from '@jest/globals'
import { slowestOf } from './slowest.ts'

const suite = (index: number) => ({
  testFilePath: `/home/x/__tests__/core/${index}.test.ts`,
  perfStats: { start: 1000, end: 1000 + index * 1300 },
})

test('of a run of many suites the ten slowest are named, the slowest first', () => {
  const lines = slowestOf(
    Array.from({ length: 23 }, (_, index) => suite(index)),
    61_234,
  )
  expect(lines).toHaveLength(11)
  expect(lines.slice(0, 2)).toEqual(['The 10 slowest of 23 suites, in 61.2 s in all:', '    28.6 s  core/22.test.ts'])
})

test('of a run of a few none is named', () => {
  expect(slowestOf([suite(7)], 9100)).toEqual([])
})
