import { expect, test } from '@jest/globals'
import type { LogLine } from '../../../sandbox/control-plane/types.ts'
import { JOB, START_MS, simulate } from './harness.ts'

const SECOND = 1_000_000_000n
const START_NS = BigInt(START_MS) * 1_000_000n
const LOGS: readonly LogLine[] = [
  { afterMs: 1_000, log: 'a' },
  { afterMs: 1_000, log: 'b' },
  { afterMs: 1_000, nanos: 1, log: 'c', stream: 'stderr' },
  { afterMs: 5_000, log: 'd', lagMs: 20_000 },
  { afterMs: 6_000, log: 'e' },
]

function logged() {
  const timeline = [{ afterMs: 0, status: 'RUNNING' }]
  const sim = simulate({ jobs: [{ ...JOB, behaviour: { timeline, logs: LOGS } }], logLagMs: 2_000 })
  const { name } = sim.run()
  const path = (query: string): string => `/api/svc/v1/logs?applicationId=app&jobRunName=${name}&${query}`
  const lines = (query: string): string =>
    [...JSON.stringify(sim.get(path(query)).body).matchAll(/"log":"(\w)"/g)].map(([, log]) => log).join('')
  sim.at(60_000)
  return { ...sim, lines, path, name }
}

test('a line has its nanoseconds as text, its stream and its container', () => {
  const { get, path } = logged()
  expect(get(path('direction=asc&limit=3')).body).toMatchObject({
    data: [{}, {}, { log: 'c', stream: 'stderr', time: `${START_NS + SECOND + 1n}`, containerName: 'main' }],
  })
})

test('lines arrive only after their lag, so a later line may come before an earlier one', () => {
  const { lines, at } = logged()
  at(2_999)
  expect(lines('direction=asc')).toBe('')
  at(8_000)
  expect(lines('direction=asc')).toBe('abce')
  at(25_000)
  expect(lines('direction=asc')).toBe('abcde')
})

test('a range holds both its ends; skipping counts lines at exactly its start', () => {
  const { lines } = logged()
  const first = START_NS + SECOND
  expect(lines(`direction=asc&startTs=${first}&endTs=${first}`)).toBe('ab')
  expect(lines(`direction=asc&startTs=${first}&numLogsToIgnore=1&limit=2`)).toBe('bc')
  expect(lines(`direction=asc&startTs=${first}&numLogsToIgnore=9`)).toBe('cde')
  expect(lines(`direction=asc&startTs=${first - 1n}&numLogsToIgnore=9`)).toBe('abcde')
  expect(lines(`direction=asc&startTs=${first + 1n}&numLogsToIgnore=1`)).toBe('de')
  expect(lines(`direction=desc&startTs=${first}&limit=2`)).toBe('ed')
})

test.each(['startTs=12.5', 'endTs=now', 'direction=up', 'limit=0', 'numLogsToIgnore=-1'])('%p is a 422', (query) => {
  const { get, path } = logged()
  expect(get(path(query)).status).toBe(422)
})

test('an application may be named by its FQN, and must be named', () => {
  const { get, name } = logged()
  expect(get(`/api/svc/v1/logs?applicationFqn=cluster:workspace:etl&jobRunName=${name}`)).toMatchObject({
    status: 200,
    body: { data: expect.arrayContaining([expect.objectContaining({ log: 'a' })]) },
  })
  expect(get('/api/svc/v1/logs').status).toBe(422)
  expect(get('/api/svc/v1/logs?applicationId=nope').status).toBe(404)
})

test('lines of other runs and deployments stay out, and a terminated run writes no more', () => {
  const { lines, run, ask, at } = logged()
  expect(lines('deploymentId=dep-1')).toBe('')
  const { name } = run()
  ask('POST', `/api/svc/v1/jobs/terminate?deploymentId=dep-2&jobRunName=${name}`)
  at(200_000)
  expect(lines(`direction=asc`)).toBe('abcde')
  expect(lines(`direction=asc&startTs=${START_NS + 60n * SECOND}`)).toBe('')
})

test('the command line asks by workspace, with the ids as JSON, and reads in order', () => {
  const { get, name } = logged()
  const ask = (workspace: string, ids: unknown) =>
    get(
      `/api/svc/v1/logs/${workspace}?getLogsQuery=${encodeURIComponent(JSON.stringify(ids))}&jobRunName=${name}&limit=2`,
    )
  expect(ask('sandbox-workspace', { applicationId: 'app' }).body).toMatchObject({ data: [{ log: 'a' }, { log: 'b' }] })
  expect(ask('sandbox-workspace', { applicationId: 'app', deploymentId: 'dep-1' }).body).toEqual({ data: [] })
  expect(ask('elsewhere', { applicationId: 'app' }).status).toBe(404)
  expect(ask('sandbox-workspace', 7).status).toBe(422)
})
