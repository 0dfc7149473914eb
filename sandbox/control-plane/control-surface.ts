/**
 * The simulator's own HTTP surface, for use by hand; it needs no key.
 *
 *     GET    /_sandbox/requests     every request so far, without its headers
 *     GET    /_sandbox/runs         every run with its state as of now
 *     GET    /_sandbox/jobs         every job
 *     POST   /_sandbox/jobs         puts a job in: {"platform": "kubiya", "jobId": "mine", "behaviour": {"timeline": [...]}}
 *     GET    /_sandbox/faults       the fault rules in force
 *     POST   /_sandbox/faults       adds one: {"operation": "status", "nth": 2, "times": 3, "fault": {"kind": "status", "status": 502}}
 *     DELETE /_sandbox/faults       takes them all away
 *     POST   /_sandbox/settings     changes how the platforms answer: {"searchFindsAlias": false}
 *
 * Shapes: `Job` of each platform in its `<name>-job.ts`, `Settings` in types.ts, `FaultRule` in faults.ts. What does not fit is a 400.
 */

import * as v from 'valibot'
import { json } from './route.ts'
import { FaultRuleSchema, JobSchema, SettingsSchema } from './schemas.ts'
import type { ControlPlane } from './simulator.ts'
import type { Json, SimRequest, SimResponse } from './types.ts'

const PREFIX = '/_sandbox/'

export function isControlRequest({ path }: SimRequest): boolean {
  return path.startsWith(PREFIX)
}

export function answerControl(controlPlane: ControlPlane, request: SimRequest): SimResponse {
  const command = `${request.method} ${request.path.slice(PREFIX.length)}`
  switch (command) {
    case 'GET requests':
      return json(200, plain(controlPlane.requests.map((recorded) => ({ ...recorded, headers: undefined }))))
    case 'GET runs':
      return json(200, plain(controlPlane.runs))
    case 'GET jobs':
      return json(200, plain(controlPlane.jobs))
    case 'GET faults':
      return json(200, plain(controlPlane.faults))
    case 'DELETE faults':
      controlPlane.clearFaults()
      return json(200, { faults: 0 })
    case 'POST jobs':
      return accept(JobSchema, request, (job) => controlPlane.addJob(job))
    case 'POST faults':
      return accept(FaultRuleSchema, request, (rule) => controlPlane.addFault(rule))
    case 'POST settings':
      return accept(SettingsSchema, request, (settings) => Object.assign(controlPlane.settings, settings))
    default:
      return json(404, { message: `No such command: ${command}; see control-surface.ts` })
  }
}

function accept<T>(
  schema: v.GenericSchema<unknown, T>,
  { body }: SimRequest,
  take: (value: T) => unknown,
): SimResponse {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), body)
  if (!parsed.success) return json(400, { message: 'Not accepted', issues: parsed.issues.map(describe) })
  take(parsed.output)
  return json(200, { message: 'Accepted' })
}

function describe(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value))
}
