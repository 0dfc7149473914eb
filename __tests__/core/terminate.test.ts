import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../sandbox/control-plane/faults.ts'
import { PLATFORMS, REPERTOIRES } from '../../sandbox/control-plane/repertoire.ts'
import type { Operation, Platform, RunBehaviour } from '../../sandbox/control-plane/types.ts'
import { awaitEnd, terminate } from '../../src/core/terminate.ts'
import { bench } from '../support/bench.ts'
import { NEVER_ENDS, timeline } from '../support/story.ts'

interface Scene {
  readonly platform?: Platform
  readonly behaviour?: RunBehaviour
  readonly faults?: readonly {
    readonly operation: Operation
    readonly fault: Fault
    readonly nth?: number
    readonly times?: number
  }[]
  readonly untilMs?: number
  readonly stopAtMs?: number
}

async function end({ platform: id = 'truefoundry', behaviour, faults = [], untilMs = 20_000, stopAtMs }: Scene = {}) {
  const at = bench({ platform: id })
  const { name } = at.plane.addRun({
    jobId: at.jobId,
    createdAtMs: at.plane.now(),
    behaviour: behaviour ?? NEVER_ENDS[id],
  })
  for (const rule of faults) at.plane.addFault({ nth: 1, times: 1000, ...rule })
  if (stopAtMs !== undefined) at.clock.at(stopAtMs, () => at.runner.cancel())
  const run = at.platform.attach(at.target, name)
  const limit = { untilMs, signal: at.runner.stop }
  const seen: unknown[] = []
  const termination = await at.clock.run(terminate(at.ports, run, undefined, limit, (each) => seen.push(each)))
  const [now] = at.plane.runs
  return { ...at, run, limit, termination, seen, isRequested: now?.termination !== undefined }
}

/** Milliseconds from the start at which the platform was asked for something. */
function timesOf({ plane, clock }: Pick<ReturnType<typeof bench>, 'plane' | 'clock'>, operation: Operation) {
  const startMs = plane.now() - clock.nowMs()
  return plane.requestsOf(operation).map(({ atMs }) => atMs - startMs)
}

const BAD_GATEWAY: Fault = { kind: 'status', status: 502, body: 'html' }

describe.each(PLATFORMS)('ending a run on %s', (platform) => {
  test('is asked for once when it is accepted', async () => {
    const { termination, isRequested, plane } = await end({ platform })
    expect([termination, isRequested]).toEqual([{ kind: 'accepted' }, true])
    expect(plane.requestsOf('terminate')).toHaveLength(1)
  })

  test('is asked for until it is accepted', async () => {
    const { termination } = await end({ platform, faults: [{ operation: 'terminate', fault: BAD_GATEWAY, times: 3 }] })
    expect(termination).toEqual({ kind: 'accepted' })
  })

  test.each(Object.values(REPERTOIRES[platform].ends))('is done where the run has ended: %s', async (status) => {
    const { termination, plane } = await end({ platform, behaviour: timeline([0, status]) })
    expect(termination).toEqual({ kind: 'already_ended' })
    expect(plane.requestsOf('terminate')).toHaveLength(1)
  })

  test('is given up after three denials', async () => {
    const { termination, plane } = await end({
      platform,
      faults: [{ operation: 'terminate', fault: { kind: 'status', status: 403 } }],
    })
    expect(termination).toMatchObject({ kind: 'failed', reason: expect.stringContaining('HTTP 403') })
    expect(plane.requestsOf('terminate')).toHaveLength(3)
  })

  test.each([BAD_GATEWAY, { kind: 'hang' }] satisfies Fault[])('is given up at the limit: %j', async (fault) => {
    for (const operation of ['terminate', 'status'] as const) {
      const faults = [
        { operation: 'terminate' as const, fault: BAD_GATEWAY },
        { operation, fault },
      ]
      const { termination, clock } = await end({ platform, faults })
      expect(termination.kind).toBe('failed')
      expect(clock.nowMs()).toBeLessThanOrEqual(20_000)
    }
  })

  test('is given up at once when the runner tells the step to stop', async () => {
    const { termination, clock } = await end({
      platform,
      faults: [{ operation: 'terminate', fault: { kind: 'hang' } }],
      stopAtMs: 1000,
    })
    expect(termination).toEqual({ kind: 'failed', reason: 'stopped' })
    expect(clock.nowMs()).toBe(1000)
  })
})

describe('ending a run that the platform does not want to end', () => {
  const refused: Fault = { kind: 'status', status: 403 }
  const faults = (fault: Fault) => [{ operation: 'terminate' as const, fault }]

  test('is asked for ever more rarely, up to the limit', async () => {
    const scene = await end({ platform: 'kubiya', faults: faults(BAD_GATEWAY) })
    expect(timesOf(scene, 'terminate')).toEqual([0, 540, 1580, 3620, 7660, 11_700, 15_740, 19_780])
    expect(scene.termination).toMatchObject({ kind: 'failed', reason: expect.stringContaining('502') })
  })

  test('spends three seconds at first on a request, then more, and looks no more once the limit has come', async () => {
    const scene = await end({ platform: 'kubiya', faults: faults({ kind: 'hang' }) })
    expect(timesOf(scene, 'terminate')).toEqual([0, 3520, 10_540])
    expect([scene.clock.nowMs(), timesOf(scene, 'status').length]).toEqual([20_000, 2])
  })

  test('is done where the answer was lost and the run is seen to be ending', async () => {
    const { termination, plane } = await end({ faults: faults({ kind: 'resetAfter' }) })
    expect(termination).toEqual({ kind: 'accepted' })
    expect(plane.requestsOf('terminate')).toHaveLength(1)
  })

  test('is not tried again where that would begin just at the limit', async () => {
    const scene = await end({ platform: 'kubiya', faults: faults(BAD_GATEWAY), untilMs: 540 })
    expect([timesOf(scene, 'terminate'), scene.clock.nowMs()]).toEqual([[0], 40])
  })

  test('is given up after three denials in a row, not after three in all', async () => {
    const { termination } = await end({
      platform: 'kubiya',
      faults: [
        { operation: 'terminate', nth: 1, times: 2, fault: refused },
        { operation: 'terminate', nth: 3, times: 1, fault: BAD_GATEWAY },
        { operation: 'terminate', nth: 4, times: 2, fault: refused },
      ],
    })
    expect(termination).toEqual({ kind: 'accepted' })
  })
})

test('what was seen of the run meanwhile is handed on, and a look that failed is not', async () => {
  const faults = [
    { operation: 'terminate', fault: BAD_GATEWAY, times: 2 },
    { operation: 'status', fault: BAD_GATEWAY, times: 1 },
  ] as const
  const { seen } = await end({ faults })
  expect(seen).toEqual([expect.objectContaining({ status: 'CREATED' })])
})

describe('ending a run that is paused', () => {
  const paused = { platform: 'kubiya', behaviour: timeline([0, 'paused']) } as const

  test('says so where it was let go on and there was no time left to end it', async () => {
    const { termination, plane } = await end({ ...paused, untilMs: 1100 })
    expect(termination).toEqual({ kind: 'failed', reason: 'its status did not allow it' })
    expect(plane.requestsOf('resume')).toHaveLength(1)
  })

  test('says why it could not be let go on', async () => {
    const { termination } = await end({ ...paused, faults: [{ operation: 'resume', fault: BAD_GATEWAY }] })
    expect(termination).toMatchObject({ kind: 'failed', reason: expect.stringContaining('HTTP 502') })
  })
})

test('a run that is being ended is not asked about again, whatever the answer was', async () => {
  const fault: Fault = { kind: 'foreignBody', body: 'empty', effect: true }
  const { termination, plane } = await end({ faults: [{ operation: 'terminate', fault }] })
  expect(termination).toEqual({ kind: 'accepted' })
  expect(plane.requestsOf('terminate')).toHaveLength(1)
})

describe('ending a run whose deployment is not known', () => {
  test('looks it up', async () => {
    const { plane, termination } = await end()
    expect(plane.requests.map(({ operation }) => operation)).toEqual(['app', 'terminate'])
    expect(termination.kind).toBe('accepted')
  })

  test('takes it from the run where the application can’t be read', async () => {
    const { termination, isRequested } = await end({
      faults: [{ operation: 'app', fault: { kind: 'status', status: 403 } }],
    })
    expect([termination.kind, isRequested]).toEqual(['accepted', true])
  })

  test('remembers it from a look before the last one', async () => {
    const { plane, termination } = await end({
      faults: [
        { operation: 'app', fault: { kind: 'status', status: 403 } },
        { operation: 'terminate', fault: BAD_GATEWAY, times: 2 },
        { operation: 'status', nth: 2, fault: BAD_GATEWAY, times: 1 },
      ],
    })
    expect(termination.kind).toBe('accepted')
    expect(plane.requestsOf('app')).toHaveLength(1)
  })
})

describe('after that', () => {
  test('the run is looked at until it has ended', async () => {
    const { ports, run, clock } = await end()
    const last = await clock.run(awaitEnd(ports, run, { untilMs: 30_000 }))
    expect(last?.status).toBe('TERMINATED')
    expect(clock.nowMs()).toBeLessThan(5000)
  })

  test('whoever listens is told what is seen, and of a look that failed nothing', async () => {
    const { ports, run, clock, plane } = await end()
    plane.addFault({ operation: 'status', nth: 1, times: 1, fault: BAD_GATEWAY })
    const seen: unknown[] = []
    await clock.run(awaitEnd(ports, run, { untilMs: 30_000 }, (each) => seen.push(each)))
    expect(seen).not.toContain(undefined)
    expect(seen.at(-1)).toMatchObject({ status: 'TERMINATED' })
  })

  test('at gaps that grow to four seconds, and never beyond the limit', async () => {
    const survivor = { ...NEVER_ENDS.kubiya, survivesTermination: true }
    const scene = await end({ platform: 'kubiya', behaviour: survivor })
    const { ports, run, clock } = scene
    expect(clock.nowMs()).toBe(20)
    await clock.run(awaitEnd(ports, run, { untilMs: 15_640 }))
    expect(timesOf(scene, 'status')).toEqual([20, 540, 1560, 3580, 7600, 11_620])
    expect(clock.nowMs()).toBe(11_640)
  })

  test('or until the runner tells the step to stop', async () => {
    const { ports, run, clock, runner, plane } = await end({ platform: 'kubiya' })
    clock.at(10_000, () => runner.cancel())
    plane.addFault({ operation: 'status', fault: { kind: 'hang' } })
    expect(await clock.run(awaitEnd(ports, run, { untilMs: 30_000, signal: runner.stop }))).toBeUndefined()
    expect(clock.nowMs()).toBe(10_000)
    expect(await clock.run(awaitEnd(ports, run, { untilMs: 30_000, signal: runner.stop }))).toBeUndefined()
    expect(clock.nowMs()).toBe(10_000)
  })

  test('or until the limit, and then what was last seen is known', async () => {
    const { ports, run, clock } = await end({ behaviour: { ...NEVER_ENDS.truefoundry, survivesTermination: true } })
    const last = await clock.run(awaitEnd(ports, run, { untilMs: 30_000 }))
    expect(last?.status).toBe('RUNNING')
    expect(clock.nowMs()).toBeLessThanOrEqual(30_000)
  })
})
