/** What may go wrong between a client and a control plane, as scriptable rules. */

import type { PlatformSim } from './route.ts'
import { json } from './route.ts'
import type { Operation, Settings, SimPlan, SimRequest, SimResponse } from './types.ts'

export const FAULT_KINDS = [
  'status',
  'resetBefore',
  'resetAfter',
  'lateEffect',
  'hang',
  'truncated',
  'foreignBody',
  'oversized',
  'delay',
  'redirect',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export type Fault =
  /**
   * An error status in the platform's own JSON (`ownEcho`: which repeats the key and what was sent), or with a body that a proxy would
   * send. `effect`: the request took effect all the same.
   */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: 'own' | 'ownEcho' | ForeignBody
      readonly effect?: boolean
    }
  /** The connection is reset and nothing came of the request. */
  | { readonly kind: 'resetBefore' }
  /** The request takes effect, and its answer is lost. */
  | { readonly kind: 'resetAfter' }
  /** The answer is lost (or is an error status), and the effect comes about later. */
  | { readonly kind: 'lateEffect'; readonly afterMs: number; readonly answer: 'reset' | 'hang' | number }
  | { readonly kind: 'hang'; readonly effect?: boolean }
  /** The request takes effect; half of the answer arrives. */
  | { readonly kind: 'truncated' }
  /** An answer that is not the platform's: status 200 unless told otherwise. */
  | { readonly kind: 'foreignBody'; readonly body: ForeignBody; readonly status?: number; readonly effect?: boolean }
  /** The right answer, made this much longer; default 32 MiB. */
  | { readonly kind: 'oversized'; readonly bytes?: number }
  /** Slow but fine. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** Nothing came of the request; it is sent elsewhere (default 302). */
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }

/**
 * `otherRun`: the platform's own status answer about a run of somebody else that ended well.
 * `html`: a proxy's page. `otherShape`: JSON, but of something else. `notJson`: JSON by its content type alone.
 * `echo`: a page that repeats the request, its key included, as debugging proxies do.
 */
export type ForeignBody = 'html' | 'otherShape' | 'otherRun' | 'notJson' | 'empty' | 'echo'

export interface FaultRule {
  readonly operation: Operation | 'any'
  /** Only requests with this in their path. */
  readonly pathIncludes?: string
  /** The first request that it strikes, among those that fit, counted from 1; default 1. */
  readonly nth?: number
  /** How many it strikes in a row; default: one if `nth` is given, else all. */
  readonly times?: number
  /** It strikes only from then on, and until then, counted from when the rule was added. */
  readonly afterMs?: number
  readonly untilMs?: number
  readonly fault: Fault
}

/** Rules in the order in which they were added; the first that fits a request strikes it. */
export class FaultBook {
  readonly #entries: { rule: FaultRule; addedAtMs: number; matches: number }[] = []

  get rules(): readonly FaultRule[] {
    return this.#entries.map(({ rule }) => rule)
  }

  add(rule: FaultRule, nowMs: number): void {
    this.#entries.push({ rule, addedAtMs: nowMs, matches: 0 })
  }

  clear(): void {
    this.#entries.length = 0
  }

  take(operation: Operation, path: string, nowMs: number): Fault | undefined {
    const fitting = this.#entries.filter(({ rule, addedAtMs }) => {
      const { afterMs = 0, untilMs = Number.POSITIVE_INFINITY, pathIncludes = '' } = rule
      const isTime = nowMs >= addedAtMs + afterMs && nowMs < addedAtMs + untilMs
      return isTime && ['any', operation].includes(rule.operation) && path.includes(pathIncludes)
    })
    for (const entry of fitting) entry.matches += 1
    return fitting.find(({ rule, matches }) => {
      const first = rule.nth ?? 1
      const times = rule.times ?? (rule.nth === undefined ? Number.POSITIVE_INFINITY : 1)
      return matches >= first && matches < first + times
    })?.rule.fault
  }
}

/**
 * What the transport has to do under this fault.
 * `answer` lets the request take effect, now or that many milliseconds later, and tells how it would have been answered.
 */
export function planFault(fault: Fault, at: FaultyPlace, answer: (lateMs: number) => SimPlan): SimPlan {
  const errorBody = (status: number, body: 'own' | 'ownEcho' | ForeignBody) => errorOf(at, status, body)
  switch (fault.kind) {
    case 'status':
      if (fault.effect) answer(0)
      return respond(withHeaders(errorBody(fault.status, fault.body ?? 'own'), fault.headers))
    case 'resetBefore':
      return { kind: 'reset', delayMs: 0 }
    case 'resetAfter':
      answer(0)
      return { kind: 'reset', delayMs: 0 }
    case 'lateEffect':
      answer(fault.afterMs)
      if (fault.answer === 'reset') return { kind: 'reset', delayMs: 0 }
      if (fault.answer === 'hang') return { kind: 'hang' }
      return respond(errorBody(fault.answer, 'own'))
    case 'hang':
      if (fault.effect) answer(0)
      return { kind: 'hang' }
    case 'truncated':
      return truncated(answer(0))
    case 'foreignBody':
      if (fault.effect) answer(0)
      return respond(foreign(at, fault.status ?? 200, fault.body))
    case 'oversized':
      return oversized(answer(0), fault.bytes ?? 32 * 1024 * 1024)
    case 'delay': {
      const plan = answer(0)
      return plan.kind === 'hang' ? plan : { ...plan, delayMs: plan.delayMs + fault.delayMs }
    }
    case 'redirect':
      return respond({ status: fault.status ?? 302, headers: { location: fault.location }, body: '' })
  }
}

function respond(response: SimResponse): SimPlan {
  return { kind: 'respond', delayMs: 0, response }
}

function withHeaders(response: SimResponse, headers: Readonly<Record<string, string>> = {}): SimResponse {
  return { ...response, headers: { ...response.headers, ...headers } }
}

interface FaultyPlace {
  readonly platform: PlatformSim
  readonly request: SimRequest
  readonly settings: Settings
}

function errorOf(
  { platform, request, settings }: FaultyPlace,
  status: number,
  body: 'own' | 'ownEcho' | ForeignBody,
): SimResponse {
  switch (body) {
    case 'own':
      return platform.error(settings, status, `Simulated error ${status}`)
    case 'ownEcho':
      return platform.error(
        settings,
        status,
        `Simulated error ${status} for ${request.headers.authorization ?? 'nobody'} ${request.body}`.trimEnd(),
      )
    default:
      return foreign({ platform, request, settings }, status, body)
  }
}

function foreign({ platform, request }: FaultyPlace, status: number, body: ForeignBody): SimResponse {
  const { method, path, headers } = request
  switch (body) {
    case 'otherRun':
      return json(status, platform.otherRun)
    case 'echo':
      return json(status, { received: { method, path, headers }, raw: `${JSON.stringify(headers)} ${inUrl(headers)}` })
    case 'html':
      return { status, headers: { 'content-type': 'text/html' }, body: `<html><h1>${status} proxy</h1></html>` }
    case 'otherShape':
      return json(status, { hello: 'world', data: [], items: [1, 2, 3] })
    case 'notJson':
      return { status, headers: { 'content-type': 'application/json' }, body: '{"data": {"name": ' }
    case 'empty':
      return { status, headers: {}, body: '' }
  }
}

/** The headers as a page would link to them. */
function inUrl(headers: SimRequest['headers']): string {
  return `https://debug.example.com/?${new URLSearchParams(headers)}`
}

/** A stream breaks off half way, at the latest a second after it was opened. */
function truncated(plan: SimPlan): SimPlan {
  if (plan.kind === 'respond')
    return { ...plan, kind: 'truncate', sentBytes: Math.floor(plan.response.body.length / 2) }
  if (plan.kind !== 'stream') return plan
  const { script } = plan
  const openedAtMs = script().chunks[0]?.atMs ?? 0
  return {
    ...plan,
    script: () => {
      const whole = script()
      const endsAtMs = Math.min(whole.endsAtMs, openedAtMs + 1_000)
      return { chunks: whole.chunks.filter(({ atMs }) => atMs < endsAtMs), endsAtMs, abrupt: true }
    },
  }
}

/** White space in front of JSON is still JSON, so only the size is wrong. */
function oversized(plan: SimPlan, bytes: number): SimPlan {
  if (plan.kind !== 'respond' && plan.kind !== 'stream') return plan
  const { response } = plan
  return respond({ ...response, body: ' '.repeat(bytes) + response.body })
}

/** Examples of every kind of fault, for tests that try them all. */
export const SAMPLE_FAULTS: Readonly<Record<FaultKind, readonly Fault[]>> = {
  status: [
    { kind: 'status', status: 500 },
    { kind: 'status', status: 500, effect: true },
    { kind: 'status', status: 502, body: 'html' },
    { kind: 'status', status: 504, body: 'html', effect: true },
    { kind: 'status', status: 503, headers: { 'retry-after': '3' } },
    { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
    { kind: 'status', status: 408, effect: true },
    { kind: 'status', status: 403, body: 'html' },
    { kind: 'status', status: 404, body: 'html' },
  ],
  resetBefore: [{ kind: 'resetBefore' }],
  resetAfter: [{ kind: 'resetAfter' }],
  lateEffect: [
    { kind: 'lateEffect', afterMs: 7_000, answer: 'reset' },
    { kind: 'lateEffect', afterMs: 40_000, answer: 'hang' },
    { kind: 'lateEffect', afterMs: 7_000, answer: 502 },
  ],
  hang: [{ kind: 'hang' }, { kind: 'hang', effect: true }],
  truncated: [{ kind: 'truncated' }],
  foreignBody: [
    { kind: 'foreignBody', body: 'html' },
    { kind: 'foreignBody', body: 'html', effect: true },
    { kind: 'foreignBody', body: 'otherShape' },
    { kind: 'foreignBody', body: 'otherShape', effect: true },
    { kind: 'foreignBody', body: 'notJson', effect: true },
    { kind: 'foreignBody', body: 'empty' },
    { kind: 'foreignBody', body: 'empty', effect: true },
  ],
  oversized: [{ kind: 'oversized' }],
  delay: [{ kind: 'delay', delayMs: 4_000 }],
  redirect: [
    { kind: 'redirect', location: 'http://127.0.0.1:9/elsewhere' },
    { kind: 'redirect', location: 'http://127.0.0.1:9/elsewhere', status: 307 },
  ],
}
