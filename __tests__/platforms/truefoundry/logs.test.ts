import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ControlPlane } from '../../../sandbox/control-plane/simulator.ts'
import type { LogLine } from '../../../sandbox/control-plane/types.ts'
import type { LogCursor } from '../../../src/core/follow.ts'
import type { RunSnapshot } from '../../../src/core/model.ts'
import { UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import { advance, type LogEntry, type LogPlace, logOf } from '../../../src/platforms/truefoundry/logs.ts'

const START_MS = Date.UTC(2031, 4, 17)
const RUN = { runId: 'run-1', runUrl: 'http://x/', target: { applicationId: 'app' } }
const SNAPSHOT: RunSnapshot = { phase: 'running', status: 'RUNNING', startedAtMs: START_MS, raw: {} }

/** Lines with many equal times, delivered in the order of their times, some of them late. */
const lines = fc
  .array(
    fc.record({
      gapMs: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(40) }),
      nanos: fc.nat(2),
      lagMs: fc.oneof(fc.constant(0), fc.nat(60)),
      container: fc.constantFrom('main', 'main', 'main', 'sidecar'),
      stream: fc.constantFrom('stdout' as const, 'stderr' as const),
    }),
    { maxLength: 60 },
  )
  .map((specs) => {
    const made: (LogLine & { readonly dueMs: number })[] = []
    for (const [index, { gapMs, nanos, lagMs, container, stream }] of specs.entries()) {
      const before = made.at(-1)
      const afterMs = (before?.afterMs ?? 0) + gapMs
      const least = before?.afterMs === afterMs ? (before.nanos ?? 0) : 0
      const dueMs = Math.max(before?.dueMs ?? 0, afterMs + lagMs)
      const log = `line ${index}`
      made.push({ afterMs, nanos: least + nanos, lagMs: dueMs - afterMs, dueMs, log, containerName: container, stream })
    }
    return made
  })

/** The pages of seven that the longest log has. */
const lastPage = Math.ceil(60 / 7)

/** Looks: how long after the one before, and how large a page. */
const looks = fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 5 })), { maxLength: 80 })

function reader(logs: readonly LogLine[]) {
  const clock = { nowMs: START_MS }
  const plane = new ControlPlane({
    now: () => clock.nowMs,
    jobs: [{ platform: 'truefoundry', jobId: 'app', fqn: 'c:w:j', activeDeploymentId: 'dep' }],
    apiKeys: ['key'],
  })
  const timeline = [{ afterMs: 0, status: 'RUNNING' }]
  plane.addRun({ jobId: 'app', createdAtMs: START_MS, behaviour: { name: 'run-1', timeline, logs } })
  let cursor = logOf(RUN).begin(SNAPSHOT, START_MS)
  const seen: string[] = []
  return {
    seen,
    pass: (ms: number) => {
      clock.nowMs += ms
    },
    look: (limit: number, isLost = false) => {
      if (cursor === undefined) throw new Error('no cursor')
      const { method, path, read } = cursor.page(limit)
      const plan = plane.handle({ method, path, headers: { authorization: 'Bearer key' }, body: '' })
      if (plan.kind !== 'respond') throw new Error('no answer')
      const page = read(JSON.parse(plan.response.body))
      if (isLost) return page.isFull
      seen.push(...page.lines)
      cursor = page.next
      return page.isFull
    },
  }
}

const withoutPrefix = (line: string) => line.replace(/^(\[\w+\] )*/, '')

test('whatever the times, the pages and the lags: exactly the platform’s lines, in order, once', () => {
  fc.assert(
    fc.property(lines, looks, fc.nat(4), (logs, steps, losses) => {
      const { seen, pass, look } = reader(logs)
      for (const [index, [ms, limit]] of steps.entries()) {
        pass(ms)
        look(limit, index % 7 < losses)
      }
      pass(10_000)
      for (let looks = 0; look(7); looks++) expect(looks).toBeLessThan(lastPage)
      expect(seen.map(withoutPrefix)).toEqual(logs.map(({ log }) => log))
    }),
    { numRuns: 300 },
  )
})

test('each line names its container from the page on that showed a second one', () => {
  fc.assert(
    fc.property(lines, (logs) => {
      const { seen, pass, look } = reader(logs)
      pass(10_000)
      look(1000)
      const several = new Set(logs.map(({ containerName }) => containerName)).size > 1
      const expected = logs.map(
        ({ containerName, stream, log }) =>
          `${several ? `[${containerName}] ` : ''}${stream === 'stderr' ? '[stderr] ' : ''}${log}`,
      )
      expect(seen).toEqual(expected)
    }),
  )
})

const PLACE: LogPlace = { startTs: '1800000000000000007', numLogsToIgnore: 3, containers: { kind: 'none' } }
const entry = (time: string, log = 'x'): LogEntry => ({ time, log, stream: undefined, containerName: undefined })

test('times are never numbers: neighbours that no number can tell apart are different times', () => {
  const [next, shown] = advance(PLACE, [entry('1800000000000000008', 'a'), entry('1800000000000000009', 'b')])
  expect(next).toMatchObject({ startTs: '1800000000000000009', numLogsToIgnore: 1 })
  expect(shown).toEqual(['a', 'b'])
})

test('an empty page moves nothing, and a page at the same time counts on', () => {
  expect(advance(PLACE, [])[0]).toEqual(PLACE)
  expect(advance(PLACE, [entry(PLACE.startTs), entry(PLACE.startTs)])[0].numLogsToIgnore).toBe(5)
})

test('lines from before the range that was asked for have been seen, so they are not shown again', () => {
  const [next, shown] = advance(PLACE, [entry('1799999999999999999', 'old'), entry(PLACE.startTs, 'new')])
  expect(shown).toEqual(['new'])
  expect(next.numLogsToIgnore).toBe(4)
})

test('a page in another order leads to the same place', () => {
  const page = [entry('1800000000000000009'), entry('1800000000000000009'), entry('1800000000000000008')]
  expect(advance(PLACE, page)[0]).toMatchObject({ startTs: '1800000000000000009', numLogsToIgnore: 2 })
  expect(advance(PLACE, page.toReversed())[0]).toEqual(advance(PLACE, page)[0])
})

function asked(cursor: LogCursor | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(cursor?.page(10).path.split('?')[1]))
}

test('reading begins a little before the run was created', () => {
  expect(asked(logOf(RUN).begin(SNAPSHOT, START_MS)).startTs).toBe(`${START_MS - 600_000}000000`)
})

test.each([
  ['unknown', undefined],
  ['in some other unit', START_MS * 1000],
  ['not a time', -1],
  ['nothing', 0],
])('with a creation that is %s, reading begins a week ago', (_what, startedAtMs) => {
  const last: RunSnapshot = {
    phase: 'running',
    status: 'RUNNING',
    raw: {},
    ...(startedAtMs === undefined ? {} : { startedAtMs }),
  }
  expect(asked(logOf(RUN).begin(last, START_MS)).startTs).toBe(`${START_MS - 7 * 86_400_000}000000`)
})

test('nothing is asked before anything is known of the run', () => {
  expect(logOf(RUN).begin(undefined, START_MS)).toBeUndefined()
})

test('the run’s own deployment goes along', () => {
  const run = { ...RUN, target: { applicationId: 'app', deploymentId: 'given' } }
  expect(asked(logOf(run).begin(SNAPSHOT, START_MS)).deploymentId).toBe('given')
  expect(asked(logOf(run).begin({ ...SNAPSHOT, own: { deploymentId: 'own' } }, START_MS)).deploymentId).toBe('own')
  expect(asked(logOf(RUN).begin(SNAPSHOT, START_MS))).not.toHaveProperty('deploymentId')
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
  const page = logOf(RUN).begin(SNAPSHOT, START_MS)?.page(5)
  expect(() => page?.read(json)).toThrow(UnreadableAnswer)
})

test('of an entry only the time is required', () => {
  const page = logOf(RUN).begin(SNAPSHOT, START_MS)?.page(2)
  const time = `${START_MS}000000`
  const data = [{ time }, { time, log: 7, stream: null, containerName: null, more: {} }]
  expect(page?.read({ data })).toMatchObject({ lines: ['', ''], isFull: true })
})

test('a container’s name is a short word in one line, whatever it is', () => {
  const page = logOf(RUN).begin(SNAPSHOT, START_MS)?.page(5)
  const time = `${START_MS}000000`
  const data = [
    { time, log: 'a', containerName: 'side\ncar' },
    { time, log: 'b', containerName: 'x'.repeat(1_000_000) },
  ]
  const [first, second = ''] = page?.read({ data }).lines ?? []
  expect(first).toBe('[side car] a')
  expect(second).toMatch(/^\[x{10,200}…\] b$/)
})
