/**
 * The fault campaign. `npm run torture -- --help` says how to run it and how to see one story again.
 */

import { parseArgs } from 'node:util'
import { campaign, type Failure, play } from './campaign.ts'
import { commandFor, describeFailure, describeRecord, describeSetup } from './describe.ts'
import { makeSetup } from './make-setup.ts'
import { writeFigures } from './page.ts'
import { breaking, shrink } from './shrink.ts'
import { ENGINES, type Engine } from './story-setup.ts'
import { Tally } from './tally.ts'

const HELP = `npm run torture                             4,000 stories of the core, 80 of the bundle
npm run torture -- --core 50000 --bundle 0  as many as you like of each
npm run torture -- --seconds 120            and no new one is begun after that
npm run torture -- --seed 7                 the same stories again
npm run torture -- --seed 7 --from 1000     from that number on
npm run torture -- --seed 7 --story 12      one story, told in full; with --engine bundle, one of the bundle
npm run torture -- --write                  and the figures go into docs/torture.md
npm run torture -- --at-once 6              how many stories of the bundle are played side by side
`
/** More at once than a machine bears makes processes late, which is then held against them. */
const AT_ONCE = 6
const MOST_TOLD = 20

const { values: args } = parseArgs({
  options: {
    seed: { type: 'string' },
    story: { type: 'string' },
    engine: { type: 'string', default: 'core' },
    core: { type: 'string', default: '4000' },
    bundle: { type: 'string', default: '80' },
    from: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '900' },
    'at-once': { type: 'string', default: `${AT_ONCE}` },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

async function playOne(engine: Engine, seed: number, story: number): Promise<number> {
  const setup = makeSetup(engine, seed, story)
  console.log(describeSetup(setup))
  const { record, violations } = await play(setup)
  if (record !== undefined) console.log(`\n${describeRecord(record)}`)
  const [first] = violations
  if (first === undefined) {
    console.log('\nNo rule is broken.')
    return 0
  }
  console.log(`\n${describeFailure({ setup, violations })}`)
  if (engine === 'core')
    console.log(`\nAs small as it gets:\n${describeSetup(await shrink(setup, breaking(first.rule)))}`)
  return 1
}

async function playMany(seed: number): Promise<number> {
  console.log(
    `Seed ${seed}. The same again: npm run torture -- --seed ${seed} --core ${args.core} --bundle ${args.bundle} --from ${args.from}`,
  )
  const tally = new Tally()
  const untilMs = performance.now() + Number(args.seconds) * 1000
  const failures: Failure[] = []
  for (const engine of ENGINES) {
    const stories = Number(args[engine])
    const startMs = performance.now()
    const onStory = (played: number, failure: Failure | undefined) => {
      if (failure !== undefined) console.log(describeFailure(failure))
      if (played % (engine === 'core' ? 2000 : 50) === 0) console.log(`${engine}: ${played} of ${stories}`)
    }
    const atOnce = engine === 'core' ? 1 : Number(args['at-once'])
    failures.push(
      ...(await campaign({ engine, seed, from: Number(args.from), stories, atOnce, untilMs, onStory }, tally)),
    )
    console.log(`${engine}: ${tally.stories[engine]} stories in ${((performance.now() - startMs) / 1000).toFixed(0)} s`)
  }
  console.log(`\n${tally.render()}`)
  if (args.write) writeFigures('campaign', `Seed ${seed}.\n\n${tally.render()}`)
  if (failures.length === 0) return 0
  console.log(`\n${failures.length} stories broke a rule:`)
  for (const { setup } of failures.slice(0, MOST_TOLD)) console.log(`  ${commandFor(setup)}`)
  return 1
}

function readEngine(text: string): Engine {
  const engine = ENGINES.find((known) => known === text)
  if (engine === undefined) throw new Error(`--engine is one of ${ENGINES.join(', ')}`)
  return engine
}

if (args.help) console.log(HELP)
else {
  const seed = args.seed === undefined ? Math.floor(Math.random() * 1e6) : Number(args.seed)
  process.exitCode =
    args.story === undefined ? await playMany(seed) : await playOne(readEngine(args.engine), seed, Number(args.story))
}
