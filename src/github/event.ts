/** What the event that started the workflow says: which commit a status goes to, which pull request a comment. */

import * as v from 'valibot'
import type { Env } from '../core/ports.ts'

export interface GithubEvent {
  /** The head commit of the pull request, or else the event's own. Absent where neither is known. */
  readonly sha?: string
  readonly pull: PullSource
}

export type PullSource =
  | { readonly kind: 'number'; readonly number: number }
  /** `workflow_run`: the event names no pull request that could be relied on, but what its head has to be. */
  | { readonly kind: 'by_head'; readonly head: PullHead }
  | { readonly kind: 'none' }

export interface PullHead {
  /** `owner/name` */
  readonly repository: string
  readonly owner: string
  readonly branch: string
  readonly sha: string
}

const sha = v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i))
const issueNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const pullEvent = v.object({ pull_request: v.object({ number: issueNumber, head: v.object({ sha }) }) })
const commentEvent = v.object({ issue: v.object({ number: issueNumber, pull_request: v.looseObject({}) }) })
const workflowRun = v.object({ workflow_run: v.object({ head_sha: sha }) })
const workflowRunHead = v.object({
  workflow_run: v.object({
    head_sha: sha,
    head_branch: v.pipe(v.string(), v.nonEmpty()),
    head_repository: v.object({
      full_name: v.pipe(v.string(), v.nonEmpty()),
      owner: v.object({ login: v.pipe(v.string(), v.nonEmpty()) }),
    }),
  }),
})

/**
 * Reads the event's payload; what is not as documented counts as absent.
 *
 * On events of pull requests GITHUB_SHA is a merge commit that nobody looks at, on `workflow_run` it is the default
 * branch's last one (docs.github.com: events that trigger workflows). The pull requests that a `workflow_run` lists are
 * left out for forks, and may be others' that have the same head.
 */
export function readEvent(env: Env, payload: unknown): GithubEvent {
  const own = v.safeParse(sha, env.GITHUB_SHA)
  const pull = v.safeParse(pullEvent, payload)
  if (pull.success) {
    const { number, head } = pull.output.pull_request
    return { sha: head.sha, pull: { kind: 'number', number } }
  }
  if (env.GITHUB_EVENT_NAME === 'workflow_run') return readWorkflowRun(payload)
  const known = own.success ? { sha: own.output } : {}
  const comment = v.safeParse(commentEvent, payload)
  if (comment.success) return { ...known, pull: { kind: 'number', number: comment.output.issue.number } }
  return { ...known, pull: { kind: 'none' } }
}

function readWorkflowRun(payload: unknown): GithubEvent {
  const run = v.safeParse(workflowRun, payload)
  const whole = v.safeParse(workflowRunHead, payload)
  const known = run.success ? { sha: run.output.workflow_run.head_sha } : {}
  if (!whole.success) return { ...known, pull: { kind: 'none' } }
  const { head_sha, head_branch, head_repository } = whole.output.workflow_run
  const head = {
    repository: head_repository.full_name,
    owner: head_repository.owner.login,
    branch: head_branch,
    sha: head_sha,
  }
  return { ...known, pull: { kind: 'by_head', head } }
}
