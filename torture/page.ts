/** What the commands write: figures are never typed. */

import { writeBlock } from '../scripts/marked-block.ts'

const PAGE = new URL('../docs/torture.md', import.meta.url)

export type Block = 'small worlds' | 'planted defects' | 'campaign'

/** Puts figures into their place in docs/torture.md. */
export function writeFigures(block: Block, text: string): void {
  writeBlock(PAGE, block, text)
}
