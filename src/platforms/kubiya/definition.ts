/** The job as Kubiya has it: whether it may be triggered, and which parameters its template has places for. */

import * as v from 'valibot'
import { isObject, type JsonObject } from '../../core/json.ts'
import type { Target } from '../../core/model.ts'
import type { Definition } from '../../core/platform.ts'
import type { Call } from '../../core/requests/calls.ts'
import { parameterFault, plainName } from '../parameters.ts'
import { decode, lenient, lenientText, segment, usableId } from '../wire.ts'

const job = v.object({
  id: usableId,
  name: lenientText,
  enabled: lenient(v.boolean()),
  status: lenientText,
  prompt_template: lenientText,
})

/** Statuses of a job in which it takes no trigger. */
const CLOSED: ReadonlySet<string> = new Set(['paused', 'disabled'])
/** What its own server asks for: letters of whatever language, no white space. */
const PLACE = /\{\{([\p{L}\p{N}_]+)\}\}/gu
/** What may be meant for a place; it can be given, and need not be. */
const BRACES = /\{\{([^{}]{1,200})\}\}/g
/** Filled in by the action where a template has a place for it. */
const ALIAS = 'run_name_alias'

/** Whether the template of the target's job has a place for the alias, and nobody else fills it: then it proves an execution ours. */
export function takesAlias(target: Target): boolean {
  return target.takesAlias === true
}

/** The trigger's body with the alias in it, where the template has a place for that. */
export function withAlias(payload: JsonObject, target: Target, alias: string): JsonObject {
  const { parameters = null } = payload
  if (!takesAlias(target) || !isObject(parameters)) return payload
  return { ...payload, parameters: { ...parameters, [ALIAS]: alias } }
}

/** `payload` is the trigger's body. */
export function definitionCall(jobId: string, payload: JsonObject, target: Target): Call<Definition> {
  const given = isObject(payload.parameters) ? Object.keys(payload.parameters) : []
  return {
    what: 'read the job',
    method: 'GET',
    path: `/api/v1/jobs/${segment(jobId)}`,
    read: (json) => checked(decode(job, json), given, target),
  }
}

/** Parameters that the template has no place for would be ignored without a word. */
function checked(
  { id, name, enabled, status, prompt_template }: v.InferOutput<typeof job>,
  given: readonly string[],
  target: Target,
): Definition {
  const called = name ?? id
  const isClosed = CLOSED.has(status?.toLowerCase() ?? '')
  if (enabled === false || isClosed) return { refusal: `job ${plainName(called)} is ${isClosed ? status : 'disabled'}` }
  const template = prompt_template ?? ''
  const places = textsIn(template, PLACE)
  const needed = places.filter((place) => place !== ALIAS)
  const refusal = parameterFault(called, given, {
    known: [...new Set([...places, ...textsIn(template, BRACES)])],
    needed,
  })
  if (refusal !== undefined) return { refusal }
  return places.includes(ALIAS) && !given.includes(ALIAS) ? { target: { ...target, takesAlias: true } } : {}
}

function textsIn(template: string, pattern: RegExp): readonly string[] {
  return [...new Set([...template.matchAll(pattern)].map(([, text = '']) => text.trim()))]
}
