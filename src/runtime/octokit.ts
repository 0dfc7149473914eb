/** The GitHub port on the toolkit's client: the only import of @actions/github. To be loaded only where it is needed. */

import { getOctokit } from '@actions/github'
import * as v from 'valibot'
import { type GithubAccess, type GithubApi, type GithubReply, good, type IssueComment } from '../github/api.ts'
import { failureOf, unreadable } from './octokit-failures.ts'

const USER_AGENT = 'run-job-and-wait'
const PER_PAGE = 100

const noop = () => undefined
/** The client writes notices of deprecation to standard error, where they would be read for workflow commands. */
const silent = { debug: noop, info: noop, warn: noop, error: noop }

const comments = v.array(
  v.pipe(
    v.object({ id: v.number(), body: v.nullish(v.string(), ''), user: v.nullish(v.object({ login: v.string() })) }),
    v.transform(({ id, body, user }): IssueComment => ({ id, body, author: user?.login ?? '' })),
  ),
)
const pulls = v.array(
  v.pipe(
    v.object({
      number: v.number(),
      head: v.object({ sha: v.string(), repo: v.nullish(v.object({ full_name: v.string() })) }),
    }),
    v.transform(({ number, head }) => ({ number, headSha: head.sha, headRepository: head.repo?.full_name ?? '' })),
  ),
)
const viewer = v.object({ viewer: v.object({ login: v.pipe(v.string(), v.nonEmpty()) }) })

interface Answer {
  readonly data: unknown
  readonly headers: { readonly link?: string | undefined }
}

/** The proxy is chosen as the toolkit does it: by GITHUB_API_URL and the usual variables, when this is loaded. */
export function openGithub({ apiUrl, token, repository }: GithubAccess): GithubApi {
  const octokit = getOctokit(token, { baseUrl: apiUrl, userAgent: USER_AGENT, log: silent })
  const [owner = '', repo = ''] = repository.split('/')
  /** A redirect would take what is sent to a place that nobody named. */
  const at = (signal: AbortSignal) => ({ owner, repo, request: { signal, redirect: 'error' as const, log: silent } })
  return {
    createStatus: (sha, { context, state, description, targetUrl }, signal) =>
      done(() =>
        octokit.request('POST /repos/{owner}/{repo}/statuses/{sha}', {
          ...at(signal),
          ...{ sha, context, state, description },
          ...(targetUrl === undefined ? {} : { target_url: targetUrl }),
        }),
      ),
    whoAmI: (signal) => whoAmI(() => octokit.graphql('{viewer{login}}', { request: at(signal).request })),
    listComments: (issue_number, page, signal) =>
      list(comments, () =>
        octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
          ...at(signal),
          ...{ issue_number, page, per_page: PER_PAGE },
        }),
      ),
    createComment: (issue_number, body, signal) =>
      done(() =>
        octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
          ...at(signal),
          ...{ issue_number, body },
        }),
      ),
    updateComment: (comment_id, body, signal) =>
      done(() =>
        octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
          ...at(signal),
          ...{ comment_id, body },
        }),
      ),
    deleteComment: (comment_id, signal) =>
      done(() =>
        octokit.request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', { ...at(signal), comment_id }),
      ),
    listOpenPulls: (head, page, signal) =>
      list(pulls, () =>
        octokit.request('GET /repos/{owner}/{repo}/pulls', {
          ...at(signal),
          ...{ state: 'open', head: `${head.owner}:${head.branch}`, page, per_page: PER_PAGE },
        }),
      ),
  }
}

async function ask(send: () => Promise<Answer>): Promise<GithubReply<Answer>> {
  try {
    return good(await send())
  } catch (error) {
    return failureOf(error)
  }
}

/** GET /user is closed to the tokens of apps, the job's own among them; `viewer` is not, and gives `name[bot]` for these. */
async function whoAmI(query: () => Promise<unknown>): Promise<GithubReply<string>> {
  const read = readAs(viewer, await ask(async () => ({ data: await query(), headers: {} })))
  return read.kind === 'good' ? good(read.value.data.viewer.login) : read
}

async function done(send: () => Promise<Answer>): Promise<GithubReply<undefined>> {
  const reply = await ask(send)
  return reply.kind === 'good' ? good(undefined) : reply
}

async function list<T>(schema: v.GenericSchema<unknown, readonly T[]>, send: () => Promise<Answer>) {
  const reply = readAs(schema, await ask(send))
  if (reply.kind === 'failed') return reply
  return good({ items: reply.value.data, hasMore: /rel="next"/.test(reply.value.headers.link ?? '') })
}

function readAs<T>(
  schema: v.GenericSchema<unknown, T>,
  reply: GithubReply<Answer>,
): GithubReply<{ readonly data: T; readonly headers: Answer['headers'] }> {
  if (reply.kind === 'failed') return reply
  const read = v.safeParse(schema, reply.value.data)
  return read.success ? good({ data: read.output, headers: reply.value.headers }) : unreadable
}
