/** Facts -> comment. What in it is foreign can't be taken for Markdown, HTML, a mention or a reference. */

import { tellingOf } from '../verdict/conclusions.ts'
import type { Facts } from './facts.ts'
import type { CommentMarker } from './marker.ts'
import { writeMarker } from './marker.ts'
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
    `### ${tellingOf(facts.conclusion).sign} ${verdictWords(facts)}: ${facts.platform} ${facts.runNoun}${run}`,
    '',
    status === undefined ? '' : `- Status: ${code(status)}`,
    ...times(facts),
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

function isoSeconds(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z')
}

function link(url: string | undefined, content: string): string {
  return url === undefined ? content : `<a href="${asReferences(url)}">${content}</a>`
}

/** GitHub looks for mentions and references in what it has rendered, but not inside `code`. */
function code(text: string): string {
  return `<code>${asReferences(text)}</code>`
}

/** All but letters and digits as character references: CommonMark gives those no meaning as markup, nor does HTML. */
function asReferences(text: string): string {
  return text.replace(/[^A-Za-z0-9]/gu, (character) => `&#${character.codePointAt(0)};`)
}
