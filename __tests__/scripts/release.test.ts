import { spawnSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { faultsOf, majorToMove, notesOf, type Sources } from '../../scripts/release.ts'
import { readText, root } from '../support/markdown.ts'

const CHANGELOG = `# Changelog

Words before.

## [1.2.3] - 2026-01-15

### Added

- One.

## [1.2.2] - 2026-01-01

- Two.
`

function sources(version: string, more: Partial<Sources> = {}): Sources {
  const lockFile = JSON.stringify({ version, packages: { '': { version } } })
  return { manifest: JSON.stringify({ version }), lockFile, changelog: CHANGELOG, ...more }
}

describe('a release', () => {
  test('may go out where tag, package, lock file and changelog agree', () => {
    expect(faultsOf('v1.2.3', sources('1.2.3'))).toEqual([])
  })

  test('of another version is held back, with all that speaks against it', () => {
    expect(faultsOf('v1.2.4', sources('1.2.3'))).toEqual([
      'package.json says 1.2.3, the tag 1.2.4',
      'package-lock.json says 1.2.3, the tag 1.2.4',
      'the root package in package-lock.json says 1.2.3, the tag 1.2.4',
      'the first section of CHANGELOG.md says 1.2.3, the tag 1.2.4',
    ])
    expect(faultsOf('v1.2.2', sources('1.2.2'))).toEqual([
      'the first section of CHANGELOG.md says 1.2.3, the tag 1.2.2',
    ])
  })

  test('without a date, with one that no calendar has, or without a word is held back', () => {
    const dated = (date: string) => sources('1.2.3', { changelog: CHANGELOG.replace('2026-01-15', date) })
    for (const date of ['Unreleased', '', '2026-02-30', '2026-13-01', '15.1.2026']) {
      expect(faultsOf('v1.2.3', dated(date))).toEqual([expect.stringContaining('no date')])
    }
    const silent = sources('1.2.3', { changelog: '## [1.2.3] - 2026-01-15\n\n## [1.2.2] - 2026-01-01\n\n- Two.\n' })
    expect(faultsOf('v1.2.3', silent)).toEqual(['the section of CHANGELOG.md is empty'])
  })

  test.each(['1.2.3', 'v1.2', 'v1', 'v01.2.3', 'v1.2.3-rc.1', 'v1.2.3\n', 'v1.2.3;x', ''])(
    'is not made of %j',
    (tag) => {
      expect(faultsOf(tag, sources('1.2.3'))).toEqual([expect.stringContaining('no tag of a release')])
    },
  )

  test('tells what the changelog says of it, and nothing of another', () => {
    expect(notesOf('v1.2.3', CHANGELOG)).toBe('### Added\n\n- One.')
    expect(notesOf('v1.2.2', CHANGELOG)).toBe('- Two.')
    expect(() => notesOf('v1.2.1', CHANGELOG)).toThrow('says nothing of v1.2.1')
  })

  test('takes the major tag along, but not back from a later one', () => {
    expect(majorToMove('v1.2.3', ['v1', 'v1.2.2', 'v1.2.3', 'v2.0.0', 'latest'])).toBe('v1')
    expect(majorToMove('v1.2.3', ['v1.10.0'])).toBeUndefined()
    expect(majorToMove('v1.2.3', ['v1.2.4'])).toBeUndefined()
    expect(majorToMove('v1.10.0', ['v1.9.9'])).toBe('v1')
    expect(() => majorToMove('v1', [])).toThrow('no tag')
  })

  test('of this repository says at once what is missing', () => {
    const { version } = JSON.parse(readText('package.json'))
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, ['scripts/release.ts', ...args], { cwd: root })
    expect(run('check', 'v99.0.0').status).toBe(1)
    expect(String(run('check', 'v99.0.0').stderr)).toContain(`package.json says ${version}, the tag 99.0.0`)
    expect(String(run('notes', `v${version}`).stdout)).toContain('###')
    const major = spawnSync(process.execPath, ['scripts/release.ts', 'moves-major', 'v1.2.3'], {
      cwd: root,
      input: 'v1.2.3\nv1.2.2\n',
    })
    expect(String(major.stdout)).toBe('v1\n')
    expect(run('publish').status).not.toBe(0)
  })
})
