/** Exhaustive play. `npm run explore -- --help` says how to run it and how to see one story again. */

import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { play } from '../campaign.ts'
import { describeRecord, describeSetup } from '../describe.ts'
import { rowsOf, writeFigures } from '../page.ts'
import type { Explored } from './explore.ts'
import { describe, nameOf, rowOf, TABLE_HEAD } from './report.ts'
import { numbersWith, rootsOf, type SmallWorld, sizeOf, storyOf } from './small-world.ts'
import { SMALL_WORLDS } from './small-worlds.ts'
import { exploreInThreads } from './threads.ts'

const HELP = `npm run explore                                every story of every world
npm run explore -- --slice                     every so many-th of them, the same ones every time: what CI runs
npm run explore -- --world "watch on Kubiya"   one world
npm run explore -- --world "…" --story 12345   one story, told in full
npm run explore -- --slice --stories 2000      a slice of about so many of each world
npm run explore -- --every 97                  every 97th of them
npm run explore -- --where "lag: list 9 s"      those with that choice alone; may be given more than once
npm run explore -- --threads 2                 how many threads play
npm run explore -- --write                     and the figures of what was played go into docs/torture.md
`
/** How many stories of each world a slice has, about: all of them take less than a minute on two cores. */
const SLICE = 1000
const TOLD_EVERY_MS = 20_000

const { values: args } = parseArgs({
  options: {
    world: { type: 'string', default: '' },
    story: { type: 'string' },
    slice: { type: 'boolean', default: false },
    every: { type: 'string' },
    stories: { type: 'string', default: `${SLICE}` },
    where: { type: 'string', multiple: true, default: [] },
    threads: { type: 'string', default: `${availableParallelism()}` },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

/** One story, told in full. */
async function playOne(world: SmallWorld, number: number): Promise<number> {
  const { setup, labels } = storyOf(world, number)
  for (const [axis, label] of Object.entries(labels)) console.log(`${axis}: ${label}`)
  const { record, violations } = await play(setup)
  console.log(`\n${describeSetup(setup)}`)
  if (record !== undefined) console.log(`\n${describeRecord(record)}`)
  for (const { rule, complaint } of violations) console.log(`\n[${rule}] ${complaint}`)
  if (violations.length === 0) console.log('\nNo rule is broken.')
  return violations.length === 0 ? 0 : 1
}

/** A prime, so that no axis falls into step with it. */
function stepFor(stories: number): number {
  const isPrime = (n: number) =>
    Array.from({ length: Math.floor(Math.sqrt(n)) - 1 }, (_, at) => at + 2).every((d) => n % d > 0)
  let step = Math.ceil(stories / Number(args.stories))
  if (step > 1) step = Math.max(5, step)
  while (step > 1 && !isPrime(step)) step += 1
  return step
}

async function exploreAll(worlds: readonly SmallWorld[]): Promise<number> {
  const rows = new Map(args.write ? rowsOf('small worlds') : [])
  let broken = 0
  for (const world of worlds) {
    const startMs = performance.now()
    const numbers = args.where.length > 0 ? numbersWith(world, args.where) : undefined
    const size = numbers?.length ?? sizeOf(world)
    const step = args.every === undefined ? (args.slice ? stepFor(size) : 1) : Number(args.every)
    const explored = await exploreOne(world, step, numbers)
    const figures = { explored, step, size, tookMs: performance.now() - startMs }
    broken += explored.broken
    console.log(describe(world, figures))
    rows.set(nameOf(world), rowOf(world, figures))
    if (args.write) writeFigures('small worlds', tableOf(rows))
  }
  return broken === 0 ? 0 : 1
}

/** The rows of worlds that were not played this time stay as they are. */
function tableOf(rows: ReadonlyMap<string, string>): string {
  return [TABLE_HEAD, ...SMALL_WORLDS.flatMap((world) => rows.get(nameOf(world)) ?? [])].join('\n')
}

/** All that differ, by their branches; or every so many-th of all numbers, or of these. */
function exploreOne(world: SmallWorld, step: number, numbers?: readonly number[]): Promise<Explored> {
  const size = numbers?.length ?? sizeOf(world)
  const every = Array.from({ length: Math.ceil(size / step) }, (_, at) => numbers?.[at * step] ?? at * step)
  let toldMs = performance.now()
  return exploreInThreads({
    world: SMALL_WORLDS.indexOf(world),
    threads: Number(args.threads),
    ...(step === 1 && numbers === undefined
      ? { numbers: rootsOf(world), grows: true }
      : { numbers: every, grows: false }),
    onPart: ({ played, broken }) => {
      if (performance.now() - toldMs < TOLD_EVERY_MS) return
      toldMs = performance.now()
      console.log(`  ${nameOf(world)}: ${played.toLocaleString('en')} played, ${broken} broke a rule`)
    },
  })
}

const chosen = SMALL_WORLDS.filter((world) => nameOf(world).startsWith(args.world))
const [only] = chosen
if (args.help || only === undefined) console.log(`${HELP}\nWorlds: ${SMALL_WORLDS.map(nameOf).join(', ')}`)
else process.exitCode = args.story === undefined ? await exploreAll(chosen) : await playOne(only, Number(args.story))
