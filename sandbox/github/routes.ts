/** GitHub's answers, route by route. */

import type { SimResponse } from '../control-plane/types.ts'
import { respond } from './respond.ts'
import type { SimulatedGithub } from './simulator.ts'
import type { GithubOperation, GithubRequest, Identity, SimComment, SimPull } from './types.ts'

export interface Routed {
  readonly operation: GithubOperation
  readonly identity: Identity | undefined
  /** Carries the request out. */
  answer(): SimResponse
}

interface GithubCall {
  readonly github: SimulatedGithub
  readonly identity: Identity
  /** Variable segments of the path, decoded, in their order. */
  readonly segments: readonly string[]
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
  /** Path with query but without page. */
  readonly self: string
}

type Handler = (call: GithubCall) => SimResponse

const ROUTES: readonly (readonly [method: string, path: string, operation: GithubOperation, handler: Handler])[] = [
  ['POST', '/repos/:repo/statuses/:sha', 'status', createStatus],
  ['GET', '/repos/:repo/issues/:number/comments', 'list', listComments],
  ['POST', '/repos/:repo/issues/:number/comments', 'create', createComment],
  ['PATCH', '/repos/:repo/issues/comments/:id', 'update', updateComment],
  ['DELETE', '/repos/:repo/issues/comments/:id', 'delete', deleteComment],
  ['GET', '/repos/:repo/pulls', 'pulls', listPulls],
  ['GET', '/repos/:repo/commits/:sha/pulls', 'commit-pulls', listPullsOfCommit],
  ['GET', '/user', 'user', getUser],
  ['POST', '/graphql', 'graphql', queryGraph],
]

export function answerRoute(request: GithubRequest, github: SimulatedGithub): Routed {
  const url = new URL(request.path, 'http://github.invalid')
  const identity = identify(request, github)
  for (const [method, path, operation, handler] of ROUTES) {
    const segments = request.method === method ? match(path, url.pathname, github.config.repository) : undefined
    if (segments === undefined) continue
    const answer = (): SimResponse => {
      if (identity === undefined) return respond(401, { message: 'Bad credentials' })
      const body = readBody(request.body)
      if (body === undefined) return respond(400, { message: 'Problems parsing JSON' })
      return handler({ github, identity, segments, query: url.searchParams, body, self: url.pathname })
    }
    return { operation, identity, answer }
  }
  return { operation: 'unknown', identity, answer: () => respond(404, { message: 'Not Found' }) }
}

function identify({ headers }: GithubRequest, { config }: SimulatedGithub): Identity | undefined {
  const [, token = ''] = /^(?:token|bearer) (.+)$/i.exec(headers.authorization ?? '') ?? []
  return config.tokens[token]
}

function match(pattern: string, pathname: string, repository: string): readonly string[] | undefined {
  const source = pattern.replace(':repo', repository.replaceAll('.', '\\.')).replaceAll(/:\w+/g, '([^/]+)')
  const found = new RegExp(`^${source}$`).exec(pathname)
  return found?.slice(1).map(decodeURIComponent)
}

function readBody(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text)
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined
  } catch {
    return undefined
  }
}

const forbidden = (): SimResponse => respond(403, { message: 'Resource not accessible by integration' })
const notFound = (): SimResponse => respond(404, { message: 'Not Found' })
const invalid = (resource: string, field: string, message: string): SimResponse =>
  respond(422, { message: 'Validation Failed', errors: [{ resource, field, code: 'custom', message }] })

function createStatus({ github, identity, segments: [sha = ''], body }: GithubCall): SimResponse {
  if (identity.statuses !== 'write') return forbidden()
  const { state, context, description, target_url: targetUrl } = body
  if (typeof state !== 'string' || !['pending', 'success', 'failure', 'error'].includes(state)) {
    return invalid('Status', 'state', 'state is not included in the list')
  }
  if (typeof description === 'string' && [...description].length > 140) {
    return invalid('Status', 'description', 'description is too long (maximum is 140 characters)')
  }
  if (github.config.commits?.includes(sha) === false)
    return respond(422, { message: `No commit found for SHA: ${sha}` })
  const status = {
    sha,
    state,
    context: textOr(context, 'default'),
    description: typeof description === 'string' ? description : null,
    targetUrl: typeof targetUrl === 'string' ? targetUrl : null,
    creator: identity.login,
  }
  github.statuses.push(status)
  return respond(201, { id: github.statuses.length, state, context: status.context, description: status.description })
}

function listComments({ github, segments: [number], query, self }: GithubCall): SimResponse {
  const comments = github.comments.filter(({ pull }) => pull === Number(number))
  return page(comments.map(shownComment), query, self)
}

function createComment({ github, identity, segments: [number], body }: GithubCall): SimResponse {
  if (identity.pullRequests !== 'write') return forbidden()
  if (!isBody(body.body)) return invalid('IssueComment', 'body', 'body is too long (maximum is 65536 characters)')
  return respond(201, shownComment(github.addComment(Number(number), identity.login, body.body)))
}

function updateComment({ github, identity, segments: [id], body }: GithubCall): SimResponse {
  if (identity.pullRequests !== 'write') return forbidden()
  const comment = github.comments.find((each) => each.id === Number(id))
  if (comment === undefined) return notFound()
  if (!isBody(body.body)) return invalid('IssueComment', 'body', 'body is too long (maximum is 65536 characters)')
  comment.body = body.body
  return respond(200, shownComment(comment))
}

function deleteComment({ github, identity, segments: [id] }: GithubCall): SimResponse {
  if (identity.pullRequests !== 'write') return forbidden()
  const kept = github.comments.filter((each) => each.id !== Number(id))
  if (kept.length === github.comments.length) return notFound()
  github.comments = kept
  return respond(204, undefined)
}

function isBody(body: unknown): body is string {
  return typeof body === 'string' && body !== '' && body.length <= 65_536
}

/** `head` is `owner:branch`; without a colon GitHub does not filter at all. */
function listPulls({ github, query, self }: GithubCall): SimResponse {
  const state = query.get('state') ?? 'open'
  const head = query.get('head') ?? ''
  const pulls = (github.config.pulls ?? []).filter(
    (pull) =>
      (state === 'all' || (pull.state ?? 'open') === state) &&
      (!head.includes(':') || head === `${pull.headRepository?.split('/')[0]}:${pull.headBranch}`),
  )
  return page(pulls.map(shownPull), query, self)
}

/** Commits that are only in a fork are not in this repository, so none of its pull requests is found by them. */
function listPullsOfCommit({ github, segments: [sha], query, self }: GithubCall): SimResponse {
  const { pulls = [], repository } = github.config
  return page(
    pulls.filter((pull) => pull.headSha === sha && pull.headRepository === repository).map(shownPull),
    query,
    self,
  )
}

function getUser({ identity }: GithubCall): SimResponse {
  return identity.kind === 'installation' ? forbidden() : respond(200, { login: identity.login, type: 'User' })
}

function queryGraph({ identity, body }: GithubCall): SimResponse {
  const query = textOr(body.query, '').replaceAll(/\s+/g, '')
  return query.includes('{viewer{login}}')
    ? respond(200, { data: { viewer: { login: identity.login } } })
    : respond(200, { errors: [{ type: 'undefinedField', message: 'the simulator knows `viewer { login }` alone' }] })
}

function shownComment({ id, author, body }: SimComment): Readonly<Record<string, unknown>> {
  return { id, body, user: { login: author, type: author.endsWith('[bot]') ? 'Bot' : 'User' } }
}

function shownPull({ number, headSha, headBranch, headRepository, state = 'open' }: SimPull) {
  const repo = headRepository === null ? null : { full_name: headRepository }
  return { number, state, head: { sha: headSha, ref: headBranch, repo } }
}

function page(items: readonly unknown[], query: URLSearchParams, self: string): SimResponse {
  const size = Math.min(100, Number(query.get('per_page') ?? 30))
  const number = Number(query.get('page') ?? 1)
  const hasMore = items.length > number * size
  const link = `<https://api.github.com${self}?per_page=${size}&page=${number + 1}>; rel="next"`
  return respond(200, items.slice((number - 1) * size, number * size), hasMore ? { link } : {})
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback
}
