/** Outcome -> outputs: the only place that knows the outputs' public names. */

import type { Json, JsonObject } from '../core/json.ts'
import type { Conclusion, Outcome, RunHandle, RunSnapshot } from '../core/model.ts'

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
  // A character takes a byte at least: of a text of megabytes no more is looked at than may be kept.
  if (text.length <= mostBytes && Buffer.byteLength(text) <= mostBytes) return text
  const kept = Buffer.from(text.slice(0, mostBytes)).subarray(0, mostBytes - Buffer.byteLength(CUT))
  // As a stream, since its decoder keeps back what a character has begun with.
  return `${new TextDecoder('utf-8', { ignoreBOM: true }).decode(kept, { stream: true })}${CUT}`
}

/**
 * JSON of at most that many bytes: long strings are cut and marked; where that is not enough, or the nesting is deeper
 * than can be written, long lists and deep parts are cut too. However large the value, each attempt ends as soon as it
 * is certain to be too long.
 */
export function boundedJson(value: JsonObject, mostBytes: number): string {
  const keys = new Map<object, readonly string[]>()
  for (const { items, depth } of [ALL, { items: 200, depth: 20 }, { items: 20, depth: 6 }]) {
    for (let longest = mostBytes; longest >= 64; longest = Math.floor(longest / 4)) {
      const room: Room = { bytes: mostBytes, keys }
      const kept = pruned(value, { longest, items, depth }, room)
      const text = room.bytes < 0 ? undefined : JSON.stringify(kept)
      if (text !== undefined && Buffer.byteLength(text) <= mostBytes) return text
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

interface Room {
  /** What is left of the text, as far as is known for certain. Below 0 the attempt has failed. */
  bytes: number
  /** Keys of large objects that were looked at already. */
  readonly keys: Map<object, readonly string[]>
}

/** Deeper than anything that a platform has a use for, and less than the stack holds. */
const ALL = { items: Number.POSITIVE_INFINITY, depth: 500 }
const CUT = '… [cut]'

function pruned(value: Json, limits: Limits, room: Room): Json {
  const { longest, items, depth } = limits
  if (typeof value === 'string') return charged(cutToBytes(value, longest), room)
  room.bytes -= 1
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return CUT
  const below = { ...limits, depth: depth - 1 }
  if (isList(value)) {
    const kept = within(value, items, room).map((item) => pruned(item, below, room))
    return value.length > items ? [...kept, CUT] : kept
  }
  const keys = keysOf(value, room)
  const kept = within(keys, items, room).map(
    (key) => [charged(cutToBytes(key, longest), room), pruned(value[key] ?? null, below, room)] as const,
  )
  return Object.fromEntries(keys.length > items ? [...kept, [CUT, CUT] as const] : kept)
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value)
}

function charged(text: string, room: Room): string {
  room.bytes -= text.length
  return text
}

/** The first so many, or none where there is no room for so many. */
function within<T>(members: readonly T[], most: number, room: Room): readonly T[] {
  if (Math.min(members.length, most) > room.bytes) room.bytes = -1
  return room.bytes < 0 ? [] : members.slice(0, most)
}

/** To list the keys of an object of millions takes longer than all else. */
function keysOf(value: JsonObject, { keys }: Room): readonly string[] {
  const known = keys.get(value) ?? Object.keys(value)
  if (known.length > 1000) keys.set(value, known)
  return known
}

/** Control characters could move a terminal's cursor or end a line early; JSON has them escaped already. */
function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
}

function mapValues<K extends string>(record: Readonly<Record<K, string>>, change: (value: string) => string) {
  return Object.fromEntries(Object.entries<string>(record).map(([key, value]) => [key, change(value)]))
}
