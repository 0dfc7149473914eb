/** How a run's end is read: the log by how the run ended, and the details that come a moment later. */

import { describe, expect, test } from '@jest/globals'
import type { LogLine, RunBehaviour } from '../sandbox/control-plane/types.ts'
import { withoutSummary } from './support/fake-runner.ts'
import { Story, type StorySetup, timeline } from './support/story.ts'

const ENDS_MS = 20_000

function told(end: string, logs: readonly LogLine[]): RunBehaviour {
  return { ...timeline([0, 'RUNNING'], [ENDS_MS, end]), exitCode: 1, logs }
}

const late = (lagMs: number, log: string): LogLine => ({ afterMs: ENDS_MS - 100, log, lagMs })

function linesOf({ runner }: Story): readonly string[] {
  return runner.log.flatMap((text) => text.split('\n'))
}

async function tell(setup: StorySetup): Promise<Story & { readonly lagMs: number }> {
  const story = await new Story(setup).run()
  const [run] = story.plane.runs
  const startMs = (run?.createdAtMs ?? 0) - (story.plane.now() - story.clock.nowMs())
  return Object.assign(story, { lagMs: story.clock.nowMs() - startMs - ENDS_MS })
}

describe('the log of a run that failed', () => {
  test('is read for five seconds at least: the line that says why is shown', async () => {
    const logs = [{ afterMs: 500, log: 'starting' }, late(3100, 'ValueError: the table is empty')]
    const story = await tell({ behaviour: told('FAILED', logs) })
    expect(linesOf(story)).toContain('ValueError: the table is empty')
    expect(story.error).toContain('ValueError: the table is empty')
    expect(story.runner.log.join('\n')).not.toContain('may not be complete')
  })

  test('is read on while lines come, for ten seconds at most, and then said to go on', async () => {
    const flood = Array.from({ length: 40 }, (_, index) => late(700 + index * 400, `line ${index}`))
    const story = await tell({ behaviour: told('TERMINATED', flood) })
    expect(linesOf(story)).toContain('line 20')
    expect(linesOf(story)).not.toContain('line 30')
    const doubts = linesOf(story).filter((line) => line.includes('may not be complete: lines still came'))
    expect(doubts).toHaveLength(1)
  })

  test('that never came is said to be missing, with the link', async () => {
    const story = await tell({ behaviour: told('FAILED', [late(60_000, 'far too late')]) })
    const doubts = linesOf(story).filter((line) => line.includes('no line of it has come so far'))
    expect(doubts).toEqual([expect.stringContaining(story.outputs['run-url'] ?? '?')])
  })
})

test('the log of a run that succeeded is left after two quiet looks', async () => {
  const story = await tell({ behaviour: told('FINISHED', [{ afterMs: 500, log: 'done' }]) })
  expect(linesOf(story)).toContain('done')
  expect(story.lagMs).toBeLessThan(8000)
  const silent = await tell({ behaviour: told('FINISHED', []) })
  expect(silent.runner.log.join('\n')).not.toContain('may not be complete')
})

describe('details of the end', () => {
  test('that come a moment after the final status are in the outputs', async () => {
    const story = new Story({ behaviour: told('FAILED', [{ afterMs: 500, log: 'on it' }]) })
    const { handle } = story.plane
    story.plane.handle = (request) => {
      const plan = handle.call(story.plane, request)
      const [run] = story.plane.runs
      const isEarly = run !== undefined && story.plane.now() < run.createdAtMs + ENDS_MS + 4000
      if (plan.kind !== 'respond' || !/runs\/[\w-]+$/.test(request.path) || !isEarly) return plan
      const body = plan.response.body.replace(/"(exitCode|endTime|error)":[^,}]*/g, '"$1":null')
      return { ...plan, response: { ...plan.response, body } }
    }
    await story.run()
    expect(story.outputs).toMatchObject({ conclusion: 'failure', 'exit-code': '1', 'duration-seconds': '20' })
    expect(story.error).toContain('Exit code 1')
  })

  test('are not waited for where they never come and the run succeeded', async () => {
    const behaviour = { ...told('FINISHED', []), fields: { endTime: null } }
    expect((await tell({ behaviour })).lagMs).toBeLessThan(8000)
  })

  test('such as Kubiya’s response are the result of a run that was completed some seconds before', async () => {
    const behaviour = { ...timeline([0, 'running'], [ENDS_MS, 'completed']), response: 'All 12 checks passed.' }
    for (const logs of ['true', 'false']) {
      const plane = { responseLagMs: 3300 }
      const story = await tell({ platform: 'kubiya', behaviour, plane, inputs: { logs } })
      expect(story.outputs).toMatchObject({ conclusion: 'success', result: 'All 12 checks passed.' })
      expect(story.runner.summary).toContain('1234 tokens (1034 in, 200 out)')
    }
  })
})

describe('what comes after the verdict', () => {
  test.each([{}, { timeout: 'soon' }])('changes nothing where it goes wrong: %j', async (inputs) => {
    const story = new Story({ inputs })
    withoutSummary(story.runner)
    await story.run()
    const isSound = story.outputs.conclusion === 'success'
    expect([story.runner.failed, story.runner.errors.length]).toEqual(isSound ? [false, 0] : [true, 1])
    expect(story.runner.warnings).toEqual([
      'The job summary could not be made: no summary today. This does not touch the verdict.',
    ])
    expect(story.runner.state.concluded).toBe('true')
  })
})
