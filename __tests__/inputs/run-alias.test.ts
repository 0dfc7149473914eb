import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { InputReader } from '../../src/inputs/reader.ts'
import { LONGEST_STEM, readStepAlias } from '../../src/inputs/run-alias.ts'
import type { JobRequest } from '../../src/platforms/definition.ts'

const STEP = {
  GITHUB_REPOSITORY: 'octo-org/demo',
  GITHUB_RUN_ID: '1234567890',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_JOB: 'train_model',
  GITHUB_ACTION: 'train',
  'INPUT_JOB-INDEX': '0',
}
const JOB: JobRequest = { target: { applicationId: 'app' }, payload: { params: { epochs: '3' } } }
const alias = (env: Record<string, string>, job = JOB, id = 'truefoundry') =>
  readStepAlias(new InputReader(env), { id }, job)
const stem = (env: Record<string, string>) => alias(env).stem
const identity = (change: Record<string, string> = {}, job = JOB) => alias({ ...STEP, ...change }, job).identity

describe('the stem of an alias', () => {
  test('tells repository and job', () => {
    expect(stem(STEP)).toBe('octo-org-demo-train-model')
  })

  test('is the given alias where one is given', () => {
    expect(stem({ ...STEP, 'INPUT_RUN-NAME-ALIAS': 'nightly' })).toBe('nightly')
  })

  test('a longer one that was given is cut, and no character torn', () => {
    expect(stem({ ...STEP, 'INPUT_RUN-NAME-ALIAS': 'x'.repeat(99) })).toBe('x'.repeat(LONGEST_STEM))
    expect(stem({ ...STEP, 'INPUT_RUN-NAME-ALIAS': `x${'🚀'.repeat(50)}` }).isWellFormed()).toBe(true)
  })

  test.each(['a\u0007b', 'a\nb'])('a given one of %j is a fault', (text) => {
    const reader = new InputReader({ 'INPUT_RUN-NAME-ALIAS': text })
    readStepAlias(reader, { id: 'truefoundry' }, JOB)
    expect(reader.faults).toHaveLength(1)
  })

  test('long names are cut where it hurts least: at the owner and at the end of the job', () => {
    const long = { ...STEP, GITHUB_REPOSITORY: `${'owner'.repeat(9)}/the-demo`, GITHUB_JOB: `train${'x'.repeat(99)}` }
    expect(stem(long)).toMatch(/^.*owner-the-demo-trainx+$/)
  })

  test('without anything to go by there still is one', () => {
    expect(stem({})).toBe('run')
  })
})

describe('the identity in an alias', () => {
  test('is the same in every attempt of a workflow run', () => {
    expect(identity({ GITHUB_RUN_ATTEMPT: '2' })).toBe(identity())
  })

  test.each([
    ['of another repository', { GITHUB_REPOSITORY: 'octo-org/other' }],
    ['of another workflow run', { GITHUB_RUN_ID: '1234567891' }],
    ['in another job', { GITHUB_JOB: 'evaluate' }],
    ['in another leg of the matrix', { 'INPUT_JOB-INDEX': '1' }],
    ['that is another one of the same job', { GITHUB_ACTION: '__run-job-and-wait_action_2' }],
  ])('is never shared with a step %s', (_step, change) => {
    expect(identity(change)).not.toBe(identity())
  })

  test('is another one where something else is asked for', () => {
    expect(identity({}, { ...JOB, payload: { params: { epochs: '4' } } })).not.toBe(identity())
    expect(identity({}, { ...JOB, target: { applicationId: 'other' } })).not.toBe(identity())
    expect(alias(STEP, JOB, 'kubiya').identity).not.toBe(identity())
  })
})

test('whatever the names, an alias fits with its suffix and has only plain characters', () => {
  const name = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => !text.includes('\0'))
  fc.assert(
    fc.property(name, name, name, name, (repository, id, job, step) => {
      const whole = alias({
        GITHUB_REPOSITORY: repository,
        GITHUB_RUN_ID: id,
        GITHUB_JOB: job,
        GITHUB_ACTION: step,
      })
      expect(whole.identity).toMatch(/^[a-z0-9]{8}$/)
      expect(`${whole.stem}-${whole.identity}-7f3k2a`).toMatch(/^(?=.{1,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/)
    }),
  )
})
