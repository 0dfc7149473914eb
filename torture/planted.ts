/**
 * Shows that the campaign and exhaustive play find defects: plants one at a time in a copy of the core, and runs both on it.
 * Each has to fail with the right rule; those that are too rare for drawn stories, under exhaustive play alone.
 * `npm run torture:planted [-- --by campaign|explore] [--core STORIES] [--only WORDS] [--write]`
 */

import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { DEFECTS, type Defect } from './defects.ts'
import { type Block, rowsOf, writeFigures } from './page.ts'
import { withPlanted } from './plant.ts'

interface Play {
  /** Where its figures stand in docs/torture.md. */
  readonly block: Block
  readonly head: string
  /** Those that it is to find. */
  readonly defects: readonly Defect[]
  command(defect: Defect): readonly string[]
}

const { values } = parseArgs({
  options: {
    core: { type: 'string', default: '3000' },
    by: { type: 'string' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
})

const PLAYS: Readonly<Record<string, Play>> = {
  campaign: {
    block: 'planted defects',
    head: '| Defect | Rules broken |',
    defects: DEFECTS.filter(({ isRare }) => !isRare),
    command: () => ['torture/main.ts', '--seed', '1', '--core', values.core, '--bundle', '0'],
  },
  explore: {
    block: 'planted and explored',
    head: '| Defect | World | Rules broken |',
    defects: DEFECTS,
    command: ({ world, platform = 'TrueFoundry', where = [] }) => [
      ...['torture/explore/main.ts', '--slice', '--stories', '2000', '--world', `${world} on ${platform}`],
      ...where.flatMap((choice) => ['--where', choice]),
    ],
  },
}

/** The rules that are broken, with how many stories break them; of the defect's own rules alone. */
function brokenBy(folder: string, args: readonly string[], { rules }: Defect): string {
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1e9 })
  const told = rules.flatMap((rule) => {
    const stories = stdout
      .split('\n')
      .filter((line) => line.includes(`[${rule}]`))
      .map(storiesIn)
    return stories.length === 0 ? [] : [`${rule} (${stories.reduce((sum, each) => sum + each, 0)})`]
  })
  return status === 1 ? told.join(', ') : ''
}

/** A line of the campaign tells of one story, one of exhaustive play of so many. */
function storiesIn(line: string): number {
  return Number(/^ *([\d,]+) ×/.exec(line)?.[1]?.replaceAll(',', '') ?? '1')
}

let missed = 0
for (const [name, { block, head, defects, command }] of Object.entries(PLAYS)) {
  if (values.by !== undefined && values.by !== name) continue
  const rows = new Map(values.write ? rowsOf(block) : [])
  for (const defect of defects.filter(({ what }) => what.includes(values.only))) {
    const rules = await withPlanted(defect, (folder) => brokenBy(folder, command(defect), defect))
    if (rules === '') missed += 1
    const place = name === 'explore' ? [defect.world] : []
    const row = `| ${[defect.what, ...place, rules || 'NOT FOUND'].join(' | ')} |`
    rows.set(defect.what, row)
    console.log(row)
    const known = defects.flatMap((each) => rows.get(each.what) ?? [])
    if (values.write) writeFigures(block, [head, head.replace(/[^|]+/g, ' --- '), ...known].join('\n'))
  }
}
process.exitCode = missed === 0 ? 0 : 1
