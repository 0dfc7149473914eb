import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { parseDuration } from '../src/inputs/duration.ts'
import { readDocument, readText, root } from './support/markdown.ts'

interface Step {
  readonly id?: string
  readonly uses?: string
  readonly if?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Job {
  readonly 'timeout-minutes'?: number
  readonly steps: readonly Step[]
}
/** A job that calls a reusable workflow has neither steps nor a limit of its own. */
type AnyJob = Job | { readonly uses: string }
interface Workflow {
  readonly permissions?: unknown
  readonly jobs: Readonly<Record<string, AnyJob>>
}
interface Source {
  readonly path: string
  readonly text: string
}

const ACTION = 'run-job-and-wait/action@v1'
const FOLDER = '.github/workflows/'
const action = parse(readText('action.yml'))
const own: readonly Source[] = readdirSync(`${root}${FOLDER}`).map((name) => ({
  path: `${FOLDER}${name}`,
  text: readText(`${FOLDER}${name}`),
}))
const documents = [
  'README.md',
  ...readdirSync(`${root}docs`).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
]
const yamlBlocks = documents.flatMap((path) => readDocument(path).blocks).filter(({ language }) => language === 'yaml')
const inReadme: readonly Source[] = yamlBlocks
  .filter(({ text }) => text.startsWith('name:'))
  .map(({ text }) => ({ path: `${/^name: (.*)/.exec(text)?.[1]}`, text }))
/** Under the paths that they have in the repository of whoever copies them. */
const examples: readonly Source[] = readdirSync(`${root}examples`)
  .filter((name) => name.endsWith('.yml'))
  .map((name) => ({
    path: `${FOLDER}${name}`,
    text: readText(`examples/${name}`),
  }))
/** Workflows that try what no example does, run by `npm run act`. */
const probes: readonly Source[] = readdirSync(`${root}sandbox/act/workflows`).map((name) => ({
  path: `${FOLDER}${name}`,
  text: readText(`sandbox/act/workflows/${name}`),
}))
const snippets: readonly Source[] = yamlBlocks
  .filter(({ text }) => text.startsWith('- '))
  .map(({ text }, index) => ({ path: `snippet ${index + 1}`, text }))

function lint(sources: readonly Source[]): unknown {
  const input = JSON.stringify(sources)
  const child = spawnSync(process.execPath, ['__tests__/support/lint.mjs'], { cwd: root, input })
  if (child.status !== 0) throw new Error(child.stderr.toString())
  return JSON.parse(child.stdout.toString())
}

describe('action.yml and workflows', () => {
  test('are valid, the examples too', () => {
    const actions = ['action.yml', 'sandbox/act/stand-ins/setup-node/action.yml']
    const documents = actions.map((path) => ({ path, text: readText(path) }))
    expect(lint([...documents, ...own, ...examples, ...probes])).toEqual([])
  }, 60_000)

  test('steps in the background are known, and a fault in them is found', () => {
    const example = readText('examples/train-while-building.yml')
    expect(example).toMatch(/background: true.*wait: training/s)
    const path = `${FOLDER}train-while-building.yml`
    expect(lint([{ path, text: example.replace('wait: training', 'wait: trainings') }])).toEqual([
      expect.stringMatching(/train-while-building\.yml:\d+ .*trainings/),
    ])
  }, 60_000)

  test('the workflows in the documents are examples, word for word', () => {
    expect(inReadme.length).toBeGreaterThanOrEqual(3)
    expect(examples.map(({ text }) => text)).toEqual(expect.arrayContaining(inReadme.map(({ text }) => text)))
  })

  test('faults in them are found', () => {
    const caller = examples.find(({ text }) => text.includes('uses: ./.github/'))
    const broken = [
      ...examples.filter((source) => source !== caller),
      { path: `${FOLDER}caller.yml`, text: (caller?.text ?? '').replaceAll('tfy-api-key:', 'api-key:') },
      { path: 'action.yml', text: readText('action.yml').replace('node24', 'node99') },
      { path: `${FOLDER}broken.yml`, text: (own[0]?.text ?? '').replaceAll('runs-on', 'run-on') },
    ]
    expect(lint(broken)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^action\.yml:\d+ Unexpected value 'node99'$/),
        expect.stringMatching(/broken\.yml:\d+ unexpected key "run-on"/),
        expect.stringMatching(/caller\.yml:\d+ .*api-key/),
      ]),
    )
  }, 60_000)
})

function jobsIn({ text }: Source): readonly Job[] {
  const parsed: Workflow | readonly Step[] = parse(text)
  return 'jobs' in parsed
    ? Object.values(parsed.jobs).flatMap((job) => ('steps' in job ? [job] : []))
    : [{ steps: parsed }]
}

describe.each([...own, ...examples, ...probes, ...snippets].map((source) => [source.path, source] as const))(
  '%s',
  (_, source) => {
    const steps = jobsIn(source).flatMap((job) => job.steps)
    const ofAction = steps.filter(({ uses }) => uses === './' || uses?.includes('run-job-and-wait'))

    test('gives the action only inputs that it has, and takes from it only outputs that it sets', () => {
      const given = ofAction.flatMap((step) => Object.keys(step.with ?? {}))
      expect(given.filter((name) => !(name in action.inputs))).toEqual([])
      const ids = ofAction.map(({ id }) => id)
      const taken = [...source.text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)].filter(([, id]) =>
        ids.includes(id),
      )
      expect(taken.filter(([, , name]) => !((name ?? '') in action.outputs))).toEqual([])
    })

    test('puts no expression into a script', () => {
      expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([])
    })
  },
)

describe.each([...own, ...examples].map((source) => [source.path, source] as const))('%s', (_, source) => {
  test('asks for no permissions but where they are needed, and ends in time', () => {
    expect(parse(source.text).permissions).toEqual({})
    expect(jobsIn(source).filter((job) => job['timeout-minutes'] === undefined)).toEqual([])
  })

  test('the action gives up before the runner does', () => {
    for (const job of jobsIn(source)) {
      const timeouts = job.steps
        .filter(({ uses }) => uses === ACTION)
        .map((step) => parseDuration(String(step.with?.timeout ?? action.inputs.timeout.default)) ?? 0)
      const sumMs = timeouts.reduce((sum, timeoutMs) => sum + timeoutMs, 0)
      expect((job['timeout-minutes'] ?? 0) * 60_000).toBeGreaterThanOrEqual(timeouts.length === 0 ? 0 : sumMs + 300_000)
    }
  })

  test('nothing outlives a cancel, but what keeps the log', () => {
    expect(source.text).not.toMatch(/if:.*always\(\)(?!.*outputs\.log-file)/)
  })
})

test('the README and the examples call the action by one name', () => {
  const text = [...documents.map(readText), ...examples.map((example) => example.text)].join('\n')
  const names = [...text.matchAll(/uses: (\S*run-job-and-wait\S*)/g)].map(([, name]) => name)
  expect([...new Set(names)]).toEqual([ACTION, 'run-job-and-wait/action@<full'])
})
