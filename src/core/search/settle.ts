/** Settling a doubtful trigger: searching until it is known what it started, or known that it can't be known. */

import type { Limit } from '../limit.ts'
import type { ListedRun } from '../model.ts'
import { Patience } from '../requests/outage.ts'
import type { SearchPorts } from './ports.ts'
import type { RunSearch } from './run-search.ts'

export type Settled =
  /** The first of our runs; others of ours, if there are any, are twins. */
  | { readonly kind: 'found'; readonly ours: ListedRun }
  /** Searched long and often enough, and there is no newer run at all. */
  | { readonly kind: 'nothing_newer' }
  /** Newer runs exist, or may exist, that can't be proved ours or foreign. */
  | { readonly kind: 'unprovable'; readonly candidates: readonly ListedRun[]; readonly reason: string }
  | { readonly kind: 'gave_up'; readonly candidates: readonly ListedRun[]; readonly reason: string }
  | { readonly kind: 'stopped' }

export interface SettlePolicy extends Limit {
  readonly requestTimeoutMs: number
  readonly outageToleranceMs: number
  /** A single search is enough: the long look has been taken already, or there is no time for one. */
  readonly once?: boolean
}

const SEARCHES = 3
const SHORTEST_WINDOW_MS = 15_000
const FIRST_GAP_MS = 1000
const LONGEST_GAP_MS = 10_000
const DENIAL_GAP_MS = 2500
/** What is kept of `timeout` for a last search. */
const LAST_SEARCH_MS = 1000

/**
 * Searches at least three times over at least max(15 s, `request-timeout`), since a request that got no answer may still
 * take effect for about as long as it was waited for. Unanswered searches don't count.
 */
export async function settle(ports: SearchPorts, runSearch: RunSearch, policy: SettlePolicy): Promise<Settled> {
  const { clock } = ports
  const { signal, outageToleranceMs } = policy
  const windowMs = policy.once ? 0 : Math.max(SHORTEST_WINDOW_MS, policy.requestTimeoutMs)
  const leastSearches = policy.once ? 1 : SEARCHES
  const patience = new Patience(ports, { outageToleranceMs })
  let searches = 0
  let denials = 0
  /** From when the first was answered: when it reached the platform is not known more exactly. */
  let endMs = Number.POSITIVE_INFINITY
  while (!signal?.aborted) {
    const attemptMs = clock.nowMs()
    const untilMs = Math.min(policy.untilMs, patience.attemptUntilMs())
    const reading = await runSearch.search({ ...policy, untilMs })
    let gapMs: number
    switch (reading.kind) {
      case 'stopped':
        return { kind: 'stopped' }
      case 'good': {
        const [ours] = reading.value.ours
        if (ours !== undefined) return { kind: 'found', ours }
        patience.answered()
        denials = 0
        if (++searches === 1) endMs = clock.nowMs() + windowMs
        if (searches >= leastSearches && (policy.once || attemptMs >= endMs))
          return conclude(runSearch, reading.value.complete)
        gapMs = gapAfter(searches, endMs - clock.nowMs())
        break
      }
      case 'denied':
        if (++denials >= SEARCHES) return gaveUp(runSearch, `the job's runs can't be listed: ${reading.message}`)
        gapMs = DENIAL_GAP_MS
        break
      case 'setback': {
        const next = patience.failed(reading, attemptMs)
        if (next.kind === 'give_up') return gaveUp(runSearch, next.reason)
        denials = 0
        gapMs = next.waitMs
        break
      }
    }
    const leftMs = policy.untilMs - LAST_SEARCH_MS - clock.nowMs()
    if (leftMs <= 0) return gaveUp(runSearch, outOfTime(patience))
    await clock.sleep(Math.min(gapMs, leftMs), signal)
  }
  return { kind: 'stopped' }
}

/** Ever longer, but for the last search, which is made at the end of the window. */
function gapAfter(searches: number, leftMs: number): number {
  const wishMs = Math.min(FIRST_GAP_MS * 2 ** (searches - 1), LONGEST_GAP_MS)
  return Math.min(wishMs, Math.max(FIRST_GAP_MS, leftMs))
}

function conclude({ seen: candidates }: RunSearch, complete: boolean): Settled {
  if (candidates.length === 0 && complete) return { kind: 'nothing_newer' }
  const reason =
    candidates.length === 0
      ? 'the list of runs could not be read to its end'
      : `${candidates.length === 1 ? 'a run' : `${candidates.length} runs`} newer than the attempt can't be proved to be this step's or somebody else's`
  return { kind: 'unprovable', candidates, reason }
}

/** A last search that was not answered is often the reason. */
function outOfTime({ outage }: Patience): string {
  const reason = '`timeout` leaves no time for another look'
  return outage === undefined ? reason : `${reason}; the last one: ${outage.message}`
}

function gaveUp({ seen: candidates }: RunSearch, reason: string): Settled {
  return { kind: 'gave_up', candidates, reason }
}
