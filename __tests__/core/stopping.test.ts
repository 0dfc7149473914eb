import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../sandbox/control-plane/faults.ts'
import type { ControlPlaneConfig } from '../../sandbox/control-plane/simulator.ts'
import type { RunBehaviour } from '../../sandbox/control-plane/types.ts'
import type { RunSnapshot } from '../../src/core/model.ts'
import { NO_BASELINE } from '../../src/core/search/baseline.ts'
import { createRunSearch } from '../../src/core/search/run-search.ts'
import { isSettled, stopRun } from '../../src/core/stopping.ts'
import { trueFoundry } from '../../src/platforms/truefoundry/index.ts'
import { attemptOf, bench } from '../support/bench.ts'
import { NEVER_ENDS, timeline } from '../support/story.ts'

const ALIAS = 'nightly-abc123'
const HANG: Fault = { kind: 'hang' }

function scene(behaviour: RunBehaviour = NEVER_ENDS.truefoundry, plane: Partial<ControlPlaneConfig> = {}) {
  const at = bench({ plane })
  const searchAfter = (sends: number) => createRunSearch(at.ports, attemptOf(at, NO_BASELINE, sends))
  const runSearch = searchAfter(1)
  const addOurs = (afterMs = 0) =>
    at.plane.addRun({
      jobId: 'app',
      createdAtMs: at.plane.now() + afterMs,
      alias: ALIAS,
      behaviour,
    })
  const stop = (known: Parameters<typeof stopRun>[2], onCancel: 'leave' | 'terminate' = 'terminate') =>
    at.clock.run(stopRun(at.ports, { onCancel, stoppedAtMs: at.clock.nowMs() }, known))
  return { ...at, runSearch, searchAfter, addOurs, stop }
}

describe('when the runner tells the step to stop', () => {
  test('nothing is done where nothing was sent', async () => {
    const { stop, plane } = scene()
    const ending = await stop({})
    expect(ending).toEqual({
      outcome: { kind: 'cancelled', trigger: 'not_sent', termination: { kind: 'not_requested' } },
    })
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
    const { stop, addOurs, runSearch } = scene()
    addOurs(2500)
    const ending = await stop({ inDoubt: runSearch })
    expect(ending.outcome).toMatchObject({ trigger: 'settled', termination: { kind: 'accepted' } })
  })

  test('one that does not show up in time is left to post', async () => {
    const { stop, runSearch, clock } = scene()
    const ending = await stop({ inDoubt: runSearch })
    expect(ending.outcome).toMatchObject({ trigger: 'in_doubt' })
    expect(isSettled(ending)).toBe(false)
    expect(clock.nowMs()).toBeLessThanOrEqual(6000)
  })

  test('it is looked for every half second, as long as there is time left to terminate it', async () => {
    const { stop, runSearch, clock, plane } = scene()
    const startMs = plane.now()
    await stop({ inDoubt: runSearch })
    const looks = plane.requestsOf('list').map(({ atMs }) => atMs - startMs)
    expect(looks).toEqual([0, 540, 1080, 1620, 2160, 2700, 3240, 3780])
    expect(clock.nowMs()).toBe(4320)
  })

  test('a look for it that hangs ends while there is time left to terminate it', async () => {
    const { stop, runSearch, clock, plane } = scene()
    plane.addFault({ operation: 'list', fault: HANG })
    await stop({ inDoubt: runSearch })
    expect(clock.nowMs()).toBe(4700)
  })

  test('the last look takes a second at most, and what was known before it stays known', async () => {
    const { stop, addOurs, platform, target, plane, clock } = scene()
    const last: RunSnapshot = { phase: 'running', status: 'RUNNING', own: { deploymentId: 'dep-2' }, raw: {} }
    plane.addFault({ operation: 'status', fault: HANG })
    const { outcome } = await stop({ run: platform.attach(target, addOurs().name), last })
    expect(outcome).toMatchObject({ last, termination: { kind: 'accepted' } })
    expect(clock.nowMs()).toBe(1020)
  })

  test('a run that can’t be terminated but ends meanwhile needs no more of it', async () => {
    const { stop, addOurs, platform, target, plane, clock } = scene(timeline([0, 'RUNNING'], [1630, 'FINISHED']))
    plane.addFault({ operation: 'terminate', fault: { kind: 'status', status: 403 } })
    const ending = await stop({ run: platform.attach(target, addOurs().name) })
    expect(plane.requestsOf('terminate')).toHaveLength(3)
    expect(ending.outcome).toMatchObject({ termination: { kind: 'already_ended' }, last: { status: 'FINISHED' } })
    expect([isSettled(ending), clock.nowMs()]).toEqual([true, 1660])
  })

  test('a run that has ended once its termination was accepted was terminated', async () => {
    const { stop, addOurs, platform, target } = scene(undefined, { terminatingAfterMs: 0, terminatedAfterMs: 0 })
    const { outcome } = await stop({ run: platform.attach(target, addOurs().name) })
    expect(outcome).toMatchObject({ termination: { kind: 'accepted' }, last: { status: 'TERMINATED' } })
  })

  test('nothing is claimed of a run that could not be looked at', async () => {
    const { stop, addOurs, platform, target, plane } = scene()
    plane.addFault({ operation: 'status', fault: HANG })
    const ending = await stop({ run: platform.attach(target, addOurs().name) }, 'leave')
    expect(Object.keys(ending)).toEqual(['outcome'])
    expect(Object.keys(ending.outcome)).not.toContain('last')
  })

  test('the run of a doubtful trigger can’t be looked for where the application is not known', async () => {
    const at = scene()
    const { ports, clock } = at
    const platform = trueFoundry.create('https://x.example.com', { target: { deploymentId: 'd' }, payload: {} })
    const policy = { onCancel: 'terminate', stoppedAtMs: 0 } as const
    const inDoubt = createRunSearch({ ...ports, platform }, attemptOf(at))
    const ending = await clock.run(stopRun({ ...ports, platform }, policy, { inDoubt }))
    expect([ending.outcome.trigger, isSettled(ending), clock.nowMs()]).toEqual(['in_doubt', false, 0])
  })

  test('one that can’t be terminated and goes on is left to post, and so is a second one', async () => {
    const { stop, addOurs, platform, target, plane, runSearch } = scene()
    const run = platform.attach(target, addOurs().name)
    addOurs()
    plane.addFault({ operation: 'terminate', nth: 2, times: 99, fault: { kind: 'status', status: 403 } })
    const ending = await stop({ run, inDoubt: runSearch })
    expect(ending).toMatchObject({ outcome: { termination: { kind: 'accepted' } }, twins: { looked: true } })
    expect(isSettled(ending)).toBe(false)
    const { stop: stopAgain, plane: other, addOurs: add } = scene()
    other.addFault({ operation: 'terminate', fault: { kind: 'status', status: 403 } })
    const alone = await stopAgain({ run: platform.attach(target, add().name) })
    expect(alone.outcome.termination.kind).toBe('failed')
    expect(isSettled(alone)).toBe(false)
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

  describe('while the job of a run that was given is looked up', () => {
    /** The run is known by its name and by the job's full name alone. */
    async function stopGiven(onCancel: 'leave' | 'terminate', fault?: Fault) {
      const at = scene()
      const { name } = at.addOurs()
      const platform = trueFoundry.create('https://platform.example.com', {
        target: { applicationFqn: 'cluster:workspace:etl' },
        payload: {},
      })
      if (fault !== undefined) at.plane.addFault({ operation: 'fqn', times: 99, fault })
      const run = platform.attach(platform.target, name)
      const told: unknown[] = []
      const ports = { ...at.ports, platform }
      const policy = { onCancel, stoppedAtMs: at.clock.nowMs() }
      const known = { run, isUnresolved: true }
      const ending = await at.clock.run(stopRun(ports, policy, known, (each) => told.push(each.target)))
      return { ...ending, plane: at.plane, told, endMs: at.clock.nowMs() }
    }

    test('it is looked up to its end and terminated, and what addresses it is told', async () => {
      const { outcome, told, plane } = await stopGiven('terminate')
      expect(outcome).toMatchObject({ termination: { kind: 'accepted' }, run: { target: { applicationId: 'app' } } })
      expect(told).toEqual([expect.not.objectContaining({ applicationId: 'app' }), { applicationId: 'app' }])
      expect(plane.requestsOf('terminate')).toHaveLength(1)
    })

    test('it is left without another request where that is wanted', async () => {
      const { outcome, plane } = await stopGiven('leave')
      expect(outcome).toMatchObject({ termination: { kind: 'not_requested' } })
      expect(plane.requests).toEqual([])
    })

    test('it is said why it could not be terminated, in time', async () => {
      const { outcome, plane, endMs } = await stopGiven('terminate', { kind: 'status', status: 502 })
      expect(outcome.termination).toMatchObject({
        kind: 'failed',
        reason: expect.stringContaining('could not look up'),
      })
      expect(plane.requestsOf('terminate')).toEqual([])
      expect(endMs).toBeLessThan(7000)
    })
  })

  test.each([
    ['awaited where the trigger was sent twice', 2, true],
    ['not awaited where it was sent once', 1, false],
  ])('a second run that is not there yet is %s', async (_, sends, isEnded) => {
    const { stop, addOurs, platform, target, searchAfter, plane } = scene()
    const run = platform.attach(target, addOurs().name)
    addOurs(2000)
    const ending = await stop({ run, inDoubt: searchAfter(sends) })
    expect(plane.runs[1]?.termination !== undefined).toBe(isEnded)
    expect(ending.twins).toMatchObject({ looked: true, unseen: 0 })
  })

  test.each([
    ['for as long as there is time where the trigger was sent twice', 2, 6000],
    ['three times where it was sent once: then there is hardly a second one', 1, 2060],
  ])('a list that can’t be read is asked for %s', async (_, sends, endMs) => {
    const { stop, addOurs, platform, target, searchAfter, plane, clock } = scene()
    plane.addFault({ operation: 'list', nth: 1, times: 99, fault: { kind: 'status', status: 502, body: 'html' } })
    await stop({ run: platform.attach(target, addOurs().name), inDoubt: searchAfter(sends) })
    expect(clock.nowMs()).toBe(endMs)
  })

  test('a second run is looked for only where the trigger was in doubt', async () => {
    const { stop, addOurs, platform, target, runSearch, plane } = scene()
    const [first, second] = [addOurs(), addOurs()]
    const run = platform.attach(target, first.name)
    expect((await stop({ run })).twins).toBeUndefined()
    expect(plane.runs[1]?.termination).toBeUndefined()
    const ending = await stop({ run, inDoubt: runSearch })
    expect(ending.twins).toMatchObject({ twins: [{ run: { runId: second.name } }], looked: true })
    expect(plane.runs[1]?.termination).toBeDefined()
  })
})
