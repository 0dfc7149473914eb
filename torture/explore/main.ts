/** Exhaustive play. `npm run explore -- --help` says how to run it and how to see one story again. */

import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { play } from '../campaign.ts'
import { writeFigures } from '../page.ts'
import { tellPlot, tellRecord } from '../tell.ts'
import type { Explored } from './explore.ts'
import { rootsOf, type Space, sizeOf, storyOf } from './space.ts'
import { SPACES } from './spaces.ts'
import { describe, nameOf, rowOf, TABLE_HEAD } from './telling.ts'
import { exploreInThreads } from './threads.ts'

const HELP = `npm run explore                                every story of every world
npm run explore -- --slice                     every so many-th of them, the same ones every time: what CI runs
npm run explore -- --world "watch on Kubiya"   one world
npm run explore -- --world "…" --story 12345   one story, told in full
npm run explore -- --threads 2                 how many threads play
npm run explore -- --write                     and the figures go into docs/torture.md
`
/** How many stories of each world a slice has, about. */
const SLICE = 2000
const TOLD_EVERY_MS = 20_000

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
function stepFor(space: Space): number {
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
    const step = args.slice ? stepFor(space) : 1
    const explored = await exploreOne(space, step)
    const figures = { explored, step, size: sizeOf(space), tookMs: performance.now() - startMs }
    broken += explored.broken
    console.log(describe(space, figures))
    rows.push(rowOf(space, figures))
  }
  if (args.write) writeFigures('small worlds', `${TABLE_HEAD}\n${rows.join('\n')}`)
  return broken === 0 ? 0 : 1
}

function exploreOne(space: Space, step: number): Promise<Explored> {
  const every = Array.from({ length: Math.ceil(sizeOf(space) / step) }, (_, at) => at * step)
  let toldMs = performance.now()
  return exploreInThreads({
    space: SPACES.indexOf(space),
    threads: Number(args.threads),
    ...(step === 1 ? { numbers: rootsOf(space), grows: true } : { numbers: every, grows: false }),
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
