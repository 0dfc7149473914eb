import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../sandbox/control-plane/faults.ts'
import type { PastRun } from '../../src/core/progress.ts'
import { NEVER_ENDS, timeline } from '../support/story.ts'
import { look } from './watch-scene.ts'

describe('watching a run', () => {
  test('tells each new status once, in order, and ends with the final one', async () => {
    const behaviour = timeline([0, 'CREATED'], [7000, 'RUNNING'], [27_000, 'FINISHED'])
    const { news, ending, runner } = await look({ behaviour })
    expect(news).toEqual(['CREATED', 'RUNNING', 'FINISHED'])
    expect(ending).toMatchObject({ kind: 'final', last: { status: 'FINISHED' } })
    expect(runner.log.map((line) => line.split(' ')[0])).toEqual(['CREATED', 'RUNNING', 'FINISHED'])
  })

  test('looks at once at a run that was attached to, and after one interval at one that was just started', async () => {
    expect((await look({ policy: { attached: true } })).times[0]).toBe(0)
    expect((await look()).times[0]).toBe(5000)
  })

  test('warns once of a status that it does not know, and of one that needs a person', async () => {
    const odd = await look({ behaviour: timeline([0, 'ODD'], [60_000, 'FINISHED']) })
    expect(odd.runner.warnings).toEqual([expect.stringContaining('"ODD"')])
    const behaviour = timeline([0, 'waiting_for_input'], [60_000, 'completed'])
    const asking = await look({ platform: 'kubiya', behaviour })
    expect(asking.runner.warnings).toEqual([expect.stringContaining('waits for a person')])
  })

  test('logs an outage at its first failed attempt, ever more rarely after that, and its end', async () => {
    const fault: Fault = { kind: 'status', status: 502, body: 'html' }
    const { runner } = await look({
      faults: [{ nth: 2, times: 20, fault }],
      behaviour: timeline([0, 'RUNNING'], [600_000, 'FINISHED']),
    })
    const told = runner.log.filter((line) => line.includes('No usable answer'))
    expect(told.map((line) => /attempt (\d+)/.exec(line)?.[1] ?? '1')).toEqual(['1', '2', '4', '8', '16'])
    const ends = runner.log.filter((line) => line.includes('answers again'))
    expect(ends).toEqual(['TrueFoundry answers again after 20 failed attempts.'])
  })

  test('logs a denial with the platform’s words', async () => {
    const { runner } = await look({ faults: [{ nth: 1, times: 1, fault: { kind: 'status', status: 401 } }] })
    expect(runner.log[0]).toMatch(/TrueFoundry answers HTTP 401: Simulated error 401/)
  })

  test.each([
    ['asleep', []],
    ['in the middle of a look', [{ nth: 1, times: 99, fault: { kind: 'hang' } as const }]],
  ])('ends at once when the runner tells the step to stop while it is %s', async (_, faults) => {
    const { ending, clock } = await look({ faults, stopAtMs: 7000 })
    expect([ending.kind, clock.nowMs()]).toEqual(['stopped', 7000])
  })

  test('does not begin when it was told so before', async () => {
    const { ending, clock, times } = await look({ ageMs: 10_000, stopAtMs: 5000 })
    expect([ending.kind, clock.nowMs(), times]).toEqual(['stopped', 10_000, []])
  })

  test('tells whoever follows the run of each look', async () => {
    const { looks, times } = await look({ behaviour: timeline([0, 'RUNNING'], [60_000, 'FINISHED']) })
    expect([looks, looks > 5]).toEqual([times.length, true])
  })

  test('tells of an outage once, though a denial comes between', async () => {
    const { runner } = await look({
      faults: [
        { nth: 2, times: 1, fault: { kind: 'status', status: 502, body: 'html' } },
        { nth: 3, times: 2, fault: { kind: 'status', status: 401 } },
      ],
      behaviour: timeline([0, 'RUNNING'], [60_000, 'FINISHED']),
    })
    expect(runner.log.filter((line) => line.includes('No usable answer'))).toHaveLength(1)
    expect(runner.log.filter((line) => line.includes('counts once it has been said three times'))).toHaveLength(2)
  })

  test('does not sleep past a deadline that is nearer than the first look', async () => {
    const { ending, clock, last, times } = await look({ policy: { deadlineMs: 3000 } })
    expect(ending.kind).toBe('timed_out')
    expect(last?.status).toBe('RUNNING')
    expect(clock.nowMs()).toBeLessThanOrEqual(3000)
    expect(times[0]).toBe(2000)
    expect((await look({ ageMs: 50_000, policy: { deadlineMs: 53_000 } })).times[0]).toBe(52_000)
    expect((await look({ ageMs: 50_000, policy: { deadlineMs: 50_400 } })).times[0]).toBe(50_000)
  })

  test('ends a request that hangs when `outage-tolerance` is over', async () => {
    const { ending, clock } = await look({
      policy: { outageToleranceMs: 20_000 },
      requestTimeoutMs: 1e6,
      faults: [{ nth: 2, times: 99, fault: { kind: 'hang' } }],
    })
    expect([ending.kind, clock.nowMs()]).toEqual(['unreachable', 10_020 + 20_000])
  })

  test('ends a request that hangs at the deadline', async () => {
    const { ending, clock } = await look({
      policy: { deadlineMs: 12_000 },
      requestTimeoutMs: 1e6,
      faults: [{ nth: 2, times: 99, fault: { kind: 'hang' } }],
    })
    expect([ending.kind, clock.nowMs()]).toEqual(['timed_out', 12_000])
  })
})

describe('how long a run has lasted', () => {
  const behaviour = timeline([0, 'RUNNING'], [400_000, 'FINISHED'])
  const attached = { attached: true }

  test('is told from its creation where it was attached to, by the platform’s clock', async () => {
    const { runner } = await look({ behaviour, ageMs: 300_000, policy: attached })
    expect(runner.log[0]).toBe('RUNNING after 5m 00s')
    expect(runner.log.at(-1)).toBe('FINISHED (ran 6m 40s)')
  })

  test('is not told of one that had ended when it was attached to: how long it ran is', async () => {
    const ended = { behaviour: timeline([0, 'RUNNING'], [120_000, 'FINISHED']), ageMs: 812_000, policy: attached }
    const { runner } = await look(ended)
    expect(runner.log).toEqual(['FINISHED (ran 2m 00s)'])
    const unknown = await look({ ...ended, behaviour: { ...ended.behaviour, fields: { endTime: null } } })
    expect(unknown.runner.log).toEqual(['FINISHED'])
  })

  test('is told once, not twice in a row, of one that was attached to and goes on', async () => {
    const { runner } = await look({
      behaviour: timeline([0, 'RUNNING'], [900_000, 'FINISHED']),
      ageMs: 812_000,
      policy: attached,
    })
    expect(runner.log.slice(0, 2)).toEqual(['RUNNING after 13m 32s', 'RUNNING 13m 47s'])
  })

  test('is told from now on where the platform does not say when it was created, or tells no clock', async () => {
    for (const scene of [
      { behaviour, plane: { dateHeader: false } },
      { behaviour: { ...behaviour, fields: { createdAt: null } } },
    ]) {
      const { runner } = await look({ ...scene, ageMs: 300_000, policy: attached })
      expect([runner.log[0], runner.log.at(-1)]).toEqual(['RUNNING after 0.0s', expect.stringMatching(/^FINISHED/)])
    }
  })

  test.each([0, 1_768_478_400, -62_135_596_800_000])(
    'is told from now on where its creation is unset or in another unit: %d',
    async (createdAt) => {
      const policy = { ...attached, pollInterval: { kind: 'auto' } as const }
      const { runner, times } = await look({
        behaviour: { ...behaviour, fields: { createdAt } },
        ageMs: 300_000,
        policy,
      })
      expect(runner.log[0]).toBe('RUNNING after 0.0s')
      expect((times.at(-1) ?? 0) - 400_000).toBeLessThan(4000)
    },
  )

  test('is never less than nothing, whatever the platform’s clock says', async () => {
    const young = await look({ behaviour: timeline([-9000, 'RUNNING'], [1000, 'FINISHED']), policy: attached })
    expect(young.runner.log[0]).toBe('RUNNING after 0.0s')
  })

  test('is believed for as long as GitHub lets a job last, 35 days, and no longer', async () => {
    const longestMs = 35 * 86_400_000
    const told = async (ageMs: number) =>
      (await look({ behaviour: NEVER_ENDS.truefoundry, ageMs, policy: { ...attached, deadlineMs: ageMs + 5000 } }))
        .runner.log
    expect((await told(longestMs))[0]).toMatch(/ after 840h 00m$/)
    expect((await told(longestMs + 1000))[0]).toMatch(/ after 0\.0s$/)
  })

  test('counts from the trigger where the step started it', async () => {
    const { runner } = await look({ behaviour, ageMs: 300_000 })
    expect(runner.log[0]).toBe('RUNNING after 5.0s')
  })
})

describe('an outage', () => {
  const fault: Fault = { kind: 'status', status: 502, body: 'html' }
  const behaviour = timeline([0, 'RUNNING'], [60_000, 'FINISHED'])
  const faults = [{ nth: 2, times: 1, fault }]
  const told = (log: readonly string[]) => log.find((line) => line.startsWith('No usable answer'))

  test('is told with the time until which it is borne, and the input that says so', async () => {
    const { runner } = await look({ behaviour, faults, policy: { outageToleranceMs: 90_000 } })
    expect(told(runner.log)).toMatch(/nothing; asking again until 2026-01-15 12:01:40 UTC \(`outage-tolerance`\)\.$/)
    const short = await look({ behaviour, faults, policy: { deadlineMs: 70_000 } })
    expect(told(short.runner.log)).toMatch(/nothing; asking again until 2026-01-15 12:01:10 UTC \(`timeout`\)\.$/)
  })
})

test('a wait that an outage ends is not said to go on', async () => {
  const faults = [{ nth: 1, times: 99, fault: { kind: 'status', status: 502, body: 'html' } as const }]
  const { ending, runner } = await look({ faults, policy: { outageToleranceMs: 0 } })
  expect([ending.kind, runner.log]).toEqual(['unreachable', []])
})

test('a status that nobody knows is warned of once more when the platform gives the run an end', async () => {
  const behaviour = timeline([0, 'RUNNING'], [10_000, 'FROZEN'])
  const { runner, ending } = await look({
    behaviour: { ...behaviour, fields: { endTime: Date.UTC(2026, 0, 15, 12, 3) } },
    policy: { deadlineMs: 60_000 },
  })
  expect(runner.warnings).toEqual([
    expect.stringMatching(
      /"FROZEN" for etl-0001.*also says that it ended at 2026-01-15 12:03:00 UTC: .*look at https:/,
    ),
  ])
  expect(ending.kind).toBe('timed_out')
})

describe('signs of life', () => {
  const past = (...durationsMs: readonly number[]) => {
    const runs = durationsMs.map((durationMs): PastRun => ({ phase: 'succeeded', durationMs }))
    return () => runs
  }
  const told = (log: readonly string[]) => log.filter((line) => /^RUNNING \d/.test(line))

  test('come after half a minute and then ever more rarely', async () => {
    const { runner } = await look({ behaviour: timeline([0, 'RUNNING'], [200_000, 'FINISHED']) })
    expect(told(runner.log)).toEqual(['RUNNING 30s', 'RUNNING 1m 00s', 'RUNNING 1m 30s', 'RUNNING 2m 16s'])
  })

  test('say what is usual, as soon as that is known', async () => {
    const { runner } = await look({
      behaviour: timeline([0, 'RUNNING'], [100_000, 'FINISHED']),
      past: past(100_000, 120_000, 140_000),
    })
    expect(told(runner.log)[0]).toBe('RUNNING 30s · usually 2m 00s (median of 3) · about 1m 30s left')
  })

  test('say once, and without delay, that a run is slower than nearly all before', async () => {
    const { runner } = await look({
      behaviour: timeline([0, 'RUNNING'], [90_000, 'FINISHED']),
      past: past(...Array(8).fill(40_000)),
    })
    const slow = told(runner.log).filter((line) => line.includes('slower than nearly all'))
    expect(slow[0]).toMatch(/^RUNNING 4[0-5]s/)
    expect(slow.filter((line) => /^RUNNING 4/.test(line))).toHaveLength(1)
  })

  test('are not given while nobody answers', async () => {
    const fault: Fault = { kind: 'status', status: 502, body: 'html' }
    const { runner } = await look({
      faults: [{ nth: 2, times: 8, fault }],
      behaviour: timeline([0, 'RUNNING'], [100_000, 'FINISHED']),
    })
    const answers = runner.log.findIndex((line) => line.includes('answers again'))
    expect(told(runner.log.slice(0, answers))).toEqual([])
    expect(told(runner.log.slice(answers)).length).toBeGreaterThan(0)
  })
})

describe('warnings of a run that goes back and forth', () => {
  test('come once for each status, and no more than five: the rest is in the log', async () => {
    const odd = ['A', 'B', 'A', 'C', 'D', 'E', 'F', 'G']
    const behaviour = timeline(...odd.map((status, index): readonly [number, string] => [index * 10_000, status]), [
      80_000,
      'FINISHED',
    ])
    const { runner } = await look({ behaviour })
    expect(runner.warnings.map((text) => /"(\w)"/.exec(text)?.[1])).toEqual(['A', 'B', 'C', 'D', 'E'])
    const logged = runner.log.filter((line) => line.includes('does not know'))
    expect(logged.map((text) => /"(\w)"/.exec(text)?.[1])).toEqual(['F', 'G'])
  })

  test('are not needed for a person to act where that ends the step', async () => {
    const behaviour = timeline([0, 'waiting_for_input'], [60_000, 'completed'])
    const { runner, ending } = await look({ platform: 'kubiya', behaviour, policy: { onInputRequired: 'fail' } })
    expect([runner.warnings, ending.kind]).toEqual([[], 'input_required'])
  })

  test('an outage of one attempt is told as one', async () => {
    const fault: Fault = { kind: 'status', status: 502, body: 'html' }
    const { runner } = await look({
      faults: [{ nth: 2, times: 1, fault }],
      behaviour: timeline([0, 'RUNNING'], [60_000, 'FINISHED']),
    })
    expect(runner.log).toContain('TrueFoundry answers again after 1 failed attempt.')
    expect(runner.log.filter((line) => line.includes('answers again'))).toHaveLength(1)
    expect(runner.log).toContainEqual(expect.stringMatching(/^No usable answer about etl-0001: HTTP 502/))
  })
})
