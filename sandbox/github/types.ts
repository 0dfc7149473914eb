/** What flows through the simulated GitHub: who may do what, what it keeps, and how it can fail. */

export const OPERATIONS = [
  'status',
  'list',
  'create',
  'update',
  'delete',
  'pulls',
  'commit-pulls',
  'user',
  'graphql',
  'unknown',
] as const
export type GithubOperation = (typeof OPERATIONS)[number]

export interface Identity {
  /** An app's ends in `[bot]`. */
  readonly login: string
  /** `installation`: an app's token, such as the job's own. To it, `GET /user` is closed. */
  readonly kind: 'installation' | 'user'
  readonly statuses: 'write' | 'read'
  readonly pullRequests: 'write' | 'read'
}

export interface SimStatus {
  readonly sha: string
  readonly context: string
  readonly state: string
  readonly description: string | null
  readonly targetUrl: string | null
  readonly creator: string
}

export interface SimComment {
  readonly id: number
  readonly pull: number
  readonly author: string
  body: string
}

export interface SimPull {
  readonly number: number
  readonly headSha: string
  readonly headBranch: string
  /** `owner/name`; null where a fork was deleted. */
  readonly headRepository: string | null
  readonly state?: 'open' | 'closed'
}

export interface GithubRequest {
  readonly method: string
  /** With its query, below the path prefix. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface RecordedGithubRequest extends GithubRequest {
  readonly operation: GithubOperation
  readonly login: string | undefined
}

export type GithubFault =
  /** 403 or 429 with `x-ratelimit-remaining: 0`. */
  | { readonly kind: 'rate-limit'; readonly status?: 403 | 429 }
  /** 403 with `retry-after`. */
  | { readonly kind: 'secondary-limit'; readonly status?: 403 | 429 }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly body?: string
      readonly headers?: Record<string, string>
    }
  | { readonly kind: 'redirect'; readonly to: string }
  /** `applied`: the request has its effect, only the answer is lost. */
  | { readonly kind: 'reset'; readonly applied?: boolean }
  | { readonly kind: 'hang'; readonly applied?: boolean }
  | { readonly kind: 'truncate' }
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** Headers put over those of the answer. */
  | { readonly kind: 'headers'; readonly headers: Record<string, string> }

export interface GithubFaultRule {
  readonly operation: GithubOperation
  /** The first request of that kind to fail, from 1. Default 1. */
  readonly nth?: number
  /** Default: without end. */
  readonly times?: number
  readonly fault: GithubFault
}
