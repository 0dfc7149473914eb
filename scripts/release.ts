/**
 * What a release depends on, checked before anything is made public.
 *
 *   node scripts/release.ts check v1.2.3        fails unless package.json, lock file and changelog agree with the tag
 *   node scripts/release.ts notes v1.2.3        prints the changelog's section
 *   node scripts/release.ts moves-major v1.2.3  prints the major tag that is to be moved; nothing where a later one is out.
 *                                               Reads the tags of all published releases, one a line
 */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Sources {
  /** Texts of the files. */
  readonly manifest: string
  readonly lockFile: string
  readonly changelog: string
}

interface Section {
  readonly version: string
  /** As it is written: a day, or `Unreleased`. */
  readonly date: string
  readonly text: string
}

const TAG = /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/

/** The changelog's sections, in its order: `## [1.2.3] - 2026-01-15` and what follows. */
function sectionsOf(changelog: string): readonly Section[] {
  return changelog
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [head = '', ...lines] = part.split('\n')
      const [, version = head, date = ''] = /^\[([^\]]+)\](?: -\s*(.*))?$/.exec(head.trim()) ?? []
      return { version, date, text: lines.join('\n').trim() }
    })
}

/** All that speaks against releasing what has this tag; nothing if all is well. */
export function faultsOf(tag: string, { manifest, lockFile, changelog }: Sources): readonly string[] {
  if (!TAG.test(tag)) return [`"${tag}" is no tag of a release, such as v1.2.3`]
  const version = tag.slice(1)
  const [first] = sectionsOf(changelog)
  const lock = JSON.parse(lockFile)
  const claims = [
    ['package.json', JSON.parse(manifest).version],
    ['package-lock.json', lock.version],
    ['the root package in package-lock.json', lock.packages?.['']?.version],
    ['the first section of CHANGELOG.md', first?.version],
  ]
  return [
    ...claims
      .filter(([, claimed]) => claimed !== version)
      .map(([where, claimed]) => `${where} says ${claimed}, the tag ${version}`),
    ...(isDay(first?.date ?? '')
      ? []
      : [`CHANGELOG.md gives ${version} no date, such as 2026-01-15: "${first?.date ?? ''}"`]),
    ...(first === undefined || first.text === '' ? ['the section of CHANGELOG.md is empty'] : []),
  ]
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true
}

/** What the changelog says of the version. Throws where it says nothing. */
export function notesOf(tag: string, changelog: string): string {
  const section = sectionsOf(changelog).find(({ version }) => `v${version}` === tag)
  if (section === undefined || section.text === '') throw new Error(`CHANGELOG.md says nothing of ${tag}`)
  return section.text
}

/** The major tag that has to follow this one, `v1`; undefined where a later version of the same major is out already. */
export function majorToMove(tag: string, published: readonly string[]): string | undefined {
  const own = partsOf(tag)
  if (own === undefined) throw new Error(`"${tag}" is no tag of a release`)
  const isLater = published.some((other) => {
    const parts = partsOf(other)
    return parts !== undefined && parts[0] === own[0] && compare(parts, own) > 0
  })
  return isLater ? undefined : `v${own[0]}`
}

function partsOf(tag: string): readonly number[] | undefined {
  return TAG.exec(tag)?.slice(1).map(Number)
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((part, index) => part !== other[index])
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}

function main(command: string | undefined, tag = ''): string {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const read = (name: string) => readFileSync(`${cwd}${name}`, 'utf8')
  switch (command) {
    case 'check': {
      const [manifest, lockFile, changelog] = [read('package.json'), read('package-lock.json'), read('CHANGELOG.md')]
      const faults = faultsOf(tag, { manifest, lockFile, changelog })
      if (faults.length > 0) throw new Error(faults.join('\n'))
      return `${tag}: package.json, lock file and changelog agree.`
    }
    case 'notes':
      return notesOf(tag, read('CHANGELOG.md'))
    case 'moves-major':
      return majorToMove(tag, readFileSync(0, 'utf8').split('\n')) ?? ''
    default:
      throw new Error('expected check, notes or moves-major, and a tag')
  }
}

if (import.meta.main) {
  try {
    console.log(main(process.argv[2], process.argv[3]))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
