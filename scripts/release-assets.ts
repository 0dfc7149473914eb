/**
 * What a release offers beside its tag: dist/ of the tagged commit in one file, what is bundled in it (CycloneDX), and the
 * checksums of both.
 *
 *   node scripts/release-assets.ts make v1.2.3 FOLDER    makes them of the commit that is checked out
 *   node scripts/release-assets.ts check v1.2.3 FOLDER   fails unless they are those of the commit that is checked out
 *
 * `check` needs git and tar alone, no packages: it runs where the repository may be written to.
 */

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const SHIPPED = ['action.yml', 'dist', 'LICENSE', 'README.md']
const CHECKSUMS = 'SHA256SUMS'
const MOST_BYTES = 2 ** 28

export function make(tag: string, folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, tarballOf(tag)), gzipSync(shipped(), { level: 9 }))
  writeFileSync(join(folder, bomOf(tag)), billOfMaterials(tag))
  const lines = [tarballOf(tag), bomOf(tag)].map((name) => `${digestOf(join(folder, name))}  ${name}\n`)
  writeFileSync(join(folder, CHECKSUMS), lines.join(''))
  return [tarballOf(tag), bomOf(tag), CHECKSUMS]
}

/** All that speaks against publishing these; nothing if all is well. The attestation may lie beside them. */
export function faultsOf(tag: string, folder: string): readonly string[] {
  const expected = [tarballOf(tag), bomOf(tag), CHECKSUMS]
  const missing = expected.filter((name) => !existsSync(join(folder, name)))
  if (missing.length > 0) return missing.map((name) => `${name} is missing`)
  const known = [...expected, `${tarballOf(tag)}.sigstore.json`]
  const strangers = readdirSync(folder).filter((name) => !known.includes(name))
  const sums = [tarballOf(tag), bomOf(tag)].map((name) => `${digestOf(join(folder, name))}  ${name}\n`).join('')
  return [
    ...strangers.map((name) => `${name} does not belong to the release`),
    ...(readFileSync(join(folder, CHECKSUMS), 'utf8') === sums ? [] : [`${CHECKSUMS} is not of these files`]),
    ...(holdsTheCommit(join(folder, tarballOf(tag))) ? [] : [`${tarballOf(tag)} is not what the commit has`]),
  ]
}

function tarballOf(tag: string): string {
  return `dist-${tag}.tar.gz`
}

function bomOf(tag: string): string {
  return `sbom-${tag}.cdx.json`
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** A tar file with the times of the commit, so that it is the same wherever it is made. */
function shipped(): Buffer {
  return execFileSync('git', ['archive', '--format=tar', 'HEAD', ...SHIPPED], { cwd: root, maxBuffer: MOST_BYTES })
}

function holdsTheCommit(tarball: string): boolean {
  const unzipped = execFileSync('gzip', ['--decompress', '--stdout', tarball], { maxBuffer: MOST_BYTES })
  return unzipped.equals(shipped())
}

/**
 * By npm itself, from the lock file: what may be in the bundle, with versions, hashes and licences. npm is shown these
 * packages alone: its `--omit=dev` leaves out what packages for development need too, undici among them.
 */
function billOfMaterials(tag: string): string {
  const scratch = mkdtempSync(join(tmpdir(), 'sbom-'))
  // npm calls the package after its folder.
  const folder = join(scratch, 'run-job-and-wait')
  try {
    mkdirSync(folder)
    for (const [name, text] of Object.entries(withoutDevelopment(tag))) writeFileSync(join(folder, name), text)
    const options = ['--package-lock-only', '--sbom-format=cyclonedx']
    const bom = execFileSync('npm', ['sbom', ...options], { cwd: folder, shell: process.platform === 'win32' })
    return `${JSON.stringify(JSON.parse(bom.toString()), undefined, 2)}\n`
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

function withoutDevelopment(tag: string): Readonly<Record<string, string>> {
  const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'))
  const { devDependencies: _dev, optionalDependencies: _optional, ...manifest } = read('package.json')
  const lock = read('package-lock.json')
  const { '': own, ...packages } = lock.packages
  const { devDependencies: _ownDev, optionalDependencies: _ownOptional, ...rootPackage } = own
  const version = tag.slice(1)
  const kept = Object.entries<{ dev?: boolean; optional?: boolean; devOptional?: boolean }>(packages).filter(
    ([, { dev, optional, devOptional }]) => !dev && !optional && !devOptional,
  )
  return {
    'package.json': JSON.stringify({ ...manifest, version }),
    'package-lock.json': JSON.stringify({
      ...lock,
      version,
      packages: { '': { ...rootPackage, version }, ...Object.fromEntries(kept) },
    }),
  }
}

function main(command: string | undefined, tag = '', folder = ''): string {
  if (!/^v\d+\.\d+\.\d+$/.test(tag) || folder === '') throw new Error('expected make or check, a tag and a folder')
  switch (command) {
    case 'make':
      return make(tag, folder).join('\n')
    case 'check': {
      const faults = faultsOf(tag, folder)
      if (faults.length > 0) throw new Error(faults.join('\n'))
      return `The assets of ${tag} are those of this commit.`
    }
    default:
      throw new Error('expected make or check, a tag and a folder')
  }
}

if (import.meta.main) {
  try {
    console.log(main(process.argv[2], process.argv[3], process.argv[4]))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
