/** Maps given as YAML or JSON, and what their scalars become. */

import type { Json, JsonObject } from '../core/json.ts'
import { quote } from '../text/quote.ts'
import { readJsonTree } from './json-tree.ts'
import { noMapAdvice } from './map-advice.ts'
import { MapNotes } from './map-notes.ts'
import { type Scalar, type Tree, UnusableText } from './tree.ts'
import { readYamlTree, type Yaml } from './yaml-tree.ts'

/**
 * - `strings`: one level, every value the string that was written.
 * - `written`: may nest; YAML's scalars are the strings that were written, JSON keeps its types.
 * - `typed`: may nest; YAML's scalars have the types of YAML 1.2's core schema, JSON keeps its types.
 */
export type MapStyle = 'strings' | 'written' | 'typed'

/**
 * Text that starts with a brace and a quote, or is an empty pair of braces, is meant as JSON, and has to be JSON.
 * All other text is YAML, `{a: 1}` too.
 */
export function isJsonText(text: string): boolean {
  return /^\s*\{\s*["}]/.test(text)
}

/** Reads a map of JSON text. Throws `UnusableText`. */
export function readJsonMap(text: string, style: MapStyle): JsonObject {
  return toMap(readJsonTree(text), style, style === 'strings' ? asWritten : asTyped)
}

/**
 * Reads a map of YAML text; undefined where there is nothing but comments. Throws `UnusableText`. What is likely not to
 * have been meant goes into `notes`.
 */
export function readYamlMap(
  text: string,
  style: MapStyle,
  yaml: Yaml,
  notes: MapNotes = new MapNotes(),
): JsonObject | undefined {
  const tree = readYamlTree(text, yaml)
  const isEmpty = tree === undefined || (tree.kind === 'scalar' && tree.style === 'plain' && tree.text === '')
  if (isEmpty) return undefined
  if (tree.kind !== 'map') throw noMap(noMapAdvice(text))
  const isTyped = style === 'typed'
  for (const key of tree.entries.keys()) notes.checkKey(key)
  return toMap(tree, style, (scalar, path) => {
    if (scalar.isCut && scalar.text === '') throw startsAsComment(path)
    notes.look(scalar, path, isTyped)
    return isTyped ? asTyped(scalar, path) : asWritten(scalar, path)
  })
}

type ScalarReader = (scalar: Scalar, path: string) => string | number | boolean

function toMap(tree: Tree, style: MapStyle, read: ScalarReader): JsonObject {
  if (tree.kind !== 'map') throw noMap()
  return toObject(tree.entries, (value, path) => {
    if (style === 'strings' && value.kind !== 'scalar')
      throw new UnusableText(`the value of ${quote(path)} is nested${AS_TEXT}`)
    return toJson(value, path, read)
  })
}

const AS_TEXT = `, and only text can be sent: write it as JSON in quotes, as in key: '{"a": 1}'`

function noMap(advice?: string): UnusableText {
  return new UnusableText(`it is not a map${advice === undefined ? '' : `: ${advice}`}`)
}

function startsAsComment(path: string): UnusableText {
  return new UnusableText(
    `the value of ${quote(path)} begins with #, where YAML begins a comment: write it as key: "#…"`,
  )
}

function toJson(tree: Tree, path: string, read: ScalarReader): Json {
  switch (tree.kind) {
    case 'scalar':
      return read(tree, path)
    case 'list':
      return tree.items.map((item, index) => toJson(item, `${path}[${index}]`, read))
    case 'map':
      return toObject(tree.entries, (value, key) => toJson(value, `${path}.${key}`, read))
  }
}

/** Entries become own properties whatever their names, `__proto__` included. */
function toObject(entries: ReadonlyMap<string, Tree>, convert: (value: Tree, key: string) => Json): JsonObject {
  return Object.fromEntries([...entries].map(([key, value]) => [key, convert(value, key)]))
}

function asWritten(scalar: Scalar, path: string): string {
  if (scalar.style === 'plain' && /^(?:~|null|Null|NULL)$/.test(scalar.text)) throw noNull(path)
  return scalar.text
}

/** YAML 1.2.2, 10.3.2: the core schema's tag resolution. JSON's plain scalars are a subset of it. */
function asTyped(scalar: Scalar, path: string): string | number | boolean {
  const { style, text } = scalar
  if (style === 'quoted') return text
  if (/^(?:~|null|Null|NULL|)$/.test(text)) throw noNull(path)
  if (/^(?:true|True|TRUE)$/.test(text)) return true
  if (/^(?:false|False|FALSE)$/.test(text)) return false
  if (/^[-+]?\d+$|^0o[0-7]+$|^0x[\da-fA-F]+$/.test(text)) return exactInteger(text, path)
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text)) return finite(Number(text), path)
  if (/^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(text)) return finite(Number.NaN, path)
  return text
}

function exactInteger(text: string, path: string): number {
  const value = finite(Number(text), path)
  if (BigInt(value) === BigInt(text.replace('+', ''))) return value
  throw new UnusableText(`the number at ${quote(path)} has more digits than a JSON number keeps: quote it`)
}

function finite(value: number, path: string): number {
  if (Number.isFinite(value)) return value
  throw new UnusableText(`the number at ${quote(path)} is not one that JSON can carry: quote it`)
}

function noNull(path: string): UnusableText {
  return new UnusableText(`the value of ${quote(path)} is null (for an empty string write "")`)
}
