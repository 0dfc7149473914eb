import { describe, expect, test } from '@jest/globals'
import type { Settings } from '../../../sandbox/control-plane/types.ts'
import type { RunHandle } from '../../../src/core/model.ts'
import { createRunSearch } from '../../../src/core/search/run-search.ts'
import { areEnded, endTwins } from '../../../src/core/search/twins.ts'
import { trueFoundry } from '../../../src/platforms/truefoundry/index.ts'
import { attemptOf, bench } from '../../support/bench.ts'
import { found, givenSearch } from './given-search.ts'
import { listed } from './list-scene.ts'

const ALIAS = 'nightly-abc123'

/** Two runs under our alias, of which one is kept, and one of somebody else. */
async function scene(
  settings: Partial<Settings> = {},
  prepare: (plane: ReturnType<typeof bench>['plane']) => void = () => undefined,
  untilMs = 11_000,
  isKept = true,
) {
  const at = bench({ plane: settings })
  const attempt = attemptOf(at)
  const [late, kept] = [at.addRun(ALIAS, 5), at.addRun(ALIAS, 10)]
  const foreign = at.addRun('weekly-zzz999', 15)
  prepare(at.plane)
  await at.clock.run(at.clock.sleep(1000))
  const keep: RunHandle = at.platform.attach(at.target, kept.name)
  const startMs = at.plane.now() - at.clock.nowMs()
  const search = await at.clock.run(
    endTwins(at.ports, createRunSearch(at.ports, attempt), isKept ? keep : undefined, { untilMs }),
  )
  const terminated = at.plane.runs.filter(({ termination }) => termination).map(({ name }) => name)
  const lists = at.plane.requestsOf('list').map(({ atMs }) => atMs - startMs)
  return { search, terminated, late, kept, foreign, lists, clock: at.clock }
}

describe('a second run', () => {
  test('that is proved ours is terminated, and nothing else is', async () => {
    const { search, terminated, late } = await scene()
    expect(terminated).toEqual([late.name])
    expect(search).toMatchObject({
      twins: [{ run: { runId: late.name }, termination: { kind: 'accepted' } }],
      suspects: [],
    })
    expect(areEnded(search)).toBe(true)
  })

  test.each([{ searchFindsAlias: false }, { searchIgnoresPrefix: true }])(
    'that may be ours is named and left: %j',
    async (settings) => {
      const { search, terminated, late, foreign } = await scene(settings)
      expect(terminated).toEqual([])
      expect(search.suspects.map(({ handle }) => handle.runId).sort()).toEqual([late.name, foreign.name])
      expect(areEnded(search)).toBe(true)
    },
  )

  test('is looked for again when the first look fails', async () => {
    const { terminated, late } = await scene({}, (plane) => {
      plane.addFault({ operation: 'list', nth: 1, times: 2, fault: { kind: 'status', status: 502 } })
    })
    expect(terminated).toEqual([late.name])
  })

  test('is looked for three times, a second apart, and no longer than there is time', async () => {
    const failing = (times?: number) => (plane: ReturnType<typeof bench>['plane']) =>
      plane.addFault({ operation: 'list', nth: 1, fault: { kind: 'status', status: 502 }, times: times ?? 99 })
    const gone = await scene({}, failing())
    expect(gone.lists).toEqual([1000, 2020, 3040])
    expect(gone.search.looked).toBe(false)
    expect(gone.terminated).toEqual([])
    const short = await scene({}, failing(), 1500)
    expect([short.lists, short.clock.nowMs()]).toEqual([[1000], 1500])
    expect((await scene({}, undefined, 1000)).lists).toEqual([])
    expect((await scene({}, failing(2))).search).toMatchObject({ looked: true, twins: [{}] })
  })

  test('is every run of ours where none is kept', async () => {
    const { search, terminated, late, kept } = await scene({}, undefined, 11_000, false)
    expect(terminated).toEqual([late.name, kept.name])
    expect(search.suspects).toEqual([])
  })

  test('can’t be looked for where the application is not known', async () => {
    const at = bench()
    const platform = trueFoundry.create('https://x.example.com', { target: { deploymentId: 'd' }, payload: {} })
    const search = await at.clock.run(
      endTwins({ ...at.ports, platform }, createRunSearch({ ...at.ports, platform }, attemptOf(at)), undefined, {
        untilMs: 11_000,
      }),
    )
    expect(search).toMatchObject({ twins: [], suspects: [], looked: false })
  })

  test('that could not be looked for, or not be ended, is not done with', async () => {
    const blind = await scene({}, (plane) => plane.addFault({ operation: 'any', fault: { kind: 'hang' } }))
    expect(blind.search).toMatchObject({ twins: [], suspects: [], looked: false })
    expect(blind.clock.nowMs()).toBeLessThanOrEqual(11_000)
    const denied = await scene({}, (plane) =>
      plane.addFault({ operation: 'terminate', fault: { kind: 'status', status: 403 } }),
    )
    expect(denied.search.twins).toMatchObject([{ termination: { kind: 'failed' } }])
    for (const { search } of [blind, denied]) expect(areEnded(search)).toBe(false)
  })
})

describe('with patience, a second run', () => {
  const UNTIL_MS = 11_000

  /** Two runs of ours, of which one is kept, after so many sends. */
  async function patiently(sends: number, denials = 0) {
    const { addRun, clock, plane, platform, ports, target } = bench()
    const [late, kept] = [addRun(ALIAS), addRun(ALIAS)].map(({ name }) => platform.attach(target, name))
    if (late === undefined || kept === undefined) throw new Error('no runs')
    if (denials > 0) plane.addFault({ operation: 'terminate', times: denials, fault: { kind: 'status', status: 403 } })
    const ours = [late, kept].map((handle) => listed(handle.runId, 5, { handle }))
    const { runSearch } = givenSearch(clock, [found({ ours })], { sends })
    const search = await clock.run(endTwins(ports, runSearch, kept, { untilMs: UNTIL_MS, patient: true }))
    return { search, late, endMs: clock.nowMs(), terminations: plane.requestsOf('terminate').length }
  }

  test('is looked for no longer than until every run that there may be was seen', async () => {
    const { search, late, endMs } = await patiently(2)
    expect(search).toEqual({
      twins: [{ run: late, termination: { kind: 'accepted' } }],
      suspects: [],
      looked: true,
      unseen: 0,
    })
    expect(endMs).toBeLessThan(1000)
  })

  test('is looked for until the time is up where there may be one more; none is ended twice', async () => {
    const { search, endMs, terminations } = await patiently(3)
    expect(search).toMatchObject({ twins: [{ termination: { kind: 'accepted' } }], unseen: 1 })
    expect([endMs, terminations]).toEqual([UNTIL_MS, 1])
    expect(areEnded(search)).toBe(false)
  })

  test('is ended at the next look where it could not be ended at the first', async () => {
    const { search, terminations } = await patiently(3, 3)
    expect(search.twins).toMatchObject([{ termination: { kind: 'accepted' } }])
    expect(terminations).toBe(4)
  })
})
