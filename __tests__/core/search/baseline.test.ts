import { describe, expect, test } from '@jest/globals'
import type { ListedRun } from '../../../src/core/model.ts'
import { baselineOf, NO_BASELINE } from '../../../src/core/search/baseline.ts'

function listed(runId: string, createdAtMs?: number): ListedRun {
  const handle = { runId, runUrl: '', target: {} }
  return { handle, status: 'RUNNING', phase: 'running', ...(createdAtMs === undefined ? {} : { createdAtMs }) }
}

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

  test('of the newest ones knows a run to be new that is not older than the last of them', () => {
    const baseline = baselineOf({ runs: page, total: 40 })
    expect([listed('c', 5000), listed('c', 4999), listed('c')].map((run) => baseline.age(run))).toEqual([
      'new',
      'unknown',
      'unknown',
    ])
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

  test('that there is not knows nothing', () => {
    expect(NO_BASELINE.age(listed('a', 1))).toBe('unknown')
  })
})
