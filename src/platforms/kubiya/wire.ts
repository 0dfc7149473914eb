/** Kubiya's answers (API page Trigger Job; docs of executions), from unknown JSON to checked types. */

import * as v from 'valibot'
import type { RunSnapshot } from '../../core/model.ts'
import { type PlatformError, UnreadableAnswer } from '../../core/requests/calls.ts'
import { oneLine } from '../../text/lines.ts'
import {
  decode,
  exactly,
  jsonObject,
  lenient,
  lenientNumber,
  lenientText,
  lenientTime,
  listedStatus,
  present,
  refusalOf,
  shownId,
  statusWord,
  unusableId,
} from '../wire.ts'
import { phaseOf } from './status.ts'

const LONGEST_REASON = 500

const name = v.pipe(v.string(), v.nonEmpty())

const execution = v.object({
  id: name,
  status: statusWord,
  error_message: lenientText,
  response: lenientText,
  usage: lenient(
    v.object({ prompt_tokens: lenientNumber, completion_tokens: lenientNumber, total_tokens: lenientNumber }),
  ),
  created_at: lenientText,
  started_at: lenientText,
  completed_at: lenientText,
})
const triggered = v.object({ execution_id: name })
const listed = v.object({
  id: lenientText,
  execution_id: lenientText,
  status: listedStatus,
  created_at: lenientText,
  started_at: lenientText,
  completed_at: lenientText,
  prompt: lenientText,
  execution_metadata: v.fallback(v.object({ job_id: lenientText }), {}),
})
/** Only what has an id is told, so an entry that is no object at all is as good as none. */
const list = v.array(v.fallback(listed, { status: '', execution_metadata: {} }))
const executions = v.object({ executions: list, total_count: lenientNumber })
const termination = v.object({ success: v.boolean(), error: lenientText })
const errorDetail = v.object({
  detail: v.union([
    v.string(),
    v.object({ error: v.string(), message: v.string(), hint: lenientText }),
    v.array(v.object({ loc: v.fallback(v.array(v.union([v.string(), v.number()])), []), msg: v.string() })),
  ]),
})

export function readTriggered(json: unknown): string {
  return decode(triggered, json).execution_id
}

/** Some versions answer an array with the one execution in it. A gateway's `{"status": "failed"}` has no id, and is none. */
export function readExecution(json: unknown, runId: string, body?: string): RunSnapshot {
  const raw = decode(jsonObject, alone(json))
  const { id, status, error_message, response, usage, created_at, started_at, completed_at } = decode(execution, raw)
  if (id.toLowerCase() !== runId.toLowerCase()) throw new UnreadableAnswer('it is about another execution')
  return {
    ...present({
      error: error_message,
      result: response,
      usage: usage ? tokens(usage) : undefined,
      startedAtMs: epochMs(started_at) ?? epochMs(created_at),
      endedAtMs: epochMs(completed_at),
    }),
    status,
    phase: phaseOf(status),
    raw: exactly(raw, alone, body),
  }
}

function alone(json: unknown): unknown {
  return Array.isArray(json) && json.length === 1 ? json[0] : json
}

/** `1234 tokens (1034 in, 200 out)` */
function tokens(usage: NonNullable<v.InferOutput<typeof execution>['usage']>): string | undefined {
  const { total_tokens: total, prompt_tokens: sent, completion_tokens: received } = usage
  if (!total) return undefined
  return sent && received ? `${total} tokens (${sent} in, ${received} out)` : `${total} tokens`
}

/** Entries without an id (of executions that were deleted) can't be named and are left out. `total` is that of all pages, 0 where it is not told. */
export function readExecutions(json: unknown) {
  const { executions: page, total_count } = decode(executions, json)
  const named = page.flatMap(listedOf)
  return { executions: named, total: (total_count ?? 0) - (page.length - named.length) }
}

/** Epoch milliseconds, by the execution's id. */
export function readCreationTimes(json: unknown): ReadonlyMap<string, number> {
  const entries = decode(list, json).flatMap(listedOf)
  return new Map(
    entries.flatMap(({ id, createdAtMs }) => (createdAtMs === undefined ? [] : [[id, createdAtMs] as const])),
  )
}

/** Of all executions, those of this job (or of one that is not told) whose prompt holds the text. */
export function readPrompted(json: unknown, jobId: string, text: string) {
  const ofJob = decode(list, json).filter(({ prompt, execution_metadata: { job_id } }) => {
    return prompt?.includes(text) && (job_id ?? jobId) === jobId
  })
  return ofJob.flatMap(listedOf)
}

/** One whose id can't be used was not deleted: it is told by that id all the same, so that it is known again. */
function listedOf(entry: v.InferOutput<typeof listed>) {
  const given = entry.execution_id ?? entry.id
  if (given === undefined || given === null) return []
  const isOdd = given === '' || unusableId(given) !== undefined
  const id = isOdd ? `(an execution without a usable id, ${shownId(given)})` : given
  const workingSinceMs = epochMs(entry.started_at)
  const times = { createdAtMs: epochMs(entry.created_at) ?? workingSinceMs, endedAtMs: epochMs(entry.completed_at) }
  const odd = isOdd ? { isOdd } : {}
  return [{ id, status: entry.status, phase: phaseOf(entry.status), ...present({ ...times, workingSinceMs }), ...odd }]
}

export function readTermination(json: unknown): void {
  const { success, error } = decode(termination, json)
  if (!success) throw new UnreadableAnswer(`it says no${error ? `: ${oneLine(error, LONGEST_REASON)}` : ''}`)
}

/**
 * Errors of the own server that are 500s and yet a plain no. The trigger looks for missing parameters and for workers
 * before it creates the execution (seen on that server), so neither starts anything; an id that is no UUID is nobody's.
 */
const NOTHING_STARTED =
  /^Failed to trigger job: (?:Missing required parameters: |.{0,80}No workers are currently running for your organization)/s
const NO_UUID = /badly formed hexadecimal UUID string/

function refusalIn500(message: string): Partial<PlatformError> {
  if (NO_UUID.test(message)) return { refusal: 'missing', isRefusal: true }
  return NOTHING_STARTED.test(message) ? { isRefusal: true } : {}
}

/** FastAPI's error body: a text, a list of what is wrong where, or (401) an object. */
export function readDetail(json: unknown, status: number): PlatformError | undefined {
  const error = v.safeParse(errorDetail, json)
  if (!error.success) return undefined
  const { detail } = error.output
  const message = wordsOf(detail)
  return { refusal: refusalOf(status), message, ...(status === 500 ? refusalIn500(message) : {}) }
}

function wordsOf(detail: v.InferOutput<typeof errorDetail>['detail']): string {
  if (typeof detail === 'string') return detail
  if ('error' in detail) return [`${detail.error}: ${detail.message}`, ...(detail.hint ? [detail.hint] : [])].join('. ')
  return detail.map(({ loc, msg }) => (loc.length === 0 ? msg : `${loc.join('.')}: ${msg}`)).join('; ')
}

/** Date, time, zone. */
const ISO_8601 = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/i

/** ISO 8601; a time without a zone is UTC, as FastAPI writes it, and never the runner's own. */
function epochMs(text: string | null | undefined): number | undefined {
  const parts = ISO_8601.exec(text ?? '')
  if (parts === null) return undefined
  const [, date, time = '00:00', zone = 'Z'] = parts
  const [hours, minutes = '00'] = zone.match(/\d\d/g) ?? []
  const offset = hours === undefined ? 'Z' : `${zone.charAt(0)}${hours}:${minutes}`
  return v.parse(lenientTime, Date.parse(`${date}T${time}${offset}`)) ?? undefined
}
