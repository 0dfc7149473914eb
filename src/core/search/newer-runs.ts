/**
 * Which of a job's runs may be newer than an attempt to trigger it.
 *
 * TrueFoundry documents its list as sorted by creation date, but not in which direction, and a page may be smaller than
 * asked. Only a list known to be complete can show that there is *no* newer run, so the order is read off the page.
 */

import type { ListedRun } from '../model.ts'
import type { RunPage } from '../platform.ts'
import type { Call } from '../requests/calls.ts'
import type { Reading } from '../requests/reading.ts'
import { isNewestFirst, isOldestFirst } from './order.ts'

export interface NewerRuns {
  readonly runs: readonly ListedRun[]
  /** False when not every newer run is certain to be among them. */
  readonly complete: boolean
}

/** Enough for 10,000 runs at the platform's largest page, and for a page cut down to 100 still a thousand. */
export const MOST_LIST_PAGES = 10

/** `mayBeNewer` is asked once the first page has been read, since that answer's `Date` is the platform's clock. */
export async function listNewerRuns(
  page: (offset: number) => Call<RunPage>,
  ask: (call: Call<RunPage>) => Promise<Reading<RunPage>>,
  mayBeNewer: (run: ListedRun) => boolean,
): Promise<Reading<NewerRuns>> {
  const first = await ask(page(0))
  if (first.kind !== 'good') return first
  const { runs: firstRuns, total } = first.value
  const size = firstRuns.length
  /** The newest runs are on the last page. */
  const backwards = isOldestFirst(firstRuns)
  /** What was read, from the end at which the newest should be. */
  const read: ListedRun[] = backwards ? [] : [...firstRuns]
  let offset = backwards ? Math.max(size, total - size) : size
  let complete = size >= total || endsBefore(read, mayBeNewer)
  for (let pages = 1; !complete && size > 0 && pages < MOST_LIST_PAGES; pages++) {
    const next = await ask(page(offset))
    if (next.kind !== 'good') return next
    const { runs } = next.value
    // Nothing new behind an offset: the list does not honour it, and what it hides can't be known.
    const known = new Set([...firstRuns, ...read].map((run) => run.handle.runId))
    if (runs.every((run) => known.has(run.handle.runId))) break
    read.push(...(backwards ? runs.toReversed() : runs))
    complete = unique([...firstRuns, ...read]).length >= next.value.total || endsBefore(read, mayBeNewer)
    offset = backwards ? Math.max(size, offset - size) : offset + runs.length
  }
  const newer = unique([...firstRuns, ...read]).filter(mayBeNewer)
  return { ...first, value: { runs: newer, complete } }
}

/** Newest first and reaching back beyond the attempt. */
function endsBefore(runs: readonly ListedRun[], mayBeNewer: (run: ListedRun) => boolean): boolean {
  const last = runs.at(-1)
  return last !== undefined && !mayBeNewer(last) && isNewestFirst(runs)
}

function unique(runs: readonly ListedRun[]): readonly ListedRun[] {
  return [...new Map(runs.map((run) => [run.handle.runId, run])).values()]
}
