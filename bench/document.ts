/** Where the figures go: to the terminal, and with `--write` into their block of docs/cost.md too. */

import { writeBlock } from '../scripts/marked-block.ts'

const document = new URL('../docs/cost.md', import.meta.url)

export function tell(block: string, text: string): void {
  console.log(`${text}\n`)
  if (process.argv.includes('--write')) writeBlock(document, block, text)
}
