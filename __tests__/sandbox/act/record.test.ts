import { describe, expect, test } from '@jest/globals'
import { ActRecord } from '../../../sandbox/act/record.ts'

/** As act 0.2.89 writes them with `--json`, shortened to what counts. */
const LINES = [
  { level: 'warning', msg: 'no docker' },
  {
    level: 'info',
    msg: '⭐ Run Main Train',
    job: 'T/train-1 ',
    jobID: 'train',
    stage: 'Main',
    step: 'Train',
    stepID: ['t'],
  },
  {
    level: 'info',
    msg: '  ⚙  ***',
    jobID: 'train',
    stage: 'Main',
    stepID: ['t'],
    command: 'add-mask',
    arg: 'key',
    raw: '::add-mask::key\n',
  },
  { level: 'info', msg: 'RUNNING\n', jobID: 'train', stage: 'Main', step: 'Train', stepID: ['t'], raw_output: true },
  {
    level: 'error',
    msg: '  ❗  ::error::Failed',
    jobID: 'train',
    stage: 'Main',
    stepID: ['t'],
    command: 'error',
    arg: 'Failed',
  },
  {
    level: 'info',
    msg: '  ❌  Failure',
    jobID: 'train',
    stage: 'Main',
    step: 'Train',
    stepID: ['t'],
    stepResult: 'failure',
  },
  {
    level: 'info',
    msg: '::set-output:: a=1',
    jobID: 'train',
    stage: 'Main',
    stepID: ['t'],
    command: 'set-output',
    name: 'a',
    arg: '1',
  },
  {
    level: 'info',
    msg: '  ✅  Success',
    jobID: 'train',
    stage: 'Post',
    step: 'Train',
    stepID: ['t'],
    stepResult: 'success',
  },
  { level: 'info', msg: '🏁  Job failed', job: 'T/train-1 ', jobID: 'train', jobResult: 'failure' },
  { level: 'info', msg: '🏁  Job succeeded', job: 'T/train-2 ', jobID: 'train', jobResult: 'success' },
]
const record = new ActRecord(1, `${LINES.map((line) => JSON.stringify(line)).join('\n')}\nError: Job failed\n`)

describe("what act's log says", () => {
  test('of a step, by its id or its name, main and post apart', () => {
    expect(record.stepResult({ job: 'train', step: 't', stage: 'Main' })).toBe('failure')
    expect(record.stepResult({ job: 'train', step: 'Train', stage: 'Post' })).toBe('success')
    expect(record.printed({ job: 'train', step: 't' })).toEqual(['RUNNING'])
    expect(record.outputs({ job: 'train', step: 't' })).toEqual({ a: '1' })
    expect(record.annotations('error', { step: 't' })).toEqual(['Failed'])
  })

  test('of a step that never ran is nothing', () => {
    expect(record.stepResult({ job: 'train', step: 'other' })).toBeUndefined()
    expect(record.printed({ job: 'other' })).toEqual([])
  })

  test('of each leg of a matrix, or of one of them', () => {
    expect(record.jobResults('train')).toEqual(['failure', 'success'])
    expect(record.jobResults('T/train-2')).toEqual(['success'])
  })

  test('is whole, with the lines that are not JSON', () => {
    expect(record.text).toMatch(/^no docker\n.*\n {2}\| RUNNING\n.*\nError: Job failed$/s)
  })

  test('holds a secret only in the command that masks it', () => {
    expect(record.withoutMasks).not.toContain('key')
    expect(record.withoutMasks).toContain('RUNNING')
  })
})
