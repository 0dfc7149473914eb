/** Settling a doubtful trigger: looking until it is known what it started, or known that it can't be known. */

import type { Looker, LookPorts, Seen } from './look.ts'
import type { ListedRun } from './model.ts'
import { afterSetback, attemptUntilMs, type Outage } from './outage.ts'

export type Settled =
  /** The first of our runs; others of ours, if there are any, are twins. */
  | { readonly kind: 'found'; readonly ours: ListedRun }
  /** Looked long and often enough, and there is no newer run at all. */
  | { readonly kind: 'nothing_newer' }
  /** Newer runs exist, or may exist, that can't be proved ours or foreign. */
  | { readonly kind: 'unprovable'; readonly candidates: readonly ListedRun[]; readonly reason: string }
  | { readonly kind: 'gave_up'; readonly candidates: readonly ListedRun[]; readonly reason: string }
  | { readonly kind: 'stopped' }

export interface SettlePolicy {
  /** Monotonic. */
  readonly deadlineMs: number
  readonly requestTimeoutMs: number
  readonly outageToleranceMs: number
  readonly signal: AbortSignal
}

const LOOKS = 3
const SHORTEST_WINDOW_MS = 15_000
const FIRST_GAP_MS = 1000
const LONGEST_GAP_MS = 10_000
const DENIAL_GAP_MS = 2500

interface Progress {
  readonly looks: number
  /** Monotonic time at which the first look was answered: when it reached the platform is not known more exactly. */
  readonly firstMs?: number
  readonly denials: number
  readonly outage?: Outage
  readonly candidates: ReadonlyMap<string, ListedRun>
}

/**
 * Looks at least three times over at least max(15 s, `request-timeout`), since a request that got no answer may still
 * take effect for about as long as it was waited for. Unanswered looks don't count.
 */
export async function settle(ports: LookPorts, looker: Looker, policy: SettlePolicy): Promise<Settled> {
  const { clock } = ports
  const windowMs = Math.max(SHORTEST_WINDOW_MS, policy.requestTimeoutMs)
  let progress: Progress = { looks: 0, denials: 0, candidates: new Map() }
  /** Whoever was seen is named, whatever became of the rest of that look. */
  const onListed = (newer: readonly ListedRun[]) => {
    progress = { ...progress, candidates: withRuns(progress.candidates, newer) }
  }
  while (!policy.signal.aborted) {
    const attemptMs = clock.nowMs()
    const toleranceMs = policy.outageToleranceMs
    const untilMs = Math.min(policy.deadlineMs, attemptUntilMs(progress.outage, attemptMs, { toleranceMs }))
    const reading = await looker.look({ untilMs, signal: policy.signal, onListed })
    let gapMs: number
    switch (reading.kind) {
      case 'stopped':
        return { kind: 'stopped' }
      case 'good': {
        const [ours] = reading.value.ours
        if (ours !== undefined) return { kind: 'found', ours }
        progress = afterLook(progress, reading.value, clock.nowMs())
        const endMs = (progress.firstMs ?? attemptMs) + windowMs
        if (progress.looks >= LOOKS && attemptMs >= endMs) return conclude(progress, reading.value)
        const wishMs = Math.min(FIRST_GAP_MS * 2 ** (progress.looks - 1), LONGEST_GAP_MS)
        gapMs = Math.min(wishMs, Math.max(FIRST_GAP_MS, endMs - clock.nowMs()))
        break
      }
      case 'denied':
        progress = { ...progress, denials: progress.denials + 1 }
        if (progress.denials >= LOOKS) return gaveUp(progress, `the job's runs can't be listed: ${reading.message}`)
        gapMs = DENIAL_GAP_MS
        break
      case 'setback': {
        const at = { attemptMs, nowMs: clock.nowMs(), random: clock.random() }
        const next = afterSetback(progress.outage, reading, at, {
          toleranceMs,
          nameResolved: ports.channel.nameResolved,
        })
        if (next.kind === 'give_up') return gaveUp(progress, next.reason)
        progress = { ...progress, denials: 0, outage: next.outage }
        gapMs = next.waitMs
        break
      }
    }
    if (clock.nowMs() + gapMs >= policy.deadlineMs) return gaveUp(progress, outOfTime(progress))
    await clock.sleep(gapMs, policy.signal)
  }
  return { kind: 'stopped' }
}

function afterLook({ outage: _over, ...before }: Progress, seen: Seen, nowMs: number): Progress {
  const candidates = withRuns(before.candidates, seen.newer)
  return { looks: before.looks + 1, firstMs: before.firstMs ?? nowMs, denials: 0, candidates }
}

function withRuns(known: Progress['candidates'], runs: readonly ListedRun[]): Progress['candidates'] {
  return new Map([...known, ...runs.map((run) => [run.handle.runId, run] as const)])
}

function conclude(progress: Progress, seen: Seen): Settled {
  const candidates = [...progress.candidates.values()]
  if (candidates.length === 0 && seen.complete) return { kind: 'nothing_newer' }
  const reason =
    candidates.length === 0
      ? 'the list of runs could not be read to its end'
      : `${candidates.length === 1 ? 'a run' : `${candidates.length} runs`} newer than the attempt can't be proved to be this step's or somebody else's`
  return { kind: 'unprovable', candidates, reason }
}

/** A last look that was not answered is often the reason. */
function outOfTime({ outage }: Progress): string {
  const reason = '`timeout` leaves no time for another look'
  return outage === undefined ? reason : `${reason}; the last one: ${outage.message}`
}

function gaveUp(progress: Progress, reason: string): Settled {
  return { kind: 'gave_up', candidates: [...progress.candidates.values()], reason }
}
