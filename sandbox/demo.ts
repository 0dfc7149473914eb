/**
 * The main job, for real: the shipped `dist/` under the local runner, over HTTP against the simulated control planes.
 *
 *   npm run demo -- [--platform NAME] [--scenario succeeds|fails|lost|cancelled]
 */

import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { PLATFORMS, REPERTOIRES } from './control-plane/repertoire.ts'
import { scenarioJobs } from './control-plane/scenarios.ts'
import { startControlPlane } from './control-plane/server.ts'
import type { Platform } from './control-plane/types.ts'
import { runStep, type StepResult } from './runner/index.ts'

const actionDir = fileURLToPath(new URL('..', import.meta.url))
const KEY = 'sandbox-key-of-the-demo'
/** Runs of some seconds shrink to about two. */
const TIME_SCALE = 0.4
const LONGEST_VALUE = 100

interface Story {
  readonly name: string
  readonly title: string
  /** The ready-made job that is triggered. */
  readonly job: string
  /** What the platform does to the first trigger. */
  readonly losesAnswer?: boolean
  /** The workflow is cancelled once the run has been looked at. */
  readonly isCancelled?: boolean
  readonly conclusion: string
  /** Where a run can't be found by its alias. */
  readonly withoutAlias?: string
}

const stories: readonly Story[] = [
  { name: 'succeeds', title: 'a run that succeeds', job: 'succeeds', conclusion: 'success' },
  { name: 'fails', title: 'a run that fails', job: 'fails', conclusion: 'failure' },
  {
    name: 'cancelled',
    title: 'a workflow that is cancelled while the run goes on',
    job: 'never-ends',
    isCancelled: true,
    conclusion: 'cancelled',
  },
  {
    name: 'lost',
    title: 'a trigger whose answer is lost, though it took effect',
    job: 'succeeds',
    losesAnswer: true,
    // TrueFoundry's run is found by its alias. Kubiya has no alias: the action stops rather than guess.
    conclusion: 'success',
    withoutAlias: 'unknown',
  },
]

interface Played {
  readonly story: Story
  readonly platform: Platform
  readonly result: StepResult
  /** What the platform had in the end. */
  readonly runs: string
}

/** Each story has a control plane to itself, so that slow ones can go on beside the others. */
async function play(story: Story, platform: Platform): Promise<Played> {
  const faults = story.losesAnswer ? [{ operation: 'trigger', nth: 1, fault: { kind: 'resetAfter' } } as const] : []
  const cancel = new AbortController()
  const plane = await startControlPlane(
    { apiKeys: [KEY], jobs: scenarioJobs(TIME_SCALE), faults },
    { onRequest: ({ operation }) => (operation === 'status' ? cancel.abort() : undefined) },
  )
  const id = REPERTOIRES[platform].idOf(story.job)
  const result = await runStep({
    actionDir,
    inputs: {
      platform,
      'base-url': plane.url,
      'api-key': KEY,
      [REPERTOIRES[platform].jobInput]: id,
      'request-timeout': '5s',
    },
    secrets: [KEY],
    ...(story.isCancelled ? { cancelOn: cancel.signal } : {}),
  })
  const runs = plane.controlPlane.runsOf(id).map(({ name, status }) => `${name} ${status}`)
  await plane.close()
  return { story, platform, result, runs: runs.join(', ') || 'none' }
}

function show({ story, platform, result, runs }: Played): boolean {
  const { hasAlias } = REPERTOIRES[platform]
  const expected = hasAlias ? story.conclusion : (story.withoutAlias ?? story.conclusion)
  const { conclusion } = result.outputs
  const outputs = Object.entries(result.outputs).filter(([, value]) => value !== '')
  const seconds = (result.timing.durationMs / 1000).toFixed(1)
  const lines = [
    '',
    `=== ${platform}: ${story.title} ${'='.repeat(Math.max(3, 80 - platform.length - story.title.length))}`,
    ...result.header,
    '',
    ...result.logLines,
    ...(result.post.logLines.length > 0 ? ['', 'Post step:', ...result.post.logLines] : []),
    '',
    'Outputs:',
    ...outputs.map(([name, value]) => `  ${name}: ${cut(value)}`),
    ...(story.name === 'fails'
      ? ['', 'Job summary (Markdown, as GitHub renders it):', ...indented(result.summary)]
      : []),
    '',
    `Step: ${result.conclusion} after ${seconds} s. On the platform: ${runs}.`,
  ]
  if (conclusion !== expected) lines.push(`UNEXPECTED: the conclusion should have been ${expected}.`)
  console.log(lines.join('\n'))
  return conclusion === expected
}

function indented(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
}

function cut(value: string): string {
  const line = value.replaceAll('\n', ' ')
  return line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE)}…` : line
}

/** The argument's value, one of those given, or all of them. */
function chosen<T extends string>(option: string, value: string | undefined, all: readonly T[]): readonly T[] {
  if (value === undefined) return all
  const found = all.filter((one) => one === value)
  if (found.length === 0) throw new Error(`--${option} takes one of ${all.join(', ')}, not ${value}`)
  return found
}

const HELP = `npm run demo -- [--platform ${PLATFORMS.join('|')}] [--scenario ${stories.map(({ name }) => name).join('|')}]
Runs the shipped dist/ against simulated platforms and shows what a user sees. Without options: all of it.`

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: { platform: { type: 'string' }, scenario: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) {
    console.log(HELP)
    return true
  }
  const names = chosen(
    'scenario',
    values.scenario,
    stories.map(({ name }) => name),
  )
  const cast = chosen('platform', values.platform, PLATFORMS)
  const played = stories
    .filter(({ name }) => names.includes(name))
    .flatMap((story) => cast.map((platform) => ({ story, platform, result: play(story, platform) })))
  console.log(`Running ${played.length} steps of the shipped dist/ against simulated control planes ...`)
  let good = 0
  for (const { result } of played) if (show(await result)) good += 1
  const all = good === played.length
  console.log(
    `\n${all ? `All ${good} as expected.` : `${good} of ${played.length} as expected: see UNEXPECTED above.`}`,
  )
  return all
}

try {
  process.exitCode = (await main()) ? 0 : 1
} catch (error) {
  // A mistyped option is told in a line, not in a stack trace.
  console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`)
  process.exitCode = 2
}
