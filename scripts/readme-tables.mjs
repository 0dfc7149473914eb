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

/** The inputs by what they are for, in the order in which an author meets them. */
const GROUPS = {
  'Where, and with what key': ['platform', 'base-url', 'api-key', 'oidc-audience', 'headers'],
  'Which job': ['application-fqn', 'application-id', 'deployment-id', 'job-id'],
  'What it is given': [
    ...['params', 'command', 'main-class', 'main-application-file', 'arguments', 'config-override', 'run-name-alias'],
  ],
  'Start, attach or skip': ['run-id', 'on-rerun', 'if-running', 'wait'],
  'How long, and what then': [
    ...['timeout', 'queue-timeout', 'on-timeout', 'on-cancel', 'on-input-required'],
    ...['poll-interval', 'request-timeout', 'outage-tolerance'],
  ],
  'What the run hands back': ['result-marker', 'gate', 'logs', 'log-file', 'summary'],
  'What GitHub is told': ['commit-status', 'pr-comment', 'github-token'],
  'Filled in by the runner': ['job-index', 'check-run-id'],
}

function tablesOf({ inputs, outputs }) {
  const outputRows = Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, description])
  return { inputs: inputTables(inputs), outputs: table(['Output', 'Meaning'], outputRows) }
}

/** Throws unless each input stands in one group. */
function inputTables(inputs) {
  const grouped = Object.values(GROUPS).flat()
  const lost = Object.keys(inputs).filter((name) => grouped.filter((one) => one === name).length !== 1)
  if (lost.length > 0) throw new Error(`in no group, or in two: ${lost.join(', ')}`)
  return Object.entries(GROUPS)
    .map(([title, names]) => [title, names.filter((name) => name in inputs)])
    .filter(([, names]) => names.length > 0)
    .map(([title, names]) => `**${title}**\n\n${table(['Input', 'Default', 'Meaning'], names.map(inputRow(inputs)))}`)
    .join('\n\n')
}

function inputRow(inputs) {
  return (name) => {
    const { description, default: value } = inputs[name]
    return [`\`${name}\``, value === undefined ? '' : `\`${value}\``, description]
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
