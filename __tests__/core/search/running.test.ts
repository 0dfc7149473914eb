import { describe, expect, test } from '@jest/globals'
import type { ListedRun } from '../../../src/core/model.ts'
import { listRunning, runningOf } from '../../../src/core/search/running.ts'
import { answering, idsOf, listed, listScene, WAITING } from './list-scene.ts'

const NOW_MS = 9_000_000
const ENDED = { status: 'FINISHED', phase: 'succeeded' } as const

/** The whole list as it is read page by page, and the offsets that were asked for. */
async function read(pageAt: (offset: number) => readonly ListedRun[], total: number) {
  const listRuns = (_: unknown, offset: number) => answering(`${offset}`, { runs: pageAt(offset), total })
  const { ports, asked, clock } = listScene({ listRuns }, NOW_MS)
  const reading = await clock.run(listRunning(ports, {}, { untilMs: 60_000, outageToleranceMs: 30_000 }))
  if (reading.kind !== 'good') throw new Error(reading.kind)
  const { runs, isComplete, atMs } = reading.value
  return { ids: idsOf(runs), isComplete, atMs, asked: asked.map(Number) }
}

/** A list in pages of two. */
const inPairs = (runs: readonly ListedRun[]) => read((offset) => runs.slice(offset, offset + 2), runs.length)

describe('whether a run of the job is going', () => {
  test('is read off all pages: an old run may be going on behind many that have ended', async () => {
    const newer = [9, 8, 7, 6].map((nth) => listed(`run-${nth}`, nth, ENDED))
    expect(await inPairs([...newer, listed('run-5', 5)])).toEqual({
      ids: ['run-5'],
      isComplete: true,
      atMs: NOW_MS,
      asked: [0, 2, 4],
    })
  })

  test('costs one request where one page has them all', async () => {
    expect(await inPairs([listed('run-1', 1), listed('run-0', 0)])).toMatchObject({ isComplete: true, asked: [0] })
    expect(await inPairs([])).toMatchObject({ ids: [], isComplete: true, asked: [0] })
  })

  test('is not known for sure where every page is the first one', async () => {
    const page = [listed('run-1', 1), listed('run-0', 0)]
    expect(await read(() => page, 9)).toMatchObject({ ids: ['run-1', 'run-0'], isComplete: false, asked: [0, 2] })
  })

  test('is not known for sure behind ten pages', async () => {
    const runs = Array.from({ length: 24 }, (_, nth) => listed(`run-${nth}`, 24 - nth))
    const { isComplete, asked, ids } = await inPairs(runs)
    expect([isComplete, asked.length, ids.length]).toEqual([false, 10, 20])
    expect(await inPairs(runs.slice(0, 20))).toMatchObject({ isComplete: true })
  })

  test('can’t be told where runs can’t be listed', async () => {
    const { ports, asked, clock } = listScene({})
    const reading = await clock.run(listRunning(ports, {}, { untilMs: 60_000, outageToleranceMs: 30_000 }))
    expect(reading).toEqual({ kind: 'gave_up', limit: 'deadline', reason: "the job's runs can't be listed" })
    expect(asked).toEqual([])
  })
})

describe('of the runs that are going', () => {
  const orphanedAfterMs = 100_000
  const shown = (runs: readonly ListedRun[], dateMs?: number) => {
    const { ports, clock } = listScene({ orphanedAfterMs })
    const { runs: going, orphans, atMs } = runningOf(ports, runs, dateMs === undefined ? {} : { dateMs }, true)
    return { going: idsOf(going), orphans: idsOf(orphans), atMs, runnerMs: clock.epochMs() }
  }

  test('one that has waited longer than the platform remembers it does not count', () => {
    const runs = [
      listed('just', NOW_MS - orphanedAfterMs, WAITING),
      listed('forgotten', NOW_MS - orphanedAfterMs - 1, WAITING),
      listed('at-work', NOW_MS - orphanedAfterMs - 2),
      listed('ended', NOW_MS - orphanedAfterMs - 3, ENDED),
      listed('timeless', undefined, WAITING),
    ]
    expect(shown(runs, NOW_MS)).toMatchObject({ going: ['just', 'at-work', 'timeless'], orphans: ['forgotten'] })
  })

  test('the newest comes first, and one without a time last, however they are listed', () => {
    const runs = [listed('b', 20), listed('timeless'), listed('c', 30), listed('a', 10)]
    for (const list of [runs, runs.toReversed()]) {
      expect(shown(list, NOW_MS).going).toEqual(['c', 'b', 'a', 'timeless'])
    }
  })

  test('the age is by the runner’s clock where the platform tells no time', () => {
    const { atMs, runnerMs } = shown([])
    expect(atMs).toBe(runnerMs)
  })
})
