/**
 * What the step itself costs: from spawn to the first request that arrives, and the peak memory while it waits.
 *
 * Everything is measured side by side in one go, in random order, on the Node that runs this: the figures to trust are
 * the ratios to a Node that does nothing. `node bench/startup.ts [--rounds N] [--write]`
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { tell } from './document.ts'
import { bundleTable } from './startup/bundle.ts'
import { downloadTable } from './startup/download.ts'

const action = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const bundle = new URL('../dist/index.js', import.meta.url).href
const WARM_UP_ROUNDS = 2
const WAITING_MS = 4000

interface Case {
  readonly name: string
  readonly args: readonly string[]
  /** Whether it makes a request, whose arrival ends the measurement; else its exit does. */
  readonly requests: boolean
}

const bareRequest = `require('node:http').request(process.env.URL,{method:'POST'},()=>process.exit()).end('{}')`
/** What of Node itself the action needs before its first request, over http: with https, TLS comes on top. */
const builtIns = ['net', 'v8', 'os', 'stream', 'diagnostics_channel', 'querystring']
const cases: readonly Case[] = [
  { name: 'node -e 0', args: ['-e', '0'], requests: false },
  { name: 'bare node:http request', args: ['-e', bareRequest], requests: true },
  {
    name: "Node's own modules that the action loads",
    args: ['-e', `for (const name of ${JSON.stringify(builtIns)}) require('node:' + name)`],
    requests: false,
  },
  {
    name: 'the bundle, loaded and not run',
    args: ['--input-type=module', '-e', `import ${JSON.stringify(bundle)}`],
    requests: false,
  },
  { name: 'the action, to its first request', args: [action], requests: true },
]

/** Answers as the platform does to a trigger, and tells when a request has arrived. */
async function startPlatform() {
  const arrivals: (() => void)[] = []
  const server = createServer((request, response) => {
    arrivals.shift()?.()
    const run = { name: 'bench-1', status: 'RUNNING', applicationId: 'app', createdAt: Date.now() }
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify(request.method === 'POST' ? { message: 'ok', jobRunName: run.name, data: run } : { data: run }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    arrival: () => new Promise<void>((resolve) => arrivals.push(resolve)),
    server,
  }
}

function start(args: readonly string[], url: string, folder: string): ChildProcess {
  const files = Object.fromEntries(
    ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'].map((name) => {
      const path = join(folder, name)
      writeFileSync(path, '')
      return [name, path]
    }),
  )
  const inputs = { 'INPUT_BASE-URL': url, 'INPUT_API-KEY': 'bench-key', 'INPUT_APPLICATION-ID': 'app' }
  const env = { PATH: process.env.PATH, URL: url, ...files, ...inputs }
  return spawn(process.execPath, args, { env, stdio: 'ignore' })
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

async function measureOnce(one: Case, platform: Awaited<ReturnType<typeof startPlatform>>, folder: string) {
  const arrived = one.requests ? platform.arrival() : undefined
  const startMs = performance.now()
  const child = start(one.args, platform.url, folder)
  const exited = exitOf(child)
  await (arrived ?? exited)
  const tookMs = performance.now() - startMs
  child.kill('SIGKILL')
  await exited
  return tookMs
}

/** Highest resident memory, in KiB, of a process that waits; undefined where the system does not tell. */
async function peakWhileWaiting(args: readonly string[], url: string, folder: string): Promise<number | undefined> {
  const child = start(args, url, folder)
  const exited = exitOf(child)
  await sleep(WAITING_MS)
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1])
  } catch {
    return undefined
  } finally {
    child.kill('SIGKILL')
    await exited
  }
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '40' }, write: { type: 'boolean' } } })
  const rounds = Number(values.rounds)
  const platform = await startPlatform()
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const times = new Map(cases.map(({ name }) => [name, [] as number[]]))
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (const one of [...cases].sort(() => Math.random() - 0.5)) {
      const tookMs = await measureOnce(one, platform, folder)
      if (round >= 0) times.get(one.name)?.push(tookMs)
    }
  }
  const base = quantile(times.get('node -e 0') ?? [], 0.5)
  const rows = [...times].map(([name, all]) => {
    const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => quantile(all, part).toFixed(1))
    return `| ${name} | ${middle} | ${low} to ${high} | ${(quantile(all, 0.5) / base).toFixed(2)} |`
  })
  tell(
    'start-up',
    [
      `Node ${process.version}, ${rounds} rounds, from spawn to the first request that arrives (or the exit):`,
      '',
      '| what | median ms | p25 to p75 | x `node -e 0` |',
      '| --- | ---: | ---: | ---: |',
      ...rows,
    ].join('\n'),
  )
  const bare = await peakWhileWaiting(['-e', `setTimeout(() => {}, ${2 * WAITING_MS})`], platform.url, folder)
  const waiting = await peakWhileWaiting([action], platform.url, folder)
  if (bare !== undefined && waiting !== undefined) {
    const mib = (kib: number) => (kib / 1024).toFixed(1)
    tell(
      'memory',
      `Peak memory while waiting: ${mib(waiting)} MiB, a bare Node ${mib(bare)} MiB: ${(waiting / bare).toFixed(2)} times as much.`,
    )
  }
  tell('bundle', await bundleTable())
  tell('download', downloadTable())
  platform.server.closeAllConnections()
  platform.server.close()
  rmSync(folder, { recursive: true })
}

await main()
