import { expect, test } from '@jest/globals'
import { guardGapMs } from '../../src/core/guard.ts'

test('beside a stream a run is looked at every 5 s in the first ten minutes, and then every 28 s', () => {
  expect([0, 599_999, 600_000, 9e9].map(guardGapMs)).toEqual([5000, 5000, 28_000, 28_000])
})
