/** The `run` output: JSON that is cut so that it stays JSON. */

import type { Json, JsonObject } from '../core/json.ts'
import { isRawNumber } from '../core/requests/exact-json.ts'
import { CUT, cutToBytes } from '../text/cut.ts'

/**
 * JSON of at most that many bytes: long strings are cut and marked; where that is not enough, or the nesting is deeper
 * than can be written, long lists and deep parts are cut too. However large the value, each attempt ends as soon as it
 * is certain to be too long.
 */
export function boundedJson(value: JsonObject, mostBytes: number): string {
  const keys = new Map<object, readonly string[]>()
  for (const { items, depth } of [ALL, { items: 200, depth: 20 }, { items: 20, depth: 6 }]) {
    for (let longest = mostBytes; longest >= 64; longest = Math.floor(longest / 4)) {
      const room: Room = { bytes: mostBytes, keys }
      const kept = pruned(value, { longest, items, depth }, room)
      const text = room.bytes < 0 ? undefined : JSON.stringify(kept)
      if (text !== undefined && Buffer.byteLength(text) <= mostBytes) return text
    }
  }
  return JSON.stringify({ truncated: `the run is larger than ${mostBytes} bytes` })
}

interface Limits {
  /** Of a string, in bytes. */
  readonly longest: number
  /** Of a list or an object. */
  readonly items: number
  readonly depth: number
}

interface Room {
  /** What is left of the text, as far as is known for certain. Below 0 the attempt has failed. */
  bytes: number
  /** Keys of large objects that were looked at already. */
  readonly keys: Map<object, readonly string[]>
}

/** Deeper than anything that a platform has a use for, and less than the stack holds. */
const ALL = { items: Number.POSITIVE_INFINITY, depth: 500 }

function pruned(value: Json, limits: Limits, room: Room): Json {
  const { longest, items, depth } = limits
  if (typeof value === 'string') return charged(cutToBytes(value, longest), room)
  room.bytes -= 1
  if (typeof value !== 'object' || value === null) return value
  if (isRawNumber(value)) {
    charged(value.rawJSON, room)
    return value.rawJSON.length > longest ? CUT : value
  }
  if (depth === 0) return CUT
  const below = { ...limits, depth: depth - 1 }
  if (isList(value)) {
    const kept = within(value, items, room).map((item) => pruned(item, below, room))
    return value.length > items ? [...kept, CUT] : kept
  }
  const keys = keysOf(value, room)
  const kept = within(keys, items, room).map(
    (key) => [charged(cutToBytes(key, longest), room), pruned(value[key] ?? null, below, room)] as const,
  )
  return Object.fromEntries(keys.length > items ? [...kept, [CUT, CUT] as const] : kept)
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value)
}

function charged(text: string, room: Room): string {
  room.bytes -= text.length
  return text
}

/** The first so many, or none where there is no room for so many. */
function within<T>(members: readonly T[], most: number, room: Room): readonly T[] {
  if (Math.min(members.length, most) > room.bytes) room.bytes = -1
  return room.bytes < 0 ? [] : members.slice(0, most)
}

/** To list the keys of an object of millions takes longer than all else. */
function keysOf(value: JsonObject, { keys }: Room): readonly string[] {
  const known = keys.get(value) ?? Object.keys(value)
  if (known.length > 1000) keys.set(value, known)
  return known
}
