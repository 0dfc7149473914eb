import { expect, test } from '@jest/globals'
import type { FaultRule } from '../../sandbox/control-plane/faults.ts'
import type { LogLine, RunBehaviour } from '../../sandbox/control-plane/types.ts'
import { Scene } from './scene.ts'

const ENDS_MS = 20_000

function logging(logs: readonly LogLine[], more: Partial<RunBehaviour> = {}): RunBehaviour {
  const timeline = [
    { afterMs: 0, status: 'RUNNING' },
    { afterMs: ENDS_MS, status: 'FINISHED' },
  ]
  return { timeline, logs, ...more }
}

function count(from: number, to: number, afterMs: number, everyMs = 0): readonly LogLine[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    afterMs: afterMs + index * everyMs,
    log: `line ${from + index}`,
  }))
}

const named = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`)

test('the log is shown while the run goes, in order, each line once', async () => {
  const scene = new Scene('truefoundry', logging(count(1, 40, 300, 450)))
  await scene.watch(5000)
  expect(scene.printed).toEqual(named(1, 9))
  await scene.watch(ENDS_MS)
  await scene.finish()
  expect(scene.printed).toEqual(named(1, 40))
})

test('what is read again is what may still be followed by something earlier; soon that is nothing', async () => {
  const scene = new Scene('truefoundry', logging([...count(1, 3, 1000), { afterMs: 1000, nanos: 7, log: 'x' }]))
  await scene.watch(6000)
  const early = scene.plane.requestsOf('logs').at(-1)?.path
  expect(new URLSearchParams(early?.split('?')[1]).get('startTs')).toBe(`${scene.run.createdAtMs - 600_000}000000`)
  await scene.watch(12_000)
  const [first, ...later] = scene.plane.requestsOf('logs').map(({ path }) => new URLSearchParams(path.split('?')[1]))
  const { createdAtMs, name } = scene.run
  expect(Object.fromEntries(first ?? [])).toEqual({
    applicationId: 'app',
    deploymentId: 'dep-2',
    jobRunName: name,
    startTs: `${createdAtMs - 600_000}000000`,
    numLogsToIgnore: '0',
    direction: 'asc',
    limit: '5000',
  })
  expect(later.at(-1)?.get('startTs')).toBe(`${createdAtMs + 1000}000007`)
  expect(later.at(-1)?.get('numLogsToIgnore')).toBe('1')
})

test('while waiting, a look reads one page; at the end, full pages follow one another without a pause', async () => {
  const scene = new Scene('truefoundry', logging(count(1, 22_000, 1000)))
  await scene.watch(1100, 1100)
  await scene.watch(2300, 1200)
  expect(scene.plane.requestsOf('logs')).toHaveLength(2)
  expect(scene.printed).toHaveLength(5000)
  const tookMs = await scene.finish()
  expect(scene.printed).toEqual(named(1, 22_000))
  expect(tookMs).toBeLessThan(1500)
})

test('pages full of lines of one time are no obstacle', async () => {
  const scene = new Scene('truefoundry', logging([...count(1, 15_000, 1000), ...count(15_001, 15_010, 1001)]))
  await scene.watch(ENDS_MS)
  await scene.finish()
  expect(scene.printed).toEqual(named(1, 15_010))
})

test('lines name their container once there are several, and standard error is told from standard output', async () => {
  const scene = new Scene(
    'truefoundry',
    logging([
      { afterMs: 1000, log: 'alone' },
      { afterMs: 1001, log: 'oops', stream: 'stderr' },
      { afterMs: 4000, log: 'first\r\nsecond\n', containerName: 'sidecar' },
      { afterMs: 5000, log: '', stream: 'stderr' },
    ]),
  )
  await scene.watch(ENDS_MS)
  await scene.finish()
  expect(scene.printed).toEqual(['alone', '[stderr] oops', '[sidecar] first', '[sidecar] second', ''])
})

test('of a line that was redrawn the last state is shown', async () => {
  const logs = [
    { afterMs: 1000, log: '\r  0%\r 50%\r100%\n' },
    { afterMs: 1001, log: '10%\r90%\r\u001b[K', stream: 'stderr' as const },
    { afterMs: 1003, log: 'from a terminal\r' },
  ]
  const scene = new Scene('truefoundry', logging(logs))
  await scene.watch(ENDS_MS)
  await scene.finish()
  expect(scene.printed).toEqual(['100%', '[stderr] 90%', 'from a terminal'])
})

test('lines that arrive after the run ended are shown, until two looks half a second apart find nothing', async () => {
  const logs = [
    { afterMs: 100, log: 'line 1' },
    { afterMs: 200, log: 'line 2', lagMs: ENDS_MS + 200 },
    { afterMs: 300, log: 'line 3', lagMs: ENDS_MS + 600 },
    { afterMs: 400, log: 'line 4', lagMs: ENDS_MS + 3000 },
  ]
  const scene = new Scene('truefoundry', logging(logs))
  await scene.watch(ENDS_MS)
  const tookMs = await scene.finish()
  expect(scene.printed).toEqual(named(1, 3))
  expect(tookMs).toBeGreaterThanOrEqual(2000)
  expect(tookMs).toBeLessThan(2200)
})

test('of thousands of lines that may still be followed by earlier ones, a look reads on to what is new', async () => {
  const late = { afterMs: 1200, lagMs: 4500, log: 'late' }
  const scene = new Scene(
    'truefoundry',
    logging([...count(1, 12_000, 1000), late, ...count(12_001, 12_040, 1500, 200)]),
  )
  await scene.watch(ENDS_MS)
  const tookMs = await scene.finish()
  expect(scene.printed.filter((line) => line !== 'late')).toEqual(named(1, 12_040))
  expect(scene.printed.indexOf('late')).toBeGreaterThan(12_010)
  expect(tookMs).toBeLessThan(1300)
})

test('a log that does not come to an end is read for five seconds, and one line says where the rest is', async () => {
  const logs = Array.from({ length: 40 }, (_, index) => ({
    afterMs: 1000 + index,
    lagMs: ENDS_MS - 1000 + index * 300,
    log: `line ${index + 1}`,
  }))
  const scene = new Scene('truefoundry', logging(logs))
  await scene.watch(ENDS_MS)
  expect(await scene.finish()).toBeLessThanOrEqual(5000)
  const told = scene.printed.filter((line) => !line.startsWith('line '))
  expect(told).toHaveLength(1)
  expect(told[0]).toContain(scene.handle.runUrl)
  expect(scene.printed.length).toBeGreaterThan(12)
})

test('the last look is not blamed for an answer that would have needed more than the time that was left', async () => {
  const logs = Array.from({ length: 40 }, (_, index) => ({
    afterMs: 1000 + index,
    lagMs: ENDS_MS - 1000 + index * 300,
    log: `line ${index + 1}`,
  }))
  const faults = [{ operation: 'logs' as const, afterMs: ENDS_MS + 4200, fault: { kind: 'hang' as const } }]
  const scene = new Scene('truefoundry', logging(logs), { faults })
  await scene.watch(ENDS_MS)
  await scene.finish()
  expect(scene.runner.warnings).toEqual([])
  expect(scene.printed.at(-1)).toContain('may not be complete')
})

test('with nothing in it, a log is drained in half a second', async () => {
  const scene = new Scene('truefoundry', logging([]))
  await scene.watch(ENDS_MS)
  expect(await scene.finish()).toBeLessThan(650)
  expect(scene.printed).toEqual([])
})

const BROKEN: readonly (readonly [string, FaultRule['fault']])[] = [
  ['answers 500', { kind: 'status', status: 500 }],
  ['answers 403', { kind: 'status', status: 403 }],
  ['answers a page of a proxy', { kind: 'foreignBody', body: 'html' }],
  ['answers other JSON', { kind: 'foreignBody', body: 'notJson' }],
  ['hangs', { kind: 'hang' }],
  ['resets', { kind: 'resetBefore' }],
  ['is too large', { kind: 'oversized' }],
]

test.each(BROKEN)('a log that %s costs one warning and a few seconds, and nothing else', async (_name, fault) => {
  const scene = new Scene('truefoundry', logging(count(1, 3, 1000)), { faults: [{ operation: 'logs', fault }] })
  await scene.watch(150_000)
  expect(await scene.finish()).toBeLessThanOrEqual(5000)
  expect(scene.runner.warnings).toHaveLength(1)
  expect(scene.runner.warnings[0]).toContain('does not touch the verdict')
  expect(scene.plane.requestsOf('logs').length).toBeLessThan(20)
})

test('of a log that is refused the reason is told, and no other', async () => {
  const faults = [{ operation: 'logs' as const, fault: { kind: 'status' as const, status: 403 } }]
  const scene = new Scene('truefoundry', logging(count(1, 3, 1000)), { faults })
  await scene.watch(5000)
  await scene.finish()
  expect(scene.runner.warnings).toEqual([expect.stringContaining('HTTP 403')])
  expect(scene.runner.log.join()).not.toContain('in time')
})

test('pages that are too large are asked for in smaller parts, so that lines of a megabyte come through', async () => {
  const logs = Array.from({ length: 12 }, (_, index) => ({
    afterMs: 1000,
    log: `${index} `.padEnd(1_000_000, 'abcdefg '),
  }))
  const scene = new Scene('truefoundry', logging(logs))
  await scene.watch(ENDS_MS)
  await scene.finish()
  expect(scene.printed.join('')).toBe(logs.map(({ log }) => log).join(''))
  expect(scene.runner.warnings).toEqual([])
})

test('a log that fails for a while is caught up with, and nothing is said of it', async () => {
  const faults = [{ operation: 'logs' as const, untilMs: 9000, fault: { kind: 'status' as const, status: 502 } }]
  const scene = new Scene('truefoundry', logging(count(1, 40, 300, 400)), { faults })
  await scene.watch(ENDS_MS)
  await scene.finish()
  expect(scene.printed).toEqual(named(1, 40))
  expect(scene.runner.warnings).toEqual([])
})

test('an answer that is lost on its way costs no line and doubles none', async () => {
  const faults = [2, 3, 5, 8].map((nth) => ({ operation: 'logs' as const, nth, fault: { kind: 'truncated' as const } }))
  const scene = new Scene('truefoundry', logging(count(1, 100, 300, 150)), { faults })
  await scene.watch(ENDS_MS)
  await scene.finish()
  expect(scene.printed).toEqual(named(1, 100))
})

test('a look that hangs when the run ends does not use up the time for reading the rest', async () => {
  const faults = [{ operation: 'logs' as const, nth: 1, times: 1, fault: { kind: 'hang' as const } }]
  const scene = new Scene('truefoundry', logging(count(1, 3, 1000)), { faults })
  await scene.watch(5000)
  expect(await scene.finish()).toBeLessThan(2500)
  expect(scene.printed).toEqual(named(1, 3))
})

test('a page asked for too soon is not: the platform says how long it wants to be left alone', async () => {
  const fault = { kind: 'status' as const, status: 429, headers: { 'retry-after': '8' } }
  const scene = new Scene('truefoundry', logging([]), { faults: [{ operation: 'logs', nth: 1, fault }] })
  await scene.watch(8000, 500)
  expect(scene.plane.requestsOf('logs')).toHaveLength(1)
  await scene.watch(9500, 500)
  expect(scene.plane.requestsOf('logs').length).toBeGreaterThan(1)
})

test('a cancel ends the draining at once', async () => {
  const faults = [{ operation: 'logs' as const, fault: { kind: 'hang' as const } }]
  const scene = new Scene('truefoundry', logging([]), { faults })
  scene.clock.at(700, () => scene.runner.cancel())
  expect(await scene.finish()).toBe(700)
  expect(scene.printed).toEqual([])
})

test('without `logs` nothing is asked', async () => {
  const scene = new Scene('truefoundry', logging(count(1, 3, 100)), { shows: false })
  await scene.watch(5000)
  await scene.finish()
  expect(scene.plane.requestsOf('logs')).toHaveLength(0)
})

test('the last fifty lines are kept for the summary, each of at most 1,000 characters and without secrets', async () => {
  const long = `${'x'.repeat(995)}hush-hush${'y'.repeat(100)}`
  const scene = new Scene('truefoundry', logging([...count(1, 80, 1000), { afterMs: 2000, log: long }]))
  await scene.watch(ENDS_MS)
  await scene.finish()
  const { lastLines } = scene.follower
  expect(lastLines).toHaveLength(50)
  expect(lastLines.slice(0, 49)).toEqual(named(32, 80))
  expect(lastLines[49]).toBe(`${'x'.repeat(995)}***y…`)
})
