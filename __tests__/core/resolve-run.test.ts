import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../sandbox/control-plane/faults.ts'
import { resolveRun } from '../../src/core/resolve-run.ts'
import { trueFoundry } from '../../src/platforms/truefoundry/index.ts'
import { JOB } from '../platforms/truefoundry/fixture.ts'
import { bench } from '../support/bench.ts'

interface Scene {
  readonly faults?: readonly (Fault & { readonly times?: number })[]
  readonly untilMs?: number
  readonly stopAtMs?: number
}

/** A run that was given by its name and by its job's full name. */
async function resolving({ faults = [], untilMs = 20_000, stopAtMs }: Scene = {}) {
  const { clock, runner, channel, plane } = bench()
  const platform = trueFoundry.create('https://platform.example.com', {
    target: { applicationFqn: JOB.fqn },
    payload: {},
  })
  let nth = 1
  for (const { times = 1, ...fault } of faults) {
    plane.addFault({ operation: 'fqn', nth, times, fault })
    nth += times
  }
  if (stopAtMs !== undefined) clock.at(stopAtMs, () => runner.cancel())
  const given = platform.attach(platform.target, 'etl-0001')
  const limit = { untilMs, signal: runner.stop }
  const result = await clock.run(resolveRun({ channel, platform, clock }, given, limit))
  const startMs = plane.now() - clock.nowMs()
  return { result, given, endMs: clock.nowMs(), timesMs: plane.requestsOf('fqn').map(({ atMs }) => atMs - startMs) }
}

describe('a run whose job has to be looked up before it can be ended', () => {
  test('is addressed by what the look-up says', async () => {
    const { result, given, timesMs } = await resolving()
    expect(result).toMatchObject({ kind: 'resolved', run: { runId: 'etl-0001', target: { applicationId: 'app' } } })
    expect(given.target).not.toHaveProperty('applicationId')
    expect(timesMs).toHaveLength(1)
  })

  test('is looked up again half a second after each failure', async () => {
    const { result, timesMs } = await resolving({ faults: [{ kind: 'status', status: 502, times: 3 }] })
    expect(result.kind).toBe('resolved')
    expect(timesMs).toEqual([0, 520, 1040, 1560])
  })

  test('is waited for longer each time, since a platform that hangs may only be slow', async () => {
    const { timesMs } = await resolving({ faults: [{ kind: 'hang', times: 2 }] })
    // The second time it is given 6 s, and so asked twice when 5 s have gone by.
    expect(timesMs).toEqual([0, 3500, 8500])
  })

  test('is not resolved where the limit comes first, and it is said why', async () => {
    const { result, given, endMs } = await resolving({
      faults: [{ kind: 'status', status: 502, times: 99 }],
      untilMs: 2000,
    })
    expect(result).toMatchObject({
      kind: 'unresolved',
      run: given,
      reason: expect.stringMatching(/^could not look up.*502/),
    })
    expect(endMs).toBeLessThan(2000)
  })

  test('is not looked up again where the limit leaves no time for it', async () => {
    const faults = [{ kind: 'status', status: 502, times: 99 }] satisfies Scene['faults']
    expect((await resolving({ faults, untilMs: 520 })).timesMs).toEqual([0])
    expect((await resolving({ faults, untilMs: 521 })).timesMs).toEqual([0, 520])
  })

  test('is not resolved once the runner says stop', async () => {
    const { result, timesMs } = await resolving({ faults: [{ kind: 'hang', times: 9 }], stopAtMs: 1000 })
    expect(result).toMatchObject({ kind: 'unresolved', reason: expect.stringMatching(/: stopped$/) })
    expect(timesMs).toHaveLength(1)
  })

  test('nor is it asked again where the runner said stop between two answers', async () => {
    const { result, timesMs } = await resolving({ faults: [{ kind: 'status', status: 502, times: 9 }], stopAtMs: 700 })
    expect(result.kind).toBe('unresolved')
    expect(timesMs).toEqual([0, 520])
  })
})

test('a run that needs no look-up is as it was given, and nothing is asked', async () => {
  const { ports, plane, platform, target } = bench()
  const run = platform.attach(target, 'etl-0001')
  expect(await resolveRun(ports, run, { untilMs: 1000 })).toEqual({ kind: 'resolved', run })
  expect(plane.requests).toEqual([])
})
