import { describe, expect, test } from '@jest/globals'
import type { ListedRun } from '../../../src/core/model.ts'
import type { Platform } from '../../../src/core/platform.ts'
import { baselineOf, NO_BASELINE } from '../../../src/core/search/baseline.ts'
import { createRunSearch } from '../../../src/core/search/run-search.ts'
import { attemptOf } from '../../support/bench.ts'
import { answering, idsOf, listed, listScene, unreadable, WAITING } from './list-scene.ts'

const TARGET = { job: 'etl' }
const LIMIT = { untilMs: 60_000 }

/** A platform with that list of runs, and an attempt made after the runs `before`, if it is known which. */
function scene(list: readonly ListedRun[], abilities: Partial<Platform> = {}, before?: readonly ListedRun[]) {
  const listRuns = () => answering('list', { runs: list, total: list.length })
  const at = listScene({ listRuns, ...abilities })
  const baseline = before === undefined ? NO_BASELINE : baselineOf({ runs: before, total: before.length })
  const runSearch = createRunSearch(at.ports, attemptOf({ ...at, target: TARGET }, baseline))
  const found = async () => {
    const reading = await runSearch.search(LIMIT)
    if (reading.kind !== 'good') throw new Error(reading.kind)
    return { ours: idsOf(reading.value.ours), newer: idsOf(reading.value.newer) }
  }
  return { ...at, runSearch, found }
}

describe('the list from before the trigger', () => {
  const [old, recent] = [listed('old', 10), listed('recent', 20)]

  test('counts where the job turns out to be the very one that was listed', async () => {
    const { found } = scene([recent, old], { ownerOf: (target) => answering('owner', { ...target }) }, [old])
    expect(await found()).toEqual({ ours: [], newer: ['recent'] })
  })

  test('counts also after a look that failed because nobody said whose job it is', async () => {
    const answers = [unreadable, () => TARGET]
    const ownerOf = () => answering('owner', () => answers.shift()?.() ?? TARGET)
    const { found, runSearch } = scene([recent, old], { ownerOf }, [old])
    expect((await runSearch.search(LIMIT)).kind).toBe('setback')
    expect(await found()).toEqual({ ours: [], newer: ['recent'] })
  })

  test('saves asking when a run was created that was there before', async () => {
    const [waited, waits] = [listed('waited', undefined, WAITING), listed('waits', undefined, WAITING)]
    const creationTimes = () => answering('times', new Map([['waits', 30]]))
    const idle = scene([waited], { creationTimes }, [waited])
    expect([await idle.found(), idle.asked]).toEqual([{ ours: [], newer: [] }, ['list']])
    const busy = scene([waits, waited], { creationTimes }, [waited])
    expect([await busy.found(), busy.asked]).toEqual([{ ours: [], newer: ['waits'] }, ['list', 'times']])
    expect(busy.runSearch.seen).toEqual([{ ...waits, createdAtMs: 30 }])
  })
})

describe('a run that carries our alias', () => {
  test('is not ours without a name that can be used: it can’t be addressed, and stands in the way of a second trigger', async () => {
    const [odd, ours] = [listed('(odd)', 20, { isOdd: true }), listed('ours', 21)]
    const finding = (...runs: readonly ListedRun[]): Partial<Platform> => ({
      findByAlias: (_, alias) => {
        const hits = alias === 'nightly-abc123' ? runs : []
        return answering('search', { runs: hits, total: hits.length })
      },
    })
    expect(await scene([], finding(odd)).found()).toEqual({ ours: [], newer: ['(odd)'] })
    expect(await scene([], finding(odd, ours)).found()).toEqual({ ours: ['ours'], newer: ['(odd)', 'ours'] })
  })

  test.each([
    ['nowhere on a platform without aliases', {}, false],
    ['nowhere for a job without', { findByAlias: () => undefined }, false],
    ['where there is a search by alias', { findByAlias: () => answering('search', { runs: [], total: 0 }) }, true],
  ])('can be found %s', (_, abilities, hasAlias) => {
    expect(scene([], abilities).runSearch.hasAlias).toBe(hasAlias)
  })
})

test('a look among runs that can’t be listed is none', async () => {
  const at = listScene({})
  const runSearch = createRunSearch(at.ports, attemptOf({ ...at, target: TARGET }))
  expect(runSearch.isPossible).toBe(false)
  expect(await runSearch.search(LIMIT)).toEqual({
    kind: 'setback',
    effect: 'none',
    message: "the job's runs can't be listed",
  })
})
