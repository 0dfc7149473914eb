import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../sandbox/control-plane/faults.ts'
import type { RunBehaviour } from '../../sandbox/control-plane/types.ts'
import { awaitEnd, terminate } from '../../src/core/terminate.ts'
import { bench } from '../support/bench.ts'
import { NEVER_ENDS, type PlatformId, timeline } from '../support/story.ts'

interface Scene {
  readonly platform?: PlatformId
  readonly behaviour?: RunBehaviour
  readonly faults?: readonly {
    readonly operation: 'terminate' | 'status' | 'app'
    readonly fault: Fault
    readonly times?: number
  }[]
  readonly untilMs?: number
  readonly stopAtMs?: number
}

async function end({ platform: id = 'truefoundry', behaviour, faults = [], untilMs = 20_000, stopAtMs }: Scene = {}) {
  const at = bench({ platform: id })
  const { name } = at.plane.addRun({
    jobId: id === 'truefoundry' ? 'app' : 'agent',
    createdAtMs: at.plane.now(),
    behaviour: behaviour ?? NEVER_ENDS[id],
  })
  for (const { times = 1000, ...rule } of faults) at.plane.addFault({ ...rule, nth: 1, times })
  if (stopAtMs !== undefined) at.clock.at(stopAtMs, () => at.runner.cancel())
  const run = at.platform.attach(at.target, name)
  const limit = { untilMs, signal: at.runner.stop }
  const termination = await at.clock.run(terminate(at.ports, run, undefined, limit))
  const [now] = at.plane.runs
  return { ...at, run, limit, termination, isRequested: now?.termination !== undefined }
}

const BAD_GATEWAY: Fault = { kind: 'status', status: 502, body: 'html' }

describe.each(['truefoundry', 'kubiya'] as const)('ending a run on %s', (platform) => {
  test('is asked for once when it is accepted', async () => {
    const { termination, isRequested, plane } = await end({ platform })
    expect([termination, isRequested]).toEqual([{ kind: 'accepted' }, true])
    expect(plane.requestsOf('terminate')).toHaveLength(1)
  })

  test('is asked for until it is accepted', async () => {
    const { termination } = await end({ platform, faults: [{ operation: 'terminate', fault: BAD_GATEWAY, times: 3 }] })
    expect(termination).toEqual({ kind: 'accepted' })
  })

  test('is done where the run has ended', async () => {
    const behaviour = timeline([0, platform === 'kubiya' ? 'completed' : 'FINISHED'])
    expect((await end({ platform, behaviour })).termination).toEqual({ kind: 'already_ended' })
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
    expect([termination.kind, clock.nowMs()]).toEqual(['failed', 1000])
  })
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
})

describe('after that', () => {
  test('the run is looked at until it has ended', async () => {
    const { ports, run, clock } = await end()
    const last = await clock.run(awaitEnd(ports, run, { untilMs: 30_000 }))
    expect(last?.status).toBe('TERMINATED')
  })

  test('or until the limit, and then what was last seen is known', async () => {
    const { ports, run, clock } = await end({ behaviour: { ...NEVER_ENDS.truefoundry, survivesTermination: true } })
    const last = await clock.run(awaitEnd(ports, run, { untilMs: 30_000 }))
    expect(last?.status).toBe('RUNNING')
    expect(clock.nowMs()).toBeLessThanOrEqual(30_000)
  })
})
