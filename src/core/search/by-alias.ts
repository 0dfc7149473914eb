/** The search by alias, and the proof that it looks at aliases at all, which nothing documents. */

import type { Limit } from '../limit.ts'
import type { ListedRun, Target } from '../model.ts'
import type { RunPage } from '../platform.ts'
import type { Call } from '../requests/calls.ts'
import type { Reading } from '../requests/reading.ts'
import type { WantedAlias } from './alias.ts'
import type { SearchPorts } from './ports.ts'

export interface FoundByAlias {
  /** Oldest first. */
  readonly runs: readonly ListedRun[]
  /** True if the same search for an alias that no run can have finds nothing. */
  readonly isProved: boolean
}

/** One step's runs are few. */
const MOST_ALIAS_PAGES = 4

export async function searchByAlias(
  { channel, platform }: Pick<SearchPorts, 'channel' | 'platform'>,
  target: Target,
  { alias, control }: WantedAlias,
  limit: Limit,
): Promise<Reading<FoundByAlias>> {
  const callFor = (wanted: string, offset = 0) => platform.findByAlias?.(target, wanted, offset)
  const controlCall = callFor(control)
  if (controlCall === undefined) return { kind: 'good', value: { runs: [], isProved: false } }
  const ask = (call: Call<RunPage>) => channel.ask(call, limit)
  const found = await findAll((offset) => callFor(alias, offset) ?? controlCall, ask)
  if (found.kind !== 'good') return found
  if (found.value.length === 0) return { ...found, value: { runs: [], isProved: false } }
  const proof = await ask(controlCall)
  if (proof.kind !== 'good') return proof
  return { ...found, value: { runs: found.value.toSorted(oldestFirst), isProved: proof.value.runs.length === 0 } }
}

/** Two runs of ours may stand on two pages. One that ignores what is searched for is not read to its end. */
async function findAll(
  pageAt: (offset: number) => Call<RunPage>,
  ask: (call: Call<RunPage>) => Promise<Reading<RunPage>>,
): Promise<Reading<readonly ListedRun[]>> {
  const found = new Map<string, ListedRun>()
  for (let pages = 1; ; pages++) {
    const page = await ask(pageAt(found.size))
    if (page.kind !== 'good') return page
    const before = found.size
    for (const run of page.value.runs) found.set(run.handle.runId, run)
    const isOver = found.size >= page.value.total || found.size === before || pages >= MOST_ALIAS_PAGES
    if (isOver) return { ...page, value: [...found.values()] }
  }
}

function oldestFirst(one: ListedRun, other: ListedRun): number {
  return (one.createdAtMs ?? 0) - (other.createdAtMs ?? 0)
}
