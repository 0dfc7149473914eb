import { describe, expect, test } from '@jest/globals'
import { completeEnd } from '../../src/core/details.ts'
import type { RunSnapshot } from '../../src/core/model.ts'
import type { Platform } from '../../src/core/platform.ts'
import type { Clock } from '../../src/core/ports.ts'
import type { Reading } from '../../src/core/requests/reading.ts'
import { bench } from '../support/bench.ts'
import { FakeClock } from '../support/fake-clock.ts'

const BARE: RunSnapshot = { status: 'FINISHED', phase: 'succeeded', raw: {} }
const WHOLE: RunSnapshot = { ...BARE, result: 'done' }

interface Scene {
  /** What is lacking until the answer is whole. */
  readonly lack?: 'details' | 'result'
  readonly wholeAtMs?: number
  readonly logReadAtMs?: number
  readonly untilMs?: number
  readonly stopAtMs?: number
  /** By how much later than asked for whoever waits is woken. */
  readonly lateByMs?: number
  /** In the place of an answer, the nth time. */
  readonly odd?: Readonly<Record<number, Reading<RunSnapshot>>>
}

async function completing(scene: Scene) {
  const {
    lack = 'result',
    wholeAtMs = 9e9,
    logReadAtMs = 9e9,
    untilMs = 20_000,
    stopAtMs,
    lateByMs = 0,
    odd = {},
  } = scene
  const [clock, stop, atMs] = [new FakeClock(), new AbortController(), [] as number[]]
  const lacks: Platform['lacks'] = ({ result }) => (result === undefined ? lack : 'nothing')
  const { platform: plain, target } = bench()
  const platform: Platform = { ...plain, lacks }
  const channel = {
    nameResolved: true,
    async ask<T>() {
      atMs.push(clock.nowMs())
      await clock.sleep(40)
      const good = { kind: 'good', value: clock.nowMs() >= wholeAtMs ? WHOLE : BARE }
      return (odd[atMs.length] ?? good) as Reading<T>
    },
  }
  if (stopAtMs !== undefined) clock.at(stopAtMs, () => stop.abort())
  const log = new Promise<void>((resolve) => void clock.at(logReadAtMs, resolve))
  const run = platform.attach(target, 'etl-0001')
  const limit = { untilMs, log, ...(stopAtMs === undefined ? {} : { signal: stop.signal }) }
  const late: Clock = {
    nowMs: () => clock.nowMs(),
    epochMs: () => clock.epochMs(),
    random: () => clock.random(),
    sleep: (durationMs, signal) => clock.sleep(durationMs + lateByMs, signal),
  }
  const seen = await clock.run(completeEnd({ channel, platform, clock: late }, run, BARE, limit))
  return { seen, atMs, endMs: clock.nowMs() }
}

describe('an end that lacks nothing', () => {
  test('is complete without another look', async () => {
    const { ports, platform, target } = bench()
    const run = platform.attach(target, 'etl-0001')
    const limit = { untilMs: 20_000, log: Promise.resolve() }
    const ended = { ...BARE, endedAtMs: 1 }
    expect(await completeEnd({ ...ports, platform: { ...platform, lacks: () => 'nothing' } }, run, ended, limit)).toBe(
      ended,
    )
    const { lacks: _lacks, ...without } = platform
    expect(await completeEnd({ ...ports, platform: without }, run, ended, limit)).toBe(ended)
  })
})

describe('an end that lacks its result', () => {
  test('is looked at again in longer and longer times, until the result is there', async () => {
    const { seen, atMs } = await completing({ wholeAtMs: 5600 })
    expect(seen).toBe(WHOLE)
    expect(atMs).toEqual([500, 1540, 3580, 5620])
  })

  test('is waited for though its log has been read', async () => {
    const { seen } = await completing({ wholeAtMs: 5600, logReadAtMs: 0 })
    expect(seen).toBe(WHOLE)
  })

  test('is taken as it is where the limit leaves no time for another look', async () => {
    const { seen, atMs, endMs } = await completing({ untilMs: 3580 })
    expect([seen, atMs]).toEqual([BARE, [500, 1540]])
    expect(endMs).toBeLessThan(3580)
  })

  test('is taken as it is where a runner that was busy wakes up past the limit', async () => {
    const { seen, atMs } = await completing({ untilMs: 600, lateByMs: 150 })
    expect([seen, atMs]).toEqual([BARE, []])
  })

  test('is taken as it is once the runner says stop', async () => {
    const { seen, atMs, endMs } = await completing({ wholeAtMs: 5600, stopAtMs: 1000 })
    expect([seen, atMs, endMs]).toEqual([BARE, [500], 1000])
  })

  test('keeps its verdict, whatever a later answer says', async () => {
    const other: RunSnapshot = { status: 'FAILED', phase: 'failed', raw: {}, result: 'no' }
    const { seen } = await completing({ odd: { 1: { kind: 'good', value: other } }, untilMs: 1500 })
    expect(seen).toBe(BARE)
  })

  test('is not looked at before the platform wants it', async () => {
    const busy: Reading<RunSnapshot> = { kind: 'setback', effect: 'none', message: 'HTTP 429', retryAfterMs: 3000 }
    const { seen, atMs } = await completing({ wholeAtMs: 600, odd: { 1: busy } })
    expect([seen, atMs]).toEqual([WHOLE, [500, 3540]])
  })

  test('is looked at as before after a failure that asks for no wait', async () => {
    const down: Reading<RunSnapshot> = { kind: 'setback', effect: 'none', message: 'no connection' }
    expect((await completing({ wholeAtMs: 600, odd: { 1: down } })).atMs).toEqual([500, 1540])
  })
})

describe('an end that lacks details', () => {
  test('is looked at once more though the log has been read already', async () => {
    const { seen, atMs } = await completing({ lack: 'details', logReadAtMs: 0 })
    expect([seen, atMs]).toEqual([BARE, [500]])
  })

  test('is looked at no longer than the log is read anyway', async () => {
    expect((await completing({ lack: 'details', logReadAtMs: 3000 })).atMs).toEqual([500, 1540, 3580])
  })
})
