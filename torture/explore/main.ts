/** Exhaustive play. `npm run explore -- --help` says how to run it and how to see one story again. */

import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { play } from '../campaign.ts'
import { rowsOf, writeFigures } from '../page.ts'
import { tellPlot, tellRecord } from '../tell.ts'
import type { Explored } from './explore.ts'
import { numbersWith, rootsOf, type Space, sizeOf, storyOf } from './space.ts'
import { SPACES } from './spaces.ts'
import { describe, nameOf, rowOf, TABLE_HEAD } from './telling.ts'
import { exploreInThreads } from './threads.ts'

const HELP = `npm run explore                                every story of every world
npm run explore -- --slice                     every so many-th of them, the same ones every time: what CI runs
npm run explore -- --world "watch on Kubiya"   one world
npm run explore -- --world "…" --story 12345   one story, told in full
npm run explore -- --every 97                  every 97th of them
npm run explore -- --where "lag: list 9 s"      those with that choice alone; may be given more than once
npm run explore -- --threads 2                 how many threads play
npm run explore -- --write                     and the figures of what was played go into docs/torture.md
`
/** How many stories of each world a slice has, about. */
const SLICE = 2000
const TOLD_EVERY_MS = 20_000

const { values: args } = parseArgs({
  options: {
    world: { type: 'string', default: '' },
    story: { type: 'string' },
    slice: { type: 'boolean', default: false },
    every: { type: 'string' },
    where: { type: 'string', multiple: true, default: [] },
    threads: { type: 'string', default: `${availableParallelism()}` },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

/** One story, told in full. */
async function playOne(space: Space, number: number): Promise<number> {
  const { plot, labels } = storyOf(space, number)
  for (const [axis, label] of Object.entries(labels)) console.log(`${axis}: ${label}`)
  const { record, violations } = await play(plot)
  console.log(`\n${tellPlot(plot)}`)
  if (record !== undefined) console.log(`\n${tellRecord(record)}`)
  for (const { rule, complaint } of violations) console.log(`\n[${rule}] ${complaint}`)
  if (violations.length === 0) console.log('\nNo rule is broken.')
  return violations.length === 0 ? 0 : 1
}

/** A prime, so that no axis falls into step with it. */
function stepFor(stories: number): number {
  const isPrime = (n: number) =>
    Array.from({ length: Math.floor(Math.sqrt(n)) - 1 }, (_, at) => at + 2).every((d) => n % d > 0)
  let step = Math.ceil(stories / SLICE)
  if (step > 1) step = Math.max(5, step)
  while (step > 1 && !isPrime(step)) step += 1
  return step
}

async function exploreAll(spaces: readonly Space[]): Promise<number> {
  const rows = new Map(args.write ? rowsOf('small worlds') : [])
  let broken = 0
  for (const space of spaces) {
    const startMs = performance.now()
    const numbers = args.where.length > 0 ? numbersWith(space, args.where) : undefined
    const size = numbers?.length ?? sizeOf(space)
    const step = args.every === undefined ? (args.slice ? stepFor(size) : 1) : Number(args.every)
    const explored = await exploreOne(space, step, numbers)
    const figures = { explored, step, size, tookMs: performance.now() - startMs }
    broken += explored.broken
    console.log(describe(space, figures))
    rows.set(nameOf(space), rowOf(space, figures))
    if (args.write) writeFigures('small worlds', tableOf(rows))
  }
  return broken === 0 ? 0 : 1
}

/** The rows of worlds that were not played this time stay as they are. */
function tableOf(rows: ReadonlyMap<string, string>): string {
  return [TABLE_HEAD, ...SPACES.flatMap((space) => rows.get(nameOf(space)) ?? [])].join('\n')
}

/** All that differ, by their branches; or every so many-th of all numbers, or of these. */
function exploreOne(space: Space, step: number, numbers?: readonly number[]): Promise<Explored> {
  const size = numbers?.length ?? sizeOf(space)
  const every = Array.from({ length: Math.ceil(size / step) }, (_, at) => numbers?.[at * step] ?? at * step)
  let toldMs = performance.now()
  return exploreInThreads({
    space: SPACES.indexOf(space),
    threads: Number(args.threads),
    ...(step === 1 && numbers === undefined
      ? { numbers: rootsOf(space), grows: true }
      : { numbers: every, grows: false }),
    onPart: ({ played, broken }) => {
      if (performance.now() - toldMs < TOLD_EVERY_MS) return
      toldMs = performance.now()
      console.log(`  ${nameOf(space)}: ${played.toLocaleString('en')} played, ${broken} broke a rule`)
    },
  })
}

const chosen = SPACES.filter((space) => nameOf(space).startsWith(args.world))
const [only] = chosen
if (args.help || only === undefined) console.log(`${HELP}\nWorlds: ${SPACES.map(nameOf).join(', ')}`)
else process.exitCode = args.story === undefined ? await exploreAll(chosen) : await playOne(only, Number(args.story))
