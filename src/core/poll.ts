/**
 * The watch as a pure state machine: (policy, state, observation) -> [state, decision].
 *
 * What decides: a final status, `timeout`, `queue-timeout`, `outage-tolerance`, what can't get better, and the platform's own 401, 403
 * or 404, said three times in a row. Nothing else does.
 */

import { type FinalPhase, isFinal, type RunSnapshot } from './model.ts'
import type { Refusal } from './requests/calls.ts'
import { afterDenial, DENIAL_GAP_MS, type Denials, isCertain } from './requests/denials.ts'
import { afterSetback, type Outage } from './requests/outage.ts'
import type { Denied, FailedAttempt, Reading } from './requests/reading.ts'

export interface PollPolicy {
  /** Monotonic time of the last moment of `timeout`. */
  readonly deadlineMs: number
  /** Monotonic time of the last moment at which the run may still wait for its work to begin. */
  readonly queueUntilMs?: number
  readonly outageToleranceMs: number
  readonly onInputRequired: 'wait' | 'fail'
  /** Monotonic time until which a run that is missing is one that has not shown up yet. */
  readonly expectedByMs: number
  /** How long to wait after a good answer, by the pace. */
  readonly intervalMs: number
  readonly nameResolved: boolean
  /** In [0, 1), for jitter. */
  readonly random: number
}

export interface PollState {
  readonly last?: RunSnapshot
  /** It was seen at work: whatever it waits for now, it no longer waits for its work to begin. */
  readonly hasWorked?: true
  readonly outage?: Outage
  readonly denials?: Denials
}

export interface Observation {
  readonly reading: Exclude<Reading<RunSnapshot>, { kind: 'stopped' }>
  /** Monotonic time at which the request was made. */
  readonly attemptMs: number
  /** Monotonic time at which its answer had been read. */
  readonly nowMs: number
}

export type Decision =
  | { readonly kind: 'look_again'; readonly atMs: number }
  | { readonly kind: 'over'; readonly ending: WatchEnding }

export type TimeLimit = 'timeout' | 'queue-timeout'

export type WatchEnding =
  | { readonly kind: 'final'; readonly phase: FinalPhase; readonly last: RunSnapshot }
  | { readonly kind: 'input_required'; readonly last: RunSnapshot }
  /** By `timeout`, or by `queue-timeout`: then `last` is a run that has not begun to work. */
  | { readonly kind: 'timed_out'; readonly limit: TimeLimit }
  /** `reason` is a sentence without a full stop; `sinceMs` (monotonic): when the outage began. */
  | { readonly kind: 'unreachable'; readonly reason: string; readonly sinceMs: number }
  /** The run is gone, or it is not ours to look at. */
  | { readonly kind: 'denied'; readonly about: Exclude<Refusal, 'other'>; readonly reason: string }

/** How long before the deadline the last look is made, at most. */
const LAST_LOOK_MS = 1000

/** The state after an observation, and what to do next. An answer that was read wins over the deadline. */
export function step(policy: PollPolicy, state: PollState, seen: Observation): readonly [PollState, Decision] {
  switch (seen.reading.kind) {
    case 'good':
      return afterGood(policy, state, seen.reading.value, seen)
    case 'denied':
      return afterDenied(policy, state, seen.reading, seen)
    case 'setback':
      return afterFailure(policy, state, seen.reading, seen)
  }
}

function afterGood(
  policy: PollPolicy,
  before: PollState,
  last: RunSnapshot,
  seen: Observation,
): readonly [PollState, Decision] {
  const hasWorked = before.hasWorked || isAtWork(last)
  const state: PollState = { last, ...(hasWorked ? { hasWorked } : {}) }
  if (isFinal(last)) return [state, over({ kind: 'final', phase: last.phase, last })]
  const isOver = last.phase === 'input_required' && policy.onInputRequired === 'fail'
  const isQueued = last.phase === 'waiting' && !hasWorked
  return [state, isOver ? over({ kind: 'input_required', last }) : nextAfterGood(policy, isQueued, seen)]
}

/** That the run is missing or not ours to see decides when repeated; any other no is no answer to the question and counts as an outage. */
function afterDenied(
  policy: PollPolicy,
  state: PollState,
  denied: Denied,
  seen: Observation,
): readonly [PollState, Decision] {
  const { refusal: about, message } = denied
  if (about === 'other') return afterFailure(policy, state, denied, seen)
  const tooEarly = about === 'missing' && seen.nowMs < policy.expectedByMs
  const { denials: before, ...rest } = state
  if (tooEarly) return [rest, next(policy, seen, DENIAL_GAP_MS)]
  const denials = afterDenial(before, denied, seen.nowMs)
  if (isCertain(denials, seen.nowMs)) {
    return [{ ...rest, denials }, over({ kind: 'denied', about, reason: message })]
  }
  return [{ ...rest, denials }, next(policy, seen, DENIAL_GAP_MS)]
}

function afterFailure(
  policy: PollPolicy,
  state: PollState,
  failed: FailedAttempt,
  seen: Observation,
): readonly [PollState, Decision] {
  const outcome = afterSetback(
    state.outage,
    failed,
    { ...seen, random: policy.random },
    {
      toleranceMs: policy.outageToleranceMs,
      nameResolved: policy.nameResolved,
    },
  )
  // A failed attempt between two denials breaks their row: only what is said three times in a row counts.
  const { denials: _broken, ...rest } = state
  const after: PollState = { ...rest, outage: outcome.outage }
  if (outcome.kind === 'give_up')
    return [after, over({ kind: 'unreachable', reason: outcome.reason, sinceMs: outcome.outage.sinceMs })]
  return [after, next(policy, seen, outcome.waitMs)]
}

/** While a run waits for its work to begin, the earlier of the two deadlines counts. */
function nextAfterGood(policy: PollPolicy, isQueued: boolean, seen: Observation): Decision {
  const { queueUntilMs, deadlineMs, intervalMs } = policy
  if (!isQueued || queueUntilMs === undefined || queueUntilMs >= deadlineMs) {
    return next(policy, seen, intervalMs)
  }
  return next({ deadlineMs: queueUntilMs }, seen, intervalMs, 'queue-timeout')
}

/** A person is asked by a run that works. */
export function isAtWork({ phase }: Pick<RunSnapshot, 'phase'>): boolean {
  return phase === 'running' || phase === 'input_required'
}

/** The next poll after `waitMs`, or a last one shortly before the deadline; when that was this one, the time is up. */
function next(
  { deadlineMs }: Pick<PollPolicy, 'deadlineMs'>,
  seen: Observation,
  waitMs: number,
  limit: TimeLimit = 'timeout',
): Decision {
  const lookMs = Math.max(100, 2 * (seen.nowMs - seen.attemptMs))
  const lastLookMs = deadlineMs - Math.min(LAST_LOOK_MS, lookMs)
  if (seen.nowMs >= lastLookMs) return over({ kind: 'timed_out', limit })
  return { kind: 'look_again', atMs: Math.min(seen.nowMs + waitMs, lastLookMs) }
}

function over(ending: WatchEnding): Decision {
  return { kind: 'over', ending }
}
