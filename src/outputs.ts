/** Outcome -> outputs: the only place that knows the outputs' public names. */

import type { Json, JsonObject } from './core/json.ts'
import type { Conclusion, Outcome, RunHandle, RunSnapshot } from './core/model.ts'

export type OutputName =
  | 'run-id'
  | 'run-url'
  | 'status'
  | 'conclusion'
  | 'exit-code'
  | 'error'
  | 'started-at'
  | 'ended-at'
  | 'duration-seconds'
  | 'application-id'
  | 'deployment-id'
  | 'deployment-version'
  | 'result'
  | 'run'

export type Outputs = Readonly<Record<OutputName, string>>

const KIB = 1024
const LONGEST_ERROR_BYTES = 4 * KIB
const LONGEST_RESULT_BYTES = 64 * KIB
const LONGEST_RUN_BYTES = 64 * KIB

/** All outputs, empty where nothing is known. Free of control characters other than newline and tab. */
export function outputsOf(conclusion: Conclusion, run?: RunHandle, last?: RunSnapshot): Outputs {
  const target = run?.target ?? {}
  const outputs: Outputs = {
    'run-id': run?.runId ?? '',
    'run-url': run?.runUrl ?? '',
    status: last?.status ?? '',
    conclusion,
    'exit-code': last?.exitCode === undefined ? '' : String(last.exitCode),
    error: cutToBytes(last?.error ?? '', LONGEST_ERROR_BYTES),
    'started-at': isoTime(last?.startedAtMs),
    'ended-at': isoTime(last?.endedAtMs),
    'duration-seconds': durationSeconds(last),
    'application-id': last?.applicationId ?? textOr(target.applicationId),
    'deployment-id': last?.deploymentId ?? textOr(target.deploymentId),
    'deployment-version': last?.deploymentVersion ?? '',
    result: cutToBytes(last?.result ?? '', LONGEST_RESULT_BYTES),
    run: last === undefined ? '' : boundedJson(last.raw, LONGEST_RUN_BYTES),
  }
  return { ...outputs, ...mapValues(outputs, withoutControls) }
}

/** What is written of a run as soon as there is one. */
export function firstOutputs(run: RunHandle, last: RunSnapshot | undefined): Partial<Outputs> {
  const { runId, runUrl } = run
  const first = { 'run-id': runId, 'run-url': runUrl, status: last?.status ?? '', conclusion: 'pending' }
  return mapValues(first, withoutControls)
}

/** The `conclusion` output. A closed switch: an outcome that nobody named does not compile. */
export function conclusionOf(outcome: Outcome): Conclusion {
  switch (outcome.kind) {
    case 'ended':
      switch (outcome.phase) {
        case 'succeeded':
          return 'success'
        case 'failed':
          return 'failure'
        case 'terminated':
          return 'terminated'
      }
      break
    case 'timed_out':
    case 'cancelled':
    case 'lost':
    case 'pending':
    case 'not_started':
    case 'unknown':
    case 'action_required':
      return outcome.kind
  }
}

/** The outputs at the end of the step. */
export function finalOutputs(outcome: Outcome): Outputs {
  const conclusion = conclusionOf(outcome)
  switch (outcome.kind) {
    case 'not_started':
    case 'unknown':
      return outputsOf(conclusion)
    case 'ended':
    case 'timed_out':
    case 'cancelled':
    case 'lost':
    case 'pending':
    case 'action_required':
      return outputsOf(conclusion, outcome.run, outcome.last)
  }
}

function textOr(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function isoTime(epochMs: number | undefined): string {
  // Beyond 8.64e15 ms a Date can't be written.
  return epochMs === undefined || Math.abs(epochMs) > 8.64e15 ? '' : new Date(epochMs).toISOString()
}

/** Whole seconds between start and end (nothing where they contradict each other), since the unit of TrueFoundry's own `duration` is not documented. */
function durationSeconds(last: RunSnapshot | undefined): string {
  if (last?.startedAtMs === undefined || last.endedAtMs === undefined) return ''
  const durationMs = last.endedAtMs - last.startedAtMs
  return Number.isFinite(durationMs) && durationMs >= 0 ? String(Math.round(durationMs / 1000)) : ''
}

/** Cut so that the UTF-8 form fits, never in the middle of a character, and marked as cut. */
export function cutToBytes(text: string, mostBytes: number): string {
  if (Buffer.byteLength(text) <= mostBytes) return text
  const mark = CUT
  const kept = Buffer.from(text).subarray(0, mostBytes - Buffer.byteLength(mark))
  return `${kept.toString('utf8').replace(/\uFFFD+$/, '')}${mark}`
}

/**
 * JSON of at most that many bytes: long strings are cut and marked; where that is not enough, or the nesting is deeper
 * than can be written, long lists and deep parts are cut too.
 */
export function boundedJson(value: JsonObject, mostBytes: number): string {
  for (const { items, depth } of [ALL, { items: 200, depth: 20 }, { items: 20, depth: 6 }]) {
    for (let longest = mostBytes; longest >= 64; longest = Math.floor(longest / 4)) {
      const text = JSON.stringify(pruned(value, { longest, items, depth }))
      if (Buffer.byteLength(text) <= mostBytes) return text
    }
  }
  return JSON.stringify({ truncated: `the run is larger than ${mostBytes} bytes` })
}

interface Limits {
  /** Of a string, in bytes. */
  readonly longest: number
  /** Of a list or an object. */
  readonly items: number
  readonly depth: number
}

/** Deeper than anything that a platform has a use for, and less than the stack holds. */
const ALL = { items: Number.POSITIVE_INFINITY, depth: 500 }
const CUT = '… [cut]'

function pruned(value: Json, limits: Limits): Json {
  const { longest, items, depth } = limits
  if (typeof value === 'string') return cutToBytes(value, longest)
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return CUT
  const below = { ...limits, depth: depth - 1 }
  if (Array.isArray(value)) {
    const kept = value.slice(0, items).map((item: Json) => pruned(item, below))
    return value.length > items ? [...kept, CUT] : kept
  }
  const entries = Object.entries<Json>(value)
  const kept = entries.slice(0, items).map(([key, item]) => [cutToBytes(key, longest), pruned(item, below)] as const)
  return Object.fromEntries(entries.length > items ? [...kept, [CUT, CUT] as const] : kept)
}

/** Control characters could move a terminal's cursor or end a line early; JSON has them escaped already. */
function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
}

function mapValues<K extends string>(record: Readonly<Record<K, string>>, change: (value: string) => string) {
  return Object.fromEntries(Object.entries<string>(record).map(([key, value]) => [key, change(value)]))
}
