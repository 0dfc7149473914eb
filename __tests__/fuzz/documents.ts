/** JSON documents that are nearly what is documented: parts dropped, doubled, retyped, renamed, nested, blown up. */

import fc from 'fast-check'
import type { Json } from '../../src/core/json.ts'
import { text } from './texts.ts'

/** Stands for a number as it is written, which no value of JavaScript could be turned into. */
const NUMBER = 'number:'
/** Stands for lists in lists, as many as it says: more than a stack holds. */
const NESTED = 'nested:'
const NUMBERS = [
  '1e999',
  '-1e999',
  '-0',
  '1e308',
  '5e-324',
  '9007199254740993',
  '123456789012345678901234567890',
  '0.1',
]

/** A value that is not what anybody expects. */
const odd: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    '',
    0,
    -1,
    0.5,
    2 ** 53,
    [],
    {},
    [[]],
    [null],
    { data: {} },
    'NaN',
    '.',
    '..',
    '\u0000',
  ),
  fc.constantFrom(...NUMBERS).map((written) => NUMBER + written),
  text,
  fc.constantFrom(10, 600, 20_000).map((depth) => NESTED + depth),
  fc.jsonValue({ maxDepth: 2 }).map((value) => value as Json),
)

const KEYS = ['__proto__', 'constructor', 'data', 'status', 'Status', 'message', 'detail', 'error', 'toString', '0', '']

const change = fc.record({
  /** Which part, counted through the document. */
  at: fc.nat(),
  kind: fc.constantFrom('drop', 'retype', 'retype', 'retype', 'list', 'wrap', 'repeat', 'rename', 'add', 'unwrap'),
  value: odd,
  key: fc.oneof(fc.constantFrom(...KEYS), text),
  times: fc.constantFrom(0, 2, 3, 40),
})
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

/** The document as an answer's body has it, after up to five changes. It is JSON for certain. */
export function mutated(documents: fc.Arbitrary<Json>): fc.Arbitrary<string> {
  return fc
    .tuple(documents, fc.array(change, { maxLength: 5 }))
    .map(([document, changes]) => written(changes.reduce<Json>(changed, document)))
}

/** As JSON, with numbers as they were meant to be written. Strings keep the lone surrogates that they have. */
export function written(document: Json): string {
  return JSON.stringify(document)
    .replaceAll(new RegExp(`"${NUMBER}([-+.e\\d]+)"`, 'g'), '$1')
    .replaceAll(new RegExp(`"${NESTED}(\\d+)"`, 'g'), (_, depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`)
}

function changed(document: Json, { at, ...how }: Change): Json {
  const place = at % sizeOf(document)
  let seen = -1
  const visit = (value: Json): Json => {
    seen += 1
    if (seen === place) return altered(value, how)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(visit)
    return Object.fromEntries(Object.entries<Json>(value).map(([key, each]) => [key, visit(each)]))
  }
  return visit(document)
}

function altered(value: Json, { kind, value: other, key, times }: Omit<Change, 'at'>): Json {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
  const entries = isMap ? Object.entries<Json>(value) : []
  switch (kind) {
    case 'drop':
      return isMap ? Object.fromEntries(entries.slice(times % 2)) : null
    case 'retype':
      return other
    case 'list':
      return [value]
    case 'wrap':
      return Object.fromEntries([[key, value]])
    case 'repeat':
      return Array.isArray(value) ? Array.from({ length: times }, () => value).flat() : Array(times).fill(value)
    case 'rename':
      return Object.fromEntries(entries.map(([old, each], index) => [index === times % 3 ? key : old, each]))
    case 'add':
      return isMap ? Object.fromEntries([...entries, [key, other]]) : value
    case 'unwrap':
      return entries[0]?.[1] ?? value
  }
}

function sizeOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1
  return 1 + Object.values<Json>(value).reduce<number>((sum, each) => sum + sizeOf(each), 0)
}
