import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { ListedRun } from '../../../src/core/model.ts'
import type { RunPage } from '../../../src/core/platform.ts'
import type { Reading } from '../../../src/core/requests/reading.ts'
import { listNewerRuns } from '../../../src/core/search/newer-runs.ts'
import { answering, listed } from './list-scene.ts'

const SINCE_MS = 1000

function nth(index: number, createdAtMs: number | undefined): ListedRun {
  return listed(`run-${index}`, createdAtMs)
}

/** What is answered for each offset that is asked for. `asked` has the offsets. */
async function ask(answer: (offset: number) => Reading<RunPage>, sinceMs: number | undefined = SINCE_MS) {
  const asked: number[] = []
  const reading = await listNewerRuns(
    (offset) => answering(`${offset}`, { runs: [], total: 0 }),
    async ({ path }) => {
      asked.push(Number(path))
      return answer(Number(path))
    },
    ({ createdAtMs }) => sinceMs === undefined || createdAtMs === undefined || createdAtMs >= sinceMs,
  )
  return { reading, asked }
}

/** A list served in pages of that size. */
async function look(runs: readonly ListedRun[], pageSize: number, sinceMs: number | undefined = SINCE_MS) {
  const page = (offset: number) => ({ runs: runs.slice(offset, offset + pageSize), total: runs.length })
  const { reading, asked } = await ask((offset) => ({ kind: 'good', value: page(offset) }), sinceMs)
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
        const runs = sorted.map((atMs, index) => nth(index, atMs))
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
    const ascending = Array.from({ length: 1000 }, (_, index) => nth(index, index))
    const runs = direction === 'asc' ? ascending : ascending.toReversed()
    const { complete, asked, names } = await look(runs, 100, 995)
    expect(complete).toBe(true)
    expect(asked.length).toBeLessThanOrEqual(2)
    expect(names).toHaveLength(5)
  })

  test('are not known to be all where the order can’t be told, or there are too many pages', async () => {
    const same = Array.from({ length: 50 }, (_, index) => nth(index, 5))
    expect(await look(same, 2)).toMatchObject({ complete: false, names: [] })
    const timeless = Array.from({ length: 50 }, (_, index) => nth(index, undefined))
    expect((await look(timeless, 2)).complete).toBe(false)
    const single = Array.from({ length: 50 }, (_, index) => nth(index, index))
    const singly = await look(single, 1)
    expect([singly.complete, singly.asked.length]).toEqual([false, 10])
  })

  const runsAt = (...someTimes: readonly (number | undefined)[]) => someTimes.map((atMs, index) => nth(index, atMs))

  test('are known to be all once every page was read, wherever the newest are', async () => {
    const newestFirst = await look(runsAt(1900, 1800, 1700, 1600, 1500, 1400, 1300), 3)
    expect(newestFirst).toMatchObject({ complete: true, asked: [0, 3, 6] })
    expect(newestFirst.names).toHaveLength(7)
    const oldestFirst = await look(runsAt(1300, 1400, 1500, 1600, 1700, 1800, 1900), 3)
    expect(oldestFirst).toMatchObject({ complete: true, asked: [0, 4, 3] })
    expect(oldestFirst.names).toHaveLength(7)
  })

  test('are looked for from the end of a list that is oldest first, even where times are equal or missing', async () => {
    const beginnings: readonly (readonly (number | undefined)[])[] = [
      [1, 2, 3],
      [1, 1, 3],
      [undefined, 2, 3],
      [1, 2, undefined],
    ]
    for (const first of beginnings) {
      const { asked, complete, names } = await look(runsAt(...first, 4, 5, 6, 1007, 1008, 1009, 1010), 3)
      expect([asked, complete]).toEqual([[0, 7, 4], true])
      expect(names.filter((name) => name !== `run-${first.indexOf(undefined)}`)).toHaveLength(4)
    }
  })

  test('may be of one and the same moment: that is no disorder', async () => {
    expect(await look(runsAt(1500, 1500, 900, 800, 700), 3)).toMatchObject({ complete: true, asked: [0] })
  })

  test('are all there although new ones push others onto the next page meanwhile', async () => {
    const later = runsAt(1950, 1900, 1800, 1700, 1600)
    const { reading } = await ask((offset) => {
      const now = offset === 0 ? later.slice(1) : later
      return { kind: 'good', value: { runs: now.slice(offset, offset + 2), total: now.length } }
    })
    if (reading.kind !== 'good') throw new Error(reading.kind)
    expect(reading.value.runs.map(({ handle }) => handle.runId)).toEqual(['run-1', 'run-2', 'run-3', 'run-4'])
  })

  test('can’t be told where a page is not answered', async () => {
    const failed = { kind: 'setback', effect: 'possible', message: 'HTTP 502' } as const
    const value = { runs: runsAt(1900, 1800), total: 9 }
    expect((await ask((offset) => (offset === 0 ? { kind: 'good', value } : failed))).reading).toEqual(failed)
    expect((await ask(() => failed)).reading).toEqual(failed)
  })

  test('can’t be told where every page of the list is the first one: that is not asked again and again', async () => {
    const value = { runs: runsAt(1900, 1800), total: 9 }
    const { reading, asked } = await ask(() => ({ kind: 'good', value }))
    expect([reading, asked]).toEqual([{ kind: 'good', value: { runs: value.runs, complete: false } }, [0, 2]])
  })

  test('can’t be told where the list is said to have runs and shows none', async () => {
    const { reading, asked } = await ask(() => ({ kind: 'good', value: { runs: [], total: 3 } }))
    expect([reading, asked]).toEqual([{ kind: 'good', value: { runs: [], complete: false } }, [0]])
  })

  test('include those without a time, and all of them where the platform tells no clock', async () => {
    expect((await look([nth(0, undefined), nth(1, 5)], 1000)).names).toEqual(['run-0'])
    const { runs } = await look([nth(0, 5), nth(1, 2)], 1000, Number.NEGATIVE_INFINITY)
    expect(runs).toHaveLength(2)
  })

  test('are none in an empty list', async () => {
    expect(await look([], 1000)).toMatchObject({ complete: true, names: [], asked: [0] })
  })
})
