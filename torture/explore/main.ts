/** Exhaustive play. `npm run explore -- --help` says how to run it and how to see one story again. */

import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { play } from '../campaign.ts'
import { writeFigures } from '../page.ts'
import { tellPlot, tellRecord } from '../tell.ts'
import { type Explored, joined } from './explore.ts'
import { type Space, sizeOf, storyOf } from './space.ts'
import { SPACES } from './spaces.ts'
import { describe, nameOf, rowOf, TABLE_HEAD } from './telling.ts'
import type { Order } from './worker.ts'

const HELP = `npm run explore                                every story of every world
npm run explore -- --slice                     every ${'`'}n${'`'}-th of them, the same ones every time: what CI runs
npm run explore -- --world "watch on Kubiya"   one world
npm run explore -- --world "…" --story 12345   one story, told in full
npm run explore -- --threads 2                 how many threads play
npm run explore -- --write                     and the figures go into docs/torture.md
`
/** How many stories of each world a slice has, about. */
const SLICE = 3000

const { values: args } = parseArgs({
  options: {
    world: { type: 'string', default: '' },
    story: { type: 'string' },
    slice: { type: 'boolean', default: false },
    threads: { type: 'string', default: `${availableParallelism()}` },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

/** Stories that are told in words; the rest of their numbers follow from the command. */
async function playOne(space: Space, number: number): Promise<number> {
  const story = storyOf(space, number)
  if (story === undefined) throw new Error(`${nameOf(space)} has no story ${number}`)
  for (const [axis, label] of Object.entries(story.labels)) console.log(`${axis}: ${label}`)
  const { record, violations } = await play(story.plot)
  console.log(`\n${tellPlot(story.plot)}`)
  if (record !== undefined) console.log(`\n${tellRecord(record)}`)
  for (const { rule, complaint } of violations) console.log(`\n[${rule}] ${complaint}`)
  if (violations.length === 0) console.log('\nNo rule is broken.')
  return violations.length === 0 ? 0 : 1
}

/** A prime, so that no axis falls into step with it. */
function stepFor(space: Space): number {
  if (!args.slice) return 1
  const isPrime = (n: number) =>
    Array.from({ length: Math.floor(Math.sqrt(n)) - 1 }, (_, at) => at + 2).every((d) => n % d > 0)
  let step = Math.max(5, Math.ceil(sizeOf(space) / SLICE))
  while (!isPrime(step)) step += 1
  return step
}

async function exploreAll(spaces: readonly Space[]): Promise<number> {
  const rows: string[] = []
  let broken = 0
  for (const space of spaces) {
    const startMs = performance.now()
    const step = stepFor(space)
    const explored = await inThreads(space, step)
    const figures = { explored, step, size: sizeOf(space), tookMs: performance.now() - startMs }
    broken += explored.broken
    console.log(describe(space, figures))
    rows.push(rowOf(space, figures))
  }
  if (args.write) writeFigures('small worlds', `${TABLE_HEAD}\n${rows.join('\n')}`)
  return broken === 0 ? 0 : 1
}

async function inThreads(space: Space, step: number): Promise<Explored> {
  const threads = Number(args.threads)
  const progress = { played: 0, toldMs: performance.now() }
  const onPlayed = (played: number): void => {
    progress.played += played
    if (performance.now() - progress.toldMs < 20_000) return
    progress.toldMs = performance.now()
    console.log(`  ${nameOf(space)}: ${progress.played.toLocaleString('en')} played`)
  }
  const parts = Array.from({ length: threads }, (_, at) =>
    inThread({ space: SPACES.indexOf(space), part: { from: at * step, step: threads * step } }, onPlayed),
  )
  return joined(await Promise.all(parts))
}

function inThread(order: Order, onPlayed: (played: number) => void): Promise<Explored> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: order })
    worker.on('error', reject)
    worker.on('message', (message: { readonly played?: number; readonly explored?: Explored }) => {
      if (message.played !== undefined) onPlayed(message.played)
      if (message.explored !== undefined) resolve(message.explored)
    })
  })
}

const chosen = SPACES.filter((space) => nameOf(space).startsWith(args.world))
const [only] = chosen
if (args.help || only === undefined) console.log(`${HELP}\nWorlds: ${SPACES.map(nameOf).join(', ')}`)
else process.exitCode = args.story === undefined ? await exploreAll(chosen) : await playOne(only, Number(args.story))
