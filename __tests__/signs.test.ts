/**
 * What OpenSSF Scorecard looks for in a repository's files, by its own rules (github.com/ossf/scorecard, docs/checks.md),
 * and what people look for. Pinned actions and packages are in supply-chain.test.ts.
 */

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { readText, root } from './support/markdown.ts'

interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly environment?: string
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: Record<string, unknown> }[]
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: unknown
  readonly jobs: Readonly<Record<string, Job>>
}

const FOLDER = '.github/workflows/'
const workflows: readonly (readonly [name: string, workflow: Workflow])[] = readdirSync(`${root}${FOLDER}`).map(
  (name) => [name, parse(readText(`${FOLDER}${name}`))] as const,
)
const jobs = workflows.flatMap(([name, { jobs }]) =>
  Object.entries(jobs).map(([id, job]) => [`${name} ${id}`, job] as const),
)
const steps = jobs.flatMap(([, job]) => job.steps)

/** Which job may write what. Whoever adds to it says why here. */
const MAY_WRITE: Readonly<Record<string, readonly string[]>> = {
  'codeql.yml analyze': ['security-events'], // what it found
  'scorecard.yml scorecard': ['security-events', 'id-token'], // what it found, signed
  'release.yml attest': ['id-token', 'attestations'],
  'release.yml draft': ['contents'], // the draft
  'published.yml major': ['contents'], // the major tag
}

describe('Token-Permissions', () => {
  test('nothing may be written but where it is needed', () => {
    for (const [, { permissions }] of workflows) expect(permissions).toEqual({})
    const writing = jobs.map(([name, { permissions = {} }]) => {
      const written = Object.entries(permissions).filter(([, access]) => access !== 'read')
      return [name, written.map(([scope]) => scope)] as const
    })
    expect(Object.fromEntries(writing.filter(([, scopes]) => scopes.length > 0))).toEqual(MAY_WRITE)
  })

  test('who may write to the repository does so with a person’s consent, without packages and third parties', () => {
    const writers = jobs.filter(([, { permissions }]) => permissions?.contents === 'write')
    expect(writers).not.toEqual([])
    for (const [, job] of writers) {
      expect(job.environment).toBe('release')
      expect(job.steps.filter(({ uses = 'actions/' }) => !uses.startsWith('actions/'))).toEqual([])
      expect(job.steps.filter(({ run = '' }) => /\bnpm\b|\bnpx\b/.test(run))).toEqual([])
    }
  })

  test('no checkout leaves a token behind', () => {
    const checkouts = steps.filter(({ uses = '' }) => uses.startsWith('actions/checkout@'))
    expect(checkouts.length).toBeGreaterThan(8)
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
  })
})

test('Dangerous-Workflow: none runs a stranger’s code with rights, none puts an expression into a script', () => {
  for (const [, { on }] of workflows) {
    expect(Object.keys(on)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/pull_request_target|workflow_run/)]),
    )
  }
  expect(steps.filter(({ run = '' }) => run.includes('${{'))).toEqual([])
})

test('Pinned-Dependencies: no script of a workflow fetches what no lock file names', () => {
  const scripts = [...steps.map(({ run = '' }) => run), readText('.ci/run')]
  expect(
    scripts.filter((run) => /npm (?:i|install)\b(?!.*--package-lock-only)|npx |pip install|curl.*\|/.test(run)),
  ).toEqual([])
})

test('SAST and CI-Tests: every push to main and every pull request is analysed and tested', () => {
  for (const name of ['codeql.yml', 'test.yml', 'check-dist.yml']) {
    const on = workflows.find(([each]) => each === name)?.[1].on ?? {}
    expect(Object.keys(on)).toEqual(expect.arrayContaining(['push', 'pull_request']))
    expect(on).toMatchObject({ push: { branches: ['main'] } })
  }
  expect(readText(`${FOLDER}codeql.yml`)).toMatch(/codeql-action\/init@.*codeql-action\/analyze@/s)
})

test('Fuzzing: properties are checked on made-up input', () => {
  const files = execFileSync('git', ['grep', '-l', "from 'fast-check'", '--', '__tests__'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(files.trim().split('\n').length).toBeGreaterThan(5)
})

test('Binary-Artifacts: there is no program but in source', () => {
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n')
  expect(files.filter((name) => /\.(?:exe|dll|so|dylib|wasm|jar|class|o|a|node|pyc|apk|deb)$/.test(name))).toEqual([])
})

describe('Security-Policy', () => {
  const policy = readText('SECURITY.md')

  test('says where to report, what happens, and when', () => {
    expect(policy).toMatch(/https:\/\/github\.com\/run-job-and-wait\/action\/security\/advisories\/new/)
    expect(policy).toMatch(/vulnerability/i)
    expect(policy).toMatch(/disclosed/)
    expect(policy).toMatch(/within \d+ days/)
  })

  test('says how to verify what is run', () => {
    expect(policy).toMatch(/gh attestation verify dist\/index\.js --repo run-job-and-wait\/action/)
    expect(policy).toMatch(/Allow select actions/)
    expect(policy).toMatch(/uses: run-job-and-wait\/action@<full commit> # v1\.2\.3/)
  })
})

test('License, code owners, code of conduct, updates: they are there', () => {
  for (const name of [
    'LICENSE',
    'CODE_OF_CONDUCT.md',
    '.github/CODEOWNERS',
    '.github/dependabot.yml',
    'RELEASING.md',
  ]) {
    expect([name, existsSync(`${root}${name}`)]).toEqual([name, true])
  }
  const owners = readText('.github/CODEOWNERS')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  expect(owners.filter((line) => !/^\S+ +@[\w-]+\/[\w-]+$/.test(line))).toEqual([])
  const paths = owners.map((line) => line.split(' ')[0]?.replace(/^\//, '') ?? '')
  expect(paths.filter((path) => path !== '*' && !existsSync(`${root}${path}`))).toEqual([])
})

describe('Signed-Releases', () => {
  const release = readText(`${FOLDER}release.yml`)
  const published = readText(`${FOLDER}published.yml`)

  test('a release is drafted and filled by the workflow, and published by a person', () => {
    expect(release).toMatch(/gh release create "\$TAG" --draft/)
    expect(`${release}${published}`).not.toMatch(/--draft=false|draft: false/)
  })

  test('has its attestation beside it, and the major tag moves only after both were checked', () => {
    expect(release).toContain('.tar.gz.sigstore.json')
    const { jobs: after } = parse(published)
    expect(after.major.needs).toBe('check')
    expect(JSON.stringify(after.check)).toMatch(/gh attestation verify.*--source-digest/)
    expect(release).not.toContain('refs/tags/$major')
  })

  test('several tags in a row all get their draft', () => {
    expect(parse(release).concurrency).toEqual({
      group: expect.stringMatching(/github\.ref/),
      'cancel-in-progress': false,
    })
    expect(parse(published).concurrency).toMatchObject({ queue: 'max' })
  })
})

test('no badge stands for what does not run', () => {
  const badges = [...readText('README.md').matchAll(/actions\/workflows\/([\w.-]+)\/badge\.svg/g)].map(
    ([, name]) => name,
  )
  expect(badges.filter((name) => !workflows.some(([each]) => each === name))).toEqual([])
})
