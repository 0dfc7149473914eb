import { describe, expect, test } from '@jest/globals'
import type { ListedRun } from '../../../src/core/model.ts'
import { dated } from '../../../src/core/search/dated.ts'
import { answering, listed, listScene, unreadable, WAITING } from './list-scene.ts'

const LIMIT = { untilMs: 60_000 }
const WAITS = listed('waits', undefined, WAITING)

async function look(runs: readonly ListedRun[], times: () => ReadonlyMap<string, number>) {
  const { ports, asked } = listScene({ creationTimes: () => answering('times', times) })
  return { runs: await dated(ports, {}, runs, LIMIT), asked }
}

describe('a run that waits and is listed without the time of its creation', () => {
  test('gets it from elsewhere, in one request, and the others are left as they are', async () => {
    const others = [listed('ended'), listed('earlier', 3, WAITING)]
    const { runs, asked } = await look([WAITS, ...others], () => new Map(Object.entries({ waits: 5, earlier: 4 })))
    expect(runs).toStrictEqual([{ ...WAITS, createdAtMs: 5 }, ...others])
    expect(asked).toEqual(['times'])
  })

  test.each([
    ['nothing is known of it elsewhere', () => new Map()],
    ['elsewhere can’t be read', unreadable],
  ])('stays without where %s', async (_, times) => {
    expect((await look([WAITS], times)).runs).toStrictEqual([WAITS])
  })

  test('stays without on a platform that tells it nowhere', async () => {
    const { ports, asked } = listScene({})
    expect([await dated(ports, {}, [WAITS], LIMIT), asked]).toEqual([[WAITS], []])
  })
})

test.each([
  ['a run that waits has a time', listed('a', 5, WAITING)],
  ['a run without a time does not wait', listed('a')],
])('nothing is asked where %s', async (_, run) => {
  expect(await look([run], unreadable)).toEqual({ runs: [run], asked: [] })
})
