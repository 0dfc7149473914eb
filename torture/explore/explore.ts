/** Plays stories of a world, and keeps of what breaks a rule the smallest story of each kind. */

import { play } from '../campaign.ts'
import type { Violation } from '../judge/index.ts'
import { branchesOf, isOwn, type SmallWorld, storyOf } from './small-world.ts'

/** The smallest story that breaks a rule in one way. */
export interface Find {
  readonly kind: string
  readonly count: number
  readonly number: number
  readonly changes: number
  readonly labels: Readonly<Record<string, string>>
  readonly violations: readonly Violation[]
}

export interface Explored {
  readonly played: number
  /** Of those played, how many turned out to tell another number's story. */
  readonly twins: number
  readonly broken: number
  /** How the stories ended: the conclusion, or `killed`. */
  readonly ends: Readonly<Record<string, number>>
  readonly finds: readonly Find[]
}

export interface Part extends Explored {
  /** What is still to be played. */
  readonly rest: readonly number[]
}

/** Plays these stories; with `grows`, also those that branch off from them. Leaves the rest once `most` have been played. */
export async function explore(
  world: SmallWorld,
  numbers: readonly number[],
  { grows, most = Number.POSITIVE_INFINITY }: { readonly grows: boolean; readonly most?: number },
): Promise<Part> {
  const finds = new Map<string, Find>()
  const ends: Record<string, number> = {}
  const rest = [...numbers]
  let [played, twins, broken] = [0, 0, 0]
  for (let number = rest.pop(); number !== undefined; number = played < most ? rest.pop() : undefined) {
    const { setup, labels, changes } = storyOf(world, number)
    const { record, violations } = await play(setup)
    played += 1
    if (record !== undefined && !isOwn(world, number, record)) twins += 1
    if (record !== undefined && grows) rest.push(...branchesOf(world, number, record))
    const end = record?.main.killed ? 'killed' : (record?.main.outputs.conclusion ?? 'never')
    ends[end] = (ends[end] ?? 0) + 1
    if (violations.length > 0) broken += 1
    for (const kind of new Set(violations.map(kindOf))) {
      keepSmallest(finds, { kind, count: 1, number, changes, labels, violations })
    }
  }
  return { played, twins, broken, ends, finds: [...finds.values()], rest }
}

export const NOTHING_YET: Explored = { played: 0, twins: 0, broken: 0, ends: {}, finds: [] }

/** Of two parts of one world. */
export function joined(one: Explored, other: Explored): Explored {
  const finds = new Map(one.finds.map((find) => [find.kind, find]))
  for (const find of other.finds) keepSmallest(finds, find)
  const ends = { ...one.ends }
  for (const [end, count] of Object.entries(other.ends)) ends[end] = (ends[end] ?? 0) + count
  return {
    played: one.played + other.played,
    twins: one.twins + other.twins,
    broken: one.broken + other.broken,
    ends,
    finds: [...finds.values()].toSorted((a, b) => b.count - a.count),
  }
}

/** Of two that break a rule in the same way, the one that left the plain story less often; both are counted. */
function keepSmallest(finds: Map<string, Find>, find: Find): void {
  const known = finds.get(find.kind)
  const count = (known?.count ?? 0) + find.count
  const isSmaller = known === undefined || find.changes < known.changes
  finds.set(find.kind, { ...(isSmaller ? find : known), count })
}

/** What two violations have in common: the rule and its words, without names and numbers. */
function kindOf({ rule, complaint }: Violation): string {
  const words = complaint.split('\n')[0]?.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\b[a-z]+-\d{4}\b|\d+/g, 'N') ?? ''
  return `[${rule}] ${words}`
}
