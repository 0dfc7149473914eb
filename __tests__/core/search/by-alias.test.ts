import { describe, expect, test } from '@jest/globals'
import type { ListedRun } from '../../../src/core/model.ts'
import { searchByAlias } from '../../../src/core/search/by-alias.ts'
import { answering, idsOf, listed, listScene, unreadable } from './list-scene.ts'

const WANTED = { alias: 'ours', control: 'nobodys' }
const PROVES_NOTHING = { kind: 'good', value: { runs: [], isProved: false } }

interface Answers {
  /** What is found by our alias behind that many runs. */
  readonly ours: (offset: number) => readonly ListedRun[]
  readonly total?: number
  /** What is found by the alias that no run has. */
  readonly nobodys?: () => readonly ListedRun[]
}

async function search({ ours, total = ours(0).length, nobodys = () => [] }: Answers) {
  const { ports, asked } = listScene({
    findByAlias: (_, alias, offset = 0) =>
      answering(`${alias} ${offset}`, () =>
        alias === WANTED.alias ? { runs: ours(offset), total } : { runs: nobodys(), total: 0 },
      ),
  })
  return { reading: await searchByAlias(ports, {}, WANTED, { untilMs: 60_000 }), asked }
}

describe('a search by alias', () => {
  test('has proved itself where it finds nothing by an alias that no run has; the oldest run comes first', async () => {
    const runs = [listed('c', 30), listed('a', 10), listed('timeless'), listed('b', 20)]
    const { reading, asked } = await search({ ours: () => runs })
    expect(reading).toMatchObject({ kind: 'good', value: { isProved: true } })
    expect(reading.kind === 'good' && idsOf(reading.value.runs)).toEqual(['timeless', 'a', 'b', 'c'])
    expect(asked).toEqual(['ours 0', 'nobodys 0'])
  })

  test('proves nothing where it finds something by an alias that no run has', async () => {
    const runs = [listed('a', 10)]
    const { reading } = await search({ ours: () => runs, nobodys: () => runs })
    expect(reading).toEqual({ kind: 'good', value: { runs, isProved: false } })
  })

  test('proves nothing where it finds nothing', async () => {
    const { reading, asked } = await search({ ours: () => [] })
    expect([reading, asked]).toEqual([PROVES_NOTHING, ['ours 0']])
  })

  test('is no answer where a part of it is none', async () => {
    expect((await search({ ours: unreadable, total: 1 })).reading.kind).toBe('setback')
    expect((await search({ ours: () => [listed('a')], nobodys: unreadable })).reading.kind).toBe('setback')
  })

  test('is read on as long as there is more, and not where every page is the first one', async () => {
    const runs = [listed('a', 10), listed('b', 20), listed('c', 30)]
    expect((await search({ ours: (offset) => runs.slice(offset, offset + 2), total: 3 })).asked).toEqual([
      'ours 0',
      'ours 2',
      'nobodys 0',
    ])
    expect((await search({ ours: () => runs, total: 9 })).asked).toEqual(['ours 0', 'ours 3', 'nobodys 0'])
  })

  test.each([
    ['on a platform without aliases', {}],
    ['for a job without', { findByAlias: () => undefined }],
  ])('asks for nothing %s, and proves nothing', async (_, abilities) => {
    const { ports, asked } = listScene(abilities)
    expect([await searchByAlias(ports, {}, WANTED, { untilMs: 60_000 }), asked]).toEqual([PROVES_NOTHING, []])
  })
})
