/** Facts -> commit status. */

import { cutTo } from '../text/cut.ts'
import { traitsOf } from '../verdict/conclusions.ts'
import type { CommitStatus, StatusState } from './api.ts'
import type { Facts } from './facts.ts'
import { tookWords, verdictWords } from './words.ts'

/** GitHub's limit: "description is too long (maximum is 140 characters)". */
const LONGEST_DESCRIPTION = 140

/** Shown while the run goes. */
export function pendingStatus(context: string, facts: Facts): CommitStatus {
  return statusOf(context, 'pending', `Waiting for ${named(facts)}`, facts.runUrl)
}

/** `fallbackUrl`: where to look when there is no run to link to. */
export function finalStatus(context: string, facts: Facts, fallbackUrl?: string): CommitStatus {
  const description = `${verdictWords(facts)}${tookWords(facts, 'in')}: ${named(facts)}${shownStatus(facts)}`
  return statusOf(context, traitsOf(facts.conclusion).state, description, facts.runUrl ?? fallbackUrl)
}

/** What `post` sets where main was cut off. */
export function cutOffStatus(context: string, facts: Facts): CommitStatus {
  return statusOf(context, 'error', `The step was cut off: ${named(facts)}`, facts.runUrl)
}

function statusOf(context: string, state: StatusState, text: string, targetUrl: string | undefined): CommitStatus {
  return {
    context,
    state,
    description: cutTo(text, LONGEST_DESCRIPTION),
    ...(targetUrl === undefined ? {} : { targetUrl }),
  }
}

function named({ platform, runNoun, runId }: Facts): string {
  return [platform, runNoun, runId ?? ''].filter((part) => part !== '').join(' ')
}

function shownStatus({ status }: Facts): string {
  return status === undefined || status === '' ? '' : ` (${status})`
}
