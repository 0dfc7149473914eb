/** TrueFoundry's answers (API pages: Trigger Job, Get Job Run, List Job Runs), from unknown JSON to checked types. */

import * as v from 'valibot'
import { isObject } from '../../core/json.ts'
import type { RunSnapshot } from '../../core/model.ts'
import { decode, jsonObject, lenient, lenientNumber, lenientText, present } from '../wire.ts'
import { phaseOf } from './status.ts'

const name = v.pipe(v.string(), v.nonEmpty())

/** `JobRun`: of all its fields only `status` has to be there. Times are epoch milliseconds. */
const jobRun = v.object({
  status: name,
  createdAt: lenientNumber,
  endTime: lenientNumber,
  exitCode: lenientNumber,
  error: lenientText,
  applicationId: lenientText,
  deploymentId: lenientText,
  deploymentVersion: lenient(v.union([v.string(), v.pipe(v.number(), v.transform(String))])),
})

const triggered = v.object({ jobRunName: name, data: lenient(jsonObject) })
const runPage = v.object({
  data: v.array(
    v.object({ name, status: v.fallback(v.string(), ''), createdAt: lenientNumber, deploymentId: lenientText }),
  ),
  pagination: lenient(v.object({ total: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
})
const fqnAnswer = v.object({ applicationId: name })
const appAnswer = v.object({ activeDeploymentId: name })
const httpError = v.object({ statusCode: v.number(), message: v.string() })

/** Older control planes answered the bare object where newer ones wrap it in `data`. */
function unwrapped(json: unknown): unknown {
  return isObject(json) && isObject(json.data) ? json.data : json
}

export function readTriggered(json: unknown): { readonly jobRunName: string; readonly run?: RunSnapshot } {
  const { jobRunName, data } = decode(triggered, json)
  const run = v.safeParse(jobRun, data)
  return { jobRunName, ...(run.success ? { run: readJobRun(data) } : {}) }
}

export function readJobRun(json: unknown): RunSnapshot {
  const raw = decode(jsonObject, unwrapped(json))
  const run = decode(jobRun, raw)
  const { createdAt, endTime, status, ...rest } = run
  return {
    ...present({ ...rest, startedAtMs: createdAt, endedAtMs: endTime }),
    status,
    phase: phaseOf(status),
    raw,
  }
}

export function readRunPage(json: unknown) {
  const { data, pagination } = decode(runPage, json)
  return { runs: data, total: pagination?.total ?? data.length }
}

/** `GET /api/svc/v1/fqn/app` */
export function readApplicationId(json: unknown): string {
  return decode(fqnAnswer, unwrapped(json)).applicationId
}

/** `GET /api/svc/v1/apps/{applicationId}` */
export function readActiveDeploymentId(json: unknown): string {
  return decode(appAnswer, unwrapped(json)).activeDeploymentId
}

/** `HttpError`: both fields are required, which tells it from a gateway's `{message}`. */
export function readHttpError(json: unknown): { readonly message: string } | undefined {
  const error = v.safeParse(httpError, json)
  return error.success ? { message: error.output.message } : undefined
}
