import { describe, expect, test } from '@jest/globals'
import { baselineOf, baselineSince, NO_BASELINE } from '../../../src/core/search/baseline.ts'
import { listed } from './list-scene.ts'

describe('a list that was read before the trigger', () => {
  const page = [listed('b', 7000), listed('a', 5000)]

  test('knows its own runs to be old, whatever time they tell later', () => {
    const baseline = baselineOf({ runs: page, total: 40 })
    expect([listed('a', 9000), listed('b')].map((run) => baseline.age(run))).toEqual(['old', 'old'])
  })

  test('of all runs there were knows every other one to be new, even one that seems to be older', () => {
    const baseline = baselineOf({ runs: page, total: 2 })
    expect([listed('c', 9000), listed('c', 10), listed('c')].map((run) => baseline.age(run))).toEqual([
      'new',
      'new',
      'new',
    ])
    expect(baselineOf({ runs: [], total: 0 }).age(listed('c'))).toBe('new')
  })

  test('that showed only the newest ones does not know one without a usable name again: others may look like it', () => {
    const odd = { ...listed('(a run without a usable name)', 7000), isOdd: true } as const
    const ageIn = (total: number) => baselineOf({ runs: [odd, listed('a', 5000)], total }).age(odd)
    expect([ageIn(2), ageIn(40)]).toEqual(['old', 'unknown'])
  })

  test('of the newest ones knows a run to be new that is not older than the last of them', () => {
    const baseline = baselineOf({ runs: page, total: 40 })
    expect([listed('c', 5000), listed('c', 4999), listed('c')].map((run) => baseline.age(run))).toEqual([
      'new',
      'unknown',
      'unknown',
    ])
  })

  test('reaches back to its last run, also where some were created at the same moment', () => {
    const runs = [listed('d', 7000), listed('c', 6000), listed('b', 6000), listed('a', 5000)]
    expect(baselineOf({ runs, total: 40 }).age(listed('e', 5000))).toBe('new')
  })

  test.each([
    ['oldest first', page.toReversed()],
    ['out of order', [listed('b', 7000), listed('c', 8000), listed('a', 5000)]],
    ['all of one time', [listed('b', 5000), listed('a', 5000)]],
    ['one without a time among them', [listed('b', 7000), listed('c'), listed('a', 5000)]],
    ['a single one', [listed('a', 5000)]],
  ])('does not know how far back it reaches: %s', (_, runs) => {
    expect(baselineOf({ runs, total: 40 }).age(listed('d', 9000))).toBe('unknown')
  })

  test.each([
    ['of all runs there were', page, 2, 7000],
    ['of all runs there were, oldest first', page.toReversed(), 2, 7000],
    ['of the only run there was', [listed('a', 5000)], 1, 5000],
    ['of a job without runs', [], 0, 0],
    ['of the newest ones', page, 40, 7000],
  ])('%s knows when the latest was created', (_, runs, total, newestMs) => {
    expect(baselineOf({ runs, total }).newestMs).toBe(newestMs)
  })

  test.each([
    ['where one tells no time', [listed('b'), listed('a', 5000)], 2],
    ['where there are more than it shows, and no order', [listed('a', 5000), listed('b', 7000)], 40],
    ['where there are more than the one that it shows', [listed('a', 5000)], 40],
  ])('does not know when the latest was created %s', (_, runs, total) => {
    expect(baselineOf({ runs, total })).not.toHaveProperty('newestMs')
  })

  test('that there is not knows nothing', () => {
    expect(NO_BASELINE.age(listed('a', 1))).toBe('unknown')
  })
})

describe('the step that cleans up', () => {
  test('knows a run to be new that was created after the latest of those before the trigger', () => {
    const baseline = baselineSince(7000)
    expect([listed('c', 7001), listed('c', 7000), listed('c')].map((run) => baseline.age(run))).toEqual([
      'new',
      'unknown',
      'unknown',
    ])
  })

  test('knows nothing where that could not be told', () => {
    expect([listed('c', 9000), listed('c')].map((run) => baselineSince(undefined).age(run))).toEqual([
      'unknown',
      'unknown',
    ])
  })
})
