import { describe, expect, test } from '@jest/globals'
import { type Fault, SAMPLE_FAULTS } from '../../sandbox/control-plane/faults.ts'
import type { HttpRequest } from '../../src/core/ports.ts'
import { type Send, type TriggerPolicy, trigger } from '../../src/core/trigger.ts'
import { type BenchOptions, bench } from '../support/bench.ts'

const ALIAS = 'nightly-abc123'

async function send(
  faults: readonly Fault[],
  policy: Partial<TriggerPolicy> = {},
  options: BenchOptions & { stopAtMs?: number } = {},
) {
  const requests: HttpRequest[] = []
  const unsent = (request: HttpRequest) => {
    requests.push(request)
    return options.unsent?.(request)
  }
  const at = bench({ ...options, unsent, requestTimeoutMs: 10_000 })
  for (const [index, fault] of faults.entries()) at.plane.addFault({ operation: 'trigger', nth: index + 1, fault })
  if (options.stopAtMs !== undefined) at.clock.at(options.stopAtMs, () => at.runner.cancel())
  const sends: Send[] = []
  const limits = { deadlineMs: 3_600_000, requestTimeoutMs: 10_000, outageToleranceMs: 60_000, maySendAgain: true }
  const ending = await at.clock.run(
    trigger(at.ports, { ...limits, ...policy }, at.target, ALIAS, (sent) => sends.push(sent)),
  )
  return { ...at, ending, sends, requests: requests.filter(({ path }) => path.endsWith('/trigger')) }
}

describe('a trigger', () => {
  test('that is answered started a run, and there is no second one', async () => {
    const { ending, sends, requests, plane } = await send([])
    expect(ending).toMatchObject({ kind: 'started', run: { runId: 'etl-0001' }, first: { status: 'CREATED' } })
    expect(ending).not.toHaveProperty('twinOf')
    expect(sends).toEqual([{ firstSentAgoMs: 0, again: false }])
    expect(requests).toMatchObject([{ freshConnection: true, timeoutMs: 10_000 }])
    expect(plane.runs).toMatchObject([{ alias: ALIAS }])
  })

  test('that is refused started nothing', async () => {
    const { ending } = await send([{ kind: 'status', status: 422 }])
    expect(ending).toMatchObject({ kind: 'refused', reason: expect.stringContaining('HTTP 422') })
  })

  const doubtful = Object.values(SAMPLE_FAULTS)
    .flat()
    .filter((fault) => !['delay', 'oversized'].includes(fault.kind) && !('status' in fault && fault.status === 429))

  test.each(doubtful.map((fault) => [JSON.stringify(fault), fault] as const))(
    'is never sent again at once after %s',
    async (_, fault) => {
      const { plane } = await send([fault])
      const [first, second] = plane.requestsOf('trigger').map(({ atMs }) => atMs)
      if (second !== undefined) expect(second - (first ?? 0)).toBeGreaterThanOrEqual(15_000)
      expect(plane.requests[1]?.operation).toBe('list')
    },
  )

  test('tells before each send how long ago the first one was that may have had an effect', async () => {
    const { sends, ending } = await send([{ kind: 'status', status: 429 }, { kind: 'resetBefore' }])
    expect(sends).toEqual([
      { firstSentAgoMs: 0, again: false },
      { firstSentAgoMs: 0, again: false },
      { firstSentAgoMs: expect.any(Number), again: true },
    ])
    expect(sends[2]?.firstSentAgoMs).toBeGreaterThanOrEqual(15_000)
    expect(ending).toMatchObject({ kind: 'started', twinOf: { alias: ALIAS } })
  })

  test('may have a second run once it was ever in doubt: a gateway may have repeated it', async () => {
    expect((await send([])).ending).not.toHaveProperty('twinOf')
    expect((await send([{ kind: 'resetAfter' }])).ending).toMatchObject({ twinOf: { alias: ALIAS } })
    const again = await send([{ kind: 'resetBefore' }])
    if (again.ending.kind !== 'started') throw new Error(again.ending.kind)
    expect(again.ending.twinOf?.ageMs()).toBe(again.clock.nowMs())
  })

  test('whose deployment alone is known can’t be looked for', async () => {
    const at = bench()
    at.plane.addFault({ operation: 'trigger', fault: { kind: 'resetBefore' } })
    const { trueFoundry } = await import('../../src/platforms/truefoundry/index.ts')
    const target = { deploymentId: 'dep-1' }
    const platform = trueFoundry.create('https://x.example.com', { target, payload: {} })
    const limits = { deadlineMs: 3_600_000, requestTimeoutMs: 10_000, outageToleranceMs: 60_000, maySendAgain: true }
    const ending = await at.clock.run(trigger({ ...at.ports, platform }, limits, target, ALIAS, () => undefined))
    expect(ending).toMatchObject({ kind: 'unsettled', reason: expect.stringContaining('application id') })
  })
})

describe('a trigger in flight when the runner tells the step to stop', () => {
  test('is still awaited for a moment, so that its run is known', async () => {
    const { ending, clock } = await send([{ kind: 'delay', delayMs: 3000 }], {}, { stopAtMs: 1000 })
    expect(ending).toMatchObject({ kind: 'started', run: { runId: 'etl-0001' } })
    expect(clock.nowMs()).toBeLessThan(3100)
  })

  test('is in doubt after that', async () => {
    const { ending, clock } = await send([{ kind: 'hang' }], {}, { stopAtMs: 1000 })
    expect(ending).toMatchObject({ kind: 'stopped', inDoubt: { alias: ALIAS } })
    expect(clock.nowMs()).toBe(3500)
  })

  test.each([
    ['a 429', { kind: 'status', status: 429, headers: { 'retry-after': '50' } }, false],
    ['a reset', { kind: 'resetBefore' }, true],
  ] as const)('that ended in %s is in doubt only if it may have had an effect', async (_, fault, inDoubt) => {
    const { ending } = await send([fault], {}, { stopAtMs: 1000 })
    expect(ending.kind).toBe('stopped')
    expect('inDoubt' in ending).toBe(inDoubt)
  })
})
