/**
 * Feeds every decoder with malformed and hostile data for as long as it is told to.
 *
 *   npm run fuzz                                          two minutes, shared by all, with a seed of its own
 *   npm run fuzz -- --seconds 3600 --seed 7               an hour, with that seed
 *   npm run fuzz -- --only "input: duration"              those with this in their names
 *   npm run fuzz -- --only … --seed … --path …            one finding again, as the table says
 *
 * A round that does not end within a minute, or takes more than a gigabyte, is a finding too.
 */

import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { all } from './all.ts'
import type { Finding } from './rounds.ts'
import type { WorkerNews, WorkerOrder } from './worker.ts'

const CASES = 50
const LONGEST_ROUND_MS = 60_000
const MOST_MEGABYTES = 1024

interface Sum {
  readonly name: string
  cases: number
  rounds: number
  /** The slowest round. */
  slowestMs: number
  readonly findings: Finding[]
}

interface Share {
  readonly order: Omit<WorkerOrder, 'name'>
  readonly lastsMs: number
}

/** One decoder for its share of the time. Ends with its first finding: the next one is often the same. */
function fuzz(name: string, { order, lastsMs }: Share): Promise<Sum> {
  const sum: Sum = { name, cases: 0, rounds: 0, slowestMs: 0, findings: [] }
  const workerData: WorkerOrder = { ...order, name }
  return new Promise((resolve) => {
    const worker = new Worker(new URL('worker.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    })
    let [seed, begunMs] = [order.seed, Date.now()]
    let watchdog = setTimeout(() => undefined, 0)
    let isOver = false
    /** From the first round on: to load everything takes as long as some rounds. */
    let untilMs = Number.POSITIVE_INFINITY
    const end = (error?: string) => {
      clearTimeout(watchdog)
      isOver = true
      if (error !== undefined) sum.findings.push({ seed, cases: order.cases, path: '', error, sample: '' })
      void worker.terminate().then(() => resolve(sum))
    }
    worker.on('message', (news: WorkerNews) => {
      clearTimeout(watchdog)
      if (isOver) return // what it had begun when it was stopped
      if (news.kind === 'begins') {
        ;[seed, begunMs] = [news.seed, Date.now()]
        untilMs = Math.min(untilMs, begunMs + lastsMs)
        watchdog = setTimeout(() => end(`a round did not end within ${LONGEST_ROUND_MS / 1000} s`), LONGEST_ROUND_MS)
        return
      }
      sum.cases += news.tally.cases
      sum.rounds += 1
      sum.slowestMs = Math.max(sum.slowestMs, Date.now() - begunMs)
      sum.findings.push(...news.tally.findings)
      if (sum.findings.length > 0 || Date.now() >= untilMs || sum.rounds === order.rounds) end()
    })
    worker.on('error', (error) => end(String(error)))
  })
}

function print(sums: readonly Sum[], seed: number): void {
  const rows = sums.map(({ name, cases, rounds, slowestMs, findings }) => ({
    decoder: name,
    cases,
    'ms a case, slowest round': Number((slowestMs / Math.max(1, cases / Math.max(1, rounds))).toFixed(2)),
    findings: findings.length,
  }))
  console.table(rows)
  for (const { name, findings } of sums) {
    for (const { seed: at, path, error, sample } of findings) {
      console.log(`\n${name}: ${error}\n  ${sample}`)
      console.log(
        `  npm run fuzz -- --only ${JSON.stringify(name)} --seed ${at}${path === '' ? '' : ` --path ${path}`}`,
      )
    }
  }
  const total = sums.reduce((sum, { cases }) => sum + cases, 0)
  const found = sums.reduce((sum, { findings }) => sum + findings.length, 0)
  console.log(`\nseed ${seed}: ${total} cases, ${found} findings`)
  process.exitCode = found === 0 ? 0 : 1
}

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    only: { type: 'string', default: '' },
    path: { type: 'string' },
  },
})
const seed = Number(values.seed)
const names = all.map(({ name }) => name).filter((name) => name.includes(values.only))
console.log(`Seed ${seed}, ${values.seconds} s for ${names.length} decoders.`)
const sums: Sum[] = []
const lastsMs = (Number(values.seconds) * 1000) / Math.max(1, names.length)
for (const name of names) {
  const { path } = values
  const rounds = path === undefined ? Number.MAX_SAFE_INTEGER : 1
  sums.push(
    await fuzz(name, { lastsMs, order: { seed, cases: CASES, rounds, ...(path === undefined ? {} : { path }) } }),
  )
}
print(sums, seed)
