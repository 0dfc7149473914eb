/** What the GitHub client throws -> what became of the request. */

import * as v from 'valibot'
import { failed, type GithubFailure, type GithubFailureCause } from '../github/api.ts'
import { oneLine } from '../text/lines.ts'
import { isoTime } from '../text/time.ts'

const LONGEST_WORDS = 200

/** An answer with a status of 400 or more. Without `response` there was none, whatever the status says. */
const httpError = v.object({
  status: v.number(),
  response: v.object({
    headers: v.record(v.string(), v.unknown()),
    data: v.fallback(v.object({ message: v.fallback(v.string(), '') }), { message: '' }),
  }),
})
/** GraphQL tells of errors in an answer of status 200. */
const graphqlError = v.object({
  errors: v.array(v.object({ type: v.fallback(v.string(), ''), message: v.fallback(v.string(), '') })),
})

export const unreadable = failed('unavailable', "GitHub's answer could not be read")

export function failureOf(error: unknown): GithubFailure {
  const answered = v.safeParse(httpError, error)
  if (answered.success) return fromAnswer(answered.output)
  const told = v.safeParse(graphqlError, error)
  if (told.success) {
    const [first] = told.output.errors
    return failed(
      graphqlCause(first?.type ?? ''),
      `GitHub answered ${oneLine(first?.message ?? 'with an error', LONGEST_WORDS)}`,
    )
  }
  return failed('unavailable', `GitHub could not be asked (${oneLine(describe(error), LONGEST_WORDS)})`)
}

function fromAnswer({ status, response: { headers, data } }: v.InferOutput<typeof httpError>): GithubFailure {
  const text = data.message === '' ? `${status}` : `${status} (${oneLine(data.message, LONGEST_WORDS)})`
  const cause = isRateLimited(status, headers, data.message) ? 'rate_limited' : causeOf(status)
  return failed(
    cause,
    `GitHub answered ${text}${cause === 'rate_limited' ? `, which is its rate limit${until(headers)}` : ''}`,
  )
}

/** docs.github.com, rate limits: 403 or 429; either no requests remain, or it says when to come back, or so in words. */
function isRateLimited(status: number, headers: Readonly<Record<string, unknown>>, message: string): boolean {
  if (status === 429) return true
  if (status !== 403) return false
  return headers['x-ratelimit-remaining'] === '0' || 'retry-after' in headers || /rate limit/i.test(message)
}

function until(headers: Readonly<Record<string, unknown>>): string {
  const { 'retry-after': seconds, 'x-ratelimit-reset': epochSeconds } = headers
  if (typeof seconds === 'string' && /^\d{1,9}$/.test(seconds)) return `; it asks to wait ${seconds} s`
  if (typeof epochSeconds !== 'string' || !/^\d{1,11}$/.test(epochSeconds)) return ''
  return ` until ${isoTime(Number(epochSeconds) * 1000)}`
}

function causeOf(status: number): GithubFailureCause {
  if (status === 401 || status === 403) return 'not_allowed'
  if (status === 404) return 'not_found'
  return status >= 500 || status === 408 ? 'unavailable' : 'refused'
}

function graphqlCause(type: string): GithubFailureCause {
  if (/^RATE_LIMIT/.test(type)) return 'rate_limited'
  return type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES' ? 'not_allowed' : 'unavailable'
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.name === 'AbortError' ? 'called off' : error.message
}
