/** One look among a job's runs for what an attempt to trigger it may have started. */

import { controlAlias } from './alias.ts'
import type { Call } from './calls.ts'
import type { Channel } from './channel.ts'
import type { ListedRun, Target } from './model.ts'
import { listNewerRuns, mayBeNewer, type NotBefore } from './newer-runs.ts'
import type { Platform, RunPage } from './platform.ts'
import type { Clock } from './ports.ts'
import type { Good, Reading } from './reading.ts'

/** An attempt that may have started a run. */
export interface Attempt {
  readonly target: Target
  readonly alias: string
  /** Milliseconds since the request was sent, the first one if it was sent again. */
  ageMs(): number
}

export interface Seen {
  /** Runs that carry this attempt's alias, proved so, oldest first. */
  readonly ours: readonly ListedRun[]
  /** All runs that may be newer than the attempt, listed or found by the alias, `ours` among them. */
  readonly newer: readonly ListedRun[]
  /** False when there may be newer runs that the list did not show. */
  readonly complete: boolean
}

export interface Looker {
  look(options: LookOptions): Promise<Reading<Seen>>
}

export interface LookOptions {
  /** Monotonic. */
  readonly untilMs: number
  readonly signal?: AbortSignal
  /** Called with the newer runs of each page of the list, also where another page or the search is not answered. */
  readonly onListed?: (newer: readonly ListedRun[]) => void
}

export interface LookPorts {
  readonly channel: Channel
  readonly platform: Platform
  readonly clock: Clock
}

/** How far the clocks of the platform's own machines may be apart, and the whole seconds of a `Date` header. */
const SLACK_MS = 5000
/** Of a search: one step's runs are few. */
const MOST_PAGES = 4
/** Whole seconds of a `Date`, and a second more: an older run is not of this attempt, whatever a search says. */
const PROOF_SLACK_MS = 2000

/** Undefined where the platform can't list the job's runs with what is known of the job. */
export function createLooker(ports: LookPorts, attempt: Attempt): Looker | undefined {
  const { channel, platform, clock } = ports
  const listRuns = platform.listRuns
  if (listRuns === undefined) return undefined
  let notBeforeMs: NotBefore
  const anchor = (first: Good<unknown>): NotBefore => {
    if (notBeforeMs === undefined && first.dateMs !== undefined) notBeforeMs = first.dateMs - attempt.ageMs() - SLACK_MS
    return notBeforeMs
  }
  return {
    async look(options) {
      const ask = (call: Call<RunPage>) => channel.ask(call, options)
      // The list first: what it shows had time to be found by the search too.
      const askPage = async (call: Call<RunPage>) => {
        const page = await ask(call)
        if (page.kind === 'good') options.onListed?.(page.value.runs.filter((run) => mayBeNewer(run, anchor(page))))
        return page
      }
      const listed = await listNewerRuns((offset) => listRuns(attempt.target, offset), askPage, anchor)
      if (listed.kind !== 'good') return listed
      const found = await search(platform, attempt, ask, clock, notBeforeMs)
      if (found.kind !== 'good') return found
      const { ours, hits } = found.value
      const known = new Set(listed.value.runs.map((run) => run.handle.runId))
      const newer = [...listed.value.runs, ...hits.filter((run) => !known.has(run.handle.runId))]
      return { ...listed, value: { ours, newer, complete: listed.value.complete } }
    },
  }
}

/** What the search by alias shows: runs that may be newer than the attempt, and which of them are proved ours. */
interface Found {
  readonly hits: readonly ListedRun[]
  readonly ours: readonly ListedRun[]
}

/**
 * Runs found by the alias count as ours if they are no older than the attempt and the same search for an alias that no
 * run has finds nothing: nothing documents that the search finds an alias at all, so it has to prove itself.
 *
 * One that seems to be older, found by a search that has proved itself, is no coincidence either: the platform's clocks
 * may disagree among themselves. It is not adopted, but it stands in the way of a second trigger.
 */
async function search(
  platform: Platform,
  attempt: Attempt,
  ask: (call: Call<RunPage>) => Promise<Reading<RunPage>>,
  clock: Clock,
  notBeforeMs: NotBefore,
): Promise<Reading<Found>> {
  if (platform.findByAlias === undefined) return { kind: 'good', value: { hits: [], ours: [] } }
  const found = await findAll(platform.findByAlias, attempt, ask)
  if (found.kind !== 'good') return found
  if (found.value.length === 0) return { ...found, value: { hits: [], ours: [] } }
  const control = await ask(platform.findByAlias(attempt.target, controlAlias(attempt.alias, clock)))
  if (control.kind !== 'good') return control
  const isProved = control.value.runs.length === 0
  const ours = isProved ? found.value.filter((run) => isDated(run, notBeforeMs)).toSorted(oldestFirst) : []
  const isOdd = isProved && ours.length === 0
  const hits = isOdd ? found.value : found.value.filter((run) => mayBeNewer(run, notBeforeMs))
  return { ...found, value: { hits, ours } }
}

/** Two runs of ours may stand on two pages. One that ignores what is searched for is not read to its end. */
async function findAll(
  findByAlias: NonNullable<Platform['findByAlias']>,
  { target, alias }: Attempt,
  ask: (call: Call<RunPage>) => Promise<Reading<RunPage>>,
): Promise<Reading<readonly ListedRun[]>> {
  const found = new Map<string, ListedRun>()
  for (let pages = 1; ; pages++) {
    const page = await ask(findByAlias(target, alias, found.size))
    if (page.kind !== 'good') return page
    const before = found.size
    for (const run of page.value.runs) found.set(run.handle.runId, run)
    const isOver = found.size >= page.value.total || found.size === before || pages >= MOST_PAGES
    if (isOver) return { ...page, value: [...found.values()] }
  }
}

/** For proof the time has to be known, and leaves less room than for doubt. */
function isDated({ createdAtMs }: ListedRun, notBeforeMs: NotBefore): boolean {
  return (
    createdAtMs !== undefined && notBeforeMs !== undefined && createdAtMs >= notBeforeMs + SLACK_MS - PROOF_SLACK_MS
  )
}

function oldestFirst(one: ListedRun, other: ListedRun): number {
  return (one.createdAtMs ?? 0) - (other.createdAtMs ?? 0)
}
