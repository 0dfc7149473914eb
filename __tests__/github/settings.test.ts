import { describe, expect, it } from '@jest/globals'
import { readGithubSettings } from '../../src/github/settings.ts'
import { InputReader } from '../../src/inputs/reader.ts'

function read(inputs: Readonly<Record<string, string>>, wait = true) {
  const env = Object.entries({ 'github-token': 'ghs_1', ...inputs })
  const reader = new InputReader(Object.fromEntries(env.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])))
  const settings = readGithubSettings(reader, wait)
  return { settings, faulty: reader.faults.map(({ input }) => input), told: JSON.stringify(reader.faults) }
}

describe('what is reported to GitHub', () => {
  it('is nothing unless asked for, and then no token is needed', () => {
    expect(read({})).toMatchObject({ settings: undefined, faulty: [] })
    expect(read({ 'github-token': '', 'pr-comment': 'never' })).toMatchObject({ settings: undefined, faulty: [] })
  })

  it('is a status, a comment, or both', () => {
    expect(read({ 'commit-status': 'ci/etl' }).settings).toEqual({
      commitStatus: 'ci/etl',
      prComment: 'never',
      token: 'ghs_1',
    })
    expect(read({ 'pr-comment': 'failure' }).settings).toEqual({ prComment: 'failure', token: 'ghs_1' })
  })

  it('links to the job that the runner names, if it names one', () => {
    expect(read({ 'commit-status': 'x', 'check-run-id': '48019357221' }).settings?.checkRunId).toBe('48019357221')
    for (const other of ['', '../../settings']) {
      expect(read({ 'commit-status': 'x', 'check-run-id': other })).toMatchObject({ faulty: [] })
      expect(read({ 'commit-status': 'x', 'check-run-id': other }).settings).not.toHaveProperty('checkRunId')
    }
  })

  it('can be no status of a run that is not waited for, but a comment', () => {
    expect(read({ 'commit-status': 'ci/etl' }, false).faulty).toEqual(['commit-status'])
    expect(read({ 'pr-comment': 'always' }, false).faulty).toEqual([])
  })

  it.each([
    [{ 'pr-comment': 'sometimes' }, 'pr-comment'],
    [{ 'pr-comment': 'always', 'github-token': '' }, 'github-token'],
    [{ 'commit-status': 'x'.repeat(256) }, 'commit-status'],
    [{ 'commit-status': 'one\ntwo' }, 'commit-status'],
    [{ 'commit-status': 'jobs/nightly 🚀' }, 'commit-status'],
    [{ 'commit-status': 'jobs ✅' }, 'commit-status'],
    [{ 'commit-status': 'jobs ❤️' }, 'commit-status'],
  ])('refuses %j', (inputs, input) => {
    expect(read(inputs).faulty).toEqual([input])
  })

  it('never repeats a faulty token', () => {
    const { faulty, told } = read({ 'pr-comment': 'always', 'github-token': 'ghs_1\nghs_2' })
    expect(faulty).toEqual(['github-token'])
    expect(told).not.toContain('ghs_')
  })
})
