/** The page of the fault matrix: what each step did, as tables between two markers. */

import { readFile } from 'node:fs/promises'
import { PLATFORMS, REPERTOIRES } from '../../../sandbox/control-plane/repertoire.ts'
import type { Platform } from '../../../sandbox/control-plane/types.ts'
import { type Cell, describeFault, FAULTS, phasesOf, STRIKES } from './cells.ts'
import { type Played, play } from './play.ts'

export const PAGE = new URL('../../../docs/faults.md', import.meta.url)
const BEGIN = '<!-- begin: written by `node scripts/faults.ts` -->'
const END = '<!-- end -->'

export const CELLS: readonly Cell[] = PLATFORMS.flatMap((platform) =>
  STRIKES.flatMap((strikes) =>
    FAULTS.flatMap((fault) => phasesOf(platform).map((phase) => ({ platform, strikes, fault, phase }))),
  ),
)

export type Results = ReadonlyMap<Cell, Played>

export async function playAll(cells = CELLS): Promise<Results> {
  const results = new Map<Cell, Played>()
  for (const cell of cells) results.set(cell, await play(cell))
  return results
}

/** The page as it has to be. */
export async function renderPage(results: Results): Promise<string> {
  const page = await readFile(PAGE, 'utf8')
  const [head, rest] = page.split(BEGIN)
  const tail = rest?.split(END)[1]
  if (head === undefined || tail === undefined) throw new Error('docs/faults.md has lost its markers')
  const tables = PLATFORMS.flatMap((platform) => STRIKES.flatMap((strikes) => tableOf(results, platform, strikes)))
  return [`${head}${BEGIN}`, ...tables, '', `${END}${tail}`].join('\n')
}

function tableOf(results: Results, platform: Platform, strikes: Cell['strikes']): string[] {
  const phases = phasesOf(platform)
  const cells = [...results].filter(([cell]) => cell.platform === platform && cell.strikes === strikes)
  const title = strikes === 'once' ? 'the fault strikes once' : 'the fault stays'
  return [
    '',
    `### ${REPERTOIRES[platform].name}: ${title}`,
    '',
    row(['fault', ...phases.map(({ name }) => name)]),
    row(['---', ...phases.map(() => '---')]),
    ...FAULTS.map((fault) =>
      row([
        describeFault(fault),
        ...cells.filter(([cell]) => cell.fault === fault).map(([, played]) => describePlayed(played)),
      ]),
    ),
  ]
}

function row(columns: readonly string[]): string {
  return `| ${columns.join(' | ')} |`
}

/** The conclusion; then what is not as in a step where nothing goes wrong. */
function describePlayed({ conclusion, triggers, standing }: Played): string {
  const sent = triggers === 1 ? '' : `, triggers: ${triggers}`
  const left = standing.length === 0 ? '' : `, left: ${standing.length}`
  return `\`${conclusion}\`${sent}${left}`
}
