/** JSON values as they flow through the program. */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** Far deeper than any answer is nested, and far more lists and objects than any has: each takes many times its text. */
export const MOST_LEVELS = 10_000
export const MOST_PARTS = 500_000

/** The value of a JSON text. `undefined`, which JSON has no word for, where it is none or takes too much. */
export function parseJson(text: string): unknown {
  if (excessOf(text) !== undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What of a text would take too much memory as JSON, told without parsing: `is nested more than … levels deep`. */
export function excessOf(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  let [depth, parts] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === BRACKET_END || code === BRACE_END) depth -= 1
    else if (code === BRACKET || code === BRACE) {
      depth += 1
      parts += 1
    }
    if (depth > MOST_LEVELS) return `is nested more than ${MOST_LEVELS} levels deep`
    if (parts > MOST_PARTS) return `has more than ${MOST_PARTS} parts`
  }
  return undefined
}

const [QUOTE, BACKSLASH, BRACKET, BRACKET_END, BRACE, BRACE_END] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

/** The place of the quote that ends a string: the first one without an odd number of backslashes before it. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1
    if (backslashes % 2 === 0) return end
  }
  return text.length
}

/** True for a plain JSON object: not an array, not null. Checks the outermost level only. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
