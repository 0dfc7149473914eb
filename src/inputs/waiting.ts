/** The inputs that say how to wait for a run, which are the same for every platform. */

import type { PollInterval } from '../pace/index.ts'
import type { InputReader } from './reader.ts'

const IF_RUNNING = ['start', 'attach', 'wait', 'skip', 'fail'] as const
export type IfRunning = (typeof IF_RUNNING)[number]

export interface Waiting {
  readonly wait: boolean
  /** For the step in all, from its start. */
  readonly timeoutMs: number
  /** How long the run may wait before it works, from the trigger or the attach. */
  readonly queueTimeoutMs?: number
  readonly onTimeout: 'leave' | 'terminate'
  /** Absent where it was not given: then it depends on whether the run is this step's own. */
  readonly onCancel?: 'leave' | 'terminate'
  readonly onRerun: 'attach' | 'start'
  /** What is done about a run of the same job that is going already. */
  readonly ifRunning: IfRunning
  readonly pollInterval: PollInterval
  /** For one HTTP request. */
  readonly requestTimeoutMs: number
  /** How long the platform may be unreachable in one stretch. */
  readonly outageToleranceMs: number
  readonly onInputRequired: 'wait' | 'fail'
  /** Show the run's log lines. */
  readonly logs: boolean
  /** Write the job summary. */
  readonly summary: boolean
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** Shorter than this, a poll is a hot loop, and a request's time-out is shorter than the way there and back. */
const SHORTEST_MS = 100

export function readWaiting(reader: InputReader, isAttaching: boolean): Waiting {
  const wait = reader.boolean('wait', true)
  if (isAttaching && !wait) {
    reader.fault('wait', 'false', 'true with run-id, which is there to wait for a run (or false without run-id)')
  }
  const onCancel =
    reader.text('on-cancel') === undefined ? undefined : reader.oneOf('on-cancel', ['terminate', 'leave'], 'terminate')
  const hasQueueTimeout = reader.text('queue-timeout') !== undefined
  return {
    wait,
    timeoutMs: reader.duration('timeout', HOUR_MS),
    ...(hasQueueTimeout ? { queueTimeoutMs: reader.duration('queue-timeout', HOUR_MS) } : {}),
    onTimeout: reader.oneOf('on-timeout', ['leave', 'terminate'], 'leave'),
    ...(onCancel === undefined ? {} : { onCancel }),
    onRerun: reader.oneOf('on-rerun', ['attach', 'start'], 'attach'),
    ifRunning: readIfRunning(reader, isAttaching),
    pollInterval: readPollInterval(reader),
    requestTimeoutMs: reader.duration('request-timeout', 30 * SECOND_MS, SHORTEST_MS),
    outageToleranceMs: reader.duration('outage-tolerance', 10 * MINUTE_MS, 0),
    logs: reader.boolean('logs', true),
    summary: reader.boolean('summary', true),
    onInputRequired: reader.oneOf('on-input-required', ['wait', 'fail'], 'wait'),
  }
}

function readIfRunning(reader: InputReader, isAttaching: boolean): IfRunning {
  const ifRunning = reader.oneOf('if-running', IF_RUNNING, 'start')
  if (isAttaching && ifRunning !== 'start') {
    reader.fault('if-running', ifRunning, 'start with run-id, which attaches to that run whatever else is going')
  }
  return ifRunning
}

function readPollInterval(reader: InputReader): PollInterval {
  const text = reader.text('poll-interval')
  if (text === undefined || text === 'auto') return { kind: 'auto' }
  return { kind: 'fixed', intervalMs: reader.duration('poll-interval', HOUR_MS, SHORTEST_MS, 'auto, or ') }
}
