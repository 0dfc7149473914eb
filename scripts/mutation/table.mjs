// Prints the score of docs/mutation.md from what `npm run mutation` found, and with `--write` puts it there. With `--alive`:
// what nobody noticed.
import { readFileSync } from 'node:fs'
import { writeBlock } from '../marked-block.ts'

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
else tell(scoreOf(rows.filter(({ noticed, alive }) => noticed.length + alive.length > 0)))

function tell(score) {
  console.log(score)
  if (process.argv.includes('--write')) writeBlock(new URL('../../docs/mutation.md', import.meta.url), 'score', score)
}

function scoreOf(counted) {
  const files = counted.toSorted((a, b) => a.path.localeCompare(b.path)).map((row) => [`\`${row.path}\``, [row]])
  const folders = ['src/core/', 'src/platforms/', 'src/text/', 'src/']
    .map((folder) => [`**all of \`${folder}\`**`, counted.filter(({ path }) => path.startsWith(folder))])
    .filter(([, inside]) => inside.length > 0)
  const { all, percent } = numbersOf(counted)
  const rows = [...files, ...folders].map(([name, some]) => {
    const numbers = numbersOf(some)
    return `| ${name} | ${numbers.all} | ${numbers.noticed} | ${numbers.percent} % |`
  })
  const head = '| | changes | noticed | score |\n| --- | --- | --- | --- |'
  return `**${percent} %** of ${all.toLocaleString('en')} changes are noticed.\n\n${[head, ...rows].join('\n')}`
}

function numbersOf(some) {
  const noticed = some.reduce((sum, row) => sum + row.noticed.length, 0)
  const all = some.reduce((sum, row) => sum + row.alive.length, noticed)
  return { noticed, all, percent: ((100 * noticed) / all).toFixed(1) }
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
