import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../../sandbox/control-plane/faults.ts'
import type { Call } from '../../../src/core/requests/calls.ts'
import { askUntilAnswered, type PersistLimit } from '../../../src/core/requests/persist.ts'
import { bench } from '../../support/bench.ts'

const LOOK_UP: Call<unknown> = {
  what: 'look up the application',
  method: 'GET',
  path: '/api/svc/v1/fqn/app?fqn=cluster%3Aworkspace%3Aetl',
  read: (json) => json,
}

async function ask(
  faults: readonly (Fault & { readonly times?: number; readonly nth?: number })[],
  options: Partial<PersistLimit> = {},
  stopAtMs?: number,
) {
  const { clock, plane, ports, runner } = bench()
  for (const { nth = 1, times = 1, ...fault } of faults) plane.addFault({ operation: 'fqn', nth, times, fault })
  if (stopAtMs !== undefined) clock.at(stopAtMs, () => runner.cancel())
  const limits = { untilMs: 3_600_000, outageToleranceMs: 60_000, signal: runner.stop }
  const result = await clock.run(askUntilAnswered(ports, LOOK_UP, { ...limits, ...options }))
  return { result, log: runner.log, requests: plane.requests.length, endMs: clock.nowMs() }
}

describe('a look-up', () => {
  test('is repeated until it is answered, and its first failure is told at once', async () => {
    const { result, log } = await ask([{ kind: 'status', status: 502, times: 4 }])
    expect(result).toMatchObject({ kind: 'good', value: { applicationId: 'app' } })
    expect(log).toEqual([expect.stringContaining('Could not look up the application')])
  })

  test('takes the platform’s own no for an answer when it is said three times in a row, over five seconds', async () => {
    const no: Fault = { kind: 'status', status: 404 }
    const certain = await ask([{ ...no, times: 3 }])
    expect([certain.result.kind, certain.requests]).toEqual(['denied', 3])
    expect(certain.log).toHaveLength(1)
    expect(certain.endMs).toBeGreaterThanOrEqual(5000)
    const broken = await ask([
      { ...no, times: 2 },
      { kind: 'status', status: 502, nth: 3 },
      { ...no, nth: 4, times: 2 },
    ])
    expect([broken.result.kind, broken.requests]).toEqual(['good', 6])
  })

  test('before an attach is decided by no other no than that the job is missing or not ours to see, as a watch is', async () => {
    const odd: Fault = { kind: 'status', status: 400, body: 'own' }
    const trigger = await ask([{ ...odd, times: 5 }])
    expect([trigger.result.kind, trigger.requests]).toEqual(['denied', 3])
    const attach = await ask([{ ...odd, times: 5 }], { isAttach: true })
    expect([attach.result.kind, attach.requests]).toEqual(['good', 6])
    const missing = await ask([{ kind: 'status', status: 404, times: 5 }], { isAttach: true })
    expect([missing.result.kind, missing.requests]).toEqual(['denied', 3])
  })

  test('is not said to be asked again where it is not', async () => {
    const { result, log } = await ask([{ kind: 'status', status: 502, times: 99 }], { outageToleranceMs: 0 })
    expect([result.kind, log]).toEqual(['gave_up', []])
    const late = await ask([{ kind: 'status', status: 404, times: 99 }], { untilMs: 1000 })
    expect([late.result.kind, late.log]).toEqual(['gave_up', []])
  })

  test('gives up when the platform is away for longer than is tolerated', async () => {
    const { result, endMs } = await ask([{ kind: 'hang', times: 1000 }])
    expect(result).toMatchObject({ kind: 'gave_up', reason: expect.stringContaining('outage-tolerance') })
    expect(endMs).toBeLessThanOrEqual(60_000)
  })

  test('gives up where the deadline leaves no time for another attempt, and tells the last failure', async () => {
    const { result, requests, endMs } = await ask([{ kind: 'status', status: 502, times: 99 }], { untilMs: 1020 })
    expect([requests, endMs]).toEqual([1, 20])
    expect(result).toMatchObject({
      kind: 'gave_up',
      reason: expect.stringMatching(/^no usable answer within the time allowed; the last: .*502/),
    })
  })

  test('that is denied gives up where the deadline leaves no time for another attempt', async () => {
    const { result, requests, endMs } = await ask([{ kind: 'status', status: 404, times: 99 }], { untilMs: 1020 })
    expect([result.kind, requests, endMs]).toEqual(['gave_up', 1, 20])
  })

  test('that is denied gives up at the deadline, after a last attempt a second before it', async () => {
    const { result, requests, endMs } = await ask([{ kind: 'status', status: 404, times: 99 }], { untilMs: 4000 })
    expect([requests, endMs]).toEqual([3, 3020])
    expect(result).toEqual({ kind: 'gave_up', limit: 'deadline', reason: expect.stringContaining('HTTP 404') })
  })

  test('is no outage while the platform itself says no: what is tolerated counts from the next failure', async () => {
    const down: Fault = { kind: 'status', status: 502 }
    const { result } = await ask(
      [
        { ...down, times: 3 },
        { kind: 'status', status: 404, nth: 4 },
        { ...down, nth: 5, times: 3 },
      ],
      { outageToleranceMs: 6000 },
    )
    expect(result.kind).toBe('good')
  })

  test('needs no signal', async () => {
    const { clock, ports } = bench()
    const limit = { untilMs: 60_000, outageToleranceMs: 60_000 }
    expect((await clock.run(askUntilAnswered(ports, LOOK_UP, limit))).kind).toBe('good')
  })

  test('makes a last attempt a second before the deadline', async () => {
    const fault: Fault = { kind: 'status', status: 503, headers: { 'retry-after': '600' } }
    const { requests, endMs } = await ask([{ ...fault, times: 99 }], { untilMs: 20_000 })
    expect([requests, endMs]).toEqual([2, 19_020])
  })

  test('waits ever longer between two attempts, and tells the first failure alone', async () => {
    const fault = { kind: 'status', status: 502, times: 3 } as const
    const { log, endMs, requests } = await ask([fault], { outageToleranceMs: 600_000 })
    expect([log.length, requests]).toEqual([1, 4])
    expect(log[0]).toMatch(/^Could not look up the application: .*502/)
    expect(endMs).toBeGreaterThan(500 * 0.75 + 1000 * 0.75 + 2000 * 0.75)
    expect(endMs).toBeLessThan(500 * 1.25 + 1000 * 1.25 + 2000 * 1.25 + 100)
  })

  test('that hangs is asked again on another connection, and is answered long before its time is up', async () => {
    const { result, endMs, requests } = await ask([{ kind: 'hang', times: 1 }], { outageToleranceMs: 600_000 })
    expect([result.kind, requests]).toEqual(['good', 2])
    expect(endMs).toBeLessThan(6000)
  })

  test('is not even begun when the runner has told the step to stop', async () => {
    const { result, requests } = await ask([], { signal: AbortSignal.abort() })
    expect([result, requests]).toEqual([{ kind: 'stopped', effect: 'none' }, 0])
  })

  test.each([{ kind: 'hang' }, { kind: 'status', status: 503, headers: { 'retry-after': '600' } }] satisfies Fault[])(
    'gives up before the deadline, whatever is in the way: %j',
    async (fault) => {
      const { result, endMs } = await ask([{ ...fault, times: 1000 }], { untilMs: 20_000 })
      expect(result.kind).toBe('gave_up')
      expect(endMs).toBeLessThanOrEqual(20_000)
    },
  )

  test.each([
    ['while it waits', { kind: 'status', status: 503, headers: { 'retry-after': '50' } }, ['answered 503']],
    ['while it asks, and does not say that it would ask again', { kind: 'hang' }, []],
  ] as const)('stops at once %s', async (_, fault, told) => {
    const { result, endMs, log } = await ask([{ ...fault, times: 1000 }], {}, 7000)
    expect([result.kind, endMs]).toEqual(['stopped', 7000])
    expect(log).toEqual(told.map((words) => expect.stringContaining(words)))
  })
})
