/**
 * How long after a run's end the step knows, and for how many requests: the shipped bundle over real HTTP against the
 * simulated control plane, beside fixed intervals in the same run. `node bench/lag.ts [--repeat N] [--longest SECONDS] [--only calm|faults] [--write]`
 *
 * Lag is from the run's end to the arrival of the status request whose answer ended the watch, by the platform's clock.
 */

import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Fault } from '../sandbox/control-plane/faults.ts'
import { startControlPlane } from '../sandbox/control-plane/server.ts'
import { runStep } from '../sandbox/runner/index.ts'
import { tell } from './document.ts'

const actionDir = fileURLToPath(new URL('..', import.meta.url))
const KEY = 'bench-key'
const JOB = 'app-bench'
const DURATIONS_S = [2, 7, 23, 61, 187]
/** Earlier runs: ten, spread by 20 % around the run's duration, as a job that varies a little. */
const SPREAD = [0.75, 0.85, 0.9, 0.95, 0.98, 1.02, 1.05, 1.1, 1.2, 1.3]
/** Processes start apart, so that their start-ups don't slow one another. */
const STAGGER_MS = 150

interface Way {
  readonly name: string
  readonly pollInterval: string
  readonly history: boolean
}

const ways: readonly Way[] = [
  { name: 'auto, no history', pollInterval: 'auto', history: false },
  { name: 'auto, 10 earlier runs', pollInterval: 'auto', history: true },
  ...['5s', '10s', '30s'].map((pollInterval) => ({ name: `every ${pollInterval}`, pollInterval, history: false })),
]

/** What strikes the first looks after the run's end. */
interface Trouble {
  readonly name: string
  readonly times: number
  readonly fault?: Fault
}

const TROUBLE_DURATION_S = 23
const calm: Trouble = { name: 'nothing', times: 0 }
const troubles: readonly Trouble[] = [
  calm,
  { name: 'a request that hangs', times: 1, fault: { kind: 'hang' } },
  { name: 'five 502s in a row', times: 5, fault: { kind: 'status', status: 502 } },
]

interface Measured {
  readonly lagS: number
  readonly requests: number
}

async function measure(way: Way, durationS: number, { times, fault }: Trouble = calm): Promise<Measured> {
  const behaviour = (seconds: number) => ({
    timeline: [
      { afterMs: 0, status: 'CREATED' },
      { afterMs: 100, status: 'RUNNING' },
      { afterMs: seconds * 1000, status: 'FINISHED' },
    ],
    exitCode: 0,
  })
  const plane = await startControlPlane(
    {
      apiKeys: [KEY],
      jobs: [
        {
          platform: 'truefoundry',
          jobId: JOB,
          fqn: 'a:b:c',
          activeDeploymentId: 'dep',
          behaviour: behaviour(durationS),
        },
      ],
    },
    {
      onRequest: ({ operation }) => {
        if (operation !== 'trigger' || fault === undefined) return
        plane.controlPlane.addFault({ operation: 'status', afterMs: durationS * 1000, times, fault })
      },
    },
  )
  if (way.history) {
    SPREAD.forEach((part, index) => {
      const createdAtMs = Date.now() - (index + 1) * 3_600_000
      plane.controlPlane.addRun({ jobId: JOB, createdAtMs, behaviour: behaviour(durationS * part) })
    })
  }
  const result = await runStep({
    actionDir,
    inputs: {
      'base-url': plane.url,
      'api-key': KEY,
      'application-id': JOB,
      'poll-interval': way.pollInterval,
      logs: 'false',
    },
    secrets: [KEY],
    timeoutMs: (durationS + 60) * 1000,
  })
  const run = plane.controlPlane.runsOf(JOB).find(({ requestIndex }) => requestIndex !== undefined)
  const looks = plane.controlPlane.requestsOf('status')
  await plane.close()
  if (run === undefined || result.outputs.conclusion !== 'success') throw new Error(`${way.name}: ${result.log}`)
  const lagMs = (looks.at(-1)?.atMs ?? Number.NaN) - (run.createdAtMs + durationS * 1000)
  return { lagS: lagMs / 1000, requests: looks.length }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The same for each of these, some at a time, each begun a little after the one before. */
async function measureAll<T extends { readonly way: Way; readonly durationS: number; readonly trouble?: Trouble }>(
  cells: readonly T[],
): Promise<readonly (T & Measured)[]> {
  return Promise.all(
    cells.map(async (cell, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * STAGGER_MS))
      return { ...cell, ...(await measure(cell.way, cell.durationS, cell.trouble)) }
    }),
  )
}

function repeated<T>(count: number, cell: T): readonly T[] {
  return Array.from({ length: count }, () => cell)
}

/** `0.73 / 200.0`: seconds of lag / status requests. */
function told(measured: readonly Measured[]): string {
  return `${mean(measured.map(({ lagS }) => lagS)).toFixed(2)} / ${mean(measured.map(({ requests }) => requests)).toFixed(1)}`
}

async function tellWays(repeat: number, longestS: number): Promise<void> {
  const durations = DURATIONS_S.filter((seconds) => seconds <= longestS)
  const cells = ways.flatMap((way) => durations.flatMap((durationS) => repeated(repeat, { way, durationS })))
  const measured = await measureAll(cells)
  const head = `| | ${durations.map((seconds) => `T = ${seconds} s`).join(' | ')} | mean lag | requests in all |`
  const rows = ways.map((way) => {
    const ofWay = measured.filter((one) => one.way === way)
    const row = durations.map((durationS) => told(ofWay.filter((one) => one.durationS === durationS)))
    const requests = ofWay.reduce((sum, one) => sum + one.requests, 0) / repeat
    const lagS = mean(ofWay.map((one) => one.lagS)).toFixed(2)
    return `| ${way.name} | ${row.join(' | ')} | ${lagS} | ${requests.toFixed(0)} |`
  })
  tell('lag', [measuredBy(repeat), '', head, `| --- |${' ---: |'.repeat(durations.length + 2)}`, ...rows].join('\n'))
}

async function tellTroubles(repeat: number): Promise<void> {
  const automatic = ways.filter(({ pollInterval }) => pollInterval === 'auto')
  const cells = troubles.flatMap((trouble) =>
    automatic.flatMap((way) => repeated(repeat, { trouble, way, durationS: TROUBLE_DURATION_S })),
  )
  const measured = await measureAll(cells)
  const head = `| at the end of a run of ${TROUBLE_DURATION_S} s | ${automatic.map(({ name }) => name).join(' | ')} |`
  const rows = troubles.map((trouble) => {
    const row = automatic.map((way) => told(measured.filter((one) => one.way === way && one.trouble === trouble)))
    return `| ${trouble.name} | ${row.join(' | ')} |`
  })
  tell('faults', [measuredBy(repeat), '', head, `| --- |${' ---: |'.repeat(automatic.length)}`, ...rows].join('\n'))
}

function measuredBy(repeat: number): string {
  return `Seconds of lag / status requests, mean of ${repeat} runs:`
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      repeat: { type: 'string', default: '3' },
      longest: { type: 'string', default: '187' },
      only: { type: 'string' },
      write: { type: 'boolean' },
    },
  })
  const repeat = Number(values.repeat)
  if (values.only !== 'faults') await tellWays(repeat, Number(values.longest))
  if (values.only !== 'calm') await tellTroubles(repeat)
}

await main()
