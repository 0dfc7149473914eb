/** Starts act on a workflow, in host mode: steps run on this machine, with the Node that runs this. */

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endOrphans } from './orphans.ts'
import { ActRecord } from './record.ts'

/** Programs that examples call and that would need the network. */
const STAND_INS = fileURLToPath(new URL('stand-ins/bin', import.meta.url))

export interface ActOptions {
  readonly program: string
  /** For all that act and the steps leave behind. */
  readonly scratch: string
  /** The repository that the workflow is in. */
  readonly repository: string
  readonly workflow: string
  readonly event: string
  /** Path of the event's payload. */
  readonly eventPath?: string
  /** `owner/name@ref` -> folder. */
  readonly actions: Readonly<Record<string, string>>
  readonly vars?: Readonly<Record<string, string>>
  readonly secrets?: Readonly<Record<string, string>>
  /** Variables that every step has. */
  readonly env?: Readonly<Record<string, string>>
  readonly inputs?: Readonly<Record<string, string>>
  /** Only this leg: `os:ubuntu-latest`. */
  readonly matrix?: string
  /** Of this process, for the steps too. */
  readonly inherit?: RegExp
  readonly limitMs: number
}

export interface ActProcess {
  /** @throws if act is still going at its limit. */
  readonly ended: Promise<ActRecord>
  /** To act alone, not to its steps. */
  signal(signal: NodeJS.Signals): void
}

export function startAct(options: ActOptions): ActProcess {
  const trackingId = `github_${randomUUID()}`
  const child = spawn(options.program, toArguments(options, trackingId), {
    cwd: options.repository,
    env: environment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const over = { limit: false }
  const timer = setTimeout(() => {
    over.limit = true
    child.kill('SIGKILL')
  }, options.limitMs)
  const ended = new Promise<ActRecord>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => {
      clearTimeout(timer)
      endOrphans(trackingId)
      const record = new ActRecord(exitCode, Buffer.concat(chunks).toString('utf8'))
      if (over.limit) reject(new Error(`act was not done after ${options.limitMs} ms:\n${record.text}`))
      else resolve(record)
    })
  })
  return { ended, signal: (signal) => child.kill(signal) }
}

function toArguments(options: ActOptions, trackingId: string): readonly string[] {
  const { workflow, event, eventPath, scratch, matrix, vars = {}, secrets = {}, inputs = {}, actions } = options
  const env = { ...options.env, RUNNER_TRACKING_ID: trackingId }
  const pairs = (flag: string, given: Readonly<Record<string, string>>) =>
    Object.entries(given).flatMap(([name, value]) => [flag, `${name}=${value}`])
  return [
    event,
    '--json',
    `--workflows=.github/workflows/${workflow}`,
    '--platform=ubuntu-latest=-self-hosted',
    '--no-cache-server',
    `--action-cache-path=${scratch}/cache`,
    // So that it is the action that has to hide its key, not act.
    '--insecure-secrets',
    ...(eventPath === undefined ? [] : [`--eventpath=${eventPath}`]),
    ...(matrix === undefined ? [] : [`--matrix=${matrix}`]),
    ...pairs('--local-repository', actions),
    ...pairs('--var', vars),
    ...pairs('--secret', secrets),
    ...pairs('--input', inputs),
    ...pairs('--env', env),
  ]
}

/** act hands its own environment on to the steps, so it gets next to none. Settings in the home folder don't count. */
function environment({ scratch, inherit }: ActOptions): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => inherit?.test(name) === true)
  return {
    ...Object.fromEntries(inherited),
    PATH: `${STAND_INS}:${dirname(process.execPath)}:${process.env.PATH}`,
    HOME: `${scratch}/home`,
    // Else it asks its makers for news.
    ACT_DISABLE_VERSION_CHECK: '1',
  }
}
