/**
 * What the record proves: which answers can have reached the step, and what they said. Read off the control plane's own
 * record and the contract's words; of the action nothing is known here but the requests that it made.
 */

import type { RecordedRequest, RunView } from '../../sandbox/control-plane/simulator.ts'
import { endedAtMs, statusAt } from '../../sandbox/control-plane/timeline.ts'
import type { Operation } from '../../sandbox/control-plane/types.ts'
import { ATTACHED } from '../plot.ts'
import type { StoryRecord } from '../record.ts'
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

/** A watch ends where no other look would fit in before `timeout`. */
export const LAST_LOOK_MS = 1000

export class Evidence {
  readonly record: StoryRecord
  readonly timeoutMs: number
  readonly requestTimeoutMs: number
  readonly toleranceMs: number

  constructor(record: StoryRecord) {
    this.record = record
    this.timeoutMs = durationMs(this.input('timeout'))
    this.requestTimeoutMs = durationMs(this.input('request-timeout'))
    this.toleranceMs = durationMs(this.input('outage-tolerance'))
  }

  input(name: string): string {
    const { inputs, attach } = this.record.plot
    // A run that was only attached to is somebody else's, so it is left unless asked.
    if (name === 'on-cancel') return inputs[name] ?? (attach === 'no' ? 'terminate' : 'leave')
    return inputs[name] ?? DEFAULTS[name] ?? ''
  }

  /** A run is read by its application: a deployment alone does not say which that is. */
  get hasApplication(): boolean {
    const { platform } = this.record.plot
    return platform === 'kubiya' || this.input('application-id') !== '' || this.input('application-fqn') !== ''
  }

  get conclusion(): string {
    return this.record.main.outputs.conclusion ?? ''
  }

  /** The run that the outputs name, if the platform has it. */
  get told(): RunView | undefined {
    const name = this.record.main.outputs['run-id']
    return this.record.runs.find((run) => run.name === name)
  }

  /** Runs that the step's triggers started, also those that come into being late. */
  get ours(): readonly RunView[] {
    return this.record.runs.filter(({ requestIndex }) => requestIndex !== undefined)
  }

  get attached(): RunView | undefined {
    return this.record.plot.attach === 'no' ? undefined : this.record.runs.find(({ name }) => name === ATTACHED)
  }

  get foreign(): readonly RunView[] {
    return this.record.runs.filter((run) => run.requestIndex === undefined && run !== this.attached)
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
    return delayMs + this.record.plot.latencyMs + 2 * this.record.slackMs < Math.min(this.requestTimeoutMs, 1000)
  }

  /** When the answer was there, if it was. */
  arrivedMs(request: RecordedRequest): number {
    const delayMs = request.fault?.kind === 'delay' ? request.fault.delayMs : 0
    return request.atMs + delayMs + (this.record.plot.engine === 'core' ? this.record.plot.latencyMs : 0)
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
    return requests.filter(({ operation }) => ['list', 'search', 'executions'].includes(operation))
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
