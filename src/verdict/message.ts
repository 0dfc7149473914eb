/** Outcome -> what a person reads: verdict and link first, understandable alone. */

import { isFinal, type RunSnapshot, type Termination } from '../core/model.ts'
import { withoutTerminalSequences } from '../text/controls.ts'
import { cutMiddle, cutTo } from '../text/cut.ts'
import { formatDuration } from '../text/duration.ts'
import { ended } from '../text/sentence.ts'
import { conclusionOf, openRunOf, traitsOf } from './conclusions.ts'
import { unknown } from './doubt-words.ts'
import { gateSentences } from './gate-words.ts'
import { type Names, named } from './names.ts'
import type { Outcome } from './outcome.ts'

/** An annotation is cut at 4,096 characters by the runner; this stays below it. */
const LONGEST_MESSAGE = 4000
const LONGEST_TEXT = 1700
const NOTHING: Heard = { lastLines: [] }

/** What was heard of the run beside its status. */
export interface Heard {
  readonly lastLines: readonly string[]
  readonly lastWarning?: string | undefined
}

/** One message that stands alone: how it ended, which run, what is known of it now, what to do. */
export function messageOf(outcome: Outcome, names: Names, { lastLines, lastWarning }: Heard = NOTHING): string {
  const text = joined([...sentences(outcome, names), warning(lastWarning), decisiveLine(outcome, lastLines)])
  const next = toWaitFor(outcome)
  const begins = text.includes('\n') && next !== '' ? '\n' : ''
  return joined([cutTo(text, LONGEST_MESSAGE - next.length - 1), `${begins}${next}`])
}

/** With a blank between them, but before one that begins a line of its own. */
function joined(parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .map((part, at) => (at === 0 || part.startsWith('\n') ? part : ` ${part}`))
    .join('')
}

function sentences(outcome: Outcome, names: Names): readonly string[] {
  switch (outcome.kind) {
    case 'ended':
      return [
        `${traitsOf(conclusionOf(outcome)).words}: ${named(names, outcome.run, outcome.last)} ended as ${outcome.last.status}.`,
        details(outcome.last),
        ...gateSentences(outcome.gate ?? []),
      ]
    case 'skipped': {
      const { run, status } = outcome.inTheWay
      return [
        `Skipped: ${named(names, run)} is going already (${status}), and \`if-running\` is \`skip\`. Nothing was started.`,
      ]
    }
    case 'timed_out':
      return [
        `Timed out after ${formatDuration(outcome.timeoutMs)} (\`${outcome.limit}\`): ${named(names, outcome.run, outcome.last)}${lastSeen(outcome.last)}.`,
        neverBegan(outcome),
        afterTimeout(outcome.termination, outcome.last),
      ]
    case 'cancelled':
      return cancelled(outcome, names)
    case 'lost':
      return [
        `Lost sight of ${named(names, outcome.run, outcome.last)}${lastSeen(outcome.last)}: ${ended(outcome.reason)}`,
        'It may still be going; its result is not known here.',
      ]
    case 'pending':
      return [`Not waited for, as \`wait: false\` says: ${named(names, outcome.run, outcome.last)}.`]
    case 'not_started':
      return outcome.given === undefined
        ? [`No run was started: ${ended(outcome.reason)}`]
        : [`Nothing to wait for: ${ended(outcome.reason)}`]
    case 'unknown':
      return unknown(outcome, names)
    case 'action_required':
      return [
        `A person has to act: ${named(names, outcome.run, outcome.last)} is ${outcome.last.status} and \`on-input-required\` is \`fail\`.`,
        'It was left as it is: answer it first.',
      ]
  }
}

function warning(lastWarning: string | undefined): string {
  return lastWarning === undefined
    ? ''
    : `\nThe platform's last warning: ${ended(cutMiddle(lastWarning, LONGEST_TEXT))}`
}

/** What stands before a line and is no part of it: container, stream, and the word for an error in a stream of events. */
const LABELS = /^(?:\[[^\]]+\] )*(?:Error: )?/

/** Where the run failed, the last line of its log that says anything: often the reason, for who reads no further. */
function decisiveLine(outcome: Outcome, lastLines: readonly string[]): string {
  const line = lastLines.map(uncoloured).findLast((each) => each !== '')
  if (outcome.kind !== 'ended' || outcome.phase === 'succeeded' || line === undefined) return ''
  return uncoloured(outcome.last.error).includes(line.replace(LABELS, ''))
    ? ''
    : `\nLast log line: ${cutMiddle(line, LONGEST_TEXT)}`
}

/** The next step after a run that may still go on, to be copied as it is. */
function toWaitFor(outcome: Outcome): string {
  const run = openRunOf(outcome)
  return run === undefined
    ? ''
    : `To wait for it, give ${outcome.kind === 'pending' ? 'a' : 'this'} step \`run-id: ${run.runId}\`.`
}

/** A status that nobody knows decides nothing, though its platform may call the run over. */
function lastSeen(last: RunSnapshot | undefined): string {
  if (last === undefined) return ', never seen'
  const over = isOverAllTheSame(last) ? ', which this action does not know, with a time at which it ended' : ''
  return `, last seen as ${last.status}${over}`
}

function isOverAllTheSame({ phase, endedAtMs }: RunSnapshot): boolean {
  return phase === 'unrecognised' && endedAtMs !== undefined
}

/** Where annotations are shown, nobody reads colour codes as such. */
function uncoloured(text = ''): string {
  return withoutTerminalSequences(text).trim()
}

function details(last: RunSnapshot): string {
  const error = uncoloured(last.error)
  const parts = [
    last.exitCode === undefined ? '' : `Exit code ${last.exitCode}.`,
    error === '' ? '' : `Error: ${cutMiddle(error, LONGEST_TEXT)}`,
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** A run that never began to work, with what the platform says of that. */
function neverBegan({ limit, last, hasWorked }: Extract<Outcome, { kind: 'timed_out' }>): string {
  if (hasWorked) return ''
  const isEnded = last?.phase === 'ending' || last?.phase === 'terminated'
  if (last?.phase !== 'waiting' && !(limit === 'queue-timeout' && isEnded)) return ''
  const words = uncoloured(last?.error)
  return words === '' ? 'It never began to work.' : ended(`It never began to work: ${cutMiddle(words, LONGEST_TEXT)}`)
}

function afterTimeout(termination: Termination, last: RunSnapshot | undefined): string {
  switch (termination.kind) {
    case 'not_requested':
      return last !== undefined && isOverAllTheSame(last)
        ? 'It was left as it is, and is likely to be over: look at it.'
        : 'It was left going (`on-timeout: terminate` would end it).'
    case 'accepted':
      return `Its termination was accepted${last === undefined ? '' : `; it is now ${last.status}`}.`
    case 'already_ended':
      return 'It had ended by the time it was to be terminated.'
    case 'failed':
      return `It could not be terminated (${termination.reason}) and may still be going.`
  }
}

function cancelled(outcome: Extract<Outcome, { kind: 'cancelled' }>, names: Names): readonly string[] {
  const head = 'Cancelled: the runner told the step to stop.'
  if (outcome.run === undefined) {
    return outcome.trigger === 'not_sent'
      ? [head, 'No run was started.']
      : [head, 'The trigger was under way and its run is not known; the post step looks for it.']
  }
  const run = named(names, outcome.run, outcome.last)
  switch (outcome.termination.kind) {
    case 'not_requested':
      return outcome.last !== undefined && isFinal(outcome.last)
        ? [head, `${run} had ended as ${outcome.last.status}.`]
        : [head, `${run}${lastSeen(outcome.last)} was left going, as the inputs say.`]
    case 'accepted':
      return [
        head,
        `Termination of ${run} was accepted${outcome.last === undefined ? '' : `; it is ${outcome.last.status}`}.`,
      ]
    case 'already_ended':
      return [head, `${run} had ended already.`]
    case 'failed':
      return [head, `${run} could not be terminated yet (${outcome.termination.reason}); the post step tries again.`]
  }
}
