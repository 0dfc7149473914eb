/** The whole log as a file. */

import { expect, test } from '@jest/globals'
import type { LogLine, RunBehaviour } from '../sandbox/control-plane/types.ts'
import { API_KEY, NEVER_ENDS, Story, type StorySetup, timeline } from './support/story.ts'

const FILE = '/logs/run.log'
const LOGS: readonly LogLine[] = [
  { afterMs: 500, log: '::error::neutral nowhere but here' },
  { afterMs: 900, log: `the key is ${API_KEY}` },
  { afterMs: 5000, log: 'the end' },
]
const behaviour: RunBehaviour = { ...timeline([0, 'RUNNING'], [9000, 'FINISHED']), logs: LOGS }
const WHOLE = '::error::neutral nowhere but here\nthe key is ***\nthe end\n'

function tell({ inputs = {}, ...setup }: StorySetup = {}): Promise<Story> {
  return new Story({ behaviour, inputs: { 'log-file': FILE, ...inputs }, ...setup }).run()
}

test.each(['true', 'false'])('holds every line as it is, without secrets, with `logs: %s`', async (logs) => {
  const story = await tell({ inputs: { logs } })
  expect(story.files.get(FILE)).toBe(WHOLE)
  expect(story.outputs).toMatchObject({ conclusion: 'success', 'log-file': FILE })
  expect(story.runner.log.join('\n').includes('the end')).toBe(logs === 'true')
})

test('holds what a stream tells', async () => {
  const events = [{ afterMs: 500, event: 'message', payload: { content: 'hello' } }]
  const story = await tell({
    platform: 'kubiya',
    behaviour: { ...timeline([0, 'running'], [9000, 'completed']), events },
    inputs: { logs: 'false' },
  })
  expect(story.files.get(FILE)).toBe('hello\n')
})

test('holds every state of a progress bar, of which the step log shows the last', async () => {
  const parts = ['Pulling\n', '10%\r2', '0%\r', '100%', '\r', '\ndone']
  const events = parts.map((content, index) => ({
    afterMs: 500 + 400 * index,
    event: 'message_chunk',
    payload: { content, message_id: 'm1' },
  }))
  const story = await tell({
    platform: 'kubiya',
    behaviour: { ...timeline([0, 'running'], [9000, 'completed']), events },
  })
  expect(story.files.get(FILE)).toBe('Pulling\n10%\n20%\n100%\ndone\n')
  const shown = story.runner.log
    .flatMap((text) => text.split('\n'))
    .filter((line) => /^(Pulling|\d+%|done)$/.test(line))
  expect(shown).toEqual(['Pulling', '100%', 'done'])
})

test('that can’t be opened is an error of the inputs, before anything is sent', async () => {
  const story = await tell({ inputs: { 'log-file': '/unopenable/run.log' } })
  expect(story.outputs.conclusion).toBe('not_started')
  expect(story.error).toMatch(/Input log-file: "\/unopenable\/run\.log" can't be opened \(EACCES.*accepted: /)
  expect(story.plane.requests).toEqual([])
})

test('that can’t be written to any more costs one warning, and the verdict stands', async () => {
  const story = await tell({ inputs: { 'log-file': '/full/run.log' } })
  expect(story.outputs.conclusion).toBe('success')
  expect(story.runner.warnings).toEqual([
    expect.stringMatching(/^`log-file` is not complete \(\/full\/run\.log\): ENOSPC/),
  ])
})

test('holds what was read before a cancel, and before the process was killed', async () => {
  const setup: StorySetup = { behaviour: { ...NEVER_ENDS.truefoundry, logs: LOGS }, inputs: { 'log-file': FILE } }
  const cancelled = await new Story(setup).cancelAt(20_000).run()
  expect(cancelled.files.get(FILE)).toBe(WHOLE)
  const killed = new Story(setup)
  await killed.runUntilKilled(20_000)
  expect(killed.files.get(FILE)).toBe(WHOLE)
})
