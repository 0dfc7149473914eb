/** What is in the bundle, and what of it every step loads. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { compileOptions } from '../../scripts/compile-options.ts'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))

export async function bundleTable(): Promise<string> {
  const own = await ownParts()
  const index = statSync(`${dist}index.js`).size
  const known = own.reduce((sum, [, bytes]) => sum + bytes, 0)
  const late = new Map<string, number>()
  for (const file of readdirSync(dist).filter((name) => /^\d+\.index\.js$/.test(name))) {
    const content = contentOf(file)
    late.set(content, (late.get(content) ?? 0) + statSync(`${dist}${file}`).size)
  }
  const rows = [
    ...own.map(([name, bytes]) => [name, kib(bytes), 'always']),
    ['what the bundlers add', kib(index - known), 'always'],
    ...[...late].sort(([, one], [, other]) => other - one).map(([name, bytes]) => [name, kib(bytes), whenLoaded(name)]),
  ]
  return ['| in `dist/` | KiB | loaded |', '| --- | ---: | --- |', ...rows.map((row) => `| ${row.join(' | ')} |`)].join(
    '\n',
  )
}

/** What esbuild put together, by package: the source map of sizes that it keeps. */
async function ownParts(): Promise<[string, number][]> {
  const { metafile } = await build({ ...compileOptions, write: false, metafile: true })
  const [, output] = Object.entries(metafile.outputs).find(([path]) => path.endsWith('lib/index.js')) ?? []
  const shared = (output?.imports ?? []).filter(({ kind }) => kind === 'import-statement')
  const outputs = [output, ...shared.map(({ path }) => metafile.outputs[path])]
  const sizes = new Map<string, number>()
  for (const each of outputs) {
    for (const [path, { bytesInOutput }] of Object.entries(each?.inputs ?? {})) {
      const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'this repository'
      sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput)
    }
  }
  return [...sizes].sort(([, one], [, other]) => other - one)
}

/** What the file has that no other has. */
function contentOf(file: string): string {
  const text = readFileSync(`${dist}${file}`, 'utf8')
  if (text.includes('parseDocument')) return 'yaml, for YAML in an input'
  if (text.includes('octokit'))
    return '@actions/github with octokit and the rest of undici, for `commit-status` and `pr-comment`'
  if (/function finishUnbegun\b|function listNewerRuns\b/.test(text)) return STORY
  return 'this repository: job summary, commit status, comment, post'
}

const STORY = 'this repository: trigger, watch, logs, verdict'

function whenLoaded(name: string): string {
  return name === STORY ? 'while the first request is answered' : 'when needed'
}

function kib(bytes: number): string {
  return (bytes / 1024).toFixed(0)
}
