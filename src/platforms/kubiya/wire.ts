/** Kubiya's answers (API page Trigger Job; docs of executions), from unknown JSON to checked types. */

import * as v from 'valibot'
import type { RunSnapshot } from '../../core/model.ts'
import type { PastRun } from '../../core/progress.ts'
import { decode, jsonObject, lenient, lenientText, pastRun, present } from '../wire.ts'
import { phaseOf } from './status.ts'

const name = v.pipe(v.string(), v.nonEmpty())
/** Longer than any status: what is no word is no status. */
const status = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200))

const execution = v.object({
  status,
  error_message: lenientText,
  response: lenientText,
  created_at: lenientText,
  started_at: lenientText,
  completed_at: lenientText,
})
const triggered = v.object({ execution_id: name })
const listed = v.object({
  id: lenient(name),
  execution_id: lenient(name),
  status: v.fallback(v.string(), ''),
  created_at: lenientText,
  started_at: lenientText,
  completed_at: lenientText,
})
const executions = v.object({ executions: v.array(listed) })
const termination = v.object({ success: v.literal(true) })
const errorDetail = v.object({
  detail: v.union([
    v.string(),
    v.array(v.object({ loc: v.fallback(v.array(v.union([v.string(), v.number()])), []), msg: v.string() })),
  ]),
})

export function readTriggered(json: unknown): string {
  return decode(triggered, json).execution_id
}

/** Some versions answer an array with the one execution in it. */
export function readExecution(json: unknown): RunSnapshot {
  const raw = decode(jsonObject, Array.isArray(json) && json.length === 1 ? json[0] : json)
  const { status, error_message, response, created_at, started_at, completed_at } = decode(execution, raw)
  return {
    ...present({
      error: error_message,
      result: response,
      startedAtMs: epochMs(started_at) ?? epochMs(created_at),
      endedAtMs: epochMs(completed_at),
    }),
    status,
    phase: phaseOf(status),
    raw,
  }
}

/** Entries without an id can't be named and are left out. */
export function readExecutions(json: unknown) {
  return decode(executions, json).executions.flatMap((entry) => {
    const id = entry.execution_id ?? entry.id
    if (id === undefined || id === null) return []
    return [{ id, status: entry.status, createdAtMs: epochMs(entry.created_at) ?? epochMs(entry.started_at) }]
  })
}

/** Executions with a known end, the latest first, without the one that is waited for. */
export function readHistory(json: unknown, own: string): readonly PastRun[] {
  const others = decode(executions, json).executions.filter((entry) => entry.execution_id !== own && entry.id !== own)
  const dated = others.map((entry) => {
    const startedAtMs = epochMs(entry.started_at)
    return { ...entry, startedAtMs, createdAtMs: epochMs(entry.created_at) ?? startedAtMs }
  })
  return dated
    .sort((a, b) => (b.createdAtMs ?? 0) - (a.createdAtMs ?? 0))
    .flatMap((run) => pastRun(phaseOf(run.status), run.createdAtMs, epochMs(run.completed_at), run.startedAtMs))
}

export function readTermination(json: unknown): void {
  decode(termination, json)
}

/** FastAPI's error body: a text, or a list of what is wrong where. */
export function readDetail(json: unknown): { readonly message: string } | undefined {
  const error = v.safeParse(errorDetail, json)
  if (!error.success) return undefined
  const { detail } = error.output
  if (typeof detail === 'string') return { message: detail }
  return { message: detail.map(({ loc, msg }) => (loc.length === 0 ? msg : `${loc.join('.')}: ${msg}`)).join('; ') }
}

/** ISO 8601; a time without a zone is UTC, as FastAPI writes it. */
function epochMs(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined) return undefined
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined
  const hasZone = /(?:z|[+-]\d\d:?\d\d)$/i.test(text)
  const time = Date.parse(hasZone || !text.includes('T') ? text : `${text}Z`)
  return Number.isNaN(time) ? undefined : time
}
