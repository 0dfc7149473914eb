/**
 * A call is a request together with the way to read its answer. Platforms make calls and never send them, so
 * that when and how often something is sent is decided in one place.
 */

import type { HttpRequest } from '../ports.ts'

export interface Call<T> {
  /** What is being asked, for messages: "trigger", "look up the job run". */
  readonly what: string
  readonly method: HttpRequest['method']
  readonly path: string
  readonly body?: HttpRequest['body']
  /** The answer is about one run, or less. Without this it may be a list or a log of many megabytes. */
  readonly isSmall?: true
  /** Reads a 2xx answer's JSON; `body` is the text that it was read from. Throws `UnreadableAnswer` naming the field that is not as documented. */
  read(json: unknown, body?: string): T
}

/** An answer that is not what the platform's API documents. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'
}

/** The platform's own JSON error, as opposed to that of a proxy or a load balancer in between. */
export interface PlatformError {
  /** What kind of no it is. */
  readonly refusal: Refusal
  readonly message: string
  /** True for an error with 5xx that is known to be a no like any 4xx: it had no effect, and asking again changes nothing. */
  readonly isRefusal?: boolean
}

/** `missing`: what was asked for does not exist. `not_allowed`: not for this key. `other`: anything else. */
export type Refusal = 'missing' | 'not_allowed' | 'other'
