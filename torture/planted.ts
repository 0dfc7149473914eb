/**
 * Shows that the campaign and exhaustive play find defects: plants one at a time in a copy of the core, and runs both on it.
 * Each has to fail with the right rule. `npm run torture:planted [-- --core STORIES] [--only WORDS] [--write]`
 */

import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { DEFECTS, type Defect } from './defects.ts'
import { writeFigures } from './page.ts'
import { withPlanted } from './plant.ts'

/** What is played on a copy: the campaign's stories, and a slice of the small world in which the defect has to show. */
const PLAYS = {
  'the campaign': (_defect: Defect, stories: string) => [
    'torture/main.ts',
    '--seed',
    '1',
    '--core',
    stories,
    '--bundle',
    '0',
  ],
  'the small world': ({ world, platform = 'TrueFoundry', where = [] }: Defect) => [
    'torture/explore/main.ts',
    '--slice',
    '--world',
    `${world} on ${platform}`,
    ...where.flatMap((choice) => ['--where', choice]),
  ],
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

const { values } = parseArgs({
  options: {
    core: { type: 'string', default: '3000' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
})
if (values.write && values.only !== '') throw new Error('--write is for all defects, not for some')
const missed: Defect[] = []
const rows = ['| Defect | the campaign | the small world |', '| --- | --- | --- |']
for (const defect of DEFECTS.filter(({ what }) => what.includes(values.only))) {
  const found = await withPlanted(defect, (folder) =>
    Object.values(PLAYS).map((argsFor) => brokenBy(folder, argsFor(defect, values.core), defect)),
  )
  const [byCampaign, bySmallWorld] = found
  if (!bySmallWorld || (!byCampaign && !defect.isRare)) missed.push(defect)
  rows.push(
    `| ${[defect.what, ...found.map((rules, at) => rules || (at === 0 && defect.isRare ? 'too rare to be met' : 'NOT FOUND'))].join(' | ')} |`,
  )
  console.log(rows.at(-1))
}
const all = DEFECTS.length
if (values.write) writeFigures('planted defects', `${all - missed.length} of ${all} are found.\n\n${rows.join('\n')}`)
process.exitCode = missed.length === 0 ? 0 : 1
