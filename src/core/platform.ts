/** The one port to job platforms. Below this line nobody asks which platform it is. */

import type { LogSource } from './follow.ts'
import type { ListedRun, RunHandle, RunSnapshot, Target } from './model.ts'
import type { Call, PlatformError } from './requests/calls.ts'

export interface Platform {
  readonly id: string
  /** As people write it: "TrueFoundry". */
  readonly name: string
  /** What this platform calls a run: "job run", "execution". */
  readonly runNoun: string
  /** The link is to its web app's first page: nothing documents the address of a run's own. */
  readonly leadsToFrontPage?: true
  /** What people call the job, as far as the inputs say it. */
  readonly jobName?: string
  /** Looks up what the trigger needs to address its job, where the inputs do not say it already. */
  readonly resolve?: Call<Target>
  /** What the inputs say already. Completed by `resolve` where there is one. */
  readonly target: Target

  /** The version of the job that was asked for, where one was: it may not be triggered before it is ready. */
  readonly version?: AskedVersion
  /** What a person should know where an answer is about another version than the target names: a sentence without a full stop. */
  otherVersion?(target: Target, seen: RunSnapshot): string | undefined

  /** The job's own definition, held against what is to be triggered. Asked before the trigger, as a courtesy. */
  definition?(target: Target): Call<Definition>
  /** A new run. `alias` is ignored by platforms that have none. */
  trigger(target: Target, alias: string): Call<Started>
  /** A handle for a run that somebody else started. */
  attach(target: Target, runId: string): RunHandle
  /** Outputs that only this platform has, by their public names; always all of them, empty where nothing is known. */
  outputs(run: RunHandle, last?: RunSnapshot): Readonly<Record<string, string>>
  /** What tells its job from every other, for as long as there is that job. */
  readonly jobIdentity: Target
  /** What is triggered, for a person: parameters by their names only. */
  readonly describes: readonly Labelled[]
  /** The run's log, where the platform has one that can be read. */
  log?(run: RunHandle): LogSource
  /** What the platform tells of a run beside its status, oldest first: why it waits, why it has died. */
  events?(run: RunHandle, last?: RunSnapshot): Call<readonly RunEvent[]>
  /** The job's runs, the newest first, of whatever status: one page, asked once before the trigger or after the attach. */
  recentRuns?(target: Target): Call<RunPage>
  /** The run's state now. */
  status(run: RunHandle): Call<RunSnapshot>
  /** What of an ended run usually comes a moment later than its status. Absent where nothing does. */
  lacks?(last: RunSnapshot): Lack
  /** What has to be sent to end a run. `resolve` comes first where the run's own state does not say all that is needed. */
  terminate(run: RunHandle, last?: RunSnapshot): TerminateCall
  /**
   * Whose runs have to be looked through for what a trigger started, where the inputs name two things that need not
   * belong together. Undefined where there is nothing to ask.
   */
  ownerOf?(target: Target): Call<Target> | undefined
  /** The job's runs, a page at a time. Absent where the target does not allow it: then doubt can't be settled. */
  listRuns?(target: Target, offset: number): Call<RunPage>
  /** Why not, in the words of its inputs: a sentence without a full stop. */
  readonly whyUnlisted?: string
  /** When runs that wait were created, by their names, in epoch milliseconds: where a list of the job's runs does not tell. */
  creationTimes?(target: Target): Call<ReadonlyMap<string, number>>
  /** Runs that carry this alias, a page at a time. Absent on platforms without aliases, undefined for a job without: then nothing can be proved ours. */
  findByAlias?(target: Target, alias: string, offset?: number): Call<RunPage> | undefined
  /** A run that has waited longer than this has been forgotten by the platform, and is not going. Absent: none ever is. */
  readonly orphanedAfterMs?: number
  /** Reads the body of an error answer with that HTTP status: the platform's own error, or undefined where somebody else wrote it. */
  readError(json: unknown, status: number): PlatformError | undefined
}

export interface RunEvent {
  readonly isWarning: boolean
  /** A word such as `FailedScheduling`. */
  readonly reason: string
  readonly message: string
  /** How often it has happened. */
  readonly count?: number
}

export interface Definition {
  /** Why the trigger would be no good: a sentence without a full stop. */
  readonly refusal?: string
  /** What a person should know all the same: a sentence without a full stop. */
  readonly warning?: string
  /** The target, completed by what the definition says of it. */
  readonly target?: Target
  /** What has to be asked to know the rest. */
  readonly more?: Call<Definition>
}

export interface AskedVersion {
  /** "version 12" */
  readonly name: string
  /** How it stands, told like a run: one that has succeeded is ready, one that has ended otherwise never will be. */
  status(target: Target): Call<RunSnapshot>
}

/** What a good answer to a trigger says. Only the run's name is certain. */
export type Started =
  | { readonly kind: 'run'; readonly run: RunHandle; readonly first?: RunSnapshot }
  /** A run exists, but can't be addressed with what the answer says. */
  | { readonly kind: 'unusable'; readonly run: RunHandle; readonly reason: string }

/** `details` of the end are worth a look while its log is read, a `result` is worth waiting for. */
export type Lack = 'nothing' | 'details' | 'result'

export type TerminateCall =
  | { readonly kind: 'ready'; readonly call: Call<void> }
  /** What it takes has to be looked up: the answer makes the request. */
  | { readonly kind: 'resolve'; readonly call: Call<Call<void>> }
  /** In its present status the run can't be ended: this takes it out of that. Then it is looked at anew. */
  | { readonly kind: 'unblock'; readonly call: Call<void> }

export interface RunPage {
  readonly runs: readonly ListedRun[]
  /** How many runs there are in all, on this and other pages. */
  readonly total: number
}

export interface Labelled {
  readonly label: string
  readonly value: string
}
