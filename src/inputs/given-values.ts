/** Values of parameters, taken out of a platform's words about a request: it may quote what it was sent. */

import { isObject, type Json, type JsonObject } from '../core/json.ts'
import { formsOf } from '../text/secret-forms.ts'

/** A shorter one may stand in a message by accident, and would tell itself by what is missing. */
const SHORTEST = 8

/** The same text without the values of such length that were given: `payload` is what the trigger sends along. */
export function withoutGiven(payload: JsonObject): (text: string) => string {
  let longestFirst: readonly string[] | undefined
  return (text) => {
    longestFirst ??= formsIn(payload)
    return longestFirst.reduce((rest, form) => rest.replaceAll(form, '***'), text)
  }
}

function formsIn(payload: JsonObject): readonly string[] {
  const forms = new Set(stringsIn(payload).filter(isLong).flatMap(formsOf).filter(isLong))
  return [...forms].sort((one, other) => other.length - one.length)
}

function isLong(text: string): boolean {
  return text.length >= SHORTEST
}

function stringsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  if (isObject(value) || Array.isArray(value)) return Object.values(value).flatMap(stringsIn)
  return []
}
