import { describe, expect, test } from '@jest/globals'
import type { Settings } from '../../../sandbox/control-plane/types.ts'
import type { ListedRun } from '../../../src/core/model.ts'
import type { Channel } from '../../../src/core/requests/channel.ts'
import { baselineOf } from '../../../src/core/search/baseline.ts'
import { createRunSearch } from '../../../src/core/search/run-search.ts'
import { trueFoundry } from '../../../src/platforms/truefoundry/index.ts'
import { attemptOf, type BenchOptions, bench } from '../../support/bench.ts'

const ALIAS = 'nightly-abc123'

/** A run of ours, one of the same stem, and one of somebody else, all after the attempt; one long before it. */
async function look(settings: Partial<Settings> = {}, options: BenchOptions = {}) {
  const at = bench({ ...options, plane: settings })
  at.addRun(ALIAS, -60_000)
  const attempt = attemptOf(at)
  const ours = at.addRun(ALIAS, 100)
  const sibling = at.addRun('nightly-zzz999', 200)
  const foreign = at.addRun('weekly-abc123', 300)
  await at.clock.run(at.clock.sleep(3000))
  const reading = await at.clock.run(createRunSearch(at.ports, attempt).search({ untilMs: 1e6 }))
  if (reading.kind !== 'good') throw new Error(reading.kind)
  const names = (runs: readonly { handle: { runId: string } }[]) => runs.map(({ handle }) => handle.runId)
  const { ours: found, newer, complete } = reading.value
  return {
    found: names(found),
    newer: names(newer).sort(),
    complete,
    all: [ours, sibling, foreign].map(({ name }) => name),
  }
}

describe('a look among the job’s runs', () => {
  test('finds our run by its alias, and all that are newer than the attempt', async () => {
    const { found, newer, complete, all } = await look()
    expect(found).toEqual([all[0]])
    expect(newer).toEqual(all)
    expect(complete).toBe(true)
  })

  test.each([
    ['finds no aliases', { searchFindsAlias: false }],
    ['finds everything', { searchIgnoresPrefix: true }],
  ])('proves nothing where the search %s', async (_, settings) => {
    const { found, newer, all } = await look(settings)
    expect(found).toEqual([])
    expect(newer).toEqual(expect.arrayContaining(all))
  })

  test.each([
    // Ten of ours, and one from before the attempt: eleven hits on pages of so many.
    [11, 1, 10],
    [4, 3, 10],
    [3, 4, 10],
    [2, 4, 8],
  ])(
    'reads a search in pages of %i: %i of them, as long as there is more, and no more than four',
    async (maxPageSize, pages, found) => {
      const at = bench({ plane: { maxPageSize, defaultOrder: 'desc' } })
      at.addRun(ALIAS, -60_000)
      const attempt = attemptOf(at)
      for (let nth = 0; nth < 10; nth++) at.addRun(ALIAS, 100 + nth)
      await at.clock.run(at.clock.sleep(3000))
      const reading = await at.clock.run(createRunSearch(at.ports, attempt).search({ untilMs: 1e6 }))
      const asked = at.plane.requestsOf('search').filter(({ path }) => path.includes(ALIAS))
      expect(asked).toHaveLength(pages)
      expect(reading.kind === 'good' && reading.value.ours.length).toBe(
        Math.min(found, 8 + Number(maxPageSize > 2) * 2),
      )
    },
  )

  test('proves a run ours without the platform’s clock too: nothing shows that it is older', async () => {
    const at = bench({ plane: { dateHeader: false } })
    const run = at.addRun(ALIAS, 100)
    await at.clock.run(at.clock.sleep(3000))
    const reading = await at.clock.run(createRunSearch(at.ports, attemptOf(at)).search({ untilMs: 1e6 }))
    expect(reading.kind === 'good' && reading.value.ours.map(({ handle }) => handle.runId)).toEqual([run.name])
  })

  test('goes by the list that was read before the attempt rather than by clocks', async () => {
    const at = bench()
    const old = at.addRun('weekly-abc123', 20_000)
    const runs: ListedRun[] = [{ handle: at.platform.attach(at.target, old.name), status: 'RUNNING', phase: 'running' }]
    const attempt = attemptOf(at, baselineOf({ runs, total: 1 }))
    const behind = at.addRun('weekly-abc124', -20_000)
    const ours = at.addRun(ALIAS, -20_000)
    await at.clock.run(at.clock.sleep(30_000))
    const reading = await at.clock.run(createRunSearch(at.ports, attempt).search({ untilMs: 1e6 }))
    if (reading.kind !== 'good') throw new Error(reading.kind)
    expect(reading.value.newer.map(({ handle }) => handle.runId).sort()).toEqual([behind.name, ours.name].sort())
    expect(reading.value.ours.map(({ handle }) => handle.runId)).toEqual([ours.name])
  })

  test('goes among the runs of the job that the trigger belongs to, whatever was listed before for another one', async () => {
    const at = bench()
    const attempt = { ...attemptOf(at, baselineOf({ runs: [], total: 0 })), target: { applicationId: 'another' } }
    const ownerOf = () => ({ what: '', method: 'GET' as const, path: '/api/svc/v1/apps/app', read: () => at.target })
    at.addRun('weekly-abc123', -60_000)
    const runSearch = createRunSearch({ ...at.ports, platform: { ...at.platform, ownerOf } }, attempt)
    for (let nth = 1; nth <= 2; nth++) {
      const reading = await at.clock.run(runSearch.search({ untilMs: 1e6 }))
      expect(reading).toMatchObject({ kind: 'good', value: { newer: [], complete: true } })
    }
    expect(at.plane.requestsOf('app')).toHaveLength(1)
  })

  test('has what only the search shows among the newer ones', async () => {
    const lagging = await look({ listLagMs: 60_000 })
    expect(lagging.found).toEqual([lagging.all[0]])
    const unproved = await look({ listLagMs: 30_000, searchIgnoresPrefix: true })
    expect(unproved.found).toEqual([])
    expect(unproved.newer).toEqual(unproved.all)
  })

  test('proves nothing on a platform without aliases', async () => {
    const { found, newer, all } = await look({}, { platform: 'kubiya' })
    expect([found, newer]).toEqual([[], all])
  })

  test('judges by the first clock that it was told, so that a slow list makes no old run ours', async () => {
    const at = bench()
    const attempt = attemptOf(at)
    const runSearch = createRunSearch(at.ports, attempt)
    const old = at.addRun(ALIAS, -20_000)
    at.plane.addFault({ operation: 'list', nth: 1, fault: { kind: 'delay', delayMs: 20_000 } })
    for (let looks = 0; looks < 3; looks++) {
      const reading = await at.clock.run(runSearch.search({ untilMs: 1e6 }))
      expect(reading.kind === 'good' && reading.value.ours).toEqual([])
      expect(old.exists).toBe(true)
    }
  })

  test('judges by the first clock that it was told, so that an answer that was long on its way is no excuse either', async () => {
    const at = bench()
    const attempt = attemptOf(at)
    let lists = 0
    const channel: Channel = {
      nameResolved: true,
      async ask(call, options) {
        const reading = await at.channel.ask(call, options)
        if (call.path.includes('offset') && ++lists === 2) await at.clock.sleep(20_000)
        return reading
      },
    }
    const runSearch = createRunSearch({ ...at.ports, channel }, attempt)
    const old = at.addRun(ALIAS, -15_000)
    for (let looks = 0; looks < 3; looks++) {
      const reading = await at.clock.run(runSearch.search({ untilMs: 1e6 }))
      expect(reading.kind === 'good' && reading.value.ours).toEqual([])
    }
    expect(old.exists).toBe(true)
    expect(lists).toBe(3)
  })

  test.each(['asc', 'desc'] as const)('has the oldest of several runs of ours first (%s)', async (defaultOrder) => {
    const at = bench({ plane: { defaultOrder } })
    const attempt = attemptOf(at)
    const runs = [at.addRun(ALIAS, 100), at.addRun(ALIAS, 200), at.addRun(ALIAS, 300)]
    await at.clock.run(at.clock.sleep(3000))
    const reading = await at.clock.run(createRunSearch(at.ports, attempt).search({ untilMs: 1e6 }))
    if (reading.kind !== 'good') throw new Error(reading.kind)
    expect(reading.value.ours.map(({ handle }) => handle.runId)).toEqual(runs.map(({ name }) => name))
  })

  test('takes a run for ours only if it was made two seconds before the request or later: clocks tell whole seconds', async () => {
    for (const [afterMs, isOurs] of [
      [-2020, true],
      [-2021, false],
    ] as const) {
      const at = bench()
      const attempt = attemptOf(at)
      const run = at.addRun(ALIAS, afterMs)
      const reading = await at.clock.run(createRunSearch(at.ports, attempt).search({ untilMs: 1e6 }))
      if (reading.kind !== 'good') throw new Error(reading.kind)
      expect(reading.value.ours.map(({ handle }) => handle.runId)).toEqual(isOurs ? [run.name] : [])
      expect(reading.value.newer.map(({ handle }) => handle.runId)).toEqual([run.name])
    }
  })

  test('asks for no proof where nothing was found that could be proved', async () => {
    const at = bench()
    await at.clock.run(createRunSearch(at.ports, attemptOf(at)).search({ untilMs: 1e6 }))
    expect(at.plane.requestsOf('search')).toHaveLength(1)
  })

  test.each(['list', 'search'] as const)('is no look if the %s fails', async (operation) => {
    const at = bench()
    at.addRun(ALIAS)
    at.plane.addFault({ operation, fault: { kind: 'status', status: 502, body: 'html' } })
    const reading = await at.clock.run(createRunSearch(at.ports, attemptOf(at)).search({ untilMs: 1e6 }))
    expect(reading.kind).toBe('setback')
  })

  test('is no look if the control search fails', async () => {
    const at = bench()
    at.addRun(ALIAS)
    at.plane.addFault({ operation: 'search', nth: 2, fault: { kind: 'foreignBody', body: 'otherShape' } })
    const reading = await at.clock.run(createRunSearch(at.ports, attemptOf(at)).search({ untilMs: 1e6 }))
    expect(reading.kind).toBe('setback')
  })

  test('can’t be had where the application is not known', () => {
    const at = bench()
    const platform = trueFoundry.create('https://x.example.com', { target: { deploymentId: 'd' }, payload: {} })
    expect(createRunSearch({ ...at.ports, platform }, attemptOf(at)).isPossible).toBe(false)
  })
})
