import { describe, expect, test } from '@jest/globals'
import { UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import { trueFoundry } from '../../../src/platforms/truefoundry/index.ts'

const BASE_URL = 'https://tfy.example.com'
const APP = { applicationId: 'app' }
const BEGAN_MS = Date.UTC(2026, 0, 15, 12)
const ENDED_MS = BEGAN_MS + 60_000

const platform = () => trueFoundry.create(BASE_URL, { target: APP, payload: {} })

describe('the list of runs', () => {
  const pagination = { total: 7, offset: 0, limit: 1000 }
  const read = (json: unknown) => platform().listRuns?.(APP, 0).read(json)

  test('is asked for page by page, and searched by the alias', () => {
    expect(platform().listRuns?.(APP, 2000).path).toBe('/api/svc/v1/jobs/app/runs?limit=1000&offset=2000')
    expect(platform().findByAlias?.(APP, 'a b')?.path).toBe('/api/svc/v1/jobs/app/runs?limit=100&searchPrefix=a+b')
  })

  test('has runs that can be addressed, and tells how many there are in all', () => {
    const data = [
      { name: 'etl-1', status: 'RUNNING', createdAt: BEGAN_MS, deploymentId: 'dep-2' },
      { name: 'etl-2', createdAt: null },
      { name: 'etl-3' },
    ]
    expect(read({ data, pagination })).toStrictEqual({
      total: 7,
      runs: [
        {
          handle: expect.objectContaining({ runId: 'etl-1', target: { applicationId: 'app', deploymentId: 'dep-2' } }),
          status: 'RUNNING',
          phase: 'running',
          createdAtMs: BEGAN_MS,
        },
        { handle: expect.objectContaining({ runId: 'etl-2', target: APP }), status: '', phase: 'unrecognised' },
        { handle: expect.objectContaining({ runId: 'etl-3', target: APP }), status: '', phase: 'unrecognised' },
      ],
    })
  })

  test.each([
    [{ data: [] }],
    [{ data: [], pagination: {} }],
    [{ data: [], pagination: { total: -1 } }],
    [{ data: {}, pagination }],
  ])('that is not whole shows nothing, not even that there is nothing: %j', (json) => {
    expect(() => read(json)).toThrow(UnreadableAnswer)
  })

  test('has a total that can be counted to, and words for statuses', () => {
    const list = (total: number) =>
      platform()
        .listRuns?.(APP, 0)
        .read({ data: [{ name: 'a', status: 'x'.repeat(300) }], pagination: { total } })
    expect(() => list(1e300)).toThrow(UnreadableAnswer)
    expect(list(1)?.runs).toMatchObject([{ status: '' }])
  })
})

describe('the job’s latest runs', () => {
  const read = (data: unknown) =>
    platform()
      .recentRuns?.(APP)
      .read({ data, pagination: { total: 9 } }).runs

  test('are asked for in one page: the newest hundred', () => {
    expect(platform().recentRuns?.(APP)).toMatchObject({
      method: 'GET',
      path: '/api/svc/v1/jobs/app/runs?limit=100&sortBy=startTime&order=desc',
    })
  })

  test('are told with what they are and when they began and ended', () => {
    expect(
      read([{ name: 'etl-0', status: 'FINISHED', createdAt: BEGAN_MS, endTime: ENDED_MS, deploymentId: 'dep-1' }]),
    ).toEqual([
      {
        handle: expect.objectContaining({ runId: 'etl-0', target: { ...APP, deploymentId: 'dep-1' } }),
        status: 'FINISHED',
        phase: 'succeeded',
        createdAtMs: BEGAN_MS,
        endedAtMs: ENDED_MS,
      },
    ])
    expect(() => platform().recentRuns?.(APP).read({ data: [] })).toThrow(UnreadableAnswer)
  })

  test('are all told, also one whose name can’t be used and what is no run at all', () => {
    const odd = [
      { name: '..', status: 'RUNNING', createdAt: BEGAN_MS },
      { status: 'CREATED', createdAt: ENDED_MS },
      null,
      'x',
    ]
    const runs = read([{ name: 'etl-0', status: 'FINISHED' }, ...odd]) ?? []
    expect(runs.map(({ isOdd, createdAtMs }) => [isOdd, createdAtMs])).toEqual([
      [undefined, undefined],
      [true, BEGAN_MS],
      [true, ENDED_MS],
      [true, undefined],
      [true, undefined],
    ])
    const ids = runs.map(({ handle }) => handle.runId)
    expect(ids).toContain(`(a run without a usable name, ${ENDED_MS})`)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
