/** What the decoders of all platforms share: reading fields that may be missing, and refusing ids that can't be used. */

import * as v from 'valibot'
import type { JsonObject } from '../core/json.ts'
import type { ListedRun } from '../core/model.ts'
import { type Refusal, UnreadableAnswer } from '../core/requests/calls.ts'
import { parseExactly } from '../core/requests/exact-json.ts'
import { cutTo } from '../text/cut.ts'

/** A field that is taken if it is as documented, and otherwise absent: a run is not lost over a detail. */
export function lenient<T extends v.GenericSchema>(schema: T) {
  return v.fallback(v.optional(v.nullable(schema)), undefined)
}

export const lenientText = lenient(v.string())
export const lenientNumber = lenient(v.pipe(v.number(), v.finite()))

/** Neither platform is older, and this program won't be: a time outside is unset, in another unit, or nonsense. */
const EARLIEST_MS = Date.UTC(2015)
const LATEST_MS = Date.UTC(2100)

/** Epoch milliseconds. */
export const lenientTime = lenient(v.pipe(v.number(), v.minValue(EARLIEST_MS), v.maxValue(LATEST_MS)))

const LONGEST_STATUS = 200

/** Longer than any status: what is no word is no status. */
export const statusWord = v.pipe(v.string(), v.nonEmpty(), v.maxLength(LONGEST_STATUS))
/** In a list, where a run counts whatever its status. Empty where there is none. */
export const listedStatus = v.fallback(v.pipe(v.string(), v.maxLength(LONGEST_STATUS)), '')

/** Any JSON object, kept as it was sent. */
export const jsonObject = v.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)

/** What a double may change: many digits, zeros behind the point, powers of ten, -0. Ids and times may look like it too. */
const ODD_NUMBER = /\d[\d.]{15}|\d\.\d*0(?!\d)|\d[eE]|-0/

/** The same object with its numbers to the digit, where `body` is what it was read from and `find` finds it in there. */
export function exactly(raw: JsonObject, find: (json: unknown) => unknown, body = ''): JsonObject {
  if (!ODD_NUMBER.test(body)) return raw
  const exact = v.safeParse(jsonObject, find(parseExactly(body)))
  return exact.success ? exact.output : raw
}

/** The value as the schema reads it. Throws `UnreadableAnswer` that names the field. */
export function decode<T extends v.GenericSchema>(schema: T, json: unknown): v.InferOutput<T> {
  const result = v.safeParse(schema, json, { abortEarly: true })
  if (result.success) return result.output
  const [issue] = result.issues
  const path = v.getDotPath(issue)
  throw new UnreadableAnswer(
    path === null ? 'it is not the documented object' : `\`${path}\` is missing or not as documented`,
  )
}

const LONGEST_ID_BYTES = 512

/**
 * Why an id can't become one path segment of a URL, or undefined if it can. `.` and `..` would walk up the path,
 * and control characters have no place in an id. The bound keeps the saved state small.
 */
export function unusableId(id: string): string | undefined {
  if (id === '.' || id === '..') return `"${id}" would change the path of a URL`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(id)) return 'it holds control characters'
  if (!id.isWellFormed()) return 'it is not well-formed text'
  if (Buffer.byteLength(id) > LONGEST_ID_BYTES) return `it is longer than ${LONGEST_ID_BYTES} bytes`
  return undefined
}

/** An id that can't be used, as it is shown: it may be megabytes long, and goes into outputs and messages. */
export function shownId(id: string): string {
  return cutTo(id, 2 * LONGEST_ID_BYTES)
}

/** Entries whose names can't be used and that look alike get a number each: one more of them is one more run. */
export function toldApart(runs: readonly ListedRun[]): readonly ListedRun[] {
  const alike = new Map<string, number>()
  return runs.map((run) => {
    if (!run.isOdd) return run
    const { runId } = run.handle
    const number = (alike.get(runId) ?? 0) + 1
    alike.set(runId, number)
    return number === 1 ? run : { ...run, handle: { ...run.handle, runId: `${runId} no. ${number}` } }
  })
}

/** An id that is needed: the answer can't be read without it. */
export const usableId = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.check((id) => unusableId(id) === undefined),
)
/** An id that is taken if it can be used, and otherwise absent. */
export const lenientId = lenient(usableId)

/**
 * One path segment. In a request's path the id must have passed `unusableId`; in a link for people any id will do, since
 * a run whose id can't be used is named all the same.
 */
export function segment(id: string): string {
  return encodeURIComponent(id.toWellFormed())
}

/** What an HTTP status says of the platform's no, where the platform keeps to HTTP's meanings. */
export function refusalOf(status: number): Refusal {
  if (status === 404) return 'missing'
  return status === 401 || status === 403 ? 'not_allowed' : 'other'
}

/** An object without the keys whose value is undefined or null. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined | null> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as {
    [K in keyof T]?: Exclude<T[K], undefined | null>
  }
}
