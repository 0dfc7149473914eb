// Prints the table of docs/mutation.md from what `npm run mutation` found. With `--alive`: what nobody noticed.
import { readFileSync } from 'node:fs'

const REPORT = new URL('../../reports/mutation/mutation.json', import.meta.url)
/** A mutant that makes a test fail, or that never ends: the tests would not have passed with it. */
const NOTICED = ['Killed', 'Timeout']
const UNNOTICED = ['Survived', 'NoCoverage']

const { files } = JSON.parse(readFileSync(REPORT, 'utf8'))
const rows = Object.entries(files).map(([path, { mutants, source }]) => ({
  path,
  lines: source.split('\n'),
  noticed: mutants.filter(({ status }) => NOTICED.includes(status)),
  alive: mutants.filter(({ status }) => UNNOTICED.includes(status)),
}))

if (process.argv.includes('--alive')) rows.forEach(printAlive)
else printTable(rows.filter(({ noticed, alive }) => noticed.length + alive.length > 0))

function printTable(counted) {
  console.log('| | changes | noticed | score |\n| --- | --- | --- | --- |')
  for (const row of counted.toSorted((a, b) => a.path.localeCompare(b.path))) printRow(`\`${row.path}\``, [row])
  for (const folder of ['src/core/', 'src/platforms/', 'src/text/', 'src/']) {
    const inside = counted.filter(({ path }) => path.startsWith(folder))
    if (inside.length > 0) printRow(`**all of \`${folder}\`**`, inside)
  }
}

function printRow(name, some) {
  const noticed = some.reduce((sum, row) => sum + row.noticed.length, 0)
  const all = some.reduce((sum, row) => sum + row.alive.length, noticed)
  console.log(`| ${name} | ${all} | ${noticed} | ${((100 * noticed) / all).toFixed(1)} % |`)
}

function printAlive({ path, lines, alive }) {
  for (const { location, mutatorName, replacement, status } of alive) {
    const { start, end } = location
    const whole = lines.slice(start.line - 1, end.line)
    whole.push(whole.pop()?.slice(0, end.column - 1) ?? '')
    const [first = '', ...others] = whole
    console.log(`${path}:${start.line}:${start.column} ${mutatorName} (${status})`)
    console.log(`  ${oneLine([first.slice(start.column - 1), ...others].join(' '))}\n  -> ${oneLine(replacement)}`)
  }
}

function oneLine(text) {
  return text.replace(/\s+/g, ' ').slice(0, 160)
}
