/**
 * What the record proves: which answers can have reached the step, and what they said. Read off the control plane's own
 * record and the contract's words; of the action nothing is known here but the requests that it made.
 */

import { REPERTOIRES } from '../../sandbox/control-plane/repertoire.ts'
import type { RecordedRequest, RunView } from '../../sandbox/control-plane/simulator.ts'
import { endedAtMs, statusAt } from '../../sandbox/control-plane/timeline.ts'
import type { Operation } from '../../sandbox/control-plane/types.ts'
import { FACTS } from '../facts.ts'
import type { StoryRecord } from '../record.ts'
import { ATTACHED } from '../story-setup.ts'
import { DEFAULTS, durationMs } from './inputs.ts'

/** What a request can have brought the one who sent it. */
export type Answer =
  | 'good'
  /** The platform's own JSON error, other than 408 and 429. */
  | 'denied'
  /** 429: provably nothing came of it. */
  | 'later'
  /** No usable answer: reset, time-out, 5xx, 408, garbage, half a body, somebody else's 4xx, a redirect. */
  | 'nothing'
  /** So late that it depends on how long the step waited. */
  | 'open'

/** The parameter by which a template takes the alias. */
const ALIAS = 'run_name_alias'
/** What asks for the end of a run. */
export const ENDINGS: readonly Operation[] = ['terminate', 'cancel']
/** What is looked at after a doubtful trigger: the job's list, and what is searched for an alias. */
export const LISTS: readonly Operation[] = ['list', 'executions']
export const SEARCHES: readonly Operation[] = ['search', 'allExecutions']
const LOOKS: readonly Operation[] = [...LISTS, ...SEARCHES]

/** A watch ends where no other look would fit in before `timeout`. */
export const LAST_LOOK_MS = 1000

/** The other step of a story of two, and what this one is to it: its next attempt, or somebody beside it. */
export interface Company {
  readonly other: StoryRecord
  readonly isRerun: boolean
}

export class Evidence {
  readonly record: StoryRecord
  readonly company: Company | undefined
  readonly timeoutMs: number
  readonly requestTimeoutMs: number
  readonly toleranceMs: number

  readonly #requests: ReadonlySet<number>

  constructor(record: StoryRecord, company?: Company) {
    this.record = record
    this.company = company
    this.#requests = new Set(record.requests.map(({ index }) => index))
    this.timeoutMs = durationMs(this.input('timeout'))
    this.requestTimeoutMs = durationMs(this.input('request-timeout'))
    this.toleranceMs = durationMs(this.input('outage-tolerance'))
  }

  input(name: string): string {
    const { inputs } = this.record.setup
    // A run that was only attached to is somebody else's, so it is left unless asked.
    if (name === 'on-cancel') return inputs[name] ?? (this.attached === undefined ? 'terminate' : 'leave')
    return inputs[name] ?? DEFAULTS[name] ?? ''
  }

  /** A run is read by its application: a deployment alone does not say which that is. */
  get hasApplication(): boolean {
    const { runIsReadBy } = FACTS[this.record.setup.platform]
    return runIsReadBy.length === 0 || runIsReadBy.some((name) => this.input(name) !== '')
  }

  /** A run can be told by its alias: the platform has such names, or the job's template has a place for one that was filled. */
  get hasAlias(): boolean {
    const { platform, job } = this.record.setup
    const isFilled = ({ body }: RecordedRequest) => Object(Object(body).parameters)[ALIAS] !== undefined
    return (
      REPERTOIRES[platform].hasAlias ||
      (job?.promptTemplate?.includes(ALIAS) === true && this.of('trigger').every(isFilled))
    )
  }

  /** A search by alias finds what it should and nothing else. */
  get canProve(): boolean {
    const { searchFindsAlias, searchIgnoresPrefix } = this.record.settings
    const hasSearch = REPERTOIRES[this.record.setup.platform].search !== undefined
    return this.hasAlias && (!hasSearch || (searchFindsAlias && !searchIgnoresPrefix))
  }

  aliasOf({ alias, input }: RunView): string | undefined {
    return alias ?? Object(input).parameters?.[ALIAS]
  }

  get conclusion(): string {
    return this.record.main.outputs.conclusion ?? ''
  }

  /** The run that the outputs name, if the platform has it. */
  get told(): RunView | undefined {
    const name = this.record.main.outputs['run-id']
    return this.record.runs.find((run) => this.shown(run) === name)
  }

  /** The name of a run as people get to see it: without what is a secret of the step's environment. */
  shown({ name }: RunView): string {
    const { proxyPassword } = this.record.setup
    return proxyPassword === undefined ? name : name.replaceAll(proxyPassword, '***')
  }

  /** The platform tells of it without a name that can be used. */
  isOdd({ platform, behaviour }: RunView): boolean {
    return behaviour.fields?.[FACTS[platform].nameField] !== undefined
  }

  /** Runs that the step's triggers started, also those that come into being late; and the one of its earlier attempt that it goes on with. */
  get ours(): readonly RunView[] {
    return this.record.runs.filter((run) => this.isStarted(run) || run === this.adopted)
  }

  isStarted({ requestIndex }: RunView): boolean {
    return requestIndex !== undefined && this.#requests.has(requestIndex)
  }

  /** Runs that the attempt before this one started. */
  get earlier(): readonly RunView[] {
    if (this.company?.isRerun !== true) return []
    return this.record.runs.filter((run) => run.requestIndex !== undefined && !this.isStarted(run))
  }

  get adopted(): RunView | undefined {
    if (this.input('on-rerun') !== 'attach') return undefined
    return this.earlier.find((run) => run === this.told)
  }

  /** The run that was given, or that `if-running: attach` took. */
  get attached(): RunView | undefined {
    const { setup, runs } = this.record
    if (setup.attach !== 'no') return runs.find(({ name }) => name === ATTACHED)
    if (setup.inputs['if-running'] !== 'attach' || this.told === undefined) return undefined
    return this.isStarted(this.told) || this.earlier.includes(this.told) ? undefined : this.told
  }

  get foreign(): readonly RunView[] {
    return this.record.runs.filter((run) => !this.ours.includes(run) && run !== this.attached)
  }

  /** Its end was asked for, and not by the other step of the story. */
  isEndedByUs(run: RunView): boolean {
    const others = this.company?.other.requests ?? []
    const isAsked = others.some(({ operation, path }) => ENDINGS.includes(operation) && path.includes(run.name))
    return run.termination !== undefined && !isAsked
  }

  of(...operations: readonly Operation[]): readonly RecordedRequest[] {
    return this.record.requests.filter(({ operation }) => operations.includes(operation))
  }

  /** Requests of main; those of post are another process's. */
  ofMain(...operations: readonly Operation[]): readonly RecordedRequest[] {
    return this.of(...operations).filter((request) => !this.isOfPost(request))
  }

  ofPost(...operations: readonly Operation[]): readonly RecordedRequest[] {
    return this.of(...operations).filter((request) => this.isOfPost(request))
  }

  isOfPost({ atMs }: { readonly atMs: number }): boolean {
    return atMs >= this.record.post.startMs
  }

  get doubtful(): readonly RecordedRequest[] {
    return this.of('trigger').filter((request) => ['nothing', 'open'].includes(this.answer(request)))
  }

  answer(request: RecordedRequest): Answer {
    const { fault, status = 0, operation } = request
    // Nobody waits for what a trigger comes to once `timeout` is over.
    if (operation === 'trigger' && this.arrivedMs(request) + this.record.slackMs > this.timeoutMs) return 'open'
    if (fault === undefined) return bySelf(status)
    switch (fault.kind) {
      case 'delay':
        if (fault.delayMs > this.requestTimeoutMs + this.record.slackMs) return 'nothing'
        return this.#isInTime(fault.delayMs) ? bySelf(status) : 'open'
      case 'status':
        if (fault.status === 429) return 'later'
        return isOwn(fault.body) && fault.status < 500 && fault.status !== 408 ? 'denied' : 'nothing'
      case 'foreignBody': // an empty list is JSON of something else, and of a list too
        return fault.body === 'otherShape' && !['trigger', 'status', 'terminate'].includes(request.operation)
          ? 'open'
          : 'nothing'
      case 'resetBefore':
      case 'resetAfter':
      case 'lateEffect':
      case 'hang':
      case 'truncated':
      case 'oversized':
      case 'redirect':
        return 'nothing'
    }
  }

  /** Post, and main once it ends a run, wait for three seconds and less. */
  #isInTime(delayMs: number): boolean {
    return delayMs + this.record.setup.latencyMs + 2 * this.record.slackMs < Math.min(this.requestTimeoutMs, 1000)
  }

  /** When the answer was there, if it was. */
  arrivedMs(request: RecordedRequest): number {
    const delayMs = request.fault?.kind === 'delay' ? request.fault.delayMs : 0
    return request.atMs + delayMs + (this.record.setup.engine === 'core' ? this.record.setup.latencyMs : 0)
  }

  /** The answer was there while somebody waited for it: main waits no longer than `timeout`. */
  isHeard(request: RecordedRequest): boolean {
    const { main, post, slackMs } = this.record
    const untilMs = this.isOfPost(request) ? post.endMs : Math.min(main.endMs, this.timeoutMs)
    return this.answer(request) === 'good' && this.arrivedMs(request) + slackMs < untilMs
  }

  epoch(ms: number): number {
    return this.record.originMs + ms
  }

  /** From the start of main. */
  createdMs(run: RunView): number {
    return run.createdAtMs - this.record.originMs
  }

  /** The same as the platform tells it, whose machines may be of different minds about the time. */
  toldCreatedMs(run: RunView): number {
    return this.createdMs(run) + this.record.settings.createdAtSkewMs
  }

  /** Whether an answer has told, before the first trigger, which runs there were: then nobody goes by times. */
  get knewRunsBefore(): boolean {
    const [first] = this.of('trigger')
    const before = this.ofMain('recent', 'list', 'executions').filter(({ index }) => index < (first?.index ?? 0))
    return before.some((list) => ['good', 'open'].includes(this.answer(list)))
  }

  /**
   * "Newer is judged by the platform's clock", where what was there before is not known: a run that is told to be older than
   * the trigger can't be told from one that is.
   */
  seemsOlder(run: RunView): boolean {
    const [first] = this.of('trigger')
    return !this.knewRunsBefore && first !== undefined && this.toldCreatedMs(run) < first.atMs
  }

  statusAt(run: RunView, ms: number): string {
    return statusAt(run, this.epoch(ms))
  }

  hasEndedBy(run: RunView, ms: number): boolean {
    return endedAtMs(run, this.epoch(ms)) !== undefined
  }

  endedMs(run: RunView): number | undefined {
    const endMs = endedAtMs(run, Number.POSITIVE_INFINITY)
    return endMs === undefined ? undefined : endMs - this.record.originMs
  }

  /** Somebody asked the platform to end it, and the platform took that in. */
  isTerminated(run: RunView): boolean {
    return run.termination !== undefined
  }

  /** Main's and post's annotations: what a person is sure to see. */
  get annotations(): string {
    const { main, post } = this.record
    return [...main.annotations, ...post.annotations]
      .filter(({ source }) => source === 'action')
      .map(({ message }) => message)
      .join('\n')
  }

  /** All that was said: annotations, outputs and log. */
  get said(): string {
    const { main, post } = this.record
    return [this.annotations, ...Object.values(main.outputs), main.stdout, post.stdout].join('\n')
  }

  /** Main's lists of the job's runs, and its searches: not the one request for the latest runs before the trigger. */
  looksForRuns(requests = this.record.requests): readonly RecordedRequest[] {
    return requests.filter(({ operation }) => LOOKS.includes(operation))
  }

  /** Status answers about that run. */
  looksAt(run: RunView): readonly RecordedRequest[] {
    return this.of('status').filter(({ path }) => path.split('?')[0]?.endsWith(`/${run.name}`))
  }
}

function bySelf(status: number): Answer {
  return status >= 200 && status < 300 ? 'good' : status >= 400 && status < 500 ? 'denied' : 'nothing'
}

function isOwn(body: string | undefined): boolean {
  return body === undefined || body === 'own' || body === 'ownEcho'
}

/** How long nobody may look, at the very most: half of what has passed already, and half a minute at first. */
export function longestGapMs(elapsedMs: number): number {
  return Math.max(30_000, elapsedMs / 2)
}
