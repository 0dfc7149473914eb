import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../sandbox/control-plane/faults.ts'
import type { ClusterEvent, RunBehaviour } from '../sandbox/control-plane/types.ts'
import { Story, timeline } from './support/story.ts'

const NO_GPU: ClusterEvent = {
  afterMs: 3000,
  type: 'Warning',
  reason: 'FailedScheduling',
  message: '0/5 nodes are available: 5 Insufficient nvidia.com/gpu.',
  everyMs: 9000,
}
const PULLING: ClusterEvent = { afterMs: 130_000, type: 'Normal', reason: 'Pulling', message: 'Pulling image "job:1"' }
const QUEUED: RunBehaviour = {
  ...timeline([0, 'CREATED'], [2000, 'SCHEDULED'], [170_000, 'RUNNING'], [180_000, 'FINISHED']),
  clusterEvents: [NO_GPU, PULLING],
}
const KILLED: RunBehaviour = {
  ...timeline([0, 'RUNNING'], [7000, 'FAILED']),
  exitCode: 137,
  clusterEvents: [
    { afterMs: 6500, type: 'Warning', reason: 'OOMKilled', message: 'Container main was\n::error::killed' },
  ],
}
const NEVER_WORKS: RunBehaviour = { ...timeline([0, 'CREATED'], [2000, 'SCHEDULED']), clusterEvents: [NO_GPU] }

describe('a run that waits', () => {
  test('says why, each reason once, after it has waited for 20 s', async () => {
    const story = await new Story({ behaviour: QUEUED }).run()
    expect(story.outputs.conclusion).toBe('success')
    const told = story.runner.log.filter((line) => /FailedScheduling|Pulling/.test(line))
    expect(told).toEqual([
      expect.stringMatching(
        /^FailedScheduling: 0\/5 nodes are available: 5 Insufficient nvidia.com\/gpu. \(\d times\)$/,
      ),
      'Pulling: Pulling image "job:1"',
    ])
    expect(story.timesOf('events')[0]).toBeGreaterThanOrEqual(20_000)
    expect(story.runner.warnings).toEqual([])
  })

  test('is asked about at a slow pace, never more than once for three looks', async () => {
    for (const interval of ['auto', '10s', '1m']) {
      const story = await new Story({ behaviour: QUEUED, inputs: { 'poll-interval': interval } }).run()
      const events = story.timesOf('events')
      const looks = story.timesOf('status')
      expect(events.length).toBeLessThanOrEqual(4)
      for (const [at, eventMs] of events.entries()) {
        const sinceMs = events[at - 1] ?? 0
        expect(looks.filter((lookMs) => lookMs > sinceMs && lookMs <= eventMs).length).toBeGreaterThanOrEqual(3)
      }
    }
  })

  test('until `timeout` is told of with the last warning, in message and summary', async () => {
    const story = await new Story({ behaviour: NEVER_WORKS, inputs: { timeout: '95s' } }).run()
    expect(story.outputs.conclusion).toBe('timed_out')
    expect(story.error).toContain("The platform's last warning: FailedScheduling: 0/5 nodes are available")
    expect(story.runner.summary).toContain('FailedScheduling')
    expect(story.clock.nowMs()).toBeLessThanOrEqual(95_000)
  })
})

describe('a run that has failed', () => {
  test('says why it died', async () => {
    const story = await new Story({ behaviour: KILLED }).run()
    expect(story.plane.requestsOf('events')).toHaveLength(1)
    expect(story.error).toContain('Exit code 137.')
    expect(story.error).toContain("The platform's last warning: OOMKilled: Container main was ::error::killed.")
    expect(story.runner.summary).toContain('OOMKilled')
    expect(story.runner.log).toContainEqual(expect.stringMatching(/^OOMKilled: Container main was ::error::killed$/))
  })

  const troubles: readonly Fault[] = [
    { kind: 'status', status: 403 },
    { kind: 'status', status: 404, body: 'html' },
    { kind: 'status', status: 503 },
    { kind: 'hang' },
    { kind: 'resetBefore' },
    { kind: 'foreignBody', body: 'otherShape' },
  ]
  test.each(troubles.map((fault) => [JSON.stringify(fault), fault] as const))(
    'has the same verdict where events can’t be read: %s',
    async (_, fault) => {
      const story = new Story({ behaviour: KILLED })
      story.plane.addFault({ operation: 'events', fault })
      await story.run()
      expect(story.outputs).toMatchObject({ conclusion: 'failure', 'exit-code': '137' })
      expect(story.runner.warnings).toEqual([])
      expect(story.clock.nowMs()).toBeLessThan(25_000)
    },
  )
})

test('nobody is asked for events of a run that works and succeeds', async () => {
  const story = await new Story({ behaviour: timeline([0, 'RUNNING'], [300_000, 'FINISHED']) }).run()
  expect(story.plane.requestsOf('events')).toEqual([])
})

test('events that are refused are asked for no more', async () => {
  const story = new Story({ behaviour: QUEUED })
  story.plane.addFault({ operation: 'events', fault: { kind: 'status', status: 403 } })
  await story.run()
  expect(story.plane.requestsOf('events')).toHaveLength(1)
  expect(story.outputs.conclusion).toBe('success')
})
