/**
 * The examples and this repository's own workflows under act, a runner that nobody here wrote.
 *
 *   npm run act -- [--only <part of a title>] [--log]
 *
 * Exits with 0 where there is no Go to install act with: then nothing was tried, and a line says so.
 */

import { parseArgs } from 'node:util'
import { type Outcome, playAll } from './play.ts'
import { ends } from './stories/ends.ts'
import { flow } from './stories/flow.ts'
import { github } from './stories/github.ts'
import { kubiya } from './stories/kubiya.ts'
import { linted } from './stories/lint.ts'
import { own } from './stories/own.ts'
import { sabotages } from './stories/sabotages.ts'
import { verdicts } from './stories/verdicts.ts'
import { ACT, ACTIONLINT, findTool } from './tools.ts'

/** The longest one first. */
const stories = [...ends, ...own, ...verdicts, ...flow, ...kubiya, ...github, ...linted, ...sabotages]

function show({ title, seconds, failure, log }: Outcome, always: boolean): void {
  console.log(`${failure === undefined ? 'ok     ' : 'FAILED '} ${title} (${seconds.toFixed(1)} s)`)
  if (failure !== undefined || always) console.log(`${log}\n${failure ?? ''}`)
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: { only: { type: 'string', default: '' }, log: { type: 'boolean', default: false } },
  })
  const act = await findTool(ACT, console.log)
  const actionlint = await findTool(ACTIONLINT, console.log)
  if (act === undefined || actionlint === undefined) {
    console.log('act is skipped: there is no Go here to install it with.')
    return true
  }
  const chosen = stories.filter(({ title }) => title.includes(values.only))
  const outcomes = await playAll(chosen, { act, actionlint }, (outcome) => show(outcome, values.log))
  const good = outcomes.filter(({ failure }) => failure === undefined)
  console.log(
    `act ${ACT.version}, Node ${process.version}: ${good.length} of ${outcomes.length} stories went as they should.`,
  )
  return good.length === outcomes.length && good.length > 0
}

process.exitCode = (await main()) ? 0 : 1
