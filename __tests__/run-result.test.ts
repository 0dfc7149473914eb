/** What a run hands back, and the gate on it. */

import { describe, expect, test } from '@jest/globals'
import { Story, type StorySetup, timeline } from './support/story.ts'

const tell = (setup: StorySetup) => new Story(setup).run()
const GATE = 'accuracy >= 0.9\nmetrics.loss < 0.4'

/** A job run of eleven seconds that prints these lines at seven. */
function printing(...lines: readonly string[]): StorySetup {
  const logs = lines.map((log, index) => ({ afterMs: 7000 + index, log }))
  return { behaviour: { ...timeline([0, 'RUNNING'], [11_000, 'FINISHED']), logs } }
}

describe('the result of a job run', () => {
  const good = 'RESULT: {"accuracy": 0.93, "metrics": {"loss": 0.31}}'

  test('is what stands behind the marker in its log', async () => {
    const story = await tell({ ...printing('starting', 'RESULT: 1', good), inputs: { 'result-marker': 'RESULT' } })
    expect(story.outputs).toMatchObject({ conclusion: 'success', result: good.slice('RESULT: '.length) })
  })

  test('is found where the log is not shown, too', async () => {
    const story = await tell({ ...printing(good), inputs: { 'result-marker': 'RESULT', logs: 'false' } })
    expect(story.outputs.result).toBe(good.slice('RESULT: '.length))
    expect(story.runner.log.join('\n')).not.toContain('RESULT')
  })

  test('is found on standard error, and where several containers write', async () => {
    const lines = [
      { afterMs: 7000, log: good, stream: 'stderr' as const },
      { afterMs: 7001, log: 'beside', containerName: 'sidecar' },
    ]
    const behaviour = { ...timeline([0, 'RUNNING'], [11_000, 'FINISHED']), logs: lines }
    const story = await tell({ behaviour, inputs: { 'result-marker': 'RESULT' } })
    expect(story.runner.log.join('\n')).toContain(`[main] [stderr] ${good}`)
    expect(story.outputs.result).toBe(good.slice('RESULT: '.length))
  })

  test('passes the gate, and every condition is told with what was found', async () => {
    const story = await tell({ ...printing(good), inputs: { 'result-marker': 'RESULT', gate: GATE } })
    expect(story.outputs.conclusion).toBe('success')
    expect(story.runner.failed).toBe(false)
    const log = story.runner.log.join('\n')
    expect(log).toContain('- accuracy >= 0.9: 0.93, holds')
    expect(log).toContain('- metrics.loss < 0.4: 0.31, holds')
  })

  test('is rejected by the gate, though the run itself succeeded', async () => {
    const bad = 'RESULT: {"accuracy": 0.87, "metrics": {"loss": 0.31}}'
    const story = await tell({ ...printing(bad), inputs: { 'result-marker': 'RESULT', gate: GATE } })
    expect(story.outputs).toMatchObject({ conclusion: 'rejected', status: 'FINISHED' })
    expect(story.runner.failed).toBe(true)
    expect(story.error).toMatch(/^Rejected: .*etl-0001.* ended as FINISHED\. 1 of 2 conditions of `gate` does not hold/)
    expect(story.error).toContain('- accuracy >= 0.9: 0.87, rejected')
  })

  test.each([
    ['no line with it', 'there is no result'],
    ['RESULT: accuracy=0.93', 'the result is not a JSON object'],
    ['RESULT: {"precision": 0.93}', 'the result has no such value'],
  ])('is rejected where it is missing or no good: %s', async (line, why) => {
    const story = await tell({ ...printing(line), inputs: { 'result-marker': 'RESULT', gate: GATE } })
    expect(story.outputs.conclusion).toBe('rejected')
    expect(story.error).toContain(`- accuracy >= 0.9: ${why}, rejected`)
  })

  test('is not judged where the run failed', async () => {
    const { behaviour } = printing(good)
    const failing = { ...behaviour, ...timeline([0, 'RUNNING'], [11_000, 'FAILED']) }
    const story = await tell({ behaviour: failing, inputs: { 'result-marker': 'RESULT', gate: GATE } })
    expect(story.outputs.conclusion).toBe('failure')
    expect(story.error).not.toContain('gate')
  })

  test('is never called a success before it is judged', async () => {
    const story = new Story({ ...printing(good), inputs: { 'result-marker': 'RESULT', gate: 'accuracy > 0.99' } })
    await story.run()
    expect(story.runner.written.filter(([name]) => name === 'conclusion').map(([, value]) => value)).not.toContain(
      'success',
    )
  })
})

describe('the result of an execution', () => {
  test('is its response, which the gate reads too', async () => {
    const ends = (response: string): StorySetup => ({
      platform: 'kubiya',
      behaviour: { ...timeline([0, 'running'], [9000, 'completed']), response },
      inputs: { gate: 'approved == true' },
    })
    expect((await tell(ends('{"approved": true}'))).outputs.conclusion).toBe('success')
    expect((await tell(ends('Looks good to me!'))).outputs.conclusion).toBe('rejected')
  })
})

test('a gate that can’t be read is told before anything is sent', async () => {
  const story = await tell({ inputs: { 'result-marker': 'RESULT', gate: 'accuracy = 0.9' } })
  expect(story.outputs.conclusion).toBe('not_started')
  expect(story.error).toContain('line 1 is "accuracy = 0.9"; accepted: a path, one of == != < <= > >= and a value')
  expect(story.plane.requests).toEqual([])
})
