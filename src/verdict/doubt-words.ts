/** What is said of runs that may be ours: after a trigger in doubt. */

import type { ListedRun, RunHandle, Termination } from '../core/model.ts'
import type { TwinSearch } from '../core/search/twins.ts'
import { ended } from '../text/sentence.ts'
import { isoTime } from '../text/time.ts'
import type { Names } from './names.ts'
import type { Outcome } from './outcome.ts'

const MOST_CANDIDATES = 10

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

export function unknown(outcome: Extract<Outcome, { kind: 'unknown' }>, names: Names): readonly string[] {
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
