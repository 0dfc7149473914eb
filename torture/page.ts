/** What the commands write: figures are never typed. */

import { readFileSync } from 'node:fs'
import { writeBlock } from '../scripts/marked-block.ts'

const PAGE = new URL('../docs/torture.md', import.meta.url)

export type Block = 'small worlds' | 'planted defects' | 'planted and explored' | 'campaign'

/** The rows of a table that stands there, by what their first cells say. */
export function rowsOf(block: Block): ReadonlyMap<string, string> {
  const [, after = ''] = readFileSync(PAGE, 'utf8').split(`<!-- ${block}: written by `)
  const [text = ''] = after.split(`<!-- end of ${block} -->`)
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  return new Map(rows.slice(1).map((row) => [row.split('|')[1]?.trim() ?? '', row]))
}

/** Puts figures into their place in docs/torture.md. */
export function writeFigures(block: Block, text: string): void {
  writeBlock(PAGE, block, text)
}
