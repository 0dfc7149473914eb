import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../sandbox/control-plane/faults.ts'
import { Story, timeline } from '../support/story.ts'

const behaviour = timeline([0, 'RUNNING'], [60_000, 'FINISHED'])

function troubled(fault: Fault, inputs: Readonly<Record<string, string>> = {}) {
  const story = new Story({ behaviour, inputs })
  story.plane.addFault({ operation: 'recent', nth: 1, times: 1, fault })
  return story.run()
}

describe('the list of runs before the trigger', () => {
  test('is asked for once in a step, and tells what is usual from the first answer on', async () => {
    const story = new Story({ behaviour })
    for (let minute = 1; minute <= 4; minute++) story.addForeignRun(-minute * 600_000, behaviour)
    await story.run()
    expect(story.plane.requests[0]?.operation).toBe('recent')
    expect(story.plane.requestsOf('recent')).toHaveLength(1)
    expect(story.runner.log.join('\n')).toMatch(/usually 1m 00s \(median of 4\)/)
  })

  test('changes nothing where it is denied, and is asked for later', async () => {
    const story = await troubled({ kind: 'status', status: 403 })
    expect(story.outputs.conclusion).toBe('success')
    expect(story.timesOf('trigger')[0]).toBeLessThan(100)
    expect(story.plane.requestsOf('recent')).toHaveLength(2)
  })

  test.each([
    { kind: 'status', status: 503 },
    { kind: 'foreignBody', body: 'html' },
    { kind: 'resetBefore' },
  ] satisfies Fault[])('is asked for once more before the trigger after a setback: %j', async (fault) => {
    const story = await troubled(fault)
    expect(story.outputs.conclusion).toBe('success')
    expect(story.timesOf('recent')).toEqual([0, 220])
    expect(story.timesOf('trigger')[0]).toBeLessThan(500)
  })

  test('is not asked for again sooner than the platform wants it', async () => {
    const busy = { kind: 'status', status: 503, headers: { 'retry-after': '2' } } as const
    expect((await troubled(busy)).timesOf('recent')).toEqual([0, 2020])
    const busier = { ...busy, headers: { 'retry-after': '7' } }
    expect((await troubled(busier)).timesOf('trigger')[0]).toBeLessThan(100)
  })

  test.each([
    ['1h', 3000],
    ['5s', 2500],
    ['1s', 0],
  ])('that hangs delays the trigger of a step of %s by %i ms at most', async (timeout, delayMs) => {
    const story = await troubled({ kind: 'hang' }, { timeout })
    expect(story.timesOf('trigger')).toEqual([delayMs])
  })

  test('is not waited for once the runner tells the step to stop: nothing is started', async () => {
    const story = new Story({ behaviour })
    story.plane.addFault({ operation: 'recent', fault: { kind: 'hang' } })
    story.clock.at(700, () => story.runner.cancel())
    await story.run()
    expect(story.plane.requestsOf('trigger')).toEqual([])
    expect(story.outputs.conclusion).toBe('cancelled')
    expect(story.clock.nowMs()).toBeLessThan(1000)
  })
})
