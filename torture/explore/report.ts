/** What came of exploring a world, in words. */

import { REPERTOIRES } from '../../sandbox/control-plane/repertoire.ts'
import type { Explored, Find } from './explore.ts'
import type { SmallWorld } from './small-world.ts'

const MOST_SHOWN = 20

export function nameOf({ name, platform }: SmallWorld): string {
  return `${name} on ${REPERTOIRES[platform].name}`
}

/** What is known once a world was explored. */
export interface Figures {
  readonly explored: Explored
  readonly step: number
  readonly size: number
  readonly tookMs: number
}

export function describe(world: SmallWorld, { explored, step, size, tookMs }: Figures): string {
  const { broken, ends, finds } = explored
  const ended = Object.entries(ends).toSorted(([, a], [, b]) => b - a)
  return [
    `${nameOf(world)}: ${count(size)} (${axesOf(world)})`,
    `  played ${partOf(explored, step)} in ${(tookMs / 1000).toFixed(0)} s; ${count(broken)} broke a rule`,
    `  ended ${ended.map(([end, times]) => `${end || 'unsaid'} ${count(times)}`).join(', ')}`,
    ...finds.slice(0, MOST_SHOWN).flatMap((find) => describeFind(world, find)),
  ].join('\n')
}

export const TABLE_HEAD = `| world | axes and their choices | product | played | seconds | broke a rule |
| --- | --- | ---: | --- | ---: | ---: |`

export function rowOf(world: SmallWorld, { explored, step, size, tookMs }: Figures): string {
  const took = count(Math.round(tookMs / 1000))
  const cells = [nameOf(world), axesOf(world), count(size), partOf(explored, step), took, count(explored.broken)]
  return `| ${cells.join(' | ')} |`
}

/** Of the whole those stories alone are played that are not another one's twin. */
function partOf({ played, twins }: Explored, step: number): string {
  return step === 1
    ? `all ${count(played)} that differ`
    : `every ${step}th, ${count(played)}, of which ${count(played - twins)} differ`
}

function axesOf({ axes }: SmallWorld): string {
  return axes.map(({ name, choices }) => `${name} ${choices.length}`).join(' × ')
}

function describeFind(world: SmallWorld, { kind, count: times, number, labels }: Find): readonly string[] {
  const plain = Object.fromEntries(world.axes.map(({ name, choices }) => [name, choices[0]?.label]))
  const changed = Object.entries(labels).filter(([axis, label]) => plain[axis] !== label)
  return [
    `  ${count(times)} × ${kind}`,
    `    ${changed.map(([axis, label]) => `${axis}: ${label}`).join('; ')}`,
    `    npm run explore -- --world "${nameOf(world)}" --story ${number}`,
  ]
}

function count(value: number): string {
  return value.toLocaleString('en')
}
