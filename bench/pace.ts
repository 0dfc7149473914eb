/**
 * How close the pace comes to the limit of polling, by simulation on the pacing code itself.
 *
 *     node bench/pace.ts [--quick] [--seed N] [--effort X]
 *
 * `--quick`: a few histories and one cell of each table, in a second or two. `--effort`: multiplies the histories.
 */

import { parseArgs } from 'node:util'
import { MOST_LOOKS_AN_HOUR, PRICE_MS } from '../src/pace/index.ts'
import { phasesTable } from './pace/phases.ts'
import { CELLS, limitTable, misledTable, othersTable } from './pace/ratios.ts'
import { shownTable } from './pace/shown.ts'
import { everydayTable, unknownTable } from './pace/unknown.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    effort: { type: 'string', default: '1' },
  },
})
const { quick } = values
const size = { effort: quick ? 0.05 : Number(values.effort), seed: Number(values.seed) }
const [, short] = CELLS
const cells = quick && short ? [short] : CELLS
const bounded = CELLS.filter(({ meanMs, requests }) => meanMs * requests === 9_600_000 || requests === 120)

function section(title: string, text: () => string) {
  const startMs = performance.now()
  console.log(`\n## ${title}\n\n${text()}`)
  // Not to stdout, which is the same for the same seed.
  console.error(`(${((performance.now() - startMs) / 1000).toFixed(1)} s)`)
}

section('Without history', () => unknownTable(quick ? 5 : 100, size.seed))
section(`Everyday runs (a look is worth ${PRICE_MS} ms of lag)`, () => everydayTable(quick ? 20 : 300, size.seed))
section('A queue of 60 s (CV 150 %) before work of 240 s (CV 10 %)', () => phasesTable(quick ? 20 : 300, size.seed))
for (const meanMs of quick ? [240_000] : [20_000, 240_000, 3_600_000]) {
  section('As shipped; right: others at equal requests, in seconds of mean lag', () => shownTable(meanMs, size))
}
section('What others reach', () => othersTable(cells))
section('Equal mean requests, no cap on the gap, price tuned in each cell (! is a miss)', () => limitTable(cells, size))
if (!quick) {
  section(`The same within the shipped bounds (at most ${MOST_LOOKS_AN_HOUR} looks an hour), 10 % more allowed`, () =>
    limitTable(bounded, size, true),
  )
}
const misledCells = quick ? cells : [CELLS[1], CELLS[2]].filter((cell) => cell !== undefined)
section('Against the best fixed interval, with histories that mislead', () =>
  misledTable(misledCells, { ...size, effort: size.effort / 3 }),
)
