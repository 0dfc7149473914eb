/** What a step works with, and all that is known of its run: the only state there is. */

import type { RunHandle, RunSnapshot, Target } from '../core/model.ts'
import type { Platform, RunPage } from '../core/platform.ts'
import type { Clock, ClosableHttp, Env, Runner, TextFile } from '../core/ports.ts'
import type { PastRun } from '../core/progress.ts'
import type { Channel } from '../core/requests/channel.ts'
import type { Good } from '../core/requests/reading.ts'
import type { RunSearch } from '../core/search/run-search.ts'
import type { OpenGithub } from '../github/api.ts'
import type { Reports } from '../github/reports.ts'
import type { Connection, Inputs } from '../inputs/index.ts'
import type { PlatformDefinition } from '../platforms/definition.ts'
import type { SeenStatus } from '../summary/report.ts'

/** Everything that reaches outside, passed in. */
export interface World {
  readonly runner: Runner
  readonly clock: Clock
  readonly env: Env
  readonly platforms: readonly PlatformDefinition[]
  readonly openGithub: OpenGithub
  connect(connection: Connection): ClosableHttp
  /** Resolves when the requests that were begun are under way, so that this thread may be busy for some milliseconds. */
  underWay(): Promise<void>
  /** Resolves when all that the runner was told so far has left the process. Never rejects. */
  flushed(): Promise<void>
  /** Makes the folders of that absolute path and opens a new file there. Rejects with the system's words where that can't be. */
  openFile(path: string): Promise<TextFile>
  /** The payload of the event that started the workflow; undefined where there is none. */
  eventPayload(): Promise<unknown>
}

export interface Step extends World {
  readonly inputs: Inputs
  readonly platform: Platform
  readonly http: ClosableHttp
  readonly channel: Channel
  readonly reports: Reports
  /** `log-file`, opened. */
  readonly logFile?: { readonly path: string; readonly file: TextFile }
  /** Monotonic; `timeout` counts from the start of the process. */
  readonly deadlineMs: number
  readonly known: Known
  /** Monotonic time at which the runner told the step to stop; now, if it has not. */
  stoppedAtMs(): number
}

/** What was there to know before the trigger; each is absent where it was not answered. */
export interface Before {
  /** The job's runs, the newest first: one page. */
  readonly runs?: Good<RunPage>
  /** Why the trigger would be no good, by the job's own definition: a sentence without a full stop. */
  readonly refusal?: string
  /** What is triggered, completed by the job's own definition. */
  readonly target?: Target
}

/** What is known so far, so that whatever ends the step can tell. */
export interface Known {
  /** How the step came, or is to come, by its run: it started it, now or in an earlier attempt, or attaches to it. */
  cameBy: 'trigger' | 'earlier_attempt' | 'attach'
  run?: RunHandle
  /** `run` was given, and what is needed to address it is still being looked up. */
  isUnresolved?: boolean
  last?: RunSnapshot
  /** What was triggered, until an answer has shown whether the run is of that. */
  asked?: Target
  /** The search for what a doubtful trigger may have started, where nobody knows of a run or where there may be a second one. */
  inDoubt?: RunSearch
  /** Second runs that were seen while the trigger's fate was settled are ended beside all else. */
  endingTwins?: Promise<void>
  /** Second runs that have been ended, or can't be, and told of. */
  readonly warnedTwins: Set<string>
  /** The runner told the step to stop before everything that it started was dealt with: `post` goes on. */
  leftToPost?: boolean
  /** Monotonic time at which the run was triggered or attached to. */
  begunAtMs?: number
  /** Statuses in the order in which they were seen. */
  readonly statuses: SeenStatus[]
  /** What was known before the trigger. */
  before?: Before
  /** Earlier runs of the job, once they have been asked for. */
  past: readonly PastRun[]
  /** The platform's last warning about a run that came to no good end. */
  lastWarning?: string | undefined
  /** Monotonic time at which the run's log last had something new. */
  lastHeardMs?: number | undefined
  /** The last log lines that were seen. */
  lastLines: readonly string[]
}

/**
 * A run that was only attached to is somebody else's, so it is left going unless the author asks for its end. One that
 * nobody was to wait for has been handed over.
 */
export function onCancelOf({
  inputs,
  known,
}: Pick<Step, 'inputs'> & { readonly known: Pick<Known, 'cameBy'> }): 'leave' | 'terminate' {
  if (!inputs.wait) return 'leave'
  return inputs.onCancel ?? (known.cameBy === 'attach' ? 'leave' : 'terminate')
}

export function lastOf(known: Known): { readonly last?: RunSnapshot } {
  return known.last === undefined ? {} : { last: known.last }
}
