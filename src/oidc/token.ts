/** GitHub's answer to a request for an OIDC token: `{ value: <JWT> }`. */

import * as v from 'valibot'
import type { HttpAnswer } from '../core/ports.ts'
import { oneLine } from '../text/lines.ts'

export type TokenAnswer =
  | {
      readonly kind: 'token'
      readonly token: string
      /** How long it is good from the moment at which it was given. */
      readonly lifeMs: number
    }
  /** `isRefusal`: GitHub itself said no (a 4xx other than 408 and 429, with a message). */
  | { readonly kind: 'none'; readonly why: string; readonly isRefusal: boolean }

/** What a header can carry of a JWT (RFC 7515): three parts of base64url. Opaque tokens of the same letters are taken too. */
const given = v.object({ value: v.pipe(v.string(), v.regex(/^[A-Za-z0-9._~+/=-]{1,16384}$/)) })
const refusal = v.object({ message: v.string() })
const claims = v.object({ exp: v.number(), iat: v.optional(v.number()) })

/** Of a token that does not say when it expires. */
const USUAL_LIFE_MS = 5 * 60_000
const SHORTEST_LIFE_MS = 1000
/** All of these times are in whole seconds, and a request takes its time to the platform. */
const ROUNDING_MS = 2000
const LONGEST_LIFE_MS = 24 * 3_600_000
const LONGEST_MESSAGE = 200

/** `runnerEpochMs`: the runner's clock, for an answer that tells no time of its own. Never throws. */
export function readToken({ status, headers, body }: HttpAnswer, runnerEpochMs: number): TokenAnswer {
  const json = parsed(body)
  if (status < 200 || status >= 300) {
    const error = v.safeParse(refusal, json)
    // Only in GitHub's own words: a page may be a proxy's.
    const isRefusal = error.success && status >= 400 && status < 500 && status !== 408 && status !== 429
    const message = error.success ? `: ${oneLine(error.output.message, LONGEST_MESSAGE)}` : ''
    return { kind: 'none', why: `it answered HTTP ${status}${message}`, isRefusal }
  }
  const answer = v.safeParse(given, json)
  if (!answer.success) return { kind: 'none', why: 'its answer holds no usable `value`', isRefusal: false }
  const token = answer.output.value
  return { kind: 'token', token, lifeMs: lifeOf(token, Date.parse(headers.date ?? ''), runnerEpochMs) }
}

/**
 * By GitHub's clock throughout, since the runner's may be minutes off: from the answer's `Date`, or else from when the
 * token was issued, to when it expires (RFC 7519, `iat` and `exp`: epoch seconds).
 */
function lifeOf(token: string, dateMs: number, runnerEpochMs: number): number {
  const read = v.safeParse(claims, parsed(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')))
  if (!read.success) return USUAL_LIFE_MS
  const { exp, iat } = read.output
  const givenMs = Number.isNaN(dateMs) ? (iat === undefined ? runnerEpochMs : iat * 1000) : dateMs
  const lifeMs = exp * 1000 - givenMs - ROUNDING_MS
  return Number.isFinite(lifeMs) ? Math.min(LONGEST_LIFE_MS, Math.max(SHORTEST_LIFE_MS, lifeMs)) : USUAL_LIFE_MS
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
