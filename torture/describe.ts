/** A story in words: for whoever has to find out why it broke a rule. */

import { describeFault } from '../__tests__/e2e/fault-matrix/cells.ts'
import type { Failure } from './campaign.ts'
import type { Stage, StoryRecord } from './record.ts'
import type { StorySetup } from './story-setup.ts'

export function commandFor({ engine, seed, story }: StorySetup): string {
  return `npm run torture -- --seed ${seed} --story ${story}${engine === 'core' ? '' : ` --engine ${engine}`}`
}

export function describeFailure({ setup, violations }: Failure): string {
  return [
    `${setup.engine} story ${setup.story} of seed ${setup.seed}:`,
    ...violations.map(({ rule, complaint }) => `  [${rule}] ${complaint}`),
    `  again: ${commandFor(setup)}`,
  ].join('\n')
}

export function describeSetup(setup: StorySetup): string {
  const { behaviour, faults, ...rest } = setup
  return [
    ...Object.entries(rest).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
    `behaviour: ${JSON.stringify(behaviour)}`,
    ...faults.map((rule) => `fault: ${JSON.stringify(rule)}`),
  ].join('\n')
}

/** Everything that happened, in the order in which it did; of a second step in its own times. */
export function describeRecord(record: StoryRecord): string {
  const { second, originMs } = record
  if (second === undefined) return describeStep(record)
  const startedMs = second.originMs - originMs
  return `${describeStep(record)}\n\nThe second step, ${startedMs / 1000} s later:\n\n${describeStep(second)}`
}

function describeStep(record: StoryRecord): string {
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
  const stages = [...describeStage('main', main), ...describeStage('post', post)]
  const signal = record.signalledAtMs === undefined ? [] : [{ atMs: record.signalledAtMs, text: 'SIGINT' }]
  return [...asked, ...failed, ...created, ...ended, ...stages, ...signal]
    .toSorted((one, other) => one.atMs - other.atMs)
    .map(({ atMs, text }) => `${(atMs / 1000).toFixed(3).padStart(10)} s  ${text}`)
    .join('\n')
}

function describeStage(name: string, stage: Stage) {
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
