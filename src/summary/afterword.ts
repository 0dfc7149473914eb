/** What the post step adds to the summary: how what main left behind was dealt with. */

import type { RunHandle, RunSnapshot } from '../core/model.ts'
import { html, quotation } from '../text/html.ts'
import { versionOf } from '../verdict/version.ts'
import { assembled, type Called, headingOf, runLine } from './blocks.ts'

export interface AfterwordReport extends Pick<Called, 'names' | 'job'> {
  readonly run?: RunHandle
  readonly last?: RunSnapshot
  /** Sentences, in which the platform may be quoted. */
  readonly notes: readonly string[]
  /** Main has a page of its own, which says what was left to post. */
  readonly reportedEnd: boolean
}

const LONGEST_NOTE = 2000

/** GitHub-flavoured Markdown, ending in a line feed. */
export function renderAfterword({ names, job, run, last, notes, reportedEnd }: AfterwordReport): string {
  const version = run === undefined ? undefined : versionOf(run, last)
  const why = reportedEnd
    ? html`<p>After the cancel, the post step went on:</p>`
    : html`<p>The step was cut off before it could tell anything. The post step took over:</p>`
  return assembled([
    headingOf(reportedEnd ? '🚫 After the cancel' : '🚫 Cut off', { names, job, version }),
    ...(run === undefined ? [] : [runLine(run, names)]),
    why,
    ...notes.map((note) => quotation(note, LONGEST_NOTE)),
  ])
}
