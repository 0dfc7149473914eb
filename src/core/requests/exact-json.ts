/**
 * JSON with its numbers to the digit, by what Node itself has for that: `JSON.parse` tells from which text a number was
 * read, and `JSON.rawJSON` keeps it (TC39, "JSON.parse source text access").
 */

import type { Json } from '../json.ts'

/** A number that no double holds, as it was written: `{ rawJSON: '1.10' }`. `JSON.stringify` writes it as it was. */
export interface RawNumber {
  readonly rawJSON: string
}

declare global {
  // TypeScript's own declarations do not have these yet. `source` is there for what is no list and no object.
  interface JSON {
    parse(text: string, reviver: (key: string, value: unknown, context: { readonly source: string }) => unknown): Json
    rawJSON(text: string): RawNumber
    isRawJSON(value: unknown): value is RawNumber
  }
}

/**
 * The value, in which every number that a double would change is a `RawNumber`. Undefined where the text is no JSON, or
 * nested deeper than can be read so.
 */
export function parseExactly(text: string): Json | undefined {
  try {
    return JSON.parse(text, (_, value, { source }) =>
      typeof value === 'number' && String(value) !== source ? JSON.rawJSON(source) : value,
    )
  } catch {
    return undefined
  }
}

export function isRawNumber(value: unknown): value is RawNumber {
  return JSON.isRawJSON(value)
}
