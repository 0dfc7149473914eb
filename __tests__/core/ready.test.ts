import { describe, expect, test } from '@jest/globals'
import type { Limit } from '../../src/core/limit.ts'
import type { RunSnapshot } from '../../src/core/model.ts'
import type { AskedVersion } from '../../src/core/platform.ts'
import { awaitReady, type ReadyPolicy } from '../../src/core/ready.ts'
import type { Channel } from '../../src/core/requests/channel.ts'
import type { Reading } from '../../src/core/requests/reading.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeRunner } from '../support/fake-runner.ts'

const VERSION: AskedVersion = {
  name: 'version 3',
  status: () => ({ what: 'look at the deployment', method: 'GET', path: '/', read: () => good('BUILDING').value }),
}

function good(status: string, phase: RunSnapshot['phase'] = 'running') {
  return { kind: 'good', value: { status, phase } as RunSnapshot } as const
}
const GONE: Reading<RunSnapshot> = { kind: 'denied', refusal: 'missing', message: 'HTTP 404' }
const DOWN: Reading<RunSnapshot> = { kind: 'setback', effect: 'none', message: 'no connection' }

/** What the step did before it came to the version. */
const BEGUN_MS = 70_000

interface Scene {
  readonly stopAtMs?: number
  /** How long an answer takes. */
  readonly askMs?: number
}

/** Each answer holds from its second on. Times are counted from when the version is first asked about. */
async function waiting(
  answers: readonly (readonly [fromS: number, Reading<RunSnapshot>])[],
  { stopAtMs, askMs = 40, deadlineMs = 3_600_000, ...policy }: Partial<ReadyPolicy> & Scene = {},
) {
  const [clock, runner, atMs, untilMs] = [new FakeClock(), new FakeRunner(), [] as number[], [] as number[]]
  const channel: Channel = {
    nameResolved: true,
    async ask<T>(_: unknown, limit: Limit) {
      const nowMs = clock.nowMs() - BEGUN_MS
      atMs.push(nowMs)
      untilMs.push(limit.untilMs - BEGUN_MS)
      const [, reading] = answers.findLast(([fromS]) => fromS * 1000 <= nowMs) ?? []
      await clock.sleep(askMs, runner.stop)
      return (runner.stop.aborted ? { kind: 'stopped', effect: 'none' } : reading) as Reading<T>
    },
  }
  await clock.run(clock.sleep(BEGUN_MS))
  if (stopAtMs !== undefined) clock.at(BEGUN_MS + stopAtMs, () => runner.cancel())
  const limits = { deadlineMs: BEGUN_MS + deadlineMs, outageToleranceMs: 60_000 }
  const asked = { ...limits, pollInterval: { kind: 'fixed', intervalMs: 5000 } as const, ...policy }
  const watched = await clock.run(awaitReady({ channel, clock, runner }, VERSION, {}, asked))
  return { ...watched, atMs, untilMs, endMs: clock.nowMs() - BEGUN_MS, log: runner.log }
}

describe('a version that is under way', () => {
  test('is asked about at the given pace, and each status is told once', async () => {
    const { ending, log, atMs } = await waiting([
      [0, good('BUILDING')],
      [12, good('ROLLOUT')],
      [20, good('READY', 'succeeded')],
    ])
    expect(ending).toMatchObject({ kind: 'final', phase: 'succeeded' })
    expect(log).toEqual(['Version 3 is BUILDING', 'Version 3 is ROLLOUT after 15s', 'Version 3 is READY after 20s'])
    for (const [index, ms] of atMs.slice(1).entries()) expect(ms - (atMs[index] ?? 0)).toBeLessThan(5600)
  })

  test('gives a sign of life in longer and longer times where nothing changes', async () => {
    const { log } = await waiting([
      [0, good('BUILDING')],
      [150, good('READY', 'succeeded')],
    ])
    const signs = log.slice(1, -1)
    expect(signs.length).toBeGreaterThanOrEqual(2)
    expect(signs.length).toBeLessThanOrEqual(4)
    for (const sign of signs) expect(sign).toMatch(/^Version 3 is BUILDING after \d/)
  })

  test('of an outage, and of a row of denials, the first failure is told', async () => {
    const { ending, log } = await waiting([
      [0, good('BUILDING')],
      [4, DOWN],
      [20, good('BUILDING')],
      [24, GONE],
      [32, good('READY', 'succeeded')],
    ])
    expect(ending.kind).toBe('final')
    expect(log.filter((line) => line.includes('Asking again'))).toEqual([
      'No usable answer about version 3: no connection. Asking again.',
      'No usable answer about version 3: HTTP 404. Asking again.',
    ])
  })

  test('may be unknown elsewhere for half a minute after it was found, and then no longer', async () => {
    const { ending, endMs } = await waiting([[0, GONE]])
    expect(ending).toMatchObject({ kind: 'denied', about: 'missing' })
    expect(endMs).toBeGreaterThanOrEqual(30_000)
    expect(endMs).toBeLessThan(40_000)
  })

  test('is given up after the tolerated outage, with what was seen of it last', async () => {
    const { ending, last, endMs } = await waiting([
      [0, good('BUILDING')],
      [3, DOWN],
    ])
    expect([ending.kind, last?.status]).toEqual(['unreachable', 'BUILDING'])
    expect(endMs).toBeLessThan(70_000)
  })

  test('is not waited for past the deadline', async () => {
    const { ending, endMs, last, untilMs } = await waiting([[0, good('BUILDING')]], { deadlineMs: 12_000 })
    expect(Math.max(...untilMs)).toBe(12_000)
    expect([ending.kind, last?.status]).toEqual(['timed_out', 'BUILDING'])
    expect(endMs).toBeLessThanOrEqual(12_000)
  })

  test.each([3000, 5060])('is not waited for once the runner says stop, after %d ms', async (stopAtMs) => {
    const { ending, last, endMs } = await waiting([[0, good('BUILDING')]], { stopAtMs })
    expect([ending, last?.status]).toEqual([{ kind: 'stopped' }, 'BUILDING'])
    expect(endMs).toBe(stopAtMs)
  })

  test('of which nothing was seen is told as that', async () => {
    const watched = await waiting([[0, DOWN]], { stopAtMs: 3000 })
    expect(watched).not.toHaveProperty('last')
  })

  test('whose status is first told late is told with how long that took', async () => {
    const ready = [[0, good('READY', 'succeeded')]] as const
    expect((await waiting(ready, { askMs: 999 })).log).toEqual(['Version 3 is READY'])
    expect((await waiting(ready, { askMs: 1000 })).log).toEqual(['Version 3 is READY after 1.0s'])
  })

  test('gives its first sign of life once half a minute is over', async () => {
    const { log } = await waiting([[0, good('BUILDING')]], { askMs: 0, stopAtMs: 34_000 })
    expect(log).toEqual(['Version 3 is BUILDING', 'Version 3 is BUILDING after 30s'])
  })

  test('is not said to be asked about again where it is not', async () => {
    const { ending, log } = await waiting([[0, DOWN]], { outageToleranceMs: 0 })
    expect([ending.kind, log]).toEqual(['unreachable', []])
  })

  test('that is denied three times in a row is told as denied once', async () => {
    const { ending, log } = await waiting([
      [0, good('BUILDING')],
      [40, GONE],
    ])
    expect(ending.kind).toBe('denied')
    expect(log.filter((line) => line.includes('HTTP 404'))).toHaveLength(1)
  })

  test('is asked about often at first, whatever the step did before', async () => {
    const { atMs } = await waiting([[0, good('BUILDING')]], { pollInterval: { kind: 'auto' }, stopAtMs: 30_000 })
    expect(atMs.filter((ms) => ms < 10_000).length).toBeGreaterThan(10)
  })

  test('that waits for a person is waited for: nobody here can decide it', async () => {
    const { ending } = await waiting([
      [0, good('APPROVAL', 'input_required')],
      [30, good('READY', 'succeeded')],
    ])
    expect(ending.kind).toBe('final')
  })
})
