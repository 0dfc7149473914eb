/**
 * The action's sources under GitHub's own local-action, against simulated platforms: `npm run local-action`.
 *
 * npm fetches local-action when this is first run. It exits with 0 even after a failed step, so what it prints decides.
 */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { scenarioJobs } from '../control-plane/scenarios.ts'
import { startControlPlane } from '../control-plane/server.ts'
import type { ControlPlane } from '../control-plane/simulator.ts'

const VERSION = '7.0.1'
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDER = 'sandbox/local-action'
const KEY = 'local-action-key-2e5b'
/** What local-action puts between main, post and the outputs, with the rules above and below it. */
const TITLES = /=+\s+(?:Running Action|Running Post Step|Action Outputs)\s+=+/
/** Runs of some seconds shrink to about two. */
const TIME_SCALE = 0.4

interface Printed {
  /** What main and post printed, apart. */
  readonly main: string
  readonly post: string
  /** The table at the end. */
  readonly outputs: Readonly<Record<string, string>>
}

/** Runs the entry with the example's inputs, and these over them. */
async function runStep(url: string, entry: string, inputs: Readonly<Record<string, string>>): Promise<Printed> {
  const scratch = await mkdtemp(join(tmpdir(), 'local-action-'))
  try {
    const example = await readFile(`${ROOT}${FOLDER}/example.env`, 'utf8')
    const given = { 'BASE-URL': url, 'API-KEY': KEY, ...inputs }
    const lines = Object.entries(given).map(([name, value]) => `INPUT_${name}=${value}`)
    await writeFile(`${scratch}/.env`, `${example}\n${lines.join('\n')}\n`)
    const tool = ['exec', '--yes', `--package=@github/local-action@${VERSION}`, '--', 'local-action', 'run', '.']
    const text = await npm([...tool, `${FOLDER}/${entry}`, `${scratch}/.env`, '--post', `${FOLDER}/post.ts`])
    assert.equal(text.includes(KEY), false, 'the key is in the log')
    const [, main = '', post = '', end = ''] = text.split(TITLES)
    return { main, post, outputs: readTable(end) }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function npm(args: readonly string[]): Promise<string> {
  const child = spawn('npm', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const exitCode = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  const text = stripVTControlCharacters(Buffer.concat(chunks).toString('utf8'))
  if (exitCode !== 0) throw new Error(`npm ${args.join(' ')} ended with ${exitCode}:\n${text}`)
  return text
}

/** Rows as `console.table` draws them: `│ 0 │ 'run-id' │ 'train-1' │`. */
function readTable(text: string): Readonly<Record<string, string>> {
  const rows = text.matchAll(/^│ \d+ +│ '([^']*)' +│ '(.*)' +│$/gm)
  return Object.fromEntries([...rows].map(([, name = '', value = '']) => [name, value]))
}

async function at(tell: (url: string, plane: ControlPlane) => Promise<void>): Promise<void> {
  const server = await startControlPlane({ apiKeys: [KEY], jobs: scenarioJobs(TIME_SCALE) })
  await tell(server.url, server.controlPlane).finally(server.close)
}

const stories: Readonly<Record<string, (url: string, plane: ControlPlane) => Promise<void>>> = {
  'a run that succeeds: its outputs are there, and post does nothing': async (url, plane) => {
    const { main, post, outputs } = await runStep(url, 'main.ts', {})
    assert.match(main, /^Node v24\./m)
    assert.match(main, /Succeeded: TrueFoundry job run succeeds-0001/)
    const { conclusion, status, 'run-id': runId } = outputs
    assert.deepEqual([conclusion, status, runId], ['success', 'FINISHED', 'succeeds-0001'])
    assert.equal(post.trim(), '')
    assert.deepEqual(plane.requestsOf('terminate'), [])
  },
  'a run that fails: one error says why': async (url) => {
    const { main, outputs } = await runStep(url, 'main.ts', { 'APPLICATION-ID': 'app-fails' })
    assert.equal([...main.matchAll(/^::error::Failed: .* ended as FAILED\. Exit code 3\./gm)].length, 1)
    assert.deepEqual([outputs.conclusion, outputs['exit-code']], ['failure', '3'])
  },
  'an agent on Kubiya': async (url) => {
    const inputs = { PLATFORM: 'kubiya', 'APPLICATION-ID': '', 'JOB-ID': 'job-succeeds' }
    const { outputs } = await runStep(url, 'main.ts', inputs)
    assert.deepEqual([outputs.conclusion, outputs.status], ['success', 'completed'])
  },
  'a main that is cut off: post ends the run': async (url, plane) => {
    const { post } = await runStep(url, 'cut-off.ts', { 'APPLICATION-ID': 'app-never-ends' })
    assert.match(post, /never-ends-0001/)
    assert.equal(plane.requestsOf('terminate').length, 1)
  },
  'inputs that contradict each other: nothing is sent': async (url, plane) => {
    const { main, outputs } = await runStep(url, 'main.ts', { PARAMS: '{"a": "b"}', COMMAND: 'ls' })
    assert.match(main, /^::error::.*params/m)
    assert.equal(outputs.conclusion, 'not_started')
    assert.deepEqual(plane.requests, [])
  },
}

async function main(): Promise<boolean> {
  let good = true
  for (const [title, tell] of Object.entries(stories)) {
    const startMs = performance.now()
    const failure = await at(tell).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
    console.log(
      `${failure === undefined ? 'ok     ' : 'FAILED '} ${title} (${seconds} s)${failure ? `\n${failure}` : ''}`,
    )
    good &&= failure === undefined
  }
  return good
}

process.exitCode = (await main()) ? 0 : 1
