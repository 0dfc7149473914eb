/** Plays every story of a world, or every so many-th, and keeps of what breaks a rule the smallest story of each kind. */

import { play } from '../campaign.ts'
import type { Violation } from '../judge/index.ts'
import { numbersOf, type Space, storyOf } from './space.ts'

export interface Part {
  /** Numbers from there, in steps of that. */
  readonly from: number
  readonly step: number
}

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
  readonly broken: number
  /** How the stories ended: the conclusion, or `killed`. */
  readonly ends: Readonly<Record<string, number>>
  readonly finds: readonly Find[]
}

export async function explore(
  space: Space,
  { from, step }: Part,
  onPlayed: (played: number) => void = () => {},
): Promise<Explored> {
  const finds = new Map<string, Find>()
  const ends: Record<string, number> = {}
  let played = 0
  let broken = 0
  for (let number = from; number < numbersOf(space); number += step) {
    const story = storyOf(space, number)
    if (story === undefined) continue
    const { record, violations } = await play(story.plot)
    onPlayed(++played)
    const end = record?.main.killed ? 'killed' : (record?.main.outputs.conclusion ?? 'never')
    ends[end] = (ends[end] ?? 0) + 1
    if (violations.length === 0) continue
    broken += 1
    for (const kind of new Set(violations.map(kindOf))) {
      const { labels, changes } = story
      keepSmallest(finds, { kind, count: 1, number, changes, labels, violations })
    }
  }
  return { played, broken, ends, finds: [...finds.values()] }
}

/** Of several parts of one world. */
export function joined(parts: readonly Explored[]): Explored {
  const finds = new Map<string, Find>()
  const ends: Record<string, number> = {}
  for (const part of parts) {
    for (const find of part.finds) keepSmallest(finds, find)
    for (const [end, count] of Object.entries(part.ends)) ends[end] = (ends[end] ?? 0) + count
  }
  return {
    played: parts.reduce((sum, { played }) => sum + played, 0),
    broken: parts.reduce((sum, { broken }) => sum + broken, 0),
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
