/**
 * One platform's line: sends a call and classifies whatever comes back.
 *
 * A verdict may only come from the platform itself, so everything that another party could have written (a proxy's
 * error page, a load balancer's 404, half a body) is a `setback` here and can decide nothing further up.
 */

import { cutTo } from '../../text/cut.ts'
import { oneLine } from '../../text/lines.ts'
import { excessOf, parseJson } from '../json.ts'
import type { Limit } from '../limit.ts'
import type { Platform } from '../platform.ts'
import type { Clock, Http, HttpAnswer, HttpFailure, HttpFailureCause, HttpRequest } from '../ports.ts'
import { type Call, UnreadableAnswer } from './calls.ts'
import { HedgedReads } from './hedged-reads.ts'
import type { Reading } from './reading.ts'
import { retryAfterMs } from './retry-after.ts'

/** `untilMs`: when the answer must be there, whatever `request-timeout` allows. */
export interface AskOptions extends Limit {
  /** A connection of its own: for requests that must not be sent twice. */
  readonly freshConnection?: boolean
  /** False for a read that nobody waits for: it is not asked a second time when its answer is overdue. */
  readonly isUrgent?: boolean
}

export interface Channel {
  ask<T>(call: Call<T>, options: AskOptions): Promise<Reading<T>>
  /** True once the platform's host name has resolved: from then on a name that does not resolve is an outage. */
  readonly nameResolved: boolean
}

export interface ChannelParts {
  readonly http: Http
  readonly platform: Platform
  readonly clock: Clock
  readonly requestTimeoutMs: number
  /** The input that this time-out is from, where it is from one. */
  readonly requestTimeoutInput?: string
  readonly blot: Blot
}

/**
 * Takes all secrets out of a text for people: an answer may echo the key, and what is cut later could leave half of it. What
 * is read from an answer to be sent or compared stays as it is.
 */
type Blot = (text: string) => string

/** Of what an answer says of itself: enough for a person, and no flood in the step's log. In characters. */
const LONGEST_WORDS = 2000
const LONGEST_LOCATION = 200
const LONGEST_EXCERPT = 120
/** Of an answer about one run: far more than any has, an execution's response text included. */
const LARGEST_SMALL_BYTES = 2 * 1024 * 1024

export function openChannel(parts: ChannelParts): Channel {
  const { http, platform, clock, requestTimeoutMs, blot } = parts
  let nameResolved = false
  let hasReached = false
  const reads = new HedgedReads(http, clock)
  return {
    get nameResolved() {
      return nameResolved
    },
    async ask(call, { untilMs, signal, freshConnection = false, isUrgent = true }) {
      const timeoutMs = Math.max(1, Math.min(requestTimeoutMs, untilMs - clock.nowMs()))
      const isHedged = isUrgent && call.method === 'GET' && !freshConnection
      const request: HttpRequest = {
        method: call.method,
        path: call.path,
        timeoutMs,
        signal,
        freshConnection,
        ...(call.isSmall ? { maxBodyBytes: LARGEST_SMALL_BYTES } : {}),
        ...(call.body === undefined ? {} : { body: call.body }),
      }
      const reply = await (isHedged ? reads.read(request) : reads.send(request))
      nameResolved ||= reply.kind === 'answer' || reply.sent || provesResolution(reply.cause)
      // Whatever was sent had a connection, and one that is encrypted had verified.
      hasReached ||= reply.kind === 'answer' || reply.sent
      if (reply.kind === 'failure') return fromFailure(reply, hasReached, limitOf(parts, timeoutMs))
      return fromAnswer(call, platform, reply, clock.epochMs(), blot)
    },
  }
}

/** Whether a failure before anything was sent shows that the name resolved: a time-out or an abort may have come first. */
function provesResolution(cause: HttpFailureCause): boolean {
  return cause === 'connection' || cause === 'certificate'
}

/** Which limit a time-out of so many milliseconds is, for people. */
function limitOf({ requestTimeoutMs, requestTimeoutInput }: ChannelParts, timeoutMs: number): string {
  if (timeoutMs < requestTimeoutMs) return ', which was all the time left'
  return requestTimeoutInput === undefined ? '' : `, the \`${requestTimeoutInput}\``
}

function fromFailure(failure: HttpFailure, hasReached: boolean, limit: string): Reading<never> {
  const effect = failure.sent ? 'possible' : 'none'
  if (failure.cause === 'aborted') return { kind: 'stopped', effect }
  // A redirect leads to a log-in page, above all.
  const hint = failure.cause === 'redirect' ? '; check `base-url`' : failure.cause === 'timeout' ? limit : ''
  return { kind: 'setback', effect, cause: causeOf(failure, hasReached), message: `${failure.message}${hint}` }
}

/** A certificate that has verified before in this step, and a proxy that has let something pass, fail for a while only. */
function causeOf({ cause }: HttpFailure, hasReached: boolean): HttpFailureCause {
  if (!hasReached) return cause
  if (cause === 'certificate') return 'connection'
  return cause === 'proxy_auth' ? 'proxy' : cause
}

function fromAnswer<T>(call: Call<T>, platform: Platform, answer: HttpAnswer, epochMs: number, blot: Blot): Reading<T> {
  const { status } = answer
  const json = parseJson(answer.body)
  // 206 is a part of an answer.
  if (status >= 200 && status < 300 && status !== 206) return fromSuccess(call, platform, answer, json, blot)
  const error = platform.readError(json, status)
  const told = error === undefined ? '' : cutTo(blot(error.message), LONGEST_WORDS)
  const isDenial = status >= 400 && status < 500 && status !== 408 && status !== 429
  if (error !== undefined && (isDenial || (status >= 500 && error.isRefusal === true))) {
    return {
      kind: 'denied',
      refusal: error.refusal,
      message: told === '' ? `HTTP ${status}` : `HTTP ${status}: ${told}`,
    }
  }
  const waitMs = retryAfterMs(answer.headers, epochMs)
  return {
    kind: 'setback',
    effect: status === 429 ? 'none' : 'possible',
    message: error ? `${platform.name} answered ${status}: ${told}` : foreignAnswer(answer, blot),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  }
}

function fromSuccess<T>(call: Call<T>, platform: Platform, answer: HttpAnswer, json: unknown, blot: Blot): Reading<T> {
  try {
    const value = call.read(json, answer.body)
    const dateMs = Date.parse(answer.headers.date ?? '')
    return { kind: 'good', value, ...(Number.isNaN(dateMs) ? {} : { dateMs }) }
  } catch (error) {
    if (!(error instanceof UnreadableAnswer)) throw error
    const what = json === undefined ? noJson(answer.body, blot) : `can't be read: ${error.message}`
    return { kind: 'setback', effect: 'possible', message: `${platform.name}'s answer ${what}` }
  }
}

function noJson(body: string, blot: Blot): string {
  // A log-in page, above all.
  const hint = /^\s*</.test(body) ? ', but a web page; check `base-url`' : ''
  return excessOf(body) ?? `is not JSON (${excerpt(body, blot)})${hint}`
}

/** An error that the platform did not write in its own form, so perhaps a proxy's or a load balancer's. */
function foreignAnswer(answer: HttpAnswer, blot: Blot): string {
  const location = blot(answer.headers.location ?? '')
  const hint =
    location === ''
      ? ''
      : `, a redirect to ${cutTo(location.split('?')[0] ?? '', LONGEST_LOCATION)} (check \`base-url\`)`
  return `HTTP ${answer.status}${hint}, not in the platform's own form (${excerpt(answer.body, blot)})`
}

function excerpt(body: string, blot: Blot): string {
  // Of a body of megabytes only the beginning is looked at.
  return oneLine(blot(body.trimStart().slice(0, 100 * LONGEST_EXCERPT)), LONGEST_EXCERPT) || 'empty body'
}
