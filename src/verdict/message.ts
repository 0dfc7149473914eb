/** Outcome -> what a person reads: verdict and link first, understandable alone. */

import { isFinal, type ListedRun, type RunHandle, type RunSnapshot, type Termination } from '../core/model.ts'
import type { Platform } from '../core/platform.ts'
import type { TwinSearch } from '../core/search/twins.ts'
import { withoutTerminalSequences } from '../text/controls.ts'
import { cutMiddle, cutTo } from '../text/cut.ts'
import { formatDuration } from '../text/duration.ts'
import { isoTime } from '../text/time.ts'
import { conclusionOf, openRunOf, tellingOf } from './conclusions.ts'
import type { Judged } from './gate.ts'
import type { Outcome } from './outcome.ts'
import { versionOf } from './version.ts'

export interface Names {
  /** "TrueFoundry" */
  readonly platform: string
  /** "job run" */
  readonly runNoun: string
  /** The link leads to the web app's first page, where the run has to be looked for. */
  readonly leadsToFrontPage?: true
}

export function namesOf(platform: Pick<Platform, 'name' | 'runNoun' | 'leadsToFrontPage'>): Names {
  const { name, runNoun, leadsToFrontPage } = platform
  return { platform: name, runNoun, ...(leadsToFrontPage ? { leadsToFrontPage } : {}) }
}

/** An annotation is cut at 4,096 characters by the runner; this stays below it. */
const LONGEST_MESSAGE = 4000
const LONGEST_TEXT = 1700
const MOST_CANDIDATES = 10
const LONGEST_CONDITION = 300
const LONGEST_VALUE = 200
const NOTHING: Heard = { lastLines: [] }

/** What was heard of the run beside its status. */
export interface Heard {
  readonly lastLines: readonly string[]
  readonly lastWarning?: string | undefined
}

/** One message that stands alone: how it ended, which run, what is known of it now, what to do. */
export function messageOf(outcome: Outcome, names: Names, { lastLines, lastWarning }: Heard = NOTHING): string {
  const text = joined([...sentences(outcome, names), warning(lastWarning), tellingLine(outcome, lastLines)])
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
        `${tellingOf(conclusionOf(outcome)).words}: ${named(names, outcome.run, outcome.last)} ended as ${outcome.last.status}.`,
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

/** Where the run failed, the last line of its log that says anything: often the reason, for who reads no further. */
function tellingLine(outcome: Outcome, lastLines: readonly string[]): string {
  const line = lastLines.map(uncoloured).findLast((each) => each !== '')
  if (outcome.kind !== 'ended' || outcome.phase === 'succeeded' || line === undefined) return ''
  return uncoloured(outcome.last.error).includes(line) ? '' : `\nLast log line: ${cutMiddle(line, LONGEST_TEXT)}`
}

function named(names: Names, run: RunHandle, last?: RunSnapshot): string {
  const version = versionOf(run, last)
  const of = version === undefined ? '' : `version ${version}, `
  return `${names.platform} ${names.runNoun} ${run.runId} (${of}${linkOf(run, names)})`
}

/** The run's link, and that it has to be looked for there, where that is so. */
export function linkOf({ runUrl }: RunHandle, { leadsToFrontPage }: Pick<Names, 'leadsToFrontPage'>): string {
  return leadsToFrontPage ? `look for it at ${runUrl}` : runUrl
}

/** A sentence's end, unless the text has one of its own. */
function ended(text: string): string {
  return /[.!?\u2026]$/.test(text) ? text : `${text}.`
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

/** Every condition with what was found; the ones that do not hold come first, should there be too many to tell. */
function gateSentences(gate: readonly Judged[]): readonly string[] {
  if (gate.length === 0) return []
  const [bad, good] = [gate.filter(({ holds }) => !holds), gate.filter(({ holds }) => holds)]
  const told = [...bad, ...good].map(
    (judged) =>
      `\n- ${cutTo(judged.text, LONGEST_CONDITION)}: ${foundIn(judged)}, ${judged.holds ? 'holds' : 'rejected'}`,
  )
  return [`${gateInWords(gate)}.`, told.join('')]
}

/** `1 of 3 conditions of gate does not hold` */
function gateInWords(gate: readonly Judged[]): string {
  const bad = gate.filter(({ holds }) => !holds).length
  const all = `${gate.length} condition${gate.length === 1 ? '' : 's'} of \`gate\``
  if (bad === 0) return gate.length === 1 ? `The ${all.slice(2)} holds` : `All ${all} hold`
  return gate.length === 1
    ? `The ${all.slice(2)} does not hold`
    : `${bad} of ${all} ${bad === 1 ? 'does' : 'do'} not hold`
}

/** The value as JSON, or why there is none. */
export function foundIn({ found }: Judged): string {
  return found.kind === 'value' ? cutMiddle(found.json, LONGEST_VALUE) : found.why
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

/** What a person should know of second runs that a trigger which was sent twice may have started. */
export function twinWarnings(search: TwinSearch, kept: RunHandle, runNoun: string): readonly string[] {
  const { twins, suspects, looked, unseen } = search
  const told = twins.map(
    ({ run, termination }) =>
      `The trigger was in doubt and started a second ${runNoun}, ${run.runId} (${run.runUrl}); ${twinFate(termination)}. This step goes by ${kept.runId}.`,
  )
  const candidates = describeCandidates(suspects)
  if (!looked) {
    const known = suspects.length === 0 ? '' : ` It may be: ${candidates}.`
    return [`The trigger was in doubt, and whether it started a second ${runNoun} could not be seen.${known}`]
  }
  const more = `The trigger was sent more than once, in doubt, and not every ${runNoun} that it may have started was found: another may show up. Look at ${kept.runUrl}.`
  if (suspects.length === 0) return unseen > 0 ? [...told, more] : told
  return [...told, `The trigger was in doubt. These may be a second ${runNoun} of this step: ${candidates}.`]
}

function twinFate(termination: Termination): string {
  switch (termination.kind) {
    case 'accepted':
      return 'its termination was accepted'
    case 'already_ended':
      return 'it had ended already'
    case 'failed':
      return `it could not be terminated (${termination.reason}) and may still be going`
    case 'not_requested':
      return 'it was left going'
  }
}

function unknown(outcome: Extract<Outcome, { kind: 'unknown' }>, names: Names): readonly string[] {
  const head = `Unknown: the trigger may or may not have started ${withArticle(names.runNoun)}: ${ended(outcome.reason)}`
  if (outcome.candidates.length === 0) {
    return [
      head,
      `Look on ${names.platform} before starting it again; to wait for ${withArticle(names.runNoun)} that is there, give its name as \`run-id\`.`,
    ]
  }
  const [only, ...others] = outcome.candidates
  const next =
    others.length === 0 && only !== undefined && !only.isOdd
      ? `If it is this step's, give this step \`run-id: ${only.handle.runId}\` to wait for it; if not, look again before starting the job anew.`
      : "If one of them is this step's, give its name as `run-id` to wait for it; if none is, look again before starting the job anew."
  return [head, `It may be: ${describeCandidates(outcome.candidates)}.`, next]
}

/** The first few of them. */
export function describeCandidates(runs: readonly ListedRun[]): string {
  const more = runs.length > MOST_CANDIDATES ? [`and ${runs.length - MOST_CANDIDATES} more`] : []
  return [...runs.slice(0, MOST_CANDIDATES).map(describeCandidate), ...more].join('; ')
}

/** Name, status and when it was created: what a person needs to tell it from others. */
function describeCandidate(run: ListedRun): string {
  const createdAt = isoTime(run.createdAtMs)
  const created = createdAt === '' ? '' : `, created ${createdAt}`
  return `${run.handle.runId} (${run.status || 'status not given'}${created})`
}

/** "a job run", "an execution" */
function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
}
