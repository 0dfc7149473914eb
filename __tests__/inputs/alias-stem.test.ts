import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readAliasStem } from '../../src/inputs/alias-stem.ts'
import { InputReader } from '../../src/inputs/reader.ts'

const RUN = {
  GITHUB_REPOSITORY: 'octo-org/demo',
  GITHUB_RUN_ID: '1234567890',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_JOB: 'train_model',
}
const stem = (env: Record<string, string>) => readAliasStem(new InputReader(env))

describe('the alias of a run', () => {
  test('tells repository, run id, attempt and job', () => {
    expect(stem(RUN)).toBe('octo-org-demo-1234567890-2-train-model')
  })

  test('is the given one where one is given', () => {
    expect(stem({ ...RUN, 'INPUT_RUN-NAME-ALIAS': 'nightly' })).toBe('nightly')
  })

  test.each(['x'.repeat(57), 'a\u0007b', 'a\nb'])('a given one of %j is a fault', (text) => {
    const reader = new InputReader({ 'INPUT_RUN-NAME-ALIAS': text })
    readAliasStem(reader)
    expect(reader.faults).toHaveLength(1)
  })

  test('long names are cut where it hurts least: at the owner and at the end of the job', () => {
    const long = { ...RUN, GITHUB_REPOSITORY: `${'owner'.repeat(9)}/the-demo`, GITHUB_JOB: `train${'x'.repeat(99)}` }
    expect(stem(long)).toMatch(/^.*owner-the-demo-1234567890-2-trainx+$/)
  })

  test('without anything to go by there still is one', () => {
    expect(stem({})).toBe('run')
  })

  test('whatever the names, it fits with its suffix, keeps run id and attempt, and has only plain characters', () => {
    const runId = fc.nat().map(String)
    const attempt = fc.integer({ min: 1, max: 9999 }).map(String)
    const name = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => !text.includes('\0'))
    fc.assert(
      fc.property(name, runId, attempt, name, (repository, id, nth, job) => {
        const alias = stem({
          GITHUB_REPOSITORY: repository,
          GITHUB_RUN_ID: id,
          GITHUB_RUN_ATTEMPT: nth,
          GITHUB_JOB: job,
        })
        expect(`${alias}-7f3k2a`).toMatch(/^(?=.{1,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/)
        expect(`-${alias}-`).toContain(`-${id}-${nth}-`)
      }),
    )
  })
})
