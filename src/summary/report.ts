/** Everything that is told of a step when it ends: what the summary, the commit status and the comment are made from. */

import type { Phase } from '../core/model.ts'
import type { Labelled } from '../core/platform.ts'
import type { Usual } from '../core/progress.ts'
import type { Names } from '../verdict/names.ts'
import type { Outcome } from '../verdict/outcome.ts'

export interface StepReport {
  readonly names: Names
  /** What people call the job, where the inputs say it. */
  readonly job?: string
  /** What the author calls the run: the alias that was given. */
  readonly alias?: string
  readonly outcome: Outcome
  /** The action's one message about how it ended: plain text from several sources, the platform among them. */
  readonly message: string
  /** What was asked for, for a person: label and value; parameters by their names only, never their values. */
  readonly asked: readonly Labelled[]
  /** Statuses in the order in which they were seen, by the time since the run was triggered or attached to. */
  readonly statuses: readonly SeenStatus[]
  /** From the trigger or attach to the end, in milliseconds. */
  readonly elapsedMs: number
  /** How long earlier runs of the job took; absent where that is not known. */
  readonly usual?: Usual
  /** The platform's last warning about a run that came to no good end: text from the platform. */
  readonly lastWarning?: string
  /** The last log lines that were seen, oldest first: text from the platform. */
  readonly lastLines: readonly string[]
}

export interface SeenStatus {
  readonly status: string
  readonly phase: Phase
  readonly sinceMs: number
}
