/**
 * What release.yml and published.yml do, by their own scripts: run by bash in a clone, in their order, with a `gh` in the
 * place of GitHub's that keeps releases in a folder.
 */

import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { readText, root } from '../support/markdown.ts'

const VERSIONS = ['1.2.3', '1.2.4', '1.2.5']
const scratch = mkdtempSync(join(tmpdir(), 'release-'))
const clone = join(scratch, 'clone')
const store = join(scratch, 'releases')
const bin = join(scratch, 'bin')

/** Drafts and releases are folders; `draft` in one says what it is. The major tag is a file. */
const GH = `#!/usr/bin/env bash
set -euo pipefail
store=${store}
case "$1 \${2-}" in
  'release view') [ -d "$store/$3" ] ;;
  'release create') [[ " $* " == *' --draft '* ]]; mkdir -p "$store/$3/assets"; touch "$store/$3/draft" ;;
  'release upload') tag=$3; shift 4; [ -e "$store/$tag/draft" ] || exit 1; cp "$@" "$store/$tag/assets/" ;;
  'release download') mkdir -p "$5"; cp "$store/$3/assets/"* "$5" ;;
  'attestation verify') printf '%s\\n' "$*" >>"$store/verified" ;;
  'api --paginate') for each in "$store"/v*.*.*; do [ -e "$each/draft" ] || basename "$each"; done ;;
  'api --silent')
    [ "$4" = PATCH ] || exit 1
    [[ "$5" == repos/o/r/git/refs/tags/v1 ]]
    printf '%s' "\${7#sha=}" >"$store/v1" ;;
  *) exit 2 ;;
esac
`

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...identity, ...args], { cwd: clone, encoding: 'utf8' }).trim()
}

/** Runs the scripts of a job in their order, as of that tag; what other actions do is done in between by `between`. */
function play(file: string, job: string, tag: string, between: Readonly<Record<string, () => void>> = {}): string {
  git('checkout', '--quiet', tag)
  const env = {
    PATH: `${bin}:${process.env.PATH}`,
    TAG: tag,
    BUNDLE: join(scratch, 'bundle.json'),
    GITHUB_REPOSITORY: 'o/r',
    GITHUB_STEP_SUMMARY: join(scratch, 'summary.md'),
    RUNNER_TEMP: scratch,
  }
  const { steps } = parse(readText(`.github/workflows/${file}`)).jobs[job]
  for (const { run, uses = '' } of steps) {
    if (run === undefined) between[uses.replace(/@.*/, '')]?.()
    else if (!/^npm (?:ci|run)/.test(run)) {
      const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', run], { cwd: clone, env })
      if (status !== 0) return `${run}: ${stdout}${stderr}`
    }
  }
  return 'good'
}

function draft(tag: string): string {
  const kept = join(scratch, `kept-${tag}`)
  const clean = () => rmSync(join(clone, 'assets'), { recursive: true, force: true })
  clean()
  const made = play('release.yml', 'attest', tag, {
    'actions/upload-artifact': () => execFileSync('cp', ['-r', join(clone, 'assets'), kept]),
  })
  clean()
  const drafted = play('release.yml', 'draft', tag, {
    'actions/download-artifact': () => execFileSync('cp', ['-r', kept, join(clone, 'assets')]),
  })
  for (const name of ['assets', 'drafted']) rmSync(join(clone, name), { recursive: true, force: true })
  return `${made} ${drafted}`
}

/** By a person, and what follows. */
function publish(tag: string): string {
  rmSync(join(store, tag, 'draft'))
  const checked = play('published.yml', 'check', tag)
  rmSync(join(clone, 'assets'), { recursive: true, force: true })
  return checked === 'good' ? play('published.yml', 'major', tag) : checked
}

const majorTag = () => (existsSync(join(store, 'v1')) ? readFileSync(join(store, 'v1'), 'utf8') : undefined)

beforeAll(() => {
  mkdirSync(store)
  mkdirSync(bin)
  writeFileSync(join(bin, 'gh'), GH)
  chmodSync(join(bin, 'gh'), 0o755)
  writeFileSync(join(scratch, 'bundle.json'), '{"bundle":1}\n')
  execFileSync('git', ['clone', '--quiet', '--shared', root, clone])
  for (const version of VERSIONS) {
    writeFileSync(join(clone, 'CHANGELOG.md'), `# Changelog\n\n## [${version}] - 2026-01-15\n\n- News of ${version}.\n`)
    appendFileSync(join(clone, 'dist/main.js'), `// ${version}\n`)
    git('commit', '--quiet', '--all', `--message=${version}`)
    git('tag', `v${version}`)
  }
}, 60_000)
afterAll(() => rmSync(scratch, { recursive: true }))

describe('three tags in a row', () => {
  test('get a draft each, with their own assets and attestation', () => {
    expect(VERSIONS.map((version) => draft(`v${version}`))).toEqual(VERSIONS.map(() => 'good good'))
    for (const tag of VERSIONS.map((version) => `v${version}`)) {
      expect(readdirSync(join(store, tag, 'assets')).sort()).toEqual(
        ['SHA256SUMS', `dist-${tag}.tar.gz`, `dist-${tag}.tar.gz.sigstore.json`, `sbom-${tag}.cdx.json`].sort(),
      )
    }
    expect(majorTag()).toBeUndefined()
  }, 120_000)

  test('move the major tag to the newest that is published, in whatever order people publish', () => {
    expect(publish('v1.2.4')).toBe('good')
    expect(majorTag()).toBe(git('rev-parse', 'v1.2.4'))
    expect(publish('v1.2.3')).toBe('good')
    expect(majorTag()).toBe(git('rev-parse', 'v1.2.4'))
  }, 60_000)

  test('hold the major tag where a release holds anything but what the tag has', () => {
    const tarball = (tag: string) => join(store, tag, 'assets', `dist-${tag}.tar.gz`)
    writeFileSync(tarball('v1.2.5'), readFileSync(tarball('v1.2.4')))
    expect(publish('v1.2.5')).toContain('dist-v1.2.5.tar.gz is not what the commit has')
    expect(majorTag()).toBe(git('rev-parse', 'v1.2.4'))
  }, 60_000)

  test('have their attestation asked for: of that tag, that commit and that workflow', () => {
    const [first = ''] = readFileSync(join(store, 'verified'), 'utf8').split('\n')
    expect(first).toContain(`--source-ref refs/tags/v1.2.4 --source-digest ${git('rev-parse', 'v1.2.4')}`)
    expect(first).toContain('--signer-workflow o/r/.github/workflows/release.yml')
  })

  test('are changed no more once they are published', () => {
    expect(draft('v1.2.4')).not.toBe('good good')
  }, 60_000)
})
