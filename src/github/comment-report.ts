/** The result as a comment on the pull request that the event is about. */

import type { Clock, Runner } from '../core/ports.ts'
import { traitsOf } from '../verdict/conclusions.ts'
import { type GithubApi, type GithubReply, good } from './api.ts'
import { commentBody, type WorkflowRun } from './comment.ts'
import { type Draft, type Kept, keepComment } from './comments.ts'
import type { PullSource } from './event.ts'
import type { Facts } from './facts.ts'
import { describeFailure } from './failures.ts'
import { persistently, within } from './limit.ts'
import type { CommentMarker } from './marker.ts'
import { type FoundPull, findPull } from './pulls.ts'

export interface CommentPorts {
  readonly clock: Clock
  readonly runner: Pick<Runner, 'info' | 'warning'>
  readonly open: () => Promise<GithubApi>
}

export interface CommentPlace {
  readonly mode: 'failure' | 'always'
  readonly pull: PullSource
  readonly marker: CommentMarker
  readonly workflow: WorkflowRun
}

/** For all requests that it takes: long enough for a pull request with many comments. */
const ATTEMPT_MS = 4400

type Ending = Exclude<FoundPull, { kind: 'pull' }> | { readonly kind: 'kept'; readonly kept: Kept }

/** By `untilMs` (monotonic) at the latest. */
export async function reportComment(
  { clock, runner, open }: CommentPorts,
  place: CommentPlace,
  facts: Facts,
  untilMs: number,
): Promise<void> {
  const { marker, workflow, mode } = place
  const body = commentBody(facts, marker, workflow)
  const draft: Draft = { marker, body, mayCreate: mode === 'always' || traitsOf(facts.conclusion).step !== 'succeeds' }
  let read = 0
  const onRead = (comments: number) => {
    read = Math.max(read, comments)
  }
  const reply = await within(clock, untilMs, async (signal) => {
    const api = await open()
    return persistently(clock, ATTEMPT_MS, (each) => comment(api, place.pull, draft, each, onRead), signal)
  })
  const what = 'The comment on the pull request could not be brought up to date'
  if (reply.kind === 'failed') {
    const sought =
      reply.cause === 'unavailable' && read > 0 ? `; ours was not found in time among ${read} comments` : ''
    const failure = { ...reply, message: `${reply.message}${sought}` }
    runner.warning(describeFailure(what, failure, 'pull-requests: write'))
  } else if (reply.value.kind === 'unclear') runner.warning(`No pull request to comment on: ${reply.value.why}.`)
  else runner.info(ending(reply.value))
}

async function comment(
  api: GithubApi,
  source: PullSource,
  draft: Draft,
  signal: AbortSignal,
  onRead: (comments: number) => void,
): Promise<GithubReply<Ending>> {
  const pull = await findPull(api, source, signal)
  if (pull.kind === 'failed') return pull
  if (pull.value.kind !== 'pull') return good(pull.value)
  const kept = await keepComment(api, pull.value.number, draft, signal, onRead)
  return kept.kind === 'failed' ? kept : good({ kind: 'kept', kept: kept.value })
}

function ending(end: Exclude<Ending, { kind: 'unclear' }>): string {
  if (end.kind === 'none') return 'No comment was written: the event is not about a pull request.'
  switch (end.kept) {
    case 'created':
      return 'Commented on the pull request.'
    case 'updated':
      return 'The comment on the pull request is up to date.'
    case 'newer':
      return 'The comment on the pull request tells of a later run, and was left as it is.'
    case 'none':
      return 'No comment was written: there is no failure to tell of.'
  }
}
