import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import type { LogSource } from '../src/core/follow.ts'
import type { Phase, RunSnapshot, Target } from '../src/core/model.ts'
import type { GithubApi } from '../src/github/api.ts'
import type { PlatformDefinition } from '../src/platforms/definition.ts'
import { platforms } from '../src/platforms/index.ts'
import { closeSites, patient, REPOSITORY, SHA, startSite } from './github/site.ts'
import { fixtureOf } from './platforms/fixtures.ts'
import { readDocument, readText, root } from './support/markdown.ts'

const documents = markdownFiles('', 'docs/', 'examples/')
const tables = documents.flatMap((path) => readDocument(path).tables)

afterEach(closeSites)

function tablesWith(head: string) {
  return tables.filter((table) => table.head === head)
}

function markdownFiles(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(`${root}${folder}`)
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}${file}`),
  )
}

describe('the tables of inputs and outputs', () => {
  const check = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/readme-tables.mjs', ...args], { cwd: root })

  test('say what action.yml says', () => {
    expect(check().stderr.toString()).toBe('')
  })

  test('are found to be wrong when they are, and put right', () => {
    const folder = mkdtempSync(join(tmpdir(), 'readme-'))
    const copy = join(folder, 'README.md')
    writeFileSync(copy, readText('README.md').replace('| `timeout` | `1h` |', '| `timeout` | `2h` |'))
    expect(check(copy).status).toBe(1)
    expect(check('--write', copy).status).toBe(0)
    expect(readFileSync(copy, 'utf8')).toBe(readText('README.md'))
    rmSync(folder, { recursive: true })
  })
})

const WHAT_THE_STEP_DOES: Readonly<Record<Phase, string>> = {
  waiting: 'waits',
  running: 'waits',
  ending: 'waits',
  input_required: 'waits with a warning, or fails with on-input-required: fail',
  succeeded: 'succeeds',
  failed: 'fails',
  terminated: 'fails',
  unrecognised: 'not in the table',
}

describe('the other tables', () => {
  test.each(platforms.map((platform, index) => [platform.name, index, fixtureOf(platform.id)] as const))(
    'what each status of %s means is what the program takes it for',
    (_, index, { table }) => {
      const told = tablesWith('Status')[index]?.rows.map(([status, , step]) => [status?.code[0], step?.text])
      expect(told).toEqual([...table].map(([status, phase]) => [status, WHAT_THE_STEP_DOES[phase]]))
    },
  )

  test('every conclusion is explained', () => {
    const { description } = parse(readText('action.yml')).outputs.conclusion
    const named = [...description.matchAll(/`(\w+)`/g)].map(([, name]) => name)
    expect(tablesWith('conclusion')[0]?.rows.map(([conclusion]) => conclusion?.text)).toEqual(named)
  })

  test.each(platforms.map((platform, index) => [platform.name, index, platform] as const))(
    'the requests of %s are those that are made',
    (_, index, platform) => {
      const told = tablesWith('Request')[index]?.rows.map(([request]) => request?.text)
      expect([...new Set(told)].sort()).toEqual(requestsOf(platform))
    },
  )

  test('the requests to GitHub are those that are made', async () => {
    const told = tablesWith('Request')[platforms.length]?.rows.map(([request]) => request?.text)
    expect([...(told ?? [])].sort()).toEqual(await requestsToGithub())
  })

  test('the permissions that status and comment need are those that are named where one is missing', () => {
    const told = tablesWith('Input').flatMap(({ rows }) => rows.map(([, permission]) => permission?.code[0] ?? ''))
    const needed = [...readText('src/github/failures.ts').matchAll(/'([\w-]+: write)'/g)].map(([, name]) => name)
    expect([...new Set(told.filter((name) => name.endsWith(': write')))].sort()).toEqual(needed.sort())
  })
})

/** Every request that the platform can ask for, with placeholders for ids and without the query. */
function requestsOf(definition: PlatformDefinition): string[] {
  const { targets, runId } = fixtureOf(definition.id).placeholders
  const calls = targets.flatMap((target) => callsOf(definition, target, runId))
  const requests = calls.flatMap((call) =>
    call === undefined ? [] : [`${call.method} ${decodeURIComponent(call.path.replace(/\?.*/, ''))}`],
  )
  return [...new Set(requests)].sort()
}

function callsOf(definition: PlatformDefinition, target: Target, runId: string) {
  const platform = definition.create('https://localhost', { target, payload: {} })
  const run = platform.attach(target, runId)
  return [
    platform.resolve,
    platform.trigger(target, 'alias'),
    platform.status(run),
    platform.terminate(run).call,
    ...Object.entries(fixtureOf(definition.id).phases).map(
      ([status, phase]) => platform.terminate(run, { phase, status, raw: {} }).call,
    ),
    platform.listRuns?.(target, 0),
    platform.findByAlias?.(target, 'alias'),
    platform.recentRuns?.(target),
    platform.ownerOf?.(target),
    platform.definition?.(target),
    platform.events?.(run),
    platform.version?.status(target),
    logRequest(platform.log?.(run)),
  ]
}

function logRequest(source: LogSource | undefined): { readonly method: string; readonly path: string } | undefined {
  const seen: RunSnapshot = { phase: 'running', status: 'RUNNING', raw: {} }
  switch (source?.kind) {
    case undefined:
      return undefined
    case 'pages':
      return source.open(seen, Date.UTC(2026, 0, 1))?.page({ startNs: 0n, skip: 0 }, 1)
    case 'stream':
      return { method: 'GET', path: source.path }
  }
}

/** Every request that the client for GitHub makes, with placeholders and without the query. */
async function requestsToGithub(): Promise<string[]> {
  const { api, github } = await startSite()
  const [pull, comment] = [11, 22]
  const all: Readonly<Record<keyof GithubApi, () => Promise<unknown>>> = {
    createStatus: () => api.createStatus(SHA, { context: 'c', state: 'success', description: '' }, patient),
    whoAmI: () => api.whoAmI(patient),
    listComments: () => api.listComments(pull, 1, patient),
    createComment: () => api.createComment(pull, '', patient),
    updateComment: () => api.updateComment(comment, '', patient),
    deleteComment: () => api.deleteComment(comment, patient),
    listOpenPulls: () => api.listOpenPulls({ owner: 'o', branch: 'b' }, 1, patient),
  }
  for (const send of Object.values(all)) await send()
  const names = { [REPOSITORY]: '{owner}/{repo}', [SHA]: '{sha}', [pull]: '{issue_number}', [comment]: '{comment_id}' }
  const told = ({ method, path }: { readonly method: string; readonly path: string }) =>
    Object.entries(names).reduce((text, [id, name]) => text.replace(id, name), `${method} ${path.replace(/\?.*/, '')}`)
  return [...new Set(github.requests.map(told))].sort()
}

describe('troubleshooting', () => {
  const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readText(`src/${path}`).replaceAll('\\`', '`').replaceAll("\\'", "'"))
    .join('\n')
  const messages = tablesWith('The message says').flatMap(({ rows }) =>
    rows.flatMap(([message]) => message?.code ?? []),
  )

  test('there is something to look for', () => {
    expect(messages.length).toBeGreaterThan(20)
  })

  test.each(messages)('%s is still said', (message) => {
    const pieces = message.split('…').map((piece) => piece.trim())
    expect(pieces.filter((piece) => !sources.includes(piece))).toEqual([])
  })
})

describe.each(documents)('%s', (path) => {
  const document = readDocument(path)

  test('every link leads somewhere', () => {
    const dead = document.links.filter((link) => {
      const [file = '', anchor] = link.split('#')
      if (file.startsWith('https://')) return false
      const target = file === '' ? path : join(dirname(path), file)
      return !existsSync(`${root}${target}`) || (anchor !== undefined && !readDocument(target).anchors.includes(anchor))
    })
    expect(dead).toEqual([])
  })

  test('every picture is there', () => {
    const found = readText(path).matchAll(/!\[[^\]]*\]\(([^)]*)\)|(?:src|srcset)="([^"]*)"/g)
    const pictures = [...found].map(([, markdown, html]) => markdown ?? html ?? '')
    expect(pictures.filter((picture) => !existsSync(join(root, dirname(path), picture)))).toEqual([])
  })

  test('every npm script that is named exists', () => {
    const { scripts } = JSON.parse(readText('package.json'))
    const text = [...document.code, ...document.blocks.map((block) => block.text)].join('\n')
    const named = [...text.matchAll(/npm (?:run (\S+)|(test)\b)/g)].map(([, run, alone]) => run ?? alone)
    expect(named.filter((name) => scripts[name ?? ''] === undefined)).toEqual([])
  })

  test('every file of the repository that is named exists', () => {
    const named = document.code.filter((code) =>
      /^(?:src|sandbox|scripts|bench|__tests__|dist|\.github)\/[^<>*\s]*$/.test(code),
    )
    // What people are to put into a repository of their own.
    const missing = named.filter((name) => !existsSync(`${root}${name}`) && name !== '.github/workflows/train.yml')
    expect(missing).toEqual([])
  })
})
