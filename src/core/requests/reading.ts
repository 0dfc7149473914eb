/** What an exchange with the platform came to. A closed union, so that every case is looked at wherever one is read. */

import type { HttpFailureCause } from '../ports.ts'
import type { Refusal } from './calls.ts'

export type Reading<T> = Good<T> | Denied | Setback | Stopped

/** The platform answered as documented. */
export interface Good<T> {
  readonly kind: 'good'
  readonly value: T
  /** The answer's `Date` header: epoch milliseconds by the platform's clock, in whole seconds. */
  readonly dateMs?: number
}

/** A 4xx with the platform's own JSON error, other than 408 and 429, or a 5xx that is known to be one: the platform itself said no. */
export interface Denied {
  readonly kind: 'denied'
  readonly refusal: Refusal
  /** As people read it: the HTTP status, then the platform's words. */
  readonly message: string
}

/** No usable answer. Says nothing about the run. */
export interface Setback {
  readonly kind: 'setback'
  /**
   * What it means for a request that must not take effect twice: `none` where the platform provably did nothing
   * (the connection was never made, or the answer was 429), else `possible`.
   */
  readonly effect: 'none' | 'possible'
  /** The failure below HTTP, if it was one. */
  readonly cause?: HttpFailureCause
  /** For a person: what happened. */
  readonly message: string
  /** How long the platform asks to be left alone. */
  readonly retryAfterMs?: number
}

/** Our own signal ended it: the runner told the step to stop. */
export interface Stopped {
  readonly kind: 'stopped'
  readonly effect: 'none' | 'possible'
}

/** An attempt that brought no answer to what was asked: a setback, or a no of a kind that is none. */
export type FailedAttempt = Pick<Setback, 'cause' | 'message' | 'retryAfterMs'>
