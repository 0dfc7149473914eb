/**
 * The types that flow: Target -> RunHandle -> RunSnapshot*, and from there to an `Outcome` (verdict/outcome.ts).
 *
 * Handles and targets are plain JSON, since they go into the step's saved state for `post`.
 */

import type { JsonObject } from './json.ts'

/** What a trigger addresses, as its platform keeps it (application or deployment id, job id). Private to the platform. */
export type Target = JsonObject

/** One run, named so that it can be found again by anyone who holds this: plain JSON. */
export interface RunHandle {
  /** TrueFoundry: job run name. Kubiya: execution id. The `run-id` output. */
  readonly runId: string
  /** Where a person looks at the run. The `run-url` output. */
  readonly runUrl: string
  /** The version of the job, as a list of runs has it, or as it was asked for. */
  readonly version?: string
  /** What the platform needs beside the id to address the run. Private to the platform. */
  readonly target: Target
}

/**
 * What a platform's status means.
 *
 * `unrecognised` is a status that this program has never heard of. It is not final: a platform may invent one
 * tomorrow, and a guess would be a verdict of our own.
 */
export type Phase =
  | 'waiting' // accepted, not running yet
  | 'running'
  | 'input_required'
  | 'ending' // termination asked for or under way
  | 'unrecognised'
  | FinalPhase

export type FinalPhase = 'succeeded' | 'failed' | 'terminated'

/** Whether what was seen of a run is its end. */
export function isFinal<T extends { readonly phase: Phase }>(seen: T): seen is T & { readonly phase: FinalPhase } {
  return seen.phase === 'succeeded' || seen.phase === 'failed' || seen.phase === 'terminated'
}

/** A run as one answer of its platform showed it. Only `status` is certain to be there. */
export interface RunSnapshot {
  readonly phase: Phase
  /** The platform's own word, as it spells it. */
  readonly status: string
  readonly exitCode?: number
  readonly error?: string
  /** When its work began, or else when it was created, as far as the platform tells. Epoch milliseconds. */
  readonly startedAtMs?: number
  /** Epoch milliseconds. */
  readonly endedAtMs?: number
  /** What else its platform reads of it: TrueFoundry's application and deployment. Private to the platform. */
  readonly own?: JsonObject
  /** The version of its job that the run is of, where jobs have versions. */
  readonly version?: string
  /** Kubiya: the execution's response text. */
  readonly result?: string
  /** Kubiya: how many tokens it used, for a person. */
  readonly usage?: string
  /** The whole object as the platform sent it: the `run` output. */
  readonly raw: JsonObject
}

/**
 * How long the run took by its platform's clock, in milliseconds: from its start to its end, since the unit of
 * TrueFoundry's own `duration` is not documented. Undefined where one of them is missing, or they contradict each other.
 */
export function durationOf(last: Pick<RunSnapshot, 'startedAtMs' | 'endedAtMs'> | undefined): number | undefined {
  const { startedAtMs = Number.NaN, endedAtMs = Number.NaN } = last ?? {}
  const durationMs = endedAtMs - startedAtMs
  return Number.isFinite(durationMs) && durationMs >= 0 ? durationMs : undefined
}

/** A run as a list of runs shows it: enough to judge whether it can be ours, and to name it. */
export interface ListedRun {
  readonly handle: RunHandle
  readonly status: string
  readonly phase: Phase
  /** Epoch milliseconds by the platform's clock; absent where the platform left it out. So are the others. */
  readonly createdAtMs?: number
  readonly workingSinceMs?: number
  readonly endedAtMs?: number
  /** An entry without a name that can be used: it may be anybody's run, and can be neither addressed nor ruled out by its name. */
  readonly isOdd?: true
}

/** What became of a request to terminate a run. */
export type Termination =
  | { readonly kind: 'not_requested' } // on-cancel or on-timeout: leave
  | { readonly kind: 'accepted' }
  | { readonly kind: 'already_ended' }
  | { readonly kind: 'failed'; readonly reason: string }

/** A run that was started a second time by a trigger that had to be sent again, and what was done about it. */
export interface Twin {
  readonly run: RunHandle
  readonly termination: Termination
}

/** The runner told the step to stop. `run` is absent when none was started, or when it is not known whether one was. */
export interface Cancelled {
  readonly kind: 'cancelled'
  readonly run?: RunHandle
  readonly last?: RunSnapshot
  readonly termination: Termination
  /** What is known of the trigger when no run is: nothing was sent, or its fate is open. */
  readonly trigger: 'not_sent' | 'in_doubt' | 'settled'
}
