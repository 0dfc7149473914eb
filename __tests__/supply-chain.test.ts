/** What comes from elsewhere: packages, and the actions that workflows use. */

import { readdirSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { readText, root } from './support/markdown.ts'

interface Locked {
  readonly version?: string
  readonly dev?: boolean
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly hasInstallScript?: boolean
}

const manifest = JSON.parse(readText('package.json'))
const packages: readonly (readonly [path: string, locked: Locked])[] = Object.entries<Locked>(
  JSON.parse(readText('package-lock.json')).packages,
).filter(([path]) => path !== '')

/** Rules over a lock file, so that each can be shown to find what it is for. */
const RULES: Readonly<Record<string, (locked: Locked) => boolean>> = {
  'runs a script when it is installed, and ships': ({ dev, hasInstallScript }) =>
    dev !== true && hasInstallScript === true,
  'has no hash by which it is known': ({ integrity = '' }) => !/^sha512-[\w+/]{86}==$/.test(integrity),
  'comes from elsewhere than a registry': ({ link, resolved = 'https://' }) =>
    link === true || !/^https:\/\//.test(resolved) || /\.git\b|codeload\.github/.test(resolved),
}

describe('no package', () => {
  test.each(Object.entries(RULES))('%s', (_, isBad) => {
    expect(packages.filter(([, locked]) => isBad(locked)).map(([path]) => path)).toEqual([])
  })

  test.each<[rule: string, locked: Locked]>([
    ['runs a script when it is installed, and ships', { hasInstallScript: true }],
    ['has no hash by which it is known', { integrity: 'sha1-abc' }],
    ['has no hash by which it is known', {}],
    ['comes from elsewhere than a registry', { resolved: 'git+ssh://git@github.com/a/b.git#c' }],
    ['comes from elsewhere than a registry', { resolved: 'https://codeload.github.com/a/b/tar.gz/c' }],
    ['comes from elsewhere than a registry', { link: true }],
  ])('%s: found in %j', (rule, locked) => {
    expect(RULES[rule]?.(locked)).toBe(true)
  })

  test('runs a script when it is installed without being asked about in package.json', () => {
    const asking = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true)
    const names = asking.map(([path]) => path.replace(/^.*node_modules\//, ''))
    expect(Object.keys(manifest.allowScripts)).toEqual(expect.arrayContaining(names))
    expect(Object.values(manifest.allowScripts).filter((allowed) => allowed !== false)).toEqual([])
  })

  test('is asked for but in one exact version', () => {
    const { dependencies, devDependencies, optionalDependencies, overrides } = manifest
    const asked = { ...dependencies, ...devDependencies, ...optionalDependencies, ...overrides }
    const loose = Object.entries<string>(asked).filter(
      ([name, version]) => !/^(?:\d+\.\d+\.\d+|\$.+)$/.test(version) || name === '',
    )
    expect(loose).toEqual([])
  })
})

/** Workflows and composite actions, those to copy among them. */
const PLACES = ['.github', 'examples', 'docs']
/** Ours, as users name it: a tag in an example, that they may read it. */
const OWN = /^run-job-and-wait\/action@v\d+$/
const PINNED = /^[\w.-]+\/[\w./-]+@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$/

const places = readdirSync(root, { withFileTypes: true }).filter(
  (entry) => entry.isDirectory() && PLACES.includes(entry.name),
)
const yamlFiles = places.flatMap(({ name }) =>
  readdirSync(`${root}${name}`, { recursive: true, encoding: 'utf8' })
    .map((file) => `${name}/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.ya?ml$/.test(file)),
)

function usesIn(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t-]*uses:[ \t]*(.*)$/gm)].map(([, value = '']) => value.trim())
}

function unpinned(uses: readonly string[]): readonly string[] {
  return uses.filter((value) => !value.startsWith('./') && !OWN.test(value) && !PINNED.test(value))
}

describe('an action of somebody else’s', () => {
  test.each(yamlFiles)('is pinned by commit, with its version beside it, in %s', (path) => {
    const text = readText(path)
    expect(unpinned(usesIn(text))).toEqual([])
    // Whatever way of writing YAML hides from the look at the lines.
    expect(countUses(parse(text))).toBe(usesIn(text).length)
  })

  test('is found where it is not', () => {
    const bad = [
      'actions/checkout@v4',
      'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1',
      'docker://alpine:3',
    ]
    expect(unpinned([...bad, './', './.github/actions/x', 'run-job-and-wait/action@v1'])).toEqual(bad)
    expect(usesIn('steps:\n  - uses: a/b@v1\n  - name: x\n    uses: c/d@v2\n')).toEqual(['a/b@v1', 'c/d@v2'])
  })

  test('is one and the same commit wherever it is used, and wherever its version is named', () => {
    const pins = new Map<string, Set<string>>()
    for (const value of yamlFiles.flatMap((path) => usesIn(readText(path)))) {
      const [, commit = '', version = ''] = PINNED.exec(value) ?? []
      const key = `${value.split('@')[0]} ${version}`
      if (commit !== '') pins.set(key, (pins.get(key) ?? new Set()).add(commit))
    }
    expect(pins.size).toBeGreaterThanOrEqual(3)
    expect([...pins].filter(([, commits]) => commits.size > 1)).toEqual([])
  })
})

describe('updates', () => {
  const { updates } = parse(readText('.github/dependabot.yml'))
  const of = (ecosystem: string) => updates.find((each: Update) => each['package-ecosystem'] === ecosystem)

  test('are looked for in packages and in every folder that uses an action', () => {
    const { directory = '', directories = [directory] } = of('github-actions')
    const folders = yamlFiles.filter((path) => usesIn(readText(path)).some((value) => PINNED.test(value)))
    const asked = folders.map((path) => `/${path.replace(/\/[^/]*$/, '')}`.replace(/^\/\.github\/workflows$/, '/'))
    expect(directories).toEqual(expect.arrayContaining([...new Set(asked)]))
    expect(of('npm')).toMatchObject({ directory: '/' })
  })

  test('wait until a release that was tampered with has mostly been found out', () => {
    for (const { cooldown } of updates) expect(cooldown['default-days']).toBeGreaterThanOrEqual(7)
  })
})

interface Update {
  readonly 'package-ecosystem': string
}

function countUses(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, each]) => sum + (key === 'uses' && typeof each === 'string' ? 1 : countUses(each)),
    0,
  )
}
