/** The statuses that a run went through, by the time since the trigger: as a Mermaid chart and in words. */

import { isFinal, type Phase } from '../core/model.ts'
import { formatDuration } from '../text/duration.ts'
import { Html, html, joined, mermaidLabel, words } from '../text/html.ts'
import type { StepReport } from './report.ts'

/** One status for as long as it lasted. A final one lasts for no time. */
interface Span {
  readonly status: string
  readonly phase: Phase
  readonly fromMs: number
  readonly toMs: number
}

/** A run that goes back and forth has many statuses: the first and the last are shown. */
const MOST_FIRST = 6
const MOST_LAST = 6
/** No job of GitHub's lasts longer (35 days, on a runner of one's own), and no chart is of use. */
const LONGEST_MS = 35 * 86_400_000
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

type Shown = Pick<StepReport, 'statuses' | 'elapsedMs'>

/** `SCHEDULED 12s → RUNNING 4m 10s → FINISHED`; undefined where there is nothing to tell. */
export function phasesInWords(report: Shown): Html | undefined {
  const { first, hidden, last } = shownSpans(report)
  if (first.length + last.length < 2) return undefined
  const more = hidden === 0 ? [] : [words(`${hidden} more`)]
  return joined([...first.map(inWords), ...more, ...last.map(inWords)], ' → ')
}

/** A fenced Mermaid chart, or undefined where there is no course to be seen. */
export function timeline(report: Shown): Html | undefined {
  const { first, hidden, last } = shownSpans(report)
  const spans = [...first, ...last]
  const endMs = Math.max(0, ...spans.map((span) => span.toMs))
  if (spans.length < 2 || endMs < 1000) return undefined
  const gap = { fromMs: first.at(-1)?.toMs ?? 0, toMs: last[0]?.fromMs ?? 0 }
  const names = distinct(spans.map(({ status }) => mermaidLabel(status)))
  const rows = spans.map((span, at) => asRow(names[at] ?? '', span))
  if (hidden > 0) {
    rows.splice(first.length, 0, row(`${hidden} more`, formatDuration(gap.toMs - gap.fromMs), ['done'], gap))
  }
  const longestName = Math.max(...names.map((name) => name.length))
  return new Html(
    [
      '```mermaid',
      `%%{init: {"gantt": {"leftPadding": ${30 + 8 * longestName}, "rightPadding": 40, "barHeight": 22}}}%%`,
      'gantt',
      '  title Course of the run',
      '  dateFormat YYYY-MM-DD HH:mm:ss.SSS',
      `  axisFormat ${axisFormat(endMs)}`,
      '  todayMarker off',
      ...rows,
      '```',
    ].join('\n'),
  )
}

function shownSpans({ statuses, elapsedMs }: Shown) {
  const spans = statuses.map(({ status, phase, sinceMs }, at): Span => {
    const fromMs = bounded(sinceMs)
    const untilMs = Math.max(fromMs, bounded(statuses[at + 1]?.sinceMs ?? elapsedMs))
    return { status, phase, fromMs, toMs: isFinal({ phase }) ? fromMs : untilMs }
  })
  const hidden = Math.max(0, spans.length - MOST_FIRST - MOST_LAST)
  if (hidden === 0) return { first: spans, hidden, last: [] }
  return { first: spans.slice(0, MOST_FIRST), hidden, last: spans.slice(-MOST_LAST) }
}

function bounded(timeMs: number): number {
  return Number.isFinite(timeMs) ? Math.min(Math.max(0, timeMs), LONGEST_MS) : 0
}

function inWords(span: Span): Html {
  const { status, fromMs, toMs } = span
  return isFinal(span) ? html`${status}` : html`${status} ${words(formatDuration(toMs - fromMs))}`
}

/** Rows of one name would be drawn as one: a status that comes back is numbered. */
function distinct(names: readonly string[]): readonly string[] {
  return names.map((name, at) => {
    const before = names.slice(0, at).filter((other) => other === name).length
    return before === 0 ? name : `${name} ${before + 1}`
  })
}

function asRow(name: string, span: Span): string {
  const { phase, fromMs, toMs } = span
  const label = isFinal(span) ? `after ${formatDuration(fromMs)}` : formatDuration(toMs - fromMs)
  return row(name, label, tagsOf(phase), { fromMs, toMs })
}

/** The status is the section and its time the task, so that a status that is a word of Mermaid's stays a status. */
function row(
  name: string,
  label: string,
  tags: readonly string[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): string {
  return `  section ${name}\n  ${label} :${[...tags, chartTime(fromMs), chartTime(toMs)].join(', ')}`
}

function tagsOf(phase: Phase): readonly string[] {
  switch (phase) {
    case 'waiting':
    case 'ending':
      return ['done']
    case 'running':
      return ['active']
    case 'input_required':
    case 'unrecognised':
      return []
    case 'succeeded':
      return ['milestone']
    case 'failed':
    case 'terminated':
      return ['crit', 'milestone']
  }
}

/**
 * A time since the trigger as a date without a time zone. Mermaid reads and writes dates by the reader's clock: epoch
 * milliseconds would show with the reader's offset, a date of no zone comes out as it went in.
 */
function chartTime(sinceMs: number): string {
  return new Date(Date.UTC(2000, 0, 1) + sinceMs).toISOString().slice(0, -1).replace('T', ' ')
}

function axisFormat(endMs: number): string {
  if (endMs < 10_000) return '%S.%L'
  if (endMs < HOUR_MS) return '%M:%S'
  return endMs < DAY_MS ? '%H:%M' : 'day %-d %H:%M'
}
