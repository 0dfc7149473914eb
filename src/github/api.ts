/** What commit statuses and comments need of GitHub: interfaces only. `src/runtime/octokit.ts` has the real one. */

export type StatusState = 'pending' | 'success' | 'failure' | 'error'

/** A commit status as `POST /repos/{owner}/{repo}/statuses/{sha}` takes it. */
export interface CommitStatus {
  readonly context: string
  readonly state: StatusState
  /** At most 140 characters: GitHub refuses more. */
  readonly description: string
  /** http or https. */
  readonly targetUrl?: string
}

export interface IssueComment {
  readonly id: number
  /** Login of the author; an app's ends in `[bot]`, which no person's can. Empty where the account is gone. */
  readonly author: string
  readonly body: string
}

export interface OpenPull {
  readonly number: number
  readonly headSha: string
  /** `owner/name`; empty where the repository is gone. */
  readonly headRepository: string
}

/** One page of a list, in GitHub's order (comments: by id). */
export interface Page<T> {
  readonly items: readonly T[]
  readonly hasMore: boolean
}

export type GithubReply<T> = { readonly kind: 'good'; readonly value: T } | GithubFailure

export interface GithubFailure {
  readonly kind: 'failed'
  readonly cause: GithubFailureCause
  /** For a person: what happened. GitHub's own words may be part of it. */
  readonly message: string
}

export type GithubFailureCause =
  | 'unavailable' // no answer, none in time, 5xx, or one that can't be read: says nothing about the request itself
  | 'rate_limited'
  | 'bad_token' // 401
  | 'not_allowed' // 403
  | 'not_found' // 404: not there, or hidden from this token
  | 'refused' // any other 4xx

/** One repository on GitHub, seen with one token. No method rejects; each ends at once when its signal aborts. */
export interface GithubApi {
  createStatus(sha: string, status: CommitStatus, signal: AbortSignal): Promise<GithubReply<undefined>>
  /** The login that this token writes as. */
  whoAmI(signal: AbortSignal): Promise<GithubReply<string>>
  /** Pages count from 1. */
  listComments(pull: number, page: number, signal: AbortSignal): Promise<GithubReply<Page<IssueComment>>>
  createComment(pull: number, body: string, signal: AbortSignal): Promise<GithubReply<undefined>>
  updateComment(id: number, body: string, signal: AbortSignal): Promise<GithubReply<undefined>>
  deleteComment(id: number, signal: AbortSignal): Promise<GithubReply<undefined>>
  /** Open pull requests of this repository from that branch of that owner, wherever it lives. Pages count from 1. */
  listOpenPulls(
    head: { readonly owner: string; readonly branch: string },
    page: number,
    signal: AbortSignal,
  ): Promise<GithubReply<Page<OpenPull>>>
}

export interface GithubAccess {
  /** `GITHUB_API_URL`: another one on GitHub Enterprise Server. */
  readonly apiUrl: string
  readonly token: string
  /** `owner/name` */
  readonly repository: string
}

/** May reject: the client is a part of the program of its own, which is loaded by this. */
export type OpenGithub = (access: GithubAccess) => Promise<GithubApi>

export function good<T>(value: T): GithubReply<T> {
  return { kind: 'good', value }
}

export function failed(cause: GithubFailureCause, message: string): GithubFailure {
  return { kind: 'failed', cause, message }
}
