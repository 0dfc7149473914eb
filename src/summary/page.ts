/** StepReport -> the job summary: what happened, at a glance, for somebody who does not know the workflow. */

import { durationOf, type RunSnapshot } from '../core/model.ts'
import { isSlow } from '../core/progress.ts'
import { formatDuration } from '../text/duration.ts'
import { type Html, html, joined, preformatted, quotation, words } from '../text/html.ts'
import { utcTime } from '../text/time.ts'
import { conclusionOf, inTheWayOf, runOf, traitsOf } from '../verdict/conclusions.ts'
import type { Outcome } from '../verdict/outcome.ts'
import { versionOf } from '../verdict/version.ts'
import { adviceOn } from './advice.ts'
import { assembled, headingOf, runLine } from './blocks.ts'
import type { StepReport } from './report.ts'
import { phasesInWords, timeline } from './timeline.ts'

/**
 * GitHub drops a step's summary of more than 1 MiB as a whole. The runner measures it before it replaces secrets by
 * `***`; a quarter leaves room for that too, and no page of that size is read to its end.
 */
const MOST_BYTES = 256 * 1024
/** How long one piece of foreign text may be, in characters: as long as it can be for the page to fit. */
const LENGTHS = [16_384, 4096, 1024, 256, 64]
const LONGEST_LOG_LINE = 1000
const MOST_LOG_LINES = 30
const MOST_ASKED = 30

/**
 * The summary as GitHub-flavoured Markdown of at most that many bytes, ending in a line feed. Verdict first; one heading,
 * of a level that fits below the page's own, since every step of a job adds its summary to the same page.
 */
export function renderSummary(report: StepReport, mostBytes: number = MOST_BYTES): string {
  for (const longest of LENGTHS) {
    const page = assembled([heading(report), ...details(report, longest)])
    if (Buffer.byteLength(page) <= mostBytes) return page
  }
  const page = assembled([heading(report)])
  return Buffer.byteLength(page) <= mostBytes ? page : ''
}

/** Inputs that do not even name a platform leave no more to tell than the verdict. Else what tells it from the others on the page. */
function heading({ outcome, names, job, alias }: StepReport): Html {
  const traits = traitsOf(conclusionOf(outcome))
  const verdict = `${traits.sign} ${isAttachInVain(outcome) ? 'Nothing to wait for' : traits.words}`
  if (names.platform === '') return html`<h3>${words(verdict)}</h3>`
  const { run, last } = runOf(outcome)
  return headingOf(verdict, { names, job, alias, version: run === undefined ? undefined : versionOf(run, last) })
}

function isAttachInVain(outcome: Outcome): boolean {
  return outcome.kind === 'not_started' && outcome.given !== undefined
}

function details(report: StepReport, longest: number): readonly Html[] {
  const { outcome, names } = report
  const { run, last } = runOf(report.outcome)
  const shown = run ?? inTheWayOf(outcome)?.run
  return [
    ...(shown === undefined ? [] : [runLine(shown, names)]),
    ...error(last, longest),
    ...lastWarning(report, longest),
    ...adviceOn(outcome, names, longest),
    ...facts(report),
    ...present(timeline(report)),
    ...log(report, longest),
    ...result(last, longest),
    ...asked(report),
  ]
}

function error(last: RunSnapshot | undefined, longest: number): readonly Html[] {
  const text = last?.error?.trim() ?? ''
  return text === '' ? [] : [quotation(text, Math.min(longest, 4096))]
}

function lastWarning({ lastWarning: text }: StepReport, longest: number): readonly Html[] {
  return text === undefined ? [] : [html`<p>The platform’s last warning:</p>`, quotation(text, Math.min(longest, 4096))]
}

function facts(report: StepReport): readonly Html[] {
  const { last } = runOf(report.outcome)
  return table([
    ['Status', statusOf(last)],
    [durationOf(last) === undefined ? 'Waited' : 'Duration', duration(report)],
    ['Started', inWords(utcTime(last?.startedAtMs))],
    ['Ended', inWords(utcTime(last?.endedAtMs))],
    ['Course', phasesInWords(report)],
    ['Usage', last?.usage === undefined ? undefined : words(last.usage)],
  ])
}

function statusOf(last: RunSnapshot | undefined): Html | undefined {
  if (last === undefined) return undefined
  return last.exitCode === undefined ? html`${last.status}` : html`${last.status}, exit code ${last.exitCode}`
}

/** `4m 10s, usually 4m 05s (median of 20)` */
function duration(report: StepReport): Html | undefined {
  const { outcome, elapsedMs, usual } = report
  const { run, last } = runOf(report.outcome)
  if (run === undefined || outcome.kind === 'pending') return undefined
  const durationMs = durationOf(last) ?? elapsedMs
  if (usual === undefined) return words(formatDuration(durationMs))
  const slow = isSlow(durationMs, usual) ? ', slower than nearly all runs before' : ''
  return words(
    `${formatDuration(durationMs)}, usually ${formatDuration(usual.medianMs)} (median of ${usual.count})${slow}`,
  )
}

function log({ outcome, lastLines }: StepReport, longest: number): readonly Html[] {
  const went = outcome.kind === 'pending' || (outcome.kind === 'ended' && outcome.phase === 'succeeded')
  const lines = lastLines.slice(-MOST_LOG_LINES)
  if (went || lines.length === 0) return []
  const title = lines.length === 1 ? 'Last log line' : `Last ${lines.length} log lines`
  return folded(title, preformatted(lines, Math.min(longest, LONGEST_LOG_LINE)))
}

function result(last: RunSnapshot | undefined, longest: number): readonly Html[] {
  const text = last?.result?.trim() ?? ''
  return text === '' ? [] : folded('Result', quotation(text, longest))
}

/** Open from the start: what can be folded away is what may be long. */
function folded(title: string, block: Html): readonly Html[] {
  return [html`<details open>\n<summary>${words(title)}</summary>`, block, html`</details>`]
}

function asked({ asked: given }: StepReport): readonly Html[] {
  const left = given.length - MOST_ASKED
  const rows = table([
    ...given.slice(0, MOST_ASKED).map(({ label, value }): Row => [label, html`${value}`]),
    ['…', left > 0 ? html`${left} more` : undefined],
  ])
  return rows.length === 0 ? [] : [html`<p><strong>What was asked for</strong></p>`, ...rows]
}

type Row = readonly [label: string, value: Html | undefined]

/** Two columns; rows without a value are left out. */
function table(rows: readonly Row[]): readonly Html[] {
  const shown = rows.flatMap(([label, value]) =>
    value === undefined ? [] : [html`<tr><th align="left">${asLabel(label)}</th><td>${value}</td></tr>`],
  )
  return shown.length === 0 ? [] : [html`<table>\n${joined(shown, '\n')}\n</table>`]
}

/** A word or two are shown as such; anything else may have come from anywhere. */
function asLabel(label: string): Html | string {
  return /^(?:[A-Za-z ]{1,40}|…)$/.test(label) ? words(label) : label
}

function inWords(text: string): Html | undefined {
  return text === '' ? undefined : words(text)
}

function present(block: Html | undefined): readonly Html[] {
  return block === undefined ? [] : [block]
}
