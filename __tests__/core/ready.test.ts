import { describe, expect, test } from '@jest/globals'
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

/** Each answer holds from its second on. */
async function waiting(
  answers: readonly (readonly [fromS: number, Reading<RunSnapshot>])[],
  { stopAtMs, ...policy }: Partial<ReadyPolicy> & { readonly stopAtMs?: number } = {},
) {
  const [clock, runner, atMs] = [new FakeClock(), new FakeRunner(), [] as number[]]
  const channel: Channel = {
    nameResolved: true,
    async ask<T>() {
      atMs.push(clock.nowMs())
      const [, reading] = answers.findLast(([fromS]) => fromS * 1000 <= clock.nowMs()) ?? []
      await clock.sleep(40, runner.stop)
      return (runner.stop.aborted ? { kind: 'stopped', effect: 'none' } : reading) as Reading<T>
    },
  }
  if (stopAtMs !== undefined) clock.at(stopAtMs, () => runner.cancel())
  const limits = { deadlineMs: 3_600_000, outageToleranceMs: 60_000 }
  const asked = { ...limits, pollInterval: { kind: 'fixed', intervalMs: 5000 } as const, ...policy }
  const watched = await clock.run(awaitReady({ channel, clock, runner }, VERSION, {}, asked))
  return { ...watched, atMs, endMs: clock.nowMs(), log: runner.log }
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
    const { ending, endMs, last } = await waiting([[0, good('BUILDING')]], { deadlineMs: 12_000 })
    expect([ending.kind, last?.status]).toEqual(['timed_out', 'BUILDING'])
    expect(endMs).toBeLessThanOrEqual(12_000)
  })

  test.each([3000, 5020])('is not waited for once the runner says stop, after %d ms', async (stopAtMs) => {
    const { ending, last, endMs } = await waiting([[0, good('BUILDING')]], { stopAtMs })
    expect([ending, last?.status]).toEqual([{ kind: 'stopped' }, 'BUILDING'])
    expect(endMs).toBe(stopAtMs)
  })

  test('that waits for a person is waited for: nobody here can decide it', async () => {
    const { ending } = await waiting([
      [0, good('APPROVAL', 'input_required')],
      [30, good('READY', 'succeeded')],
    ])
    expect(ending.kind).toBe('final')
  })
})
