/**
 * The job as its deployment has it: its parameters, whether it is paused, whether a newer version is under way
 * (TrueFoundry's SDK: `/apps/{id}`, `/apps/{id}/deployments/{deploymentId}`).
 */

import * as v from 'valibot'
import type { JsonObject } from '../../core/json.ts'
import { isObject } from '../../core/json.ts'
import type { Target } from '../../core/model.ts'
import type { Definition } from '../../core/platform.ts'
import type { Call } from '../../core/requests/calls.ts'
import { parameterFault, plainName } from '../parameters.ts'
import { decode, lenient, lenientId, lenientNumber, lenientText, segment } from '../wire.ts'
import { API, unwrapped } from './wire.ts'

/** Of a manifest only the parameters' names are of interest. One that can't be read says nothing. */
const manifest = v.object({
  name: lenientText,
  params: lenient(v.array(v.object({ name: v.pipe(v.string(), v.nonEmpty()) }))),
})
const deployment = v.object({ id: lenientId, manifest })
const application = v.object({
  id: lenientId,
  name: lenientText,
  activeVersion: lenientNumber,
  lastVersion: lenientNumber,
  activeDeploymentId: lenientId,
  metadata: lenient(v.object({ paused: lenient(v.boolean()) })),
  deployment: lenient(deployment),
})

/** `input` is the trigger's. A deployment that was asked for says all there is to check; else the application comes first. */
export function definitionCall(target: Target, input: JsonObject): Call<Definition> {
  const { applicationId, deploymentId } = target
  const given = isObject(input.params) ? Object.keys(input.params) : []
  const ofDeployment = (id: string): Call<Definition> => ({
    what: "read the job's deployment",
    method: 'GET',
    path: `${API}/apps/${segment(String(applicationId))}/deployments/${segment(id)}`,
    read: (json) => checked(decode(v.object({ data: deployment }), json).data.manifest, given),
  })
  if (typeof deploymentId === 'string') return ofDeployment(deploymentId)
  return {
    what: 'read the application',
    method: 'GET',
    path: `${API}/apps/${segment(String(applicationId))}`,
    read: (json) => readApplication(decode(application, unwrapped(json)), given, ofDeployment),
  }
}

/** `deployment` is the last one, and need not be the active one. */
function readApplication(
  app: v.InferOutput<typeof application>,
  given: readonly string[],
  ofDeployment: (id: string) => Call<Definition>,
): Definition {
  const called = app.name ?? app.id
  if (app.metadata?.paused === true) return { refusal: `${called ? `job ${plainName(called)}` : 'the job'} is paused` }
  const newer = newerVersion(app)
  const warning = newer === undefined ? {} : { warning: newer }
  const { activeDeploymentId: active, deployment: last } = app
  if (active === undefined || active === null || given.length === 0) return warning
  if (last?.id === active) return { ...warning, ...checked(last.manifest, given) }
  return { ...warning, more: ofDeployment(active) }
}

function newerVersion({ name, activeVersion, lastVersion }: v.InferOutput<typeof application>): string | undefined {
  const areKnown = typeof activeVersion === 'number' && typeof lastVersion === 'number'
  if (!areKnown || lastVersion <= activeVersion) return undefined
  const job = typeof name === 'string' ? ` of job ${plainName(name)}` : ''
  return `version ${lastVersion}${job} is not active, so version ${activeVersion} runs: to run version ${lastVersion}, give it at the end of \`application-fqn\``
}

function checked({ name, params }: v.InferOutput<typeof manifest>, given: readonly string[]): Definition {
  const known = (params ?? []).map((param) => param.name)
  const refusal = parameterFault(name ?? '', given, { known })
  return refusal === undefined ? {} : { refusal }
}
