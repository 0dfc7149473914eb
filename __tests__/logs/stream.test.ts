import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { FaultRule } from '../../sandbox/control-plane/faults.ts'
import type { RunBehaviour, StreamEvent } from '../../sandbox/control-plane/types.ts'
import { Scene } from './scene.ts'

const ENDS_MS = 20_000

function telling(events: readonly StreamEvent[], endsMs = ENDS_MS, end = 'completed'): RunBehaviour {
  const timeline = [
    { afterMs: 0, status: 'pending' },
    { afterMs: 700, status: 'running' },
    { afterMs: endsMs, status: end },
  ]
  return { timeline, events }
}

const message = (afterMs: number, content: string): StreamEvent => ({ afterMs, event: 'message', payload: { content } })
const messages = (count: number, fromMs: number, everyMs: number) =>
  Array.from({ length: count }, (_, index) => message(fromMs + index * everyMs, `line ${index + 1}`))
const named = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`)

/** When hints came, in milliseconds. */
function hintsOf(scene: Scene): readonly number[] {
  const hints: number[] = []
  scene.follower.onHint(() => hints.push(scene.clock.nowMs()))
  return hints
}

test('messages are shown as they come, and a tool as one line at its start and one at its end', async () => {
  const scene = new Scene(
    'kubiya',
    telling([
      { afterMs: 1000, event: 'message_chunk', payload: { content: 'Looking ' } },
      { afterMs: 1500, event: 'message_chunk', payload: { content: 'around\nand' } },
      { afterMs: 2000, event: 'tool_started', payload: { tool_name: 'ls' } },
      { afterMs: 3000, event: 'tool_completed', payload: { tool_name: 'ls', tool_status: 'success' } },
    ]),
  )
  await scene.watch(1800)
  expect(scene.printed).toEqual(['Looking around'])
  await scene.watch(ENDS_MS)
  await scene.finish()
  expect(scene.printed).toEqual(['Looking around', 'and', 'Tool ls started', 'Tool ls ended: success'])
})

test('the end of the run is hinted at within a second, and so is each new status', async () => {
  const scene = new Scene('kubiya', telling([], 12_345))
  const hints = hintsOf(scene)
  await scene.watch(11_000)
  expect(hints.length).toBeLessThanOrEqual(2)
  await scene.watch(14_000)
  const last = hints.filter((ms) => ms > 11_000)
  expect(last[0]).toBeGreaterThanOrEqual(12_345)
  expect(last[0]).toBeLessThan(13_000)
  expect(scene.follower.isStreaming).toBe(false)
})

test('while a stream stands the follower says so, and once it is cut it hints that somebody has to look', async () => {
  const scene = new Scene('kubiya', telling([], 900_000))
  const hints = hintsOf(scene)
  expect(scene.follower.isStreaming).toBe(false)
  await scene.watch(269_000)
  expect(scene.follower.isStreaming).toBe(true)
  const before = hints.length
  await scene.watch(275_000)
  expect(hints.length).toBe(before + 1)
  expect(scene.follower.isStreaming).toBe(true)
})

test('the stream of a failed run tells its error once, and is opened once more at most', async () => {
  const scene = new Scene('kubiya', { ...telling(messages(2, 500, 400), 5000, 'failed'), error: 'no table' })
  await scene.watch(5400)
  expect(await scene.finish()).toBe(0)
  expect(scene.printed).toEqual([...named(2), 'Error: no table'])
  expect(scene.plane.requestsOf('stream')).toHaveLength(1)
  expect(scene.runner.warnings).toEqual([])
})

test('a stream that told the end of a run which goes on is opened once more, and then left', async () => {
  const scene = new Scene('kubiya', telling(messages(2, 500, 400), 5000))
  await scene.watch(60_000)
  await scene.finish()
  expect(scene.plane.requestsOf('stream')).toHaveLength(2)
  expect(scene.printed).toEqual(named(2))
})

test('the stream of an execution that does not exist is refused once, after half a minute', async () => {
  const scene = new Scene('kubiya', { ...telling([], 900_000), goneAfterMs: 0 })
  await scene.watch(90_000)
  expect(await scene.finish()).toBe(0)
  expect(scene.printed).toEqual([expect.stringContaining('404: Execution not found')])
  expect(scene.plane.requestsOf('stream').length).toBeLessThan(10)
  expect(scene.runner.warnings).toEqual([])
})

test('a run that somebody else ended leaves a stream that stands and says nothing: draining it takes two quiet looks', async () => {
  const scene = new Scene('kubiya', telling(messages(2, 500, 400), 5000, 'cancelled'))
  await scene.watch(9000)
  expect(scene.follower.isStreaming).toBe(true)
  expect(await scene.finish()).toBe(1000)
  expect(scene.printed).toEqual(named(2))
})

test('a stream that its server cuts every 270 s, and tells from the beginning again, tells no line twice and loses none', async () => {
  const scene = new Scene('kubiya', telling(messages(150, 500, 6101), 920_000))
  await scene.watch(920_000, 5000)
  await scene.finish()
  expect(scene.printed).toEqual(named(150))
  expect(scene.plane.requestsOf('stream')).toHaveLength(4)
})

test('a stream that its host cuts every 300 s goes on where it was, no line twice and none lost', async () => {
  const older = { kubiyaServer: 'older', streamCutMs: 300_000, streamNesting: 'data' } as const
  const scene = new Scene('kubiya', telling(messages(150, 500, 6101), 920_000), older)
  await scene.watch(920_000, 5000)
  await scene.finish()
  expect(scene.printed).toEqual(named(150))
  const resumed = scene.plane.requestsOf('stream').map(({ headers }) => headers['last-event-id'])
  expect(resumed).toHaveLength(4)
  expect(resumed[0]).toBeUndefined()
  expect(resumed[1]).toMatch(new RegExp(`^${scene.run.name}_\\d+_\\d+$`))
})

test('wherever the stream breaks, exactly the platform’s lines are shown, in order, once', async () => {
  const faults = fc.array(
    fc.record({
      nth: fc.integer({ min: 1, max: 6 }),
      fault: fc.constantFrom<FaultRule['fault']>(
        { kind: 'truncated' },
        { kind: 'resetBefore' },
        { kind: 'status', status: 503 },
        { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
      ),
    }),
    { maxLength: 4 },
  )
  const settings = fc.record({
    kubiyaServer: fc.constantFrom('own' as const, 'older' as const),
    streamCutMs: fc.integer({ min: 1500, max: 9000 }),
    streamNesting: fc.constantFrom('mixed' as const, 'data' as const, 'message' as const),
    keepaliveAs: fc.constantFrom('comment' as const, 'event' as const),
  })
  await fc.assert(
    fc.asyncProperty(faults, settings, fc.nat(200), async (broken, how, phaseMs) => {
      const rules = broken.map((rule) => ({ operation: 'stream' as const, ...rule }))
      const scene = new Scene('kubiya', telling(messages(60, 300 + phaseMs, 313)), { ...how, faults: rules })
      await scene.watch(ENDS_MS + 100)
      await scene.finish()
      expect(scene.printed).toEqual(named(60))
      expect(scene.runner.warnings).toEqual([])
    }),
    { numRuns: 25 },
  )
})

test('a server that forgets where the stream was, and begins anew, makes no line twice', async () => {
  const scene = new Scene('kubiya', telling(messages(40, 500, 400)), { kubiyaServer: 'older', streamCutMs: 3000 })
  const { handle } = scene.plane
  scene.plane.handle = (request) => {
    const { 'last-event-id': _forgotten, ...headers } = request.headers
    return handle.call(scene.plane, { ...request, headers })
  }
  await scene.watch(ENDS_MS)
  await scene.finish()
  expect(scene.printed).toEqual(named(40))
})

const REFUSALS: readonly (readonly [string, FaultRule['fault'], string])[] = [
  ['403', { kind: 'status', status: 403 }, 'HTTP 403'],
  ['a proxy’s 404 page', { kind: 'status', status: 400, body: 'html' }, 'HTTP 400'],
  ['a page in place of the stream', { kind: 'foreignBody', body: 'html' }, 'text/html'],
  ['a redirect elsewhere', { kind: 'redirect', location: 'https://elsewhere.example/' }, 'HTTP 302'],
]

test.each(REFUSALS)('where the stream is refused (%s) it is left alone, said once', async (_what, fault, reason) => {
  const scene = new Scene('kubiya', telling(messages(3, 500, 400)), { faults: [{ operation: 'stream', fault }] })
  const hints = hintsOf(scene)
  await scene.watch(60_000)
  expect(await scene.finish()).toBe(0)
  expect(scene.plane.requestsOf('stream')).toHaveLength(1)
  expect(scene.follower.isStreaming).toBe(false)
  expect(scene.runner.warnings).toEqual([])
  expect(scene.printed).toHaveLength(1)
  expect(scene.printed[0]).toContain(reason)
  expect(hints).toHaveLength(1)
})

test('an execution that is too new to be found is found a little later', async () => {
  const faults = [{ operation: 'stream' as const, nth: 1, times: 2, fault: { kind: 'status' as const, status: 404 } }]
  const scene = new Scene('kubiya', telling(messages(5, 500, 400)), { faults })
  await scene.watch(ENDS_MS)
  await scene.finish()
  expect(scene.printed).toEqual(named(5))
})

test('a stream that never works costs one warning and five seconds at the end, and is tried with patience', async () => {
  const faults = [{ operation: 'stream' as const, fault: { kind: 'status' as const, status: 502 } }]
  const scene = new Scene('kubiya', telling([], 400_000), { faults })
  await scene.watch(400_000)
  expect(scene.plane.requestsOf('stream').length).toBeLessThan(16)
  expect(await scene.finish()).toBe(5000)
  expect(scene.runner.warnings).toHaveLength(1)
  expect(scene.printed.filter((line) => line.includes(scene.handle.runUrl))).toHaveLength(1)
})

test('a stream that stands without a sign of life is dead: it is opened anew', async () => {
  const scene = new Scene('kubiya', telling([message(100_000, 'late')], 200_000), { keepaliveMs: 1e9 })
  await scene.watch(90_000)
  expect(scene.plane.requestsOf('stream').length).toBe(2)
  await scene.watch(200_000)
  await scene.finish()
  expect(scene.printed).toEqual(['late'])
})

test('when the stream has told its end, there is nothing to wait for', async () => {
  const scene = new Scene('kubiya', telling(messages(3, 500, 400)))
  await scene.watch(ENDS_MS + 1000)
  expect(await scene.finish()).toBe(0)
})

test('what the stream had not told when the run ended is waited for', async () => {
  const faults = [
    { operation: 'stream' as const, untilMs: ENDS_MS - 100, fault: { kind: 'status' as const, status: 502 } },
  ]
  const scene = new Scene('kubiya', telling(messages(3, 500, 400)), { faults })
  await scene.watch(ENDS_MS + 100)
  expect(await scene.finish()).toBeLessThan(1500)
  expect(scene.printed).toEqual(named(3))
})

test('closing ends the stream at once, and shows a message that was not complete', async () => {
  const chunk = { afterMs: 1000, event: 'message_chunk', payload: { content: 'half a' } }
  const scene = new Scene('kubiya', telling([chunk], 900_000))
  await scene.watch(3000)
  await scene.clock.run(scene.follower.close())
  expect(scene.clock.nowMs()).toBeLessThan(3010)
  expect(scene.printed).toEqual(['half a'])
  await scene.watch(30_000)
  expect(scene.plane.requestsOf('stream')).toHaveLength(1)
})

test('a cancel ends the wait for the end of the stream', async () => {
  const faults = [{ operation: 'stream' as const, fault: { kind: 'hang' as const } }]
  const scene = new Scene('kubiya', telling([]), { faults })
  await scene.watch(1000)
  scene.clock.at(1700, () => scene.runner.cancel())
  expect(await scene.finish()).toBe(700)
})

test('without `logs` the stream still hints at the end, and shows nothing', async () => {
  const scene = new Scene('kubiya', telling(messages(3, 500, 400), 5000), { shows: false })
  const hints = hintsOf(scene)
  await scene.watch(6000)
  await scene.finish()
  expect(hints.some((ms) => ms >= 5000 && ms < 6000)).toBe(true)
  expect(scene.printed).toEqual([])
  expect(scene.follower.lastLines).toEqual([])
})
