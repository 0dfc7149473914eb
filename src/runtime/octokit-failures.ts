/** What the GitHub client throws -> what became of the request. */

import * as v from 'valibot'
import { failed, type GithubFailure, type GithubFailureCause } from '../github/api.ts'
import { oneLine } from '../text/lines.ts'
import { isoTime } from '../text/time.ts'
import { connectFailed } from './http/failures.ts'

const LONGEST_WORDS = 200

/** An answer with a status of 400 or more. Without `response` there was none, whatever the status says. */
const httpError = v.object({
  status: v.number(),
  response: v.object({
    headers: v.record(v.string(), v.unknown()),
    data: v.fallback(v.object({ message: v.fallback(v.string(), ''), errors: v.fallback(v.array(v.unknown()), []) }), {
      message: '',
      errors: [],
    }),
  }),
})
const word = v.fallback(v.string(), '')
const validationError = v.object({ message: word, field: word, code: word })
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
  const { cause, message } = unreached(error)
  return failed(cause, `GitHub could not be asked (${oneLine(message, LONGEST_WORDS)})`)
}

function fromAnswer({ status, response: { headers, data } }: v.InferOutput<typeof httpError>): GithubFailure {
  const told = [data.message, ...data.errors.map(reasonOf)].filter((part) => part !== '').join('; ')
  const text = told === '' ? `${status}` : `${status} (${oneLine(told, LONGEST_WORDS)})`
  const cause = isRateLimited(status, headers, data.message) ? 'rate_limited' : causeOf(status)
  return failed(
    cause,
    `GitHub answered ${text}${cause === 'rate_limited' ? `, which is its rate limit${until(headers)}` : ''}`,
  )
}

/** One of the `errors` of a 422: a text, or an object with one, or else with a field and what is wrong with it. */
function reasonOf(error: unknown): string {
  const read = v.safeParse(validationError, error)
  if (!read.success) return typeof error === 'string' ? error : ''
  const { message, field, code } = read.output
  return message === '' ? [field, code].filter((part) => part !== '').join(' ') : message
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
  if (status === 401) return 'bad_token'
  if (status === 403) return 'not_allowed'
  if (status === 404) return 'not_found'
  return status >= 500 || status === 408 ? 'unavailable' : 'refused'
}

function graphqlCause(type: string): GithubFailureCause {
  if (/^RATE_LIMIT/.test(type)) return 'rate_limited'
  return type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES' ? 'not_allowed' : 'unavailable'
}

/** No answer at all. The client wraps what the connection reports; a certificate that does not verify will not later. */
function unreached(error: unknown): Pick<GithubFailure, 'cause' | 'message'> {
  if (!(error instanceof Error)) return { cause: 'unavailable', message: String(error) }
  if (error.name === 'AbortError') return { cause: 'unavailable', message: 'called off' }
  const { cause, message } = connectFailed(innermost(error), { role: 'platform', name: 'GitHub' })
  return cause === 'connection'
    ? { cause: 'unavailable', message: error.message }
    : { cause: cause === 'certificate' ? 'refused' : 'unavailable', message }
}

function innermost(error: Error): Error {
  return error.cause instanceof Error ? innermost(error.cause) : error
}
