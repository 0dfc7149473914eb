import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { readInputs } from '../src/inputs/index.ts'
import { platforms } from '../src/platforms/index.ts'
import { outputsOf } from '../src/verdict/outputs.ts'
import { fixtureOf } from './platforms/fixtures.ts'
import { OUTPUTS } from './support/contract.ts'

interface ActionFile {
  readonly name: string
  readonly description: string
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
  readonly runs: Readonly<Record<string, string>>
}

const action: ActionFile = parse(readFileSync(new URL('../action.yml', import.meta.url), 'utf8'))

const KEYS = Object.fromEntries(platforms.map(({ apiKeyEnv }) => [apiKeyEnv, 'key']))

/** The environment as the runner makes it: every default filled in, all else empty. Other runners know neither leg nor job. */
function envOfRunner(given: Readonly<Record<string, string>>): Record<string, string> {
  const values = Object.entries(action.inputs).map(
    ([name, input]) =>
      [name, given[name] ?? input.default?.replace(/\$\{\{ (?:strategy|job)\..*\}\}/, '') ?? ''] as const,
  )
  return { ...KEYS, ...Object.fromEntries(values.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])) }
}

/** The names of all inputs that are looked at while these are read. */
async function inputsRead(given: Readonly<Record<string, string>>): Promise<string[]> {
  const names: string[] = []
  const watched = new Proxy(envOfRunner(given), {
    get(env, variable) {
      if (typeof variable !== 'string') return undefined
      if (variable.startsWith('INPUT_')) names.push(variable.slice('INPUT_'.length).toLowerCase())
      return env[variable]
    },
  })
  await readInputs(watched, platforms)
  return names
}

describe('action.yml', () => {
  test('declares exactly the inputs that are read', async () => {
    const read = await Promise.all(
      platforms.flatMap(({ id }) => [
        inputsRead({ platform: id }),
        inputsRead({ platform: id, 'run-id': '0f3b5c1e-8d7a-4e2b-9c6f-1a2b3c4d5e6f', 'commit-status': 'c' }),
      ]),
    )
    expect([...new Set(read.flat())].sort()).toEqual(Object.keys(action.inputs).sort())
  })

  test('declares exactly the outputs that are set', () => {
    const ofPlatforms = platforms.flatMap((platform) => {
      const run = { runId: 'r', runUrl: 'https://x.example', target: {} }
      return Object.keys(platform.create('https://x.example', { target: {}, payload: {} }).outputs(run))
    })
    const set = [...Object.keys(outputsOf('pending')), 'log-file', ...ofPlatforms]
    expect(Object.keys(action.outputs).sort()).toEqual(set.sort())
    expect(Object.keys(action.outputs)).toEqual(OUTPUTS)
  })

  test.each(
    platforms.flatMap(({ id }) => {
      const { trigger, attach } = fixtureOf(id).inputs
      return [
        [id, { platform: id, ...trigger }],
        [id, { platform: id, ...attach }],
      ] as const
    }),
  )('its defaults mean the same as giving nothing at all (%s, %j)', async (_, given) => {
    const bare = Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
    const filledIn = await readInputs(envOfRunner(given), platforms)
    expect(filledIn.kind).toBe('inputs')
    expect(filledIn).toEqual(await readInputs({ ...KEYS, ...Object.fromEntries(bare) }, platforms))
  })

  test('fills in for an input that not all platforms have what its platform knows of', () => {
    const known = platforms.flatMap(({ inputs }) => inputs.map(({ name, filledIn }) => [name, filledIn] as const))
    for (const [input, value] of known) expect([input, action.inputs[input]?.default]).toEqual([input, value])
  })

  test('has the defaults of the contract', () => {
    const ownInputs = platforms.flatMap(({ inputs }) => inputs.map(({ name }) => name))
    const defaults = Object.entries(action.inputs).filter(
      ([name, input]) => input.default !== undefined && !ownInputs.includes(name),
    )
    expect(Object.fromEntries(defaults.map(([name, input]) => [name, input.default]))).toEqual({
      platform: 'truefoundry',
      'on-rerun': 'attach',
      'if-running': 'start',
      wait: 'true',
      timeout: '1h',
      'on-timeout': 'leave',
      'poll-interval': 'auto',
      'request-timeout': '30s',
      'outage-tolerance': '10m',
      logs: 'true',
      summary: 'true',
      'pr-comment': 'never',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the runner's to fill in
      'job-index': '${{ strategy.job-index }}',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the runner's to fill in
      'check-run-id': '${{ job.check_run_id }}',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the runner's to fill in
      'github-token': '${{ github.token }}',
    })
  })

  test('says by its name, and by what the Marketplace shows below it, for which platforms it is', () => {
    for (const { name } of platforms) {
      expect(action.name).toContain(name)
      expect(action.description).toContain(name)
    }
  })

  test('describes itself, every input and every output', () => {
    expect(action.description.length).toBeLessThanOrEqual(125)
    for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
      expect(description).toMatch(/^[A-Z].*\.$/)
    }
  })

  test('runs on the current runtime, with a post step that takes over when main is cut off', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/main.js', post: 'dist/post.js' })
  })
})
