import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { ListedRun } from '../../src/core/model.ts'
import { listNewerRuns } from '../../src/core/newer-runs.ts'
import type { RunPage } from '../../src/core/platform.ts'
import type { Reading } from '../../src/core/reading.ts'

const SINCE_MS = 1000

function listed(index: number, createdAtMs: number | undefined): ListedRun {
  const handle = { runId: `run-${index}`, runUrl: '', target: {} }
  return { handle, status: 'RUNNING', ...(createdAtMs === undefined ? {} : { createdAtMs }) }
}

/** A list served in pages of that size. `asked` has the offsets. */
async function look(runs: readonly ListedRun[], pageSize: number, sinceMs: number | undefined = SINCE_MS) {
  const asked: number[] = []
  const page = (offset: number) => ({
    what: '',
    method: 'GET' as const,
    path: `${offset}`,
    read: (): RunPage => ({ runs: runs.slice(offset, offset + pageSize), total: runs.length }),
  })
  const ask = async (call: ReturnType<typeof page>): Promise<Reading<RunPage>> => {
    asked.push(Number(call.path))
    return { kind: 'good', value: call.read() }
  }
  const reading = await listNewerRuns(
    page,
    (call) => ask(call as ReturnType<typeof page>),
    () => sinceMs,
  )
  if (reading.kind !== 'good') throw new Error(reading.kind)
  return { ...reading.value, names: reading.value.runs.map(({ handle }) => handle.runId), asked }
}

const times = fc.array(fc.nat(2000), { maxLength: 40 })
const order = fc.constantFrom('asc', 'desc', 'none')
const pageSize = fc.constantFrom(1, 2, 3, 7, 1000)

describe('the newer runs of a job', () => {
  test('are all there whenever the look says that it was complete, whatever the order and the pages', async () => {
    await fc.assert(
      fc.asyncProperty(times, order, pageSize, async (unsorted, direction, size) => {
        const sorted =
          direction === 'none' ? unsorted : unsorted.toSorted((a, b) => (direction === 'asc' ? a - b : b - a))
        const runs = sorted.map((atMs, index) => listed(index, atMs))
        const { names, complete } = await look(runs, size)
        const newer = runs.filter(({ createdAtMs = 0 }) => createdAtMs >= SINCE_MS).map(({ handle }) => handle.runId)
        expect(names.every((name) => newer.includes(name))).toBe(true)
        // A list in no order at all is more than is documented: there, no more than what was read can be known.
        if (complete && direction !== 'none') expect(new Set(names)).toEqual(new Set(newer))
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['newest first', 'desc'],
    ['oldest first', 'asc'],
  ])('of a thousand old ones cost two pages at most: %s', async (_, direction) => {
    const ascending = Array.from({ length: 1000 }, (_, index) => listed(index, index))
    const runs = direction === 'asc' ? ascending : ascending.toReversed()
    const { complete, asked, names } = await look(runs, 100, 995)
    expect(complete).toBe(true)
    expect(asked.length).toBeLessThanOrEqual(2)
    expect(names).toHaveLength(5)
  })

  test('are not known to be all where the order can’t be told, or there are too many pages', async () => {
    const same = Array.from({ length: 50 }, (_, index) => listed(index, 5))
    expect(await look(same, 2)).toMatchObject({ complete: false, names: [] })
    const timeless = Array.from({ length: 50 }, (_, index) => listed(index, undefined))
    expect((await look(timeless, 2)).complete).toBe(false)
    const single = Array.from({ length: 50 }, (_, index) => listed(index, index))
    expect(await look(single, 1)).toMatchObject({ complete: false })
  })

  test('include those without a time, and all of them where the platform tells no clock', async () => {
    expect((await look([listed(0, undefined), listed(1, 5)], 1000)).names).toEqual(['run-0'])
    const { runs } = await look([listed(0, 5), listed(1, 2)], 1000, Number.NEGATIVE_INFINITY)
    expect(runs).toHaveLength(2)
  })

  test('are none in an empty list', async () => {
    expect(await look([], 1000)).toMatchObject({ complete: true, names: [], asked: [0] })
  })
})
