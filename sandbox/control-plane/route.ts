/** What the platforms' route tables have in common. */

import type { Json, Operation, Platform, Settings, SimResponse, SimRun, StreamScript } from './types.ts'
import type { World } from './world.ts'

/** One request on its way through a platform. */
export interface ApiCall {
  readonly world: World
  readonly nowMs: number
  /** When the request's effect comes about: now, or later for a fault with a late effect. */
  readonly effectAtMs: number
  /** The decoded variable segments of the path, in their order. */
  readonly segments: readonly string[]
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly requestIndex: number
}

export type Answer = SimResponse | { readonly status: number; readonly script: () => StreamScript }

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Segments; one that starts with a colon stands for any. */
  readonly path: string
  readonly operation: Operation
  /** Answered whoever asks. */
  readonly withoutKey?: true
  /** What a request is called instead that has one of these in its query. */
  readonly calledBy?: Readonly<Record<string, Operation>>
  readonly answer: (call: ApiCall) => Answer
}

export interface PlatformSim {
  readonly name: Platform
  /** What all its paths begin with: what begins so is its own to answer, if only by a 404. */
  readonly below: string
  readonly routes: readonly Route[]
  /** A status answer about a run that nobody asked for, which ended well. */
  readonly otherRun: Json
  /** An error in the platform's own JSON. */
  readonly error: (
    settings: Settings,
    status: number,
    message: string,
    items?: readonly ValidationItem[],
  ) => SimResponse
}

/** One element of FastAPI's 422 `detail`. */
export type ValidationItem = {
  readonly loc: readonly (string | number)[]
  readonly msg: string
  readonly type: string
}

/** The platform says no; thrown by route handlers, answered in the platform's own style. */
export class Refusal extends Error {
  readonly status: number
  readonly items: readonly ValidationItem[] | undefined

  constructor(status: number, message: string, items?: readonly ValidationItem[]) {
    super(message)
    this.status = status
    this.items = items
  }
}

export function json(status: number, value: Json): SimResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The body's value; undefined without a JSON content type or without a body, as the frameworks have it. Throws SyntaxError. */
export function parseBody(call: ApiCall): unknown {
  if (!call.headers['content-type']?.includes('application/json') || call.body === '') return undefined
  return JSON.parse(call.body)
}

export function isForbidden(run: SimRun, atMs: number): boolean {
  return atMs >= run.createdAtMs + (run.behaviour.forbiddenAfterMs ?? Number.POSITIVE_INFINITY)
}

/** The decoded variable segments if the path fits the route's, else undefined. */
export function matchPath(pattern: string, path: string): readonly string[] | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  if (!wanted.every((part, index) => (part.startsWith(':') ? given[index] !== '' : part === given[index]))) {
    return undefined
  }
  try {
    return given.filter((_, index) => wanted[index]?.startsWith(':')).map(decodeURIComponent)
  } catch {
    return undefined
  }
}
