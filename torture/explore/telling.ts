/** What came of exploring a world, in words. */

import { REPERTOIRES } from '../../sandbox/control-plane/repertoire.ts'
import type { Explored, Find } from './explore.ts'
import type { Space } from './space.ts'

const MOST_SHOWN = 20

export function nameOf({ name, platform }: Space): string {
  return `${name} on ${REPERTOIRES[platform].name}`
}

/** What is known once a world was explored. */
export interface Figures {
  readonly explored: Explored
  readonly step: number
  readonly size: number
  readonly tookMs: number
}

export function describe(space: Space, { explored, step, size, tookMs }: Figures): string {
  const { played, broken, ends, finds } = explored
  const part = step === 1 ? 'all' : `every ${step}th, ${count(played)}`
  const ended = Object.entries(ends).toSorted(([, a], [, b]) => b - a)
  return [
    `${nameOf(space)}: ${count(size)} stories (${axesOf(space)})`,
    `  played ${part} in ${(tookMs / 1000).toFixed(0)} s; ${count(broken)} broke a rule`,
    `  ended ${ended.map(([end, times]) => `${end || 'unsaid'} ${count(times)}`).join(', ')}`,
    ...finds.slice(0, MOST_SHOWN).flatMap((find) => describeFind(space, find)),
  ].join('\n')
}

export const TABLE_HEAD = `| world | axes and their choices | stories | played | broke a rule |
| --- | --- | ---: | ---: | ---: |`

export function rowOf(space: Space, { explored: { played, broken }, step, size }: Figures): string {
  const part = step === 1 ? count(played) : `${count(played)}, every ${step}th`
  return `| ${nameOf(space)} | ${axesOf(space)} | ${count(size)} | ${part} | ${count(broken)} |`
}

function axesOf({ axes }: Space): string {
  return axes.map(({ name, choices }) => `${name} ${choices.length}`).join(' × ')
}

function describeFind(space: Space, { kind, count: times, number, labels }: Find): readonly string[] {
  const plain = Object.fromEntries(space.axes.map(({ name, choices }) => [name, choices[0]?.label]))
  const changed = Object.entries(labels).filter(([axis, label]) => plain[axis] !== label)
  return [
    `  ${count(times)} × ${kind}`,
    `    ${changed.map(([axis, label]) => `${axis}: ${label}`).join('; ')}`,
    `    npm run explore -- --world "${nameOf(space)}" --story ${number}`,
  ]
}

function count(value: number): string {
  return value.toLocaleString('en')
}
