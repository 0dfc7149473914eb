import { expect, test } from '@jest/globals'
import type { LogPlace } from '../../../src/core/follow.ts'
import type { RunSnapshot } from '../../../src/core/model.ts'
import { UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import { logOf } from '../../../src/platforms/truefoundry/logs.ts'

const START_MS = Date.UTC(2031, 4, 17)
const RUN = { runId: 'run-1', runUrl: 'http://x/', target: { applicationId: 'app' } }
const SNAPSHOT: RunSnapshot = { phase: 'running', status: 'RUNNING', startedAtMs: START_MS, raw: {} }
const PLACE: LogPlace = { startNs: 1_800_000_000_000_000_007n, skip: 3 }

function asked(run = RUN, last: RunSnapshot = SNAPSHOT): Readonly<Record<string, string>> {
  const call = logOf(run).open(last, START_MS)?.page(PLACE, 10)
  return Object.fromEntries(new URLSearchParams(call?.path.split('?')[1]))
}

const read = (json: unknown) => logOf(RUN).open(SNAPSHOT, START_MS)?.page(PLACE, 5).read(json)

test('a page begins at a time in nanoseconds, less the lines of that time that were seen', () => {
  expect(asked()).toEqual({
    applicationId: 'app',
    jobRunName: 'run-1',
    startTs: '1800000000000000007',
    numLogsToIgnore: '3',
    direction: 'asc',
    limit: '10',
  })
})

test('reading begins a little before the run was created', () => {
  expect(logOf(RUN).open(SNAPSHOT, START_MS)?.beginNs).toBe(BigInt(START_MS - 600_000) * 1_000_000n)
})

test.each([
  ['unknown', undefined],
  ['a whole day ahead', START_MS + 86_400_000],
  ['in some other unit', START_MS * 1000],
  ['not a time', -1],
  ['nothing', 0],
])('with a creation that is %s, reading begins a week ago', (_what, startedAtMs) => {
  const { startedAtMs: _, ...unknown } = SNAPSHOT
  const last = { ...unknown, ...(startedAtMs === undefined ? {} : { startedAtMs }) }
  expect(logOf(RUN).open(last, START_MS)?.beginNs).toBe(BigInt(START_MS - 7 * 86_400_000) * 1_000_000n)
})

test('a creation that is ahead by less than a day is that of another clock', () => {
  const startedAtMs = START_MS + 86_399_999
  expect(logOf(RUN).open({ ...SNAPSHOT, startedAtMs }, START_MS)?.beginNs).toBe(
    BigInt(startedAtMs - 600_000) * 1_000_000n,
  )
})

test('nothing is asked before anything is known of the run', () => {
  expect(logOf(RUN).open(undefined, START_MS)).toBeUndefined()
})

test('the run’s own deployment goes along', () => {
  const run = { ...RUN, target: { applicationId: 'app', deploymentId: 'given' } }
  expect(asked(run).deploymentId).toBe('given')
  expect(asked(run, { ...SNAPSHOT, own: { deploymentId: 'own' } }).deploymentId).toBe('own')
  expect(asked()).not.toHaveProperty('deploymentId')
})

test.each([
  [{}],
  [{ data: null }],
  [{ data: [{ log: 'x' }] }],
  [{ data: [{ log: 'x', time: 1_800_000_000_000 }] }],
  [{ data: [{ log: 'x', time: '2026-01-01T00:00:00Z' }] }],
  [{ data: [{ log: 'x', time: 'x1800000000000000000' }] }],
  [{ data: [{ log: 'x', time: '1800000000000000000x' }] }],
])('%j is no page of a log', (json) => {
  expect(() => read(json)).toThrow(UnreadableAnswer)
})

test('of an entry only the time is required', () => {
  const time = `${START_MS}000000`
  const plain = { timeNs: BigInt(time), text: '', stream: 'stdout', container: '' }
  expect(read({ data: [{ time }, { time, log: 7, stream: null, containerName: null, more: {} }] })).toEqual([
    plain,
    plain,
  ])
})
