import { describe, expect, test } from '@jest/globals'
import { type Fault, SAMPLE_FAULTS } from '../../sandbox/control-plane/faults.ts'
import type { HttpRequest } from '../../src/core/ports.ts'
import type { Channel } from '../../src/core/requests/channel.ts'
import { type Baseline, NO_BASELINE } from '../../src/core/search/baseline.ts'
import { trigger } from '../../src/core/trigger/index.ts'
import type { Send, TriggerPolicy } from '../../src/core/trigger/model.ts'
import { type BenchOptions, bench } from '../support/bench.ts'

const ALIAS = 'nightly-abc123'
const RESET: Fault = { kind: 'resetBefore' }
const BUSY: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '5' } }

async function send(
  faults: readonly Fault[],
  policy: Partial<TriggerPolicy> = {},
  options: BenchOptions & { startMs?: number; stopAtMs?: number; unsentAt?: number; baseline?: Baseline } = {},
) {
  const requests: HttpRequest[] = []
  const unsent = (request: HttpRequest) => {
    requests.push(request)
    return options.unsent?.(request)
  }
  const at = bench({ ...options, unsent, requestTimeoutMs: 10_000 })
  for (const [index, fault] of faults.entries()) at.plane.addFault({ operation: 'trigger', nth: index + 1, fault })
  await at.clock.run(at.clock.sleep(options.startMs ?? 0))
  if (options.stopAtMs !== undefined) at.clock.at(options.stopAtMs, () => at.runner.cancel())
  const sends: Send[] = []
  const limits = { deadlineMs: 3_600_000, requestTimeoutMs: 10_000, outageToleranceMs: 60_000, maySendAgain: true }
  let nth = 0
  /** As if the runner had told the step to stop while that trigger had no connection yet. */
  const channel: Channel = {
    nameResolved: true,
    ask: (call, how) =>
      call.what === 'trigger the job' && ++nth === options.unsentAt
        ? Promise.resolve({ kind: 'stopped', effect: 'none' })
        : at.channel.ask(call, how),
  }
  const ending = await at.clock.run(
    trigger(
      { ...at.ports, channel },
      { ...limits, ...policy },
      { target: at.target, alias: ALIAS, baseline: options.baseline ?? NO_BASELINE },
      (sent) => sends.push(sent),
    ),
  )
  return { ...at, ending, sends, requests: requests.filter(({ path }) => path.endsWith('/trigger')) }
}

describe('a trigger', () => {
  test('that is answered started a run, and there is no second one', async () => {
    const { ending, sends, requests, plane } = await send([])
    expect(ending).toMatchObject({ kind: 'started', run: { runId: 'etl-0001' }, first: { status: 'CREATED' } })
    expect(ending).not.toHaveProperty('inDoubt')
    expect(sends).toEqual([{ sends: 1 }])
    expect(requests).toMatchObject([{ freshConnection: true, timeoutMs: 10_000 }])
    expect(plane.runs).toMatchObject([{ alias: ALIAS }])
  })

  test('that is refused started nothing', async () => {
    const { ending } = await send([{ kind: 'status', status: 422 }])
    expect(ending).toMatchObject({ kind: 'refused', reason: expect.stringContaining('HTTP 422') })
  })

  test('that is answered with a run which was there before is in doubt: no verdict is taken from an old run', async () => {
    const baseline: Baseline = { age: ({ handle }) => (handle.runId === 'etl-0001' ? 'old' : 'unknown') }
    const { ending, requests } = await send([], {}, { baseline })
    expect(ending).toMatchObject({
      kind: 'unsettled',
      reason: expect.stringContaining('the answer names etl-0001, which was there before'),
    })
    expect(requests).toHaveLength(1)
  })

  test('that is refused after one in doubt proves nothing about the first', async () => {
    const { ending } = await send([RESET, { kind: 'status', status: 422 }])
    expect(ending).toEqual({ kind: 'unsettled', reason: expect.stringContaining('HTTP 422'), candidates: [] })
  })

  test('that is refused after one in doubt leaves that in doubt where the runner says stop while it is looked for', async () => {
    const { ending, clock } = await send([RESET, { kind: 'status', status: 422 }], {}, { stopAtMs: 20_000 })
    expect(ending).toMatchObject({ kind: 'stopped', inDoubt: { attempt: { alias: ALIAS } } })
    expect(clock.nowMs()).toBe(20_000)
  })

  test('that can’t be sent in time after one in doubt is looked for once more, and no longer', async () => {
    const { ending, plane } = await send([RESET, ...Array<Fault>(20).fill(BUSY)], { outageToleranceMs: 12_000 })
    expect(ending).toMatchObject({ kind: 'unsettled', reason: expect.stringContaining('could not be sent') })
    const sentMs = plane.requestsOf('trigger').at(-1)?.atMs ?? 0
    expect(plane.requestsOf('list').filter(({ atMs }) => atMs > sentMs)).toHaveLength(1)
  })

  test('that could not be sent is told once, and is sent again', async () => {
    const { runner, ending } = await send([BUSY, BUSY, BUSY])
    expect(ending.kind).toBe('started')
    expect(runner.log).toEqual([expect.stringMatching(/could not be sent: .*429.*Nothing was started; trying again/)])
  })

  test('is given its whole time, and one that is sent again what `outage-tolerance` leaves', async () => {
    const given = async (...how: Parameters<typeof send>) =>
      (await send(...how)).requests.map(({ timeoutMs }) => timeoutMs)
    expect(await given([], { outageToleranceMs: 4000 })).toEqual([10_000])
    expect(await given([], { deadlineMs: 7000 })).toEqual([7000])
    expect(await given([BUSY, BUSY, BUSY], { outageToleranceMs: 16_000 })).toEqual([10_000, 10_000, 5960, 1000])
  })

  test('that can’t be sent is not sent again when `timeout` leaves no time for another attempt', async () => {
    const { ending, requests } = await send([BUSY], { deadlineMs: 1020 })
    expect(ending).toMatchObject({ kind: 'refused', reason: expect.stringContaining('within `timeout`') })
    expect(requests).toHaveLength(1)
  })

  test('that is in doubt is told, and so is what came of looking', async () => {
    const found = await send([{ kind: 'resetAfter' }])
    expect(found.runner.log).toEqual([
      expect.stringMatching(/^It is not known what came of the trigger: .*reset.*Looking among the job's runs/),
      `Found by its alias ${ALIAS}: etl-0001 is this step's run.`,
    ])
    const again = await send([RESET])
    expect(again.runner.log[1]).toBe(
      'No newer run showed up in 15s: sending the trigger once more under the same alias.',
    )
  })

  test('that was twice in doubt is not sent a third time', async () => {
    const { ending, requests } = await send([RESET, RESET])
    expect(ending).toMatchObject({
      kind: 'unsettled',
      reason: expect.stringMatching(/; no newer run showed up in 15s, after the trigger had been sent 2 times$/),
    })
    expect(requests).toHaveLength(2)
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

  test('tells before each send how many may have started a run, this one among them', async () => {
    const { sends, ending } = await send([{ kind: 'status', status: 429 }, { kind: 'resetBefore' }])
    expect(sends).toEqual([{ sends: 1 }, { sends: 1 }, { sends: 2 }])
    expect(ending).toMatchObject({ kind: 'started', inDoubt: { attempt: { alias: ALIAS } } })
  })

  test('may have a second run once it was ever in doubt: a gateway may have repeated it', async () => {
    expect((await send([])).ending).not.toHaveProperty('inDoubt')
    expect((await send([{ kind: 'resetAfter' }])).ending).toMatchObject({ inDoubt: { attempt: { alias: ALIAS } } })
    const again = await send([{ kind: 'resetBefore' }], {}, { startMs: 7000 })
    if (again.ending.kind !== 'started') throw new Error(again.ending.kind)
    expect(again.ending.inDoubt?.attempt.ageMs()).toBe(again.clock.nowMs() - 7000)
  })

  test('whose deployment alone is known can’t be looked for', async () => {
    const at = bench()
    at.plane.addFault({ operation: 'trigger', fault: { kind: 'resetBefore' } })
    const { trueFoundry } = await import('../../src/platforms/truefoundry/index.ts')
    const target = { deploymentId: 'dep-1' }
    const platform = trueFoundry.create('https://x.example.com', { target, payload: {} })
    const limits = { deadlineMs: 3_600_000, requestTimeoutMs: 10_000, outageToleranceMs: 60_000, maySendAgain: true }
    const ending = await at.clock.run(
      trigger({ ...at.ports, platform }, limits, { target, alias: ALIAS, baseline: NO_BASELINE }, () => undefined),
    )
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
    const { ending, clock, runner } = await send([{ kind: 'hang' }], {}, { stopAtMs: 1000 })
    expect(ending).toMatchObject({ kind: 'stopped', inDoubt: { attempt: { alias: ALIAS } } })
    expect(clock.nowMs()).toBe(3500)
    expect(runner.log).toEqual([])
  })

  test('is in doubt only if it may have been sent, or if an earlier one was', async () => {
    expect((await send([], {}, { unsentAt: 1 })).ending).toEqual({ kind: 'stopped' })
    expect((await send([RESET], {}, { unsentAt: 2 })).ending).toMatchObject({
      kind: 'stopped',
      inDoubt: { attempt: { alias: ALIAS } },
    })
  })

  test('stays in doubt while one that is sent again has to wait', async () => {
    const waiting: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '50' } }
    const { ending, clock } = await send([RESET, waiting], {}, { stopAtMs: 20_000 })
    expect(ending).toMatchObject({ kind: 'stopped', inDoubt: { attempt: { alias: ALIAS } } })
    expect(clock.nowMs()).toBe(20_000)
  })

  test('holds up nobody once it has been answered', async () => {
    const { runner, clock } = await send([])
    const nowMs = clock.nowMs()
    runner.cancel()
    await expect(clock.run(new Promise(() => undefined))).rejects.toThrow(`nothing is due at ${nowMs} ms`)
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
