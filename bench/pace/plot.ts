/**
 * Draws `docs/pace.svg`: for each family of durations, mean lag over mean requests.
 *
 *     node bench/pace/plot.ts [file]
 */

import { writeFileSync } from 'node:fs'
import { parse, View } from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import { type Family, shownFamilies } from './families.ts'
import { bestBackoff, bestFixed, limitMs } from './limit.ts'
import { shipped } from './shown.ts'
import { runsOf } from './simulate.ts'

const MEAN_MS = 240_000
const REQUESTS = [6, 9, 13, 20, 30, 45, 65, 100, 150]
const KINDS = ['limit', 'fixed interval', 'exponential backoff', 'auto']

function curves(family: Family) {
  const runs = runsOf(family)
  return REQUESTS.flatMap((requests) =>
    [limitMs(family, requests), bestFixed(runs, requests).lagMs, bestBackoff(runs, requests).lagMs].map((lagMs, i) => ({
      family: family.name,
      kind: KINDS[i],
      requests,
      lag: lagMs / 1000,
    })),
  )
}

function points(family: Family) {
  return [0, 3, 10, 50].map((earlier) => {
    const { requests, lagMs } = shipped(family, earlier, { effort: 1, seed: 1 })
    return { family: family.name, kind: 'auto', requests, lag: lagMs / 1000, earlier: String(earlier) }
  })
}

const families = shownFamilies(MEAN_MS).filter(({ name }) => name !== 'CV 20 %')

const x = {
  field: 'requests',
  type: 'quantitative' as const,
  scale: { type: 'log' as const, domain: [5, 160] },
  axis: { title: 'requests a run, on average', values: [5, 10, 20, 50, 100] },
}
const y = {
  field: 'lag',
  type: 'quantitative' as const,
  scale: { type: 'log' as const, domain: [0.2, 100], clamp: true },
  axis: { title: 'mean lag in seconds', values: [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100], format: '~g' },
}
const color = {
  field: 'kind',
  type: 'nominal' as const,
  scale: { domain: KINDS, range: ['#5b6770', '#2f7ed8', '#e08a1e', '#c2255c'] },
  legend: { title: null, orient: 'top' as const },
}

const shape = {
  field: 'earlier',
  type: 'nominal' as const,
  scale: { domain: ['0', '3', '10', '50'], range: ['triangle-up', 'diamond', 'square', 'circle'] },
  legend: { title: 'earlier runs', orient: 'top' as const },
}

const spec: TopLevelSpec = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: 'white',
  title: { text: 'Lag over requests, for runs of four minutes on average', anchor: 'start' },
  data: { values: families.flatMap((family) => [...curves(family), ...points(family)]) },
  facet: { field: 'family', type: 'nominal', title: null, sort: families.map(({ name }) => name) },
  columns: 3,
  spec: {
    width: 240,
    height: 200,
    layer: [
      {
        transform: [{ filter: "datum.kind != 'auto'" }],
        mark: { type: 'line', clip: true },
        encoding: { x, y, color },
      },
      {
        transform: [{ filter: "datum.kind == 'auto'" }],
        mark: { type: 'point', filled: true, size: 70, opacity: 0.85, clip: true },
        encoding: { x, y, color, shape },
      },
    ],
  },
}

const file = process.argv[2] ?? new URL('../../docs/pace.svg', import.meta.url)
const view = new View(parse(compile(spec).spec), { renderer: 'none' })
writeFileSync(file, `${await view.toSVG()}\n`)
