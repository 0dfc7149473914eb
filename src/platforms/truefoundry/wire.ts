/** TrueFoundry's answers (API pages: Trigger Job, Get Job Run, List Job Runs), from unknown JSON to checked types. */

import * as v from 'valibot'
import { isObject, type JsonObject } from '../../core/json.ts'
import type { RunHandle, RunSnapshot, Target } from '../../core/model.ts'
import { type PlatformError, UnreadableAnswer } from '../../core/requests/calls.ts'
import {
  decode,
  exactly,
  jsonObject,
  lenient,
  lenientId,
  lenientText,
  lenientTime,
  listedStatus,
  present,
  refusalOf,
  segment,
  statusWord,
  usableId,
} from '../wire.ts'
import { phaseOf } from './status.ts'

/** What all paths begin with. */
export const API = '/api/svc/v1'

const name = v.pipe(v.string(), v.nonEmpty())
const finite = v.pipe(v.number(), v.finite())
const version = lenient(v.union([v.string(), v.pipe(finite, v.transform(String))]))

/** `JobRun`: of all its fields only `status` has to be there. Times are epoch milliseconds. */
const jobRun = v.object({
  status: statusWord,
  createdAt: lenientTime,
  endTime: lenientTime,
  exitCode: lenient(v.union([finite, v.pipe(v.string(), v.regex(/^-?\d{1,9}$/), v.transform(Number))])),
  error: lenientText,
  applicationId: lenientId,
  deploymentId: lenientId,
  deploymentVersion: version,
})

/** The name is needed, wherever it stands: a run that can be named must not be started again. */
const triggered = v.object({ jobRunName: lenient(name), data: lenient(jsonObject) })
/** What tells of which run an answer is. */
const namedFields = v.object({ name: lenientText, applicationId: lenientText })
const namedRun = v.object({ data: v.object({ name }) })
/**
 * `pagination` is required: a page that does not say how many there are can't show that there are no more. An entry that
 * is not as documented is only that entry.
 */
const runPage = v.object({
  data: v.array(v.unknown()),
  pagination: v.object({ total: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
})
const listedRun = v.fallback(
  v.object({
    name: v.fallback(v.string(), ''),
    status: listedStatus,
    createdAt: lenientTime,
    endTime: lenientTime,
    deploymentId: lenientId,
    deploymentVersion: version,
  }),
  { name: '', status: '' },
)
/** Nothing of it is needed, yet an answer with neither is not the platform's. */
const termination = v.union([v.object({ jobRunStatus: v.string() }), v.object({ message: v.string() })])
const fqnAnswer = v.object({ applicationId: usableId })
const appAnswer = v.object({ activeDeploymentId: usableId })
const httpError = v.object({ statusCode: v.number(), message: v.string() })

/** Older control planes answered the bare object where newer ones wrap it in `data`. */
export function unwrapped(json: unknown): unknown {
  return isObject(json) && isObject(json.data) ? json.data : json
}

export function readTriggered(
  json: unknown,
  body?: string,
): { readonly jobRunName: string; readonly run?: RunSnapshot } {
  const { jobRunName: given, data } = decode(triggered, json)
  const inRun = v.safeParse(namedRun, json)
  const jobRunName =
    given ?? (inRun.success ? inRun.output.data.name : decode(v.object({ jobRunName: name }), json).jobRunName)
  const run = v.safeParse(jobRun, data)
  return { jobRunName, ...(data && run.success ? { run: snapshot(run.output, exactly(data, dataOf, body)) } : {}) }
}

function dataOf(json: unknown): unknown {
  return isObject(json) ? json.data : undefined
}

/** An answer that names another run, or another application, than was asked about says nothing of ours. */
export function readJobRun(json: unknown, { runId, target: { applicationId } }: RunHandle, body?: string): RunSnapshot {
  const raw = decode(jsonObject, unwrapped(json))
  const named = decode(namedFields, raw)
  const isOther = isAnother(named.name, runId) || isAnother(named.applicationId, applicationId)
  if (isOther) throw new UnreadableAnswer('it is about another job run')
  return snapshot(decode(jobRun, raw), exactly(raw, unwrapped, body))
}

function isAnother(given: string | null | undefined, asked: unknown): boolean {
  return typeof given === 'string' && given !== asked
}

function snapshot(run: v.InferOutput<typeof jobRun>, raw: JsonObject): RunSnapshot {
  const { createdAt, endTime, status, exitCode, error, ...own } = run
  return {
    ...present({ exitCode, error, startedAtMs: createdAt, endedAtMs: endTime }),
    ...present({ version: own.deploymentVersion }),
    own: present(own),
    status,
    phase: phaseOf(status),
    raw,
  }
}

export function readRunPage(json: unknown) {
  const { data, pagination } = decode(runPage, json)
  return { runs: data.map((entry) => v.parse(listedRun, entry)), total: pagination.total }
}

/** `POST /api/svc/v1/jobs/terminate` */
export function readTermination(json: unknown): void {
  decode(termination, json)
}

/** `GET /api/svc/v1/fqn/app` */
export function readApplicationId(json: unknown): string {
  return decode(fqnAnswer, unwrapped(json)).applicationId
}

/** `GET /api/svc/v1/apps/{applicationId}` */
export function readActiveDeploymentId(json: unknown): string {
  return decode(appAnswer, unwrapped(json)).activeDeploymentId
}

/**
 * `HttpError`: both fields are required, which tells it from a gateway's `{message}`. One that names another status than
 * the answer has is somebody else's.
 */
export function readHttpError(json: unknown, status: number): PlatformError | undefined {
  const error = v.safeParse(httpError, json)
  if (!error.success || error.output.statusCode !== status) return undefined
  return { refusal: refusalOf(status), message: error.output.message }
}

/** An id of the target as one segment of a path. */
export function idSegment(target: Target, key: string): string {
  const id = target[key]
  if (typeof id !== 'string') throw new TypeError(`the target has no ${key}`)
  return segment(id)
}
