/** JSON with its numbers as they were written and its duplicate keys seen, neither of which `JSON.parse` can tell. */

import { quote } from '../text/quote.ts'
import { jsonAdvice } from './map-advice.ts'
import { GREATEST_DEPTH, type Tree, toMapTree, UnusableText } from './tree.ts'

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]]|[-+.\w]+/g

/** Reads JSON text. Throws `UnusableText` where it is none, repeats a key, or nests too deeply. */
export function readJsonTree(text: string): Tree {
  assertJson(text)
  const tokens = text.matchAll(TOKEN)
  // The text is known to be JSON, so commas and colons tell nothing that the order of the rest doesn't.
  const next = () => tokens.next().value?.[0] ?? ''
  return readValue(next(), next, 0)
}

function readValue(token: string, next: () => string, depth: number): Tree {
  if (depth > GREATEST_DEPTH) throw new UnusableText(`it is nested more than ${GREATEST_DEPTH} levels deep`)
  if (token === '{') return toMapTree(readEntries(next, depth + 1), quote)
  if (token === '[') return { kind: 'list', items: [...readItems(next, depth + 1)] }
  if (token.startsWith('"')) return { kind: 'scalar', style: 'quoted', text: unquote(token) }
  return { kind: 'scalar', style: 'plain', text: token }
}

function* readEntries(next: () => string, depth: number): Generator<readonly [string, Tree]> {
  for (let token = next(); token !== '}'; token = next()) {
    yield [unquote(token), readValue(next(), next, depth)]
  }
}

function* readItems(next: () => string, depth: number): Generator<Tree> {
  for (let token = next(); token !== ']'; token = next()) yield readValue(token, next, depth)
}

function unquote(token: string): string {
  return String(JSON.parse(token))
}

/** The parser's own message quotes the text, which may hold secrets: only its position is taken. */
function assertJson(text: string): void {
  try {
    JSON.parse(text)
  } catch (error) {
    const position = /line \d+ column \d+/.exec(String(error))?.[0]
    const advice = jsonAdvice(text)
    throw new UnusableText(
      `it starts like JSON but is none${position === undefined ? '' : ` (${position})`}${advice === undefined ? '' : `: ${advice}`}`,
    )
  }
}
