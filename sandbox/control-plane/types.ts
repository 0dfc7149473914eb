/** What flows through the simulated control planes: requests, plans, jobs, runs and the knobs for the platforms' oddities. */

import type { REPERTOIRES, Words } from './repertoire.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

export type Platform = keyof typeof REPERTOIRES

/** Every kind of request that the control planes know; `search` is a list with a `searchPrefix`, `recent` one in an order that was asked for. */
export const OPERATIONS = [
  'trigger',
  'status',
  'list',
  'search',
  'recent',
  'terminate',
  'app',
  'apps',
  'fqn',
  'deploymentFqn',
  'deployments',
  'deployment',
  'deploymentStatuses',
  'events',
  'delete',
  'session',
  'logs',
  'executions',
  'allExecutions',
  'job',
  'cancel',
  'pause',
  'resume',
  'stream',
  'unknown',
] as const
export type Operation = (typeof OPERATIONS)[number]

export interface SimRequest {
  readonly method: string
  /** Path with its query, as on the request line. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Which connection carried it, where the transport can tell. */
  readonly connection?: number
}

export interface SimResponse {
  readonly status: number
  /** Names in lower case; `content-length` is the transport's business. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A piece of a streamed answer, due at that time on the platform's clock (epoch ms). */
export interface StreamChunk {
  readonly atMs: number
  readonly text: string
}

export interface StreamScript {
  /** In the order of their times. */
  readonly chunks: readonly StreamChunk[]
  /** When the platform closes the stream (epoch ms, platform's clock). */
  readonly endsAtMs: number
  /** The connection breaks instead of being closed in good order. */
  readonly abrupt: boolean
}

/** What the transport has to do. `delayMs` is counted from the request's arrival; effects have already happened. */
export type SimPlan =
  | { readonly kind: 'respond'; readonly delayMs: number; readonly response: SimResponse }
  /** The connection is reset and no answer is sent. */
  | { readonly kind: 'reset'; readonly delayMs: number }
  /** No answer, ever; the connection stays open. */
  | { readonly kind: 'hang' }
  /** The whole body is announced, but the connection breaks after `sentBytes` of it. */
  | { readonly kind: 'truncate'; readonly delayMs: number; readonly response: SimResponse; readonly sentBytes: number }
  /**
   * The head (`response`, with an empty body), then chunks as they come due. `script()` is what is known as of now:
   * asked again later it may differ in the future (somebody terminated the run), but what was due stays as it was.
   */
  | {
      readonly kind: 'stream'
      readonly delayMs: number
      readonly response: SimResponse
      readonly script: () => StreamScript
    }

export interface TimelineEntry {
  /** After the run's creation. */
  readonly afterMs: number
  /** The platform's own status; a status that it never documented is allowed. */
  readonly status: string
}

export interface LogLine {
  readonly afterMs: number
  readonly log: string
  /** Added to the line's time, which has nanoseconds; several lines may share one time. */
  readonly nanos?: number
  readonly stream?: 'stdout' | 'stderr'
  readonly containerName?: string
  /** How long after its time this line can be read; default: the setting `logLagMs`. */
  readonly lagMs?: number
}

export interface StreamEvent {
  readonly afterMs: number
  /** `message`, `message_chunk`, `tool_started`, `tool_completed`, or something new. */
  readonly event: string
  readonly payload: Json
}

/** What the cluster tells of a run; one that recurs is told once, with a count. */
export interface ClusterEvent {
  readonly afterMs: number
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  /** It happens again so often, until the run has ended. */
  readonly everyMs?: number
  /** Default: the run's pod. */
  readonly object?: { readonly kind: string; readonly name: string; readonly containerName?: string }
}

/** How one run goes. Everything that is absent stays null (or absent) in the answers. */
export interface RunBehaviour {
  readonly timeline: readonly TimelineEntry[]
  /** TrueFoundry; told once the run has ended, as are `error` and `response`. */
  readonly exitCode?: number
  /** TrueFoundry's `error`, Kubiya's `error_message`. */
  readonly error?: string
  /** Kubiya's answer text. */
  readonly response?: string
  readonly logs?: readonly LogLine[]
  readonly events?: readonly StreamEvent[]
  /** TrueFoundry. */
  readonly clusterEvents?: readonly ClusterEvent[]
  /** From then on the run is a 404 and in no list. */
  readonly goneAfterMs?: number
  /** From then on the run is a 403. */
  readonly forbiddenAfterMs?: number
  /** Termination is accepted and then changes nothing. */
  readonly survivesTermination?: boolean
  /** How long termination takes; default: the setting `terminatedAfterMs`. */
  readonly terminatedAfterMs?: number
  /** The run's name (TrueFoundry) or id (Kubiya); by default one is made up. */
  readonly name?: string
  /** Put over the run's fields in every answer; undefined takes a field away. */
  readonly fields?: Readonly<Record<string, Json | undefined>>
}

export interface JobBasics {
  /** TrueFoundry: the application id. */
  readonly jobId: string
  /** False: trigger answers 400. */
  readonly triggerable?: boolean
  /** These operations answer 403. */
  readonly forbidden?: readonly Operation[]
  /** How its runs go, unless behaviours are queued; by default they succeed after 10 s. */
  readonly behaviour?: RunBehaviour
}

export type Job = ReturnType<(typeof REPERTOIRES)[Platform]['job']>

export interface SimRun {
  readonly platform: Platform
  readonly words: Words
  readonly jobId: string
  /** TrueFoundry: the system's id. Kubiya: the same as `name`. */
  readonly id: string
  /** TrueFoundry: the job run name. Kubiya: the execution id. */
  readonly name: string
  readonly alias?: string
  /** Index in `requests` of the trigger; absent for runs that were put in. */
  readonly requestIndex?: number
  /** May lie in the future: then the run does not exist yet. */
  readonly createdAtMs: number
  /** TrueFoundry; else empty. */
  readonly deploymentId: string
  readonly deploymentVersion: string
  readonly triggeredBy: string
  /** What it was triggered with. */
  readonly input: Json
  readonly behaviour: RunBehaviour
  deletedAtMs?: number
  termination?: {
    readonly atMs: number
    readonly phases: readonly { readonly atMs: number; readonly status: string }[]
  }
}

/** How the platforms answer; every field may be changed while the simulator runs. */
export interface Settings {
  apiKeys: readonly string[]
  /** Decides in place of `apiKeys`, for tokens that expire. */
  acceptsToken: ((token: string, nowMs: number) => boolean) | null
  /** The API lies below this path, such as `/control-plane`. */
  pathPrefix: string
  dateHeader: boolean
  /** How long a new run stays invisible to get, to list and to search. */
  getLagMs: number
  listLagMs: number
  searchLagMs: number
  /** How far what is told of a run's creation is ahead of the platform's `Date`. */
  createdAtSkewMs: number
  searchFindsAlias: boolean
  searchIgnoresPrefix: boolean
  /** Lists come in the default order, whatever was asked. */
  ignoresSortBy: boolean
  defaultOrder: 'asc' | 'desc'
  /** Pages are never larger, whatever was asked. */
  maxPageSize: number
  /** Older TrueFoundry: JobRun and application without `data` around them. */
  bareAnswers: boolean
  /**
   * `own`: as the control plane that Kubiya publishes answers. `older`: as its documentation had it: 401 with a text, lists of
   * whole executions, streams that resume by `Last-Event-ID` and always end with `done`, termination from every status.
   */
  kubiyaServer: 'own' | 'older'
  /** How long after a completed execution's end its response and usage are told. Kubiya's own server. */
  responseLagMs: number
  /** Some Kubiya versions: an array with one element. */
  executionAsArray: boolean
  /** `noIds`: data without applicationId and deploymentId. `minimal`: nothing but the run's name. */
  triggerAnswer: 'full' | 'noData' | 'noIds' | 'minimal'
  /** Kubiya's statuses. */
  statusCase: 'lower' | 'upper' | 'title'
  /** Kubiya's times; `naive` has no zone and means UTC. */
  isoTimes: 'micros' | 'zulu' | 'offset' | 'naive'
  /** Optional fields without a value; `withheld`: optional fields are never told. */
  optionalFields: 'null' | 'absent' | 'withheld'
  /** TrueFoundry: params values that are not strings, and params beside a command, are 422. */
  strictParams: boolean
  terminatingAfterMs: number
  terminatedAfterMs: number
  logLagMs: number
  /** How long Kubiya's host lets a stream live. */
  streamCutMs: number
  keepaliveMs: number
  keepaliveAs: 'comment' | 'event'
  /** `mixed`: tools and parts of messages below `data`, all else flat. */
  streamNesting: 'mixed' | 'data' | 'message'
}
