/**
 * A simulated GitHub, as far as commit statuses and comments need it: state and rules, no network. One repository.
 * Sources: docs.github.com, REST API (commit statuses, issue comments, pulls, rate limits), GraphQL `viewer`.
 */

import type { SimPlan, SimResponse } from '../control-plane/types.ts'
import { respond } from './respond.ts'
import { answerRoute } from './routes.ts'
import type {
  GithubFault,
  GithubFaultRule,
  GithubOperation,
  GithubRequest,
  Identity,
  RecordedGithubRequest,
  SimComment,
  SimPull,
  SimStatus,
} from './types.ts'

export interface GithubConfig {
  /** `owner/name` */
  readonly repository: string
  readonly tokens: Readonly<Record<string, Identity>>
  readonly pulls?: readonly SimPull[]
  /** Commits that statuses can be set on; any unless given. */
  readonly commits?: readonly string[]
  /** Called after each request's effect: for what others do in between. */
  readonly after?: (operation: GithubOperation, github: SimulatedGithub) => void
}

/** The token that the runner gives a job, with the permissions that statuses and comments need. */
export const JOB_TOKEN: Identity = {
  login: 'github-actions[bot]',
  kind: 'installation',
  statuses: 'write',
  pullRequests: 'write',
}

export class SimulatedGithub {
  readonly config: GithubConfig
  readonly statuses: SimStatus[] = []
  readonly requests: RecordedGithubRequest[] = []
  readonly faults: GithubFaultRule[] = []
  comments: readonly SimComment[] = []
  #lastId = 1000

  constructor(config: GithubConfig) {
    this.config = config
  }

  addComment(pull: number, author: string, body: string): SimComment {
    const comment = { id: ++this.#lastId, pull, author, body }
    this.comments = [...this.comments, comment]
    return comment
  }

  requestsOf(operation: GithubOperation): readonly RecordedGithubRequest[] {
    return this.requests.filter((request) => request.operation === operation)
  }

  handle(request: GithubRequest): SimPlan {
    const route = answerRoute(request, this)
    this.requests.push({ ...request, operation: route.operation, login: route.identity?.login })
    const fault = this.#faultFor(route.operation)
    const isApplied =
      fault === undefined || ['delay', 'headers', 'truncate'].includes(fault.kind) || isAppliedAnyway(fault)
    const response = isApplied ? route.answer() : respond(500, { message: 'not carried out' })
    if (isApplied) this.config.after?.(route.operation, this)
    return fault === undefined ? { kind: 'respond', delayMs: 0, response } : broken(fault, response)
  }

  #faultFor(operation: GithubOperation): GithubFault | undefined {
    const count = this.requestsOf(operation).length
    const rule = this.faults.find(
      ({ operation: of, nth = 1, times = Number.POSITIVE_INFINITY }) =>
        of === operation && count >= nth && count < nth + times,
    )
    return rule?.fault
  }
}

function isAppliedAnyway(fault: GithubFault): boolean {
  return (fault.kind === 'reset' || fault.kind === 'hang') && fault.applied === true
}

/** The answer as a fault leaves it. */
export function broken(fault: GithubFault, response: SimResponse): SimPlan {
  const now = (changed: SimResponse): SimPlan => ({ kind: 'respond', delayMs: 0, response: changed })
  switch (fault.kind) {
    case 'rate-limit':
      return now(
        respond(
          fault.status ?? 403,
          { message: 'API rate limit exceeded for installation ID 1.' },
          { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767225600' },
        ),
      )
    case 'secondary-limit':
      return now(
        respond(
          fault.status ?? 403,
          { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.' },
          { 'retry-after': '60', 'x-ratelimit-remaining': '4000' },
        ),
      )
    case 'status':
      return now({
        status: fault.status,
        headers: { 'content-type': 'application/json; charset=utf-8', ...fault.headers },
        body: fault.body ?? '{"message":"Server Error"}',
      })
    case 'redirect':
      return now({ status: 307, headers: { location: fault.to }, body: '' })
    case 'reset':
      return { kind: 'reset', delayMs: 0 }
    case 'hang':
      return { kind: 'hang' }
    case 'truncate':
      return { kind: 'truncate', delayMs: 0, response, sentBytes: Math.floor(response.body.length / 2) }
    case 'delay':
      return { kind: 'respond', delayMs: fault.delayMs, response }
    case 'headers':
      return now({ ...response, headers: { ...response.headers, ...fault.headers } })
  }
}
