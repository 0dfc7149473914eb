/**
 * Shows that the campaign finds defects: plants one at a time in a copy of the core, and runs the campaign on it, which has
 * to fail with the right rule. `npm run torture:planted [-- --core STORIES] [--only WORDS] [--write]`
 */

import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeBlock } from '../scripts/marked-block.ts'
import { DEFECTS, type Defect } from './defects.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const COPIED = ['src', 'sandbox', 'torture', '__tests__', 'package.json']

/** The campaign's output on a copy with this defect. */
async function campaignWith(
  { file, from, to }: Defect,
  stories: string,
): Promise<{ readonly failed: boolean; readonly text: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'planted-'))
  try {
    for (const name of COPIED) await cp(join(ROOT, name), join(folder, name), { recursive: true })
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    const source = await readFile(join(folder, file), 'utf8')
    if (!source.includes(from)) throw new Error(`${file} does not hold "${from}" any more: plant something else`)
    await writeFile(join(folder, file), source.replace(from, to))
    const args = ['torture/main.ts', '--seed', '1', '--core', stories, '--bundle', '0']
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1e9 })
    return { failed: status === 1, text: stdout }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const { values } = parseArgs({
  options: {
    core: { type: 'string', default: '3000' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
})
if (values.write && values.only !== '') throw new Error('--write is for all defects, not for some')
const missed: Defect[] = []
const rows: string[] = []
for (const defect of DEFECTS.filter(({ what }) => what.includes(values.only))) {
  const { failed, text } = await campaignWith(defect, values.core)
  const broken = defect.rules.filter((rule) => text.includes(`[${rule}]`))
  const stories = text.split('\n').filter((line) => /^core story \d+ of seed /.test(line)).length
  const isFound = failed && broken.length > 0
  if (!isFound) missed.push(defect)
  rows.push(`| ${defect.what} | ${isFound ? `${broken.join(', ')} (${stories})` : 'NOT FOUND'} |`)
  console.error(rows.at(-1))
}
const all = `${rows.length - missed.length} of ${rows.length} are found; in brackets, in how many of ${values.core} stories:`
const found = `${all}\n\n${['| Defect | Rules broken |\n| --- | --- |', ...rows].join('\n')}`
console.log(found)
if (values.write) writeBlock(new URL('../docs/torture.md', import.meta.url), 'planted', found)
process.exitCode = missed.length === 0 ? 0 : 1
