// The README's tables of inputs and outputs, made from action.yml, so that the two can't drift apart.
//
//   node scripts/readme-tables.mjs [README.md]           fails if a table is not what action.yml says
//   node scripts/readme-tables.mjs --write [README.md]   puts the tables right
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { withBlock } from './marked-block.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A pipe would end the cell, a line break the row. */
function cell(text) {
  return text.trim().replaceAll('|', '\\|').replace(/\s+/g, ' ')
}

function table(heads, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

function tablesOf({ inputs, outputs }) {
  const inputRows = Object.entries(inputs).map(([name, { description, default: value }]) => [
    `\`${name}\``,
    value === undefined ? '' : `\`${value}\``,
    description,
  ])
  const outputRows = Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, description])
  return {
    inputs: table(['Input', 'Default', 'Meaning'], inputRows),
    outputs: table(['Output', 'Meaning'], outputRows),
  }
}

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true })
const path = positionals[0] ?? `${root}README.md`
const before = readFileSync(path, 'utf8')
const tables = Object.entries(tablesOf(parse(readFileSync(`${root}action.yml`, 'utf8'))))
const after = tables.reduce((text, [name, content]) => withBlock(text, name, content), before)
if (values.write) {
  writeFileSync(path, after)
} else if (after !== before) {
  console.error(`${path} and action.yml differ. Run \`node scripts/readme-tables.mjs --write\`.`)
  process.exit(1)
}
