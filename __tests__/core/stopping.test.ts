import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../sandbox/control-plane/faults.ts'
import { isSettled, stopRun } from '../../src/core/stopping.ts'
import { attemptOf, bench } from '../support/bench.ts'
import { NEVER_ENDS } from '../support/story.ts'

const ALIAS = 'nightly-abc123'
const HANG: Fault = { kind: 'hang' }

function scene() {
  const at = bench()
  const attempt = attemptOf(at)
  const addOurs = (afterMs = 0) =>
    at.plane.addRun({
      jobId: 'app',
      createdAtMs: at.plane.now() + afterMs,
      alias: ALIAS,
      behaviour: NEVER_ENDS.truefoundry,
    })
  const stop = (known: Parameters<typeof stopRun>[2], onCancel: 'leave' | 'terminate' = 'terminate') =>
    at.clock.run(stopRun(at.ports, { onCancel, stoppedAtMs: at.clock.nowMs() }, known))
  return { ...at, attempt, addOurs, stop }
}

describe('when the runner tells the step to stop', () => {
  test('nothing is done where nothing was sent', async () => {
    const { stop, plane } = scene()
    const ending = await stop({})
    expect(ending.outcome).toMatchObject({ kind: 'cancelled', trigger: 'not_sent' })
    expect([isSettled(ending), plane.requests]).toEqual([true, []])
  })

  test('a known run is terminated, and what it is then is known', async () => {
    const { stop, addOurs, platform, target } = scene()
    const ending = await stop({ run: platform.attach(target, addOurs().name) })
    expect(ending).toMatchObject({
      outcome: { termination: { kind: 'accepted' }, last: { status: 'TERMINATION_REQUESTED' } },
    })
    expect(ending.twins).toBeUndefined()
    expect(isSettled(ending)).toBe(true)
  })

  test('a known run is left where that is wanted, and what it is then is known', async () => {
    const { stop, addOurs, platform, target, plane } = scene()
    const ending = await stop({ run: platform.attach(target, addOurs().name) }, 'leave')
    expect(ending.outcome).toMatchObject({ termination: { kind: 'not_requested' }, last: { status: 'CREATED' } })
    expect(plane.requestsOf('terminate')).toEqual([])
    expect(isSettled(ending)).toBe(true)
  })

  test('the run of a doubtful trigger is looked for, and terminated when it shows up', async () => {
    const { stop, addOurs, attempt } = scene()
    addOurs(2500)
    const ending = await stop({ inDoubt: attempt })
    expect(ending.outcome).toMatchObject({ trigger: 'settled', termination: { kind: 'accepted' } })
  })

  test('one that does not show up in time is left to post', async () => {
    const { stop, attempt, clock } = scene()
    const ending = await stop({ inDoubt: attempt })
    expect(ending.outcome).toMatchObject({ trigger: 'in_doubt' })
    expect(isSettled(ending)).toBe(false)
    expect(clock.nowMs()).toBeLessThanOrEqual(6000)
  })

  test.each(['any', 'terminate', 'status'] as const)(
    'a platform that hangs (%s) keeps nobody longer than six seconds',
    async (operation) => {
      const { stop, addOurs, platform, target, plane, clock } = scene()
      const run = platform.attach(target, addOurs().name)
      plane.addFault({ operation, fault: HANG })
      const ending = await stop({ run })
      expect(clock.nowMs()).toBeLessThanOrEqual(6000)
      expect(isSettled(ending)).toBe(operation === 'status')
    },
  )

  test('a second run is looked for only where the trigger was in doubt', async () => {
    const { stop, addOurs, platform, target, attempt, plane } = scene()
    const [first, second] = [addOurs(), addOurs()]
    const run = platform.attach(target, first.name)
    expect((await stop({ run })).twins).toBeUndefined()
    expect(plane.runs[1]?.termination).toBeUndefined()
    const ending = await stop({ run, inDoubt: attempt })
    expect(ending.twins).toMatchObject({ twins: [{ run: { runId: second.name } }], looked: true })
    expect(plane.runs[1]?.termination).toBeDefined()
  })
})
