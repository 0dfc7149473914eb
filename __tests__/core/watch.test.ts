import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../sandbox/control-plane/faults.ts'
import type { RunBehaviour } from '../../sandbox/control-plane/types.ts'
import { type WatchPolicy, watch } from '../../src/core/watch.ts'
import { nobody } from '../../src/logs/index.ts'
import { type BenchOptions, bench } from '../support/bench.ts'
import { timeline } from '../support/story.ts'

interface Scene extends BenchOptions {
  readonly behaviour?: RunBehaviour
  readonly policy?: Partial<WatchPolicy>
  readonly faults?: readonly { readonly nth: number; readonly times: number; readonly fault: Fault }[]
  readonly stopAtMs?: number
}

async function look({ behaviour, policy = {}, faults = [], stopAtMs, ...options }: Scene = {}) {
  const at = bench(options)
  const jobId = options.platform === 'kubiya' ? 'agent' : 'app'
  const { name } = at.plane.addRun({ jobId, createdAtMs: at.plane.now(), ...(behaviour ? { behaviour } : {}) })
  for (const rule of faults) at.plane.addFault({ operation: 'status', ...rule })
  if (stopAtMs !== undefined) at.clock.at(stopAtMs, () => at.runner.cancel())
  const limits: WatchPolicy = {
    deadlineMs: 3_600_000,
    outageToleranceMs: 600_000,
    pollInterval: { kind: 'fixed', intervalMs: 5000 },
    onInputRequired: 'wait',
    attached: false,
    ...policy,
  }
  const news: string[] = []
  const watched = await at.clock.run(
    watch(at.ports, limits, at.platform.attach(at.target, name), nobody, {
      onNews: ({ status }) => news.push(status),
      past: () => [],
    }),
  )
  const startMs = at.plane.runs[0]?.createdAtMs ?? 0
  return { ...at, ...watched, news, times: at.plane.requestsOf('status').map(({ atMs }) => atMs - startMs) }
}

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
    expect(runner.log).toContainEqual(expect.stringMatching(/answers again after 20 failed attempts/))
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

  test('does not sleep past a deadline that is nearer than the first look', async () => {
    const { ending, clock, last } = await look({ policy: { deadlineMs: 3000 } })
    expect(ending.kind).toBe('timed_out')
    expect(last?.status).toBe('RUNNING')
    expect(clock.nowMs()).toBeLessThanOrEqual(3000)
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
