/**
 * How long after a run's end the step knows, and for how many requests: the shipped bundle over real HTTP against the
 * simulated control plane, beside fixed intervals in the same run. `node bench/lag.ts [--repeat N] [--longest SECONDS]`
 *
 * Lag is from the run's end to the arrival of the status request whose answer ended the watch, by the platform's clock.
 */

import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startControlPlane } from '../sandbox/control-plane/server.ts'
import { runStep } from '../sandbox/runner/index.ts'

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

interface Measured {
  readonly lagS: number
  readonly requests: number
}

async function measure(way: Way, durationS: number): Promise<Measured> {
  const behaviour = (seconds: number) => ({
    timeline: [
      { afterMs: 0, status: 'CREATED' },
      { afterMs: 100, status: 'RUNNING' },
      { afterMs: seconds * 1000, status: 'FINISHED' },
    ],
    exitCode: 0,
  })
  const plane = await startControlPlane({
    apiKeys: [KEY],
    jobs: [
      {
        platform: 'truefoundry',
        applicationId: JOB,
        fqn: 'a:b:c',
        activeDeploymentId: 'dep',
        behaviour: behaviour(durationS),
      },
    ],
  })
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

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { repeat: { type: 'string', default: '3' }, longest: { type: 'string', default: '187' } },
  })
  const durations = DURATIONS_S.filter((seconds) => seconds <= Number(values.longest))
  const cells = ways.flatMap((way) =>
    durations.flatMap((durationS) => Array.from({ length: Number(values.repeat) }, () => ({ way, durationS }))),
  )
  const measured = await Promise.all(
    cells.map(async (cell, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * STAGGER_MS))
      return { ...cell, ...(await measure(cell.way, cell.durationS)) }
    }),
  )
  console.log(`Lag in seconds / status requests, over HTTP, mean of ${values.repeat} runs\n`)
  console.log(`| | ${durations.map((seconds) => `T = ${seconds} s`).join(' | ')} | mean lag | requests in all |`)
  console.log(`| --- |${' ---: |'.repeat(durations.length + 2)}`)
  for (const way of ways) {
    const ofWay = measured.filter((one) => one.way === way)
    const row = durations.map((durationS) => {
      const ofCell = ofWay.filter((one) => one.durationS === durationS)
      return `${mean(ofCell.map(({ lagS }) => lagS)).toFixed(2)} / ${mean(ofCell.map(({ requests }) => requests)).toFixed(1)}`
    })
    const requests = ofWay.reduce((sum, one) => sum + one.requests, 0) / Number(values.repeat)
    console.log(
      `| ${way.name} | ${row.join(' | ')} | ${mean(ofWay.map(({ lagS }) => lagS)).toFixed(2)} | ${requests.toFixed(0)} |`,
    )
  }
}

await main()
