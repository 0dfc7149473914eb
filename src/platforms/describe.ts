/** How platforms describe what is triggered. */

import { isObject, type Json } from '../core/json.ts'
import type { Labelled } from '../core/platform.ts'

/** The names in a map, or nothing where there are none. */
export function namesIn(map: Json | undefined): string | undefined {
  const names = isObject(map) ? Object.keys(map) : []
  return names.length === 0 ? undefined : names.join(', ')
}

/** What is known, in order. */
export function labelled(facts: Readonly<Record<string, Json | undefined>>): readonly Labelled[] {
  return Object.entries(facts).flatMap(([label, value]) => (typeof value === 'string' ? [{ label, value }] : []))
}
