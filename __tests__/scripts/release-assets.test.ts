import { execFileSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { faultsOf, make } from '../../scripts/release-assets.ts'
import { readText, root } from '../support/markdown.ts'

const TAG = 'v1.2.3'
const TARBALL = `dist-${TAG}.tar.gz`

describe('the assets of a release', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'assets-'))
  const made = join(scratch, 'made')
  beforeAll(() => {
    make(TAG, made)
  }, 60_000)
  afterAll(() => rmSync(scratch, { recursive: true }))

  function changed(change: (folder: string) => void): readonly string[] {
    const folder = mkdtempSync(join(scratch, 'changed-'))
    cpSync(made, folder, { recursive: true })
    change(folder)
    return faultsOf(TAG, folder)
  }

  test('are those of the commit, with its attestation beside them or without', () => {
    expect(changed(() => undefined)).toEqual([])
    expect(changed((folder) => writeFileSync(join(folder, `${TARBALL}.sigstore.json`), '{}'))).toEqual([])
  })

  test('hold what a runner needs, as it is committed', () => {
    const list = execFileSync('tar', ['-tzf', join(made, TARBALL)], { encoding: 'utf8' }).split('\n')
    expect(list).toEqual(
      expect.arrayContaining(['action.yml', 'dist/main.js', 'dist/post.js', 'dist/licenses.txt', 'LICENSE']),
    )
    const entry = execFileSync('tar', ['-xzOf', join(made, TARBALL), 'dist/main.js'], { encoding: 'utf8' })
    expect(entry).toBe(execFileSync('git', ['show', 'HEAD:dist/main.js'], { cwd: root, encoding: 'utf8' }))
  })

  test('are made the same again', () => {
    const again = join(scratch, 'again')
    make(TAG, again)
    expect(readFileSync(join(again, TARBALL)).equals(readFileSync(join(made, TARBALL)))).toBe(true)
  }, 60_000)

  test('name every package that may be in the bundle, with version and hash, and none that only makes it', () => {
    const { metadata, components } = JSON.parse(readFileSync(join(made, `sbom-${TAG}.cdx.json`), 'utf8'))
    expect(metadata.component).toMatchObject({ name: 'run-job-and-wait', version: '1.2.3' })
    const packages = Object.entries<{ dev?: boolean; optional?: boolean; devOptional?: boolean; version: string }>(
      JSON.parse(readText('package-lock.json')).packages,
    ).filter(([path, { dev, optional, devOptional }]) => path !== '' && !dev && !optional && !devOptional)
    const named = packages.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')}@${version}`)
    const listed: readonly { name: string; version: string; hashes: readonly unknown[] }[] = components
    expect(listed.map(({ name, version }) => `${name}@${version}`).sort()).toEqual([...new Set(named)].sort())
    expect(listed.filter(({ hashes }) => hashes.length === 0)).toEqual([])
  })

  test.each<[what: string, change: (folder: string) => void, fault: string]>([
    ['is missing', (folder) => rmSync(join(folder, 'SHA256SUMS')), 'SHA256SUMS is missing'],
    ['was added', (folder) => writeFileSync(join(folder, 'extra.sh'), ''), 'extra.sh does not belong to the release'],
    [
      'was changed',
      (folder) => appendFileSync(join(folder, `sbom-${TAG}.cdx.json`), ' '),
      'SHA256SUMS is not of these files',
    ],
  ])('hold a release back where a file %s', (_, change, fault) => {
    expect(changed(change)).toContain(fault)
  })

  test('hold a release back where they are of another commit, checksums and all', () => {
    const other = changed((folder) => {
      const name = join(folder, TARBALL)
      execFileSync('sh', ['-c', `git -C "${root}" archive --format=tar.gz -o "${name}" HEAD action.yml`])
      const sums = execFileSync('sha256sum', [TARBALL, `sbom-${TAG}.cdx.json`], { cwd: folder, encoding: 'utf8' })
      writeFileSync(join(folder, 'SHA256SUMS'), sums)
    })
    expect(other).toEqual([`${TARBALL} is not what the commit has`])
  })
})
