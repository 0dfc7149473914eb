/** The status that is still to be set, as `post` finds it in the step's state. */

import * as v from 'valibot'
import type { CommitStatus } from './api.ts'

export interface SavedStatus {
  /** The only place that `post` may send it to. */
  readonly apiUrl: string
  /** `owner/name` */
  readonly repository: string
  readonly sha: string
  readonly status: CommitStatus
}

const savedStatus = v.object({
  apiUrl: v.string(),
  repository: v.string(),
  sha: v.string(),
  status: v.object({
    context: v.string(),
    state: v.picklist(['success', 'failure', 'error']),
    description: v.string(),
    targetUrl: v.exactOptional(v.string()),
  }),
})

/** Undefined where no status is left to be set. */
export function readSavedStatus(text: string | undefined): SavedStatus | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), savedStatus), text)
  return parsed.success ? parsed.output : undefined
}
