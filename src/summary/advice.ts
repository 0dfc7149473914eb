/** Outcome -> what happened, where the status alone does not tell it, and what a person can do now. */

import type { ListedRun, RunHandle, Termination } from '../core/model.ts'
import { formatDuration } from '../text/duration.ts'
import { code, type Html, html, joined, quotation, words } from '../text/html.ts'
import { utcTime } from '../text/time.ts'
import type { Judged } from '../verdict/gate.ts'
import { foundIn } from '../verdict/gate-words.ts'
import type { Names } from '../verdict/names.ts'
import type { Outcome } from '../verdict/outcome.ts'
import { pageLink } from './blocks.ts'

const MOST_CANDIDATES = 10
const MOST_CONDITIONS = 50

type Of<K extends Outcome['kind']> = Extract<Outcome, { kind: K }>

/** Blocks, in order. `longest` bounds every piece of foreign text, in characters. */
export function adviceOn(outcome: Outcome, names: Names, longest: number): readonly Html[] {
  switch (outcome.kind) {
    case 'ended':
      return outcome.gate === undefined ? [] : gateTable(outcome.gate)
    case 'skipped': {
      const { run, status, isOdd } = outcome.inTheWay
      const because = html`It was going already (${status}), and <code>if-running</code> is <code>skip</code>. Nothing was started.`
      return [isOdd ? paragraph(because) : attach(run, because)]
    }
    case 'timed_out':
      return afterTimeout(outcome, longest)
    case 'cancelled':
      return afterCancel(outcome, names, longest)
    case 'lost':
      return [
        html`<p>The run was started, but what becomes of it can’t be seen from here:</p>`,
        quotation(outcome.reason, longest),
        outcome.isUnusable
          ? paragraph(html`<strong>Next:</strong> look for it on ${words(names.platform)}. It may still be going.`)
          : attach(outcome.run, html`It may still be going.`),
      ]
    case 'pending':
      return [attach(outcome.run, html`It was started and, as <code>wait: false</code> says, not waited for.`)]
    case 'not_started':
      return [
        ...faults(outcome.reason, longest),
        outcome.given === undefined
          ? html`<p>No run of this step exists: it is safe to start it again.</p>`
          : html`<p>Nothing was triggered: the step was to wait for ${outcome.given}.</p>`,
      ]
    case 'unknown':
      return afterDoubt(outcome, names, longest)
    case 'action_required':
      return [
        attach(
          outcome.run,
          html`The run waits for a person, and <code>on-input-required</code> is <code>fail</code>. It was left as it is: answer it first.`,
        ),
      ]
  }
}

/** Every condition with the value that was found. */
function gateTable(gate: readonly Judged[]): readonly Html[] {
  const rows = gate.slice(0, MOST_CONDITIONS).map((judged) => {
    const found = judged.found.kind === 'value' ? html`${foundIn(judged)}` : words(judged.found.why)
    return html`<tr><td>${judged.text}</td><td>${found}</td><td>${words(judged.holds ? '✅ holds' : '❌ rejected')}</td></tr>`
  })
  const left = gate.length - rows.length
  const more = left > 0 ? [html`<tr><td colspan="3">and ${left} more</td></tr>`] : []
  const head = html`<tr><th align="left">Condition</th><th align="left">Found</th><th align="left">Gate</th></tr>`
  return [html`<table>\n${joined([head, ...rows, ...more], '\n')}\n</table>`]
}

function afterTimeout({ run, limit, timeoutMs, termination }: Of<'timed_out'>, longest: number): readonly Html[] {
  const what = limit === 'timeout' ? 'It was not over' : 'It had not begun to work'
  const head = html`${words(what)} after ${words(formatDuration(timeoutMs))} (<code>${words(limit)}</code>)`
  switch (termination.kind) {
    case 'not_requested':
      return [
        attach(run, html`${head} and was left going.`),
        html`<p>To end a run that takes too long, set <code>on-timeout: terminate</code>.</p>`,
      ]
    case 'accepted':
      return [paragraph(html`${head}; its termination was accepted.`)]
    case 'already_ended':
      return [attach(run, html`${head}, but had ended by the time it was to be terminated.`)]
    case 'failed':
      return [paragraph(html`${head} and could not be terminated:`), ...stillGoing(run, termination, longest)]
  }
}

function afterCancel({ run, trigger, termination }: Of<'cancelled'>, names: Names, longest: number): readonly Html[] {
  const head = html`The runner told the step to stop.`
  if (run === undefined) {
    return trigger === 'not_sent'
      ? [paragraph(html`${head} No run was started.`)]
      : [
          paragraph(
            html`${head} The trigger was under way, and whether it started the ${words(names.runNoun)} is not known yet. The post step looks for it, and adds below what it finds.`,
          ),
        ]
  }
  switch (termination.kind) {
    case 'not_requested':
      return [attach(run, html`${head} The run was left going, as the inputs say.`)]
    case 'accepted':
      return [paragraph(html`${head} The termination of the run was accepted.`)]
    case 'already_ended':
      return [paragraph(html`${head} The run had ended already.`)]
    case 'failed':
      return [
        paragraph(
          html`${head} The run could not be terminated yet. The post step tries again, and adds below what comes of it:`,
        ),
        ...stillGoing(run, termination, longest),
      ]
  }
}

function stillGoing(
  run: RunHandle,
  { reason }: Extract<Termination, { kind: 'failed' }>,
  longest: number,
): readonly Html[] {
  return [quotation(reason, longest), attach(run, html`It may still be going.`)]
}

function afterDoubt({ reason, candidates }: Of<'unknown'>, names: Names, longest: number): readonly Html[] {
  const noun = words(names.runNoun)
  const head = [html`<p>It is not known whether the trigger started the ${noun}:</p>`, quotation(reason, longest)]
  const [first] = candidates
  if (first === undefined) {
    return [
      ...head,
      html`<p><strong>Next:</strong> look on ${words(names.platform)} before starting it again. If the ${noun} is there, wait for it by giving its name as <code>run-id</code>.</p>`,
    ]
  }
  return [
    ...head,
    html`<p><strong>It may be one of these.</strong> ${pageLink(first.handle, names)}</p>`,
    candidateTable(candidates),
    html`<p><strong>Next:</strong> if one of them is this step’s, wait for it by giving its name as <code>run-id</code>; if none is, look again before starting the step anew.</p>`,
  ]
}

function candidateTable(candidates: readonly ListedRun[]): Html {
  const rows = candidates
    .slice(0, MOST_CANDIDATES)
    .map(
      ({ handle, status, createdAtMs }) =>
        html`<tr><td>${handle.runId}</td><td>${status}</td><td>${words(utcTime(createdAtMs) || '–')}</td></tr>`,
    )
  const left = candidates.length - rows.length
  const more = left > 0 ? [html`<tr><td colspan="3">and ${left} more</td></tr>`] : []
  const head = html`<tr><th align="left">Name</th><th align="left">Status</th><th align="left">Created</th></tr>`
  return html`<table>\n${joined([head, ...rows, ...more], '\n')}\n</table>`
}

/** The inputs' faults come as one text: a line for each, after a dash. */
function faults(reason: string, longest: number): readonly Html[] {
  const lines = reason.split('\n')
  const items = lines.filter((line) => line.startsWith('- '))
  const rest = lines.filter((line) => !line.startsWith('- ')).join('\n')
  if (items.length === 0) return [quotation(reason, longest)]
  const list = items.map((line) => html`<li>${code(line.slice(2), longest)}</li>`)
  return [quotation(rest, longest), html`<ul>\n${joined(list, '\n')}\n</ul>`]
}

function attach(run: RunHandle, because: Html): Html {
  return html`<p>${because}<br>\n<strong>Next:</strong> to wait for it, give ${run.runId} as <code>run-id</code>.</p>`
}

function paragraph(sentence: Html): Html {
  return html`<p>${sentence}</p>`
}
