/** Facts -> comment. What in it is foreign can't be taken for Markdown, HTML, a mention or a reference. */

import { asReferences } from '../text/markup.ts'
import { isoSeconds } from '../text/time.ts'
import { traitsOf } from '../verdict/conclusions.ts'
import type { Facts } from './facts.ts'
import { type CommentMarker, writeMarker } from './marker.ts'
import { tookWords, verdictWords } from './words.ts'

/** The run of the workflow that writes. */
export interface WorkflowRun {
  readonly id: number
  readonly attempt: string
  readonly job: string
  /** http or https; absent where the runner does not say enough. */
  readonly url?: string
}

/** The whole comment, hidden marker first. */
export function commentBody(facts: Facts, marker: CommentMarker, workflow: WorkflowRun): string {
  const { runId, status } = facts
  const run = runId === undefined ? '' : ` ${link(facts.runUrl, code(runId))}`
  const lines = [
    `### ${traitsOf(facts.conclusion).sign} ${verdictWords(facts)}: ${facts.platform} ${facts.runNoun}${run}`,
    '',
    status === undefined ? '' : `- Status: ${code(status)}`,
    ...times(facts),
    facts.gate === undefined ? '' : `- Gate: ${facts.gate.holding} of ${facts.gate.all} conditions hold`,
    `- Commit: ${marker.sha === undefined ? 'not known' : code(marker.sha)}`,
    `- Workflow run: ${link(workflow.url, code(String(workflow.id)))}, attempt ${code(workflow.attempt)}, job ${code(workflow.job)}`,
  ]
  return [writeMarker(marker), ...lines.filter((line, index) => line !== '' || index === 1)].join('\n')
}

function times(facts: Facts): readonly string[] {
  const took = tookWords(facts, 'after')
  return [
    facts.startedAtMs === undefined ? '' : `- Started: ${isoSeconds(facts.startedAtMs)}`,
    facts.endedAtMs === undefined ? '' : `- Ended: ${isoSeconds(facts.endedAtMs)}${took === '' ? '' : `,${took}`}`,
  ]
}

function link(url: string | undefined, content: string): string {
  return url === undefined ? content : `<a href="${asReferences(url)}">${content}</a>`
}

/** GitHub looks for mentions and references in what it has rendered, but not inside `code`. */
function code(text: string): string {
  return `<code>${asReferences(text)}</code>`
}
