/** A story in words: for whoever has to find out why it broke a rule. */

import { describeFault } from '../__tests__/e2e/fault-matrix/cells.ts'
import type { Failure } from './campaign.ts'
import type { Plot } from './plot.ts'
import type { Stage, StoryRecord } from './record.ts'

export function commandFor({ engine, seed, story }: Plot): string {
  return `npm run torture -- --seed ${seed} --story ${story}${engine === 'core' ? '' : ` --engine ${engine}`}`
}

export function tellFailure({ plot, violations }: Failure): string {
  return [
    `${plot.engine} story ${plot.story} of seed ${plot.seed}:`,
    ...violations.map(({ rule, complaint }) => `  [${rule}] ${complaint}`),
    `  again: ${commandFor(plot)}`,
  ].join('\n')
}

export function tellPlot(plot: Plot): string {
  const { behaviour, faults, ...rest } = plot
  return [
    ...Object.entries(rest).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
    `behaviour: ${JSON.stringify(behaviour)}`,
    ...faults.map((rule) => `fault: ${JSON.stringify(rule)}`),
  ].join('\n')
}

/** Everything that happened, in the order in which it did; of a second step in its own times. */
export function tellRecord(record: StoryRecord): string {
  const { second, originMs } = record
  if (second === undefined) return tellStep(record)
  const startedMs = second.originMs - originMs
  return `${tellStep(record)}\n\nThe second step, ${startedMs / 1000} s later:\n\n${tellStep(second)}`
}

function tellStep(record: StoryRecord): string {
  const { requests, unsent, runs, main, post, originMs } = record
  const asked = requests.map(({ atMs, operation, method, path, status, fault }) => ({
    atMs,
    text: `${method} ${operation} ${path} -> ${status ?? 'no answer'}${fault === undefined ? '' : ` (${describeFault(fault)})`}`,
  }))
  const failed = unsent.map(({ atMs, path }) => ({ atMs, text: `not to be reached ${path}` }))
  const created = runs.map((run) => ({
    atMs: run.createdAtMs - originMs,
    text: `${run.name} is created ${run.requestIndex === undefined ? 'by somebody else' : `by request ${run.requestIndex}`}, alias ${run.alias ?? 'none'}`,
  }))
  const ended = runs.flatMap(({ name, termination }) =>
    termination === undefined ? [] : [{ atMs: termination.atMs - originMs, text: `${name} is asked to end` }],
  )
  const stages = [...tellStage('main', main), ...tellStage('post', post)]
  const signal = record.signalledAtMs === undefined ? [] : [{ atMs: record.signalledAtMs, text: 'SIGINT' }]
  return [...asked, ...failed, ...created, ...ended, ...stages, ...signal]
    .toSorted((one, other) => one.atMs - other.atMs)
    .map(({ atMs, text }) => `${(atMs / 1000).toFixed(3).padStart(10)} s  ${text}`)
    .join('\n')
}

function tellStage(name: string, stage: Stage) {
  const { outputs, exitCode, killed, stdout } = stage
  const short = Object.entries(outputs).map(([output, value]) => `${output}=${value.slice(0, 60)}`)
  return [
    { atMs: stage.startMs, text: `${name} starts` },
    {
      atMs: stage.endMs,
      text: `${name} ends${killed ? ', killed' : ` with ${exitCode}`}: ${short.join(' ')}\n${stdout.replace(/^/gm, '              | ')}`,
    },
  ]
}
