import { describe, expect, test } from '@jest/globals'
import type { RunSnapshot } from '../../src/core/model.ts'
import type { PollState } from '../../src/core/poll.ts'
import { WatchLog, type WatchLogPolicy } from '../../src/core/watch-log.ts'
import { bench } from '../support/bench.ts'

function log(policy: Partial<WatchLogPolicy> = {}) {
  const at = bench()
  const run = at.platform.attach(at.target, 'etl-0001')
  const limits = { deadlineMs: 3_600_000, outageToleranceMs: 60_000, onInputRequired: 'wait', attached: false } as const
  const watchLog = new WatchLog(at.ports, run, { ...limits, ...policy })
  let before: PollState = {}
  /** What the run is seen as, one state after the other. */
  const see = (after: PollState, elapsedMs = 0) => {
    watchLog.changed(before, after, elapsedMs, { isOver: false })
    before = after
  }
  return { ...at, watchLog, see }
}

const state = (status: string, more: Partial<RunSnapshot> = {}): PollState => ({
  last: { status, phase: 'running', raw: {}, ...more },
})
const odd = (status: string, endedAtMs?: number) =>
  state(status, { phase: 'unrecognised', ...(endedAtMs === undefined ? {} : { endedAtMs }) })

describe('a status that is not known', () => {
  test('is warned of once, and once more when the platform gives the run an end', () => {
    const { see, runner } = log()
    for (const each of [odd('FROZEN'), odd('FROZEN'), odd('FROZEN', Date.UTC(2026, 0, 15, 12, 3)), odd('FROZEN')])
      see(each)
    const known = 'TrueFoundry reports the status "FROZEN" for etl-0001, which this action does not know.'
    expect(runner.warnings).toEqual([
      `${known} It is not taken as final; waiting goes on.`,
      expect.stringMatching(/ TrueFoundry also says that it ended at 2026-01-15 12:03:00 UTC: /),
    ])
  })
})

describe('a sign of life', () => {
  test('is not put off by a status that changes', () => {
    const { see, watchLog, runner } = log()
    see(state('CREATED'), 5000)
    see(state('RUNNING'), 25_000)
    watchLog.beat(state('RUNNING'), 30_000, [])
    expect(runner.log).toEqual(['CREATED after 5.0s', 'RUNNING after 25s', 'RUNNING 30s'])
  })

  test('does not follow at once on the first status of a run that is old', () => {
    const { see, watchLog, runner } = log()
    see(state('RUNNING'), 812_000)
    watchLog.beat(state('RUNNING'), 826_999, [])
    expect(runner.log).toEqual(['RUNNING after 13m 32s'])
    watchLog.beat(state('RUNNING'), 827_000, [])
    expect(runner.log).toHaveLength(2)
  })

  test('is not given while nobody answers, however long that is', () => {
    const { watchLog, runner } = log()
    const outage = { sinceMs: 0, attempts: 40, message: 'no connection' }
    watchLog.beat({ ...state('RUNNING'), outage }, 600_000, [])
    expect(runner.log).toEqual([])
  })
})

describe('an outage', () => {
  test.each<PollState>([
    { outage: { sinceMs: 0, attempts: 1, message: 'no certificate' } },
    { denials: { kind: 'missing', count: 3, sinceMs: 0, message: 'HTTP 404' } },
  ])('is not said to be borne, nor a no to be asked about again, where the wait is over: %j', (after) => {
    const { runner, watchLog } = log()
    watchLog.changed({}, after, 0, { isOver: true })
    expect(runner.log).toEqual([])
  })

  test.each([
    [60_001, 'outage-tolerance'],
    [60_000, 'timeout'],
    [40_000, 'timeout'],
  ])('is borne until the earlier limit, and `timeout` is named where both are one (%d ms): %s', (deadlineMs, input) => {
    const { see, runner } = log({ deadlineMs })
    see({ outage: { sinceMs: 0, attempts: 1, message: 'no connection' } })
    expect(runner.log).toEqual([expect.stringContaining(`(\`${input}\`).`)])
  })
})
