/** What GitHub says: the event's payload, and comments that anybody may have written. */

import fc from 'fast-check'
import type { Json } from '../../../src/core/json.ts'
import { type GithubApi, good, type IssueComment } from '../../../src/github/api.ts'
import { keepComment } from '../../../src/github/comments.ts'
import { readEvent } from '../../../src/github/event.ts'
import { readMarker, writeMarker } from '../../../src/github/marker.ts'
import { findPull } from '../../../src/github/pulls.ts'
import { readSavedStatus } from '../../../src/github/saved.ts'
import { readToken } from '../../../src/oidc/token.ts'
import { mutated } from '../documents.ts'
import { ensure, type Fuzzed, fuzzed } from '../kit.ts'
import { garbled, text } from '../texts.ts'

const SHA = 'a'.repeat(40)
const KEY = '1'.repeat(32)
const EVENTS: readonly Json[] = [
  { pull_request: { number: 7, head: { sha: SHA, repo: { full_name: 'o/r' } } } },
  { issue: { number: 7, pull_request: { url: 'x' } }, comment: { body: 'x' } },
  {
    workflow_run: {
      ...{ head_sha: SHA, head_branch: 'b', pull_requests: [{ number: 9 }] },
      head_repository: { full_name: 'o/r', owner: { login: 'o' } },
    },
  },
]

const env = fc.record({
  GITHUB_SHA: fc.oneof(fc.constant(SHA), text),
  GITHUB_EVENT_NAME: fc.constantFrom('pull_request', 'workflow_run', 'issue_comment', 'push', ''),
})

const marker = { key: KEY, runId: 20, sha: SHA }
const bodies = fc.oneof(
  text,
  garbled(fc.constant(`${writeMarker(marker)}\nhello`)),
  fc.constant(writeMarker({ ...marker, runId: 19 })),
)
const comments = fc.array(
  fc.record({ author: fc.constantFrom('bot[bot]', 'BOT[bot]', 'bot', 'mallory', ''), body: bodies }),
  { maxLength: 12 },
)

/** Comments of anybody, in pages of any size: at the end ours is there once, and everybody else's is as it was. */
async function checkComments([given, pageSize]: readonly [readonly Omit<IssueComment, 'id'>[], number]): Promise<void> {
  let all: readonly IssueComment[] = given.map((comment, index) => ({ id: index + 1, ...comment }))
  const isOwn = ({ author }: IssueComment) => author.toLowerCase() === 'bot[bot]'
  const foreign = JSON.stringify(all.filter((comment) => !isOwn(comment)))
  let requests = 0
  const api: Partial<GithubApi> = {
    whoAmI: async () => good('bot[bot]'),
    listComments: async (_pull, page) => {
      requests += 1
      return good({ items: all.slice((page - 1) * pageSize, page * pageSize), hasMore: all.length > page * pageSize })
    },
    createComment: async (_pull, body) => {
      all = [...all, { id: all.length + 100, author: 'bot[bot]', body }]
      return good(undefined)
    },
    updateComment: async (id, body) => {
      all = all.map((comment) => (comment.id === id ? { ...comment, body } : comment))
      return good(undefined)
    },
    deleteComment: async (id) => {
      all = all.filter((comment) => comment.id !== id)
      return good(undefined)
    },
  }
  const body = `${writeMarker(marker)}\nnew`
  const kept = await keepComment(api as GithubApi, 7, { marker, body, mayCreate: true }, new AbortController().signal)
  ensure(kept.kind === 'good', 'not kept')
  ensure(JSON.stringify(all.filter((comment) => !isOwn(comment))) === foreign, 'somebody else’s comment was touched')
  ensure(
    all.filter((comment) => isOwn(comment) && comment.body === body).length >= (kept.value === 'newer' ? 0 : 1),
    'ours is not there',
  )
  ensure(requests <= 2 * (given.length + 2), `${requests} pages`)
}

/** A list of pull requests that never ends is not read for ever, and only one that is certain counts. */
async function checkPulls(
  pages: readonly (readonly { number: number; headSha: string; headRepository: string }[])[],
): Promise<void> {
  let asked = 0
  const listOpenPulls: GithubApi['listOpenPulls'] = async () => {
    asked += 1
    return good({ items: pages[asked % Math.max(1, pages.length)] ?? [], hasMore: true })
  }
  const head = { repository: 'o/r', owner: 'o', branch: 'b', sha: SHA }
  const found = await findPull(
    { listOpenPulls } as unknown as GithubApi,
    { kind: 'by_head', head },
    new AbortController().signal,
  )
  ensure(found.kind === 'good' && asked <= 5, `${asked} pages`)
  if (found.value.kind !== 'pull') return
  const { number } = found.value
  const isOurs = pages
    .flat()
    .some((pull) => pull.number === number && pull.headSha === SHA && /^o\/r$/i.test(pull.headRepository))
  ensure(isOurs, 'a pull request that is another’s')
}

const pull = fc.record({
  number: fc.nat(3),
  headSha: fc.constantFrom(SHA, 'b'.repeat(40), ''),
  headRepository: fc.constantFrom('o/r', 'O/R', 'mallory/r', ''),
})

const status: Json = {
  ...{ apiUrl: 'https://api.github.com', repository: 'o/r', sha: SHA },
  status: { context: 'c', state: 'error', description: 'd', targetUrl: 'https://x.example' },
}

/** A token of GitHub's: a JWT whose claims are nearly right, in an answer that nearly is. */
const token = fc
  .tuple(mutated(fc.constant<Json>({ exp: 1_768_000_300, iat: 1_768_000_000 })), fc.oneof(text, fc.constant('')))
  .chain(([claims, odd]) => {
    const value = `e30.${Buffer.from(claims).toString('base64url')}.c2ln${odd}`
    return fc.tuple(mutated(fc.constant<Json>({ value })), fc.constantFrom(200, 201, 400, 403, 429, 500), text)
  })

export const github: readonly Fuzzed[] = [
  fuzzed('github: event', fc.tuple(env, mutated(fc.constantFrom(...EVENTS))), ([variables, body]) => {
    const { sha, pull: source } = readEvent(variables, JSON.parse(body))
    ensure(sha === undefined || /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i.test(sha), `the commit ${sha}`)
    if (source.kind === 'number') ensure(Number.isSafeInteger(source.number) && source.number > 0, `#${source.number}`)
    if (source.kind === 'by_head') {
      const { repository, owner, branch } = source.head
      ensure(
        [repository, owner, branch].every((each) => each !== ''),
        'a head without a name',
      )
    }
  }),
  fuzzed('github: OIDC token', token, ([body, answered, date]) => {
    const answer = readToken({ kind: 'answer', status: answered, headers: { date }, body }, 1_768_000_000_000)
    if (answer.kind === 'none') return ensure(answer.why.length < 400, 'a reason without end')
    ensure(answered < 300, `a token with HTTP ${answered}`)
    ensure(/^[\x21-\x7e]{1,16384}$/.test(answer.token), 'a token that is no header')
    ensure(answer.lifeMs >= 1000 && answer.lifeMs <= 86_400_000, `a life of ${answer.lifeMs} ms`)
  }),
  fuzzed('github: comments', fc.tuple(comments, fc.integer({ min: 1, max: 5 })), checkComments),
  fuzzed('github: pull requests', fc.array(fc.array(pull, { maxLength: 4 }), { maxLength: 4 }), checkPulls),
  fuzzed('github: marker', bodies, (body) => {
    const read = readMarker(body, KEY)
    ensure(read === undefined || body.startsWith(`<!-- run-job-and-wait key=${KEY} `), 'a marker that is none')
    ensure(read === undefined || Number.isSafeInteger(read.runId), `run ${read?.runId}`)
  }),
  fuzzed('github: status left over', fc.oneof(mutated(fc.constant(status)), text), (saved) => {
    const read = readSavedStatus(saved)
    ensure(read === undefined || ['success', 'failure', 'error'].includes(read.status.state), 'a state that is none')
  }),
]
