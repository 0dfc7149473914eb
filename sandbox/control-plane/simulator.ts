/**
 * The job platforms as one pure simulator: requests in, plans out, on a clock that is given.
 *
 * Nothing happens between requests: what depends on time is worked out from `now()` when somebody asks. It shares no
 * code with the action, since it is what the action is proven against.
 */

import { type Fault, FaultBook, type FaultRule, planFault } from './faults.ts'
import { REPERTOIRES } from './repertoire.ts'
import { type Answer, type ApiCall, matchPath, type PlatformSim, Refusal, type Route } from './route.ts'
import { endedAtMs, statusAt } from './timeline.ts'
import type {
  Job,
  Operation,
  Platform,
  RunBehaviour,
  Settings,
  SimPlan,
  SimRequest,
  SimResponse,
  SimRun,
} from './types.ts'
import { type NewRun, World } from './world.ts'

export interface ControlPlaneConfig extends Partial<Settings> {
  /** The platform's clock, epoch milliseconds. */
  readonly now: () => number
  readonly jobs?: readonly Job[]
  readonly faults?: readonly FaultRule[]
}

export interface RecordedRequest {
  readonly index: number
  /** When it arrived, by the platform's clock. */
  readonly atMs: number
  readonly platform: Platform
  readonly operation: Operation
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Parsed where it is JSON, else the text; undefined when there is none. */
  readonly body: unknown
  readonly connection: number | undefined
  readonly fault: Fault | undefined
  /** Of the answer that was sent, if any was. */
  readonly status: number | undefined
}

/** A run with its state as of now. */
export interface RunView extends SimRun {
  /** False: it will come into being later. */
  readonly exists: boolean
  readonly status: string
  readonly ended: boolean
}

interface Matched {
  readonly platform: PlatformSim
  readonly route: Route | undefined
  readonly operation: Operation
  readonly segments: readonly string[]
}

export class ControlPlane {
  /** May be changed at any time. */
  readonly settings: Settings
  readonly requests: RecordedRequest[] = []
  readonly now: () => number
  readonly #world: World
  readonly #faults = new FaultBook()

  constructor({ now, jobs = [], faults = [], ...settings }: ControlPlaneConfig) {
    this.now = now
    this.#world = new World(REPERTOIRES, settings)
    this.settings = this.#world.settings
    for (const job of jobs) this.addJob(job)
    for (const rule of faults) this.addFault(rule)
  }

  get jobs(): readonly Job[] {
    return this.#world.jobs
  }

  /** Puts a job in, in the place of one with the same id; its rollouts begin now. */
  addJob(job: Job): void {
    this.#world.addJob(job, this.now())
  }

  /** How the job's next runs go, one after the other. */
  queue(jobId: string, ...behaviours: readonly RunBehaviour[]): void {
    this.#world.queue(jobId, ...behaviours)
  }

  /** Puts a run in that nobody triggered here: history, or somebody else's. */
  addRun(run: Omit<NewRun, 'requestIndex'>): RunView {
    return this.#view(this.#world.addRun(run))
  }

  get faults(): readonly FaultRule[] {
    return this.#faults.rules
  }

  addFault(rule: FaultRule): void {
    this.#faults.add(rule, this.now())
  }

  clearFaults(): void {
    this.#faults.clear()
  }

  /** Every run ever created, those that will exist only later included. */
  get runs(): readonly RunView[] {
    return this.#world.runs.map((run) => this.#view(run))
  }

  runsOf(jobId: string): readonly RunView[] {
    return this.runs.filter((run) => run.jobId === jobId)
  }

  /** Runs that exist and have not ended. */
  standingRuns(): readonly RunView[] {
    return this.#world.standingRuns(this.now()).map((run) => this.#view(run))
  }

  requestsOf(operation: Operation): readonly RecordedRequest[] {
    return this.requests.filter((request) => request.operation === operation)
  }

  /** Answers a request at once, its effects included; the plan says how the transport has to deliver it. */
  handle(request: SimRequest): SimPlan {
    const nowMs = this.now()
    const { pathPrefix } = this.settings
    const isBelow = request.path.startsWith(`${pathPrefix}/`)
    const url = splitPath(isBelow ? request.path.slice(pathPrefix.length) : '/')
    const matched = match(request.method, url)
    const fault = this.#faults.take(matched.operation, request.path, nowMs)
    const index = this.requests.length
    const answer = (lateMs: number): SimPlan =>
      toPlan(this.#answer(matched, { ...this.#call(request, url, index, nowMs), effectAtMs: nowMs + lateMs }))
    const plan =
      fault === undefined
        ? answer(0)
        : planFault(fault, { platform: matched.platform, request, settings: this.settings }, answer)
    this.requests.push({
      index,
      atMs: nowMs,
      platform: matched.platform.name,
      operation: matched.operation,
      method: request.method,
      path: request.path,
      headers: request.headers,
      body: readable(request.body),
      connection: request.connection,
      fault,
      status: plan.kind === 'respond' || plan.kind === 'stream' ? plan.response.status : undefined,
    })
    return this.#dated(plan, nowMs)
  }

  #call(request: SimRequest, { query }: SplitPath, requestIndex: number, nowMs: number): Omit<ApiCall, 'effectAtMs'> {
    const { headers, body } = request
    return { world: this.#world, nowMs, segments: [], query, headers, body, requestIndex }
  }

  #answer({ platform, route, segments }: Matched, call: ApiCall): Answer {
    try {
      if (!route?.withoutKey) this.#authenticate(call)
      if (route === undefined) throw new Refusal(404, 'Not Found')
      return route.answer({ ...call, segments })
    } catch (error) {
      if (error instanceof Refusal) return platform.error(this.settings, error.status, error.message, error.items)
      throw error
    }
  }

  #authenticate({ headers, nowMs }: ApiCall): void {
    const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1]
    if (token === undefined) throw new Refusal(401, 'Missing bearer token')
    const { acceptsToken, apiKeys } = this.settings
    const isGood = acceptsToken === null ? apiKeys.includes(token) : acceptsToken(token, nowMs)
    if (!isGood) throw new Refusal(401, 'Invalid or expired token')
  }

  #view(run: SimRun): RunView {
    const nowMs = this.now()
    const ended = endedAtMs(run, nowMs) !== undefined
    return { ...run, exists: run.createdAtMs <= nowMs, status: statusAt(run, nowMs), ended }
  }

  /** Puts the date on, as of when the answer goes out. */
  #dated(plan: SimPlan, nowMs: number): SimPlan {
    if (plan.kind === 'hang' || plan.kind === 'reset' || !this.settings.dateHeader) return plan
    const date = new Date(nowMs + plan.delayMs).toUTCString()
    return { ...plan, response: { ...plan.response, headers: { date, ...plan.response.headers } } }
  }
}

interface SplitPath {
  readonly pathname: string
  readonly query: URLSearchParams
}

function splitPath(path: string): SplitPath {
  const [pathname = '', ...query] = path.split('?')
  return { pathname, query: new URLSearchParams(query.join('?')) }
}

/** What lies below no platform's paths is taken for Kubiya's. */
function match(method: string, { pathname, query }: SplitPath): Matched {
  const { api: platform } =
    Object.values(REPERTOIRES).find(({ api }) => pathname.startsWith(api.below)) ?? REPERTOIRES.kubiya
  for (const route of platform.routes) {
    const segments = matchPath(route.path, pathname)
    if (segments === undefined || route.method !== method) continue
    return { platform, route, operation: operationOf(route, query), segments }
  }
  return { platform, route: undefined, operation: 'unknown', segments: [] }
}

function operationOf({ operation, calledBy = {} }: Route, query: URLSearchParams): Operation {
  return Object.entries(calledBy).find(([parameter]) => query.get(parameter))?.[1] ?? operation
}

function toPlan(answer: Answer): SimPlan {
  if (!('script' in answer)) return { kind: 'respond', delayMs: 0, response: answer }
  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }
  const response: SimResponse = { status: answer.status, headers, body: '' }
  return { kind: 'stream', delayMs: 0, response, script: answer.script }
}

function readable(body: string): unknown {
  if (body === '') return undefined
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
