/**
 * The `gate` input: conditions on a run's result, one a line, such as `metrics.accuracy >= 0.9`. No code is run.
 *
 * A path leads into the result, which has to be a JSON object: a number in it is an index where there is a list. It is
 * compared with a JSON number, string, `true`, `false` or `null`. Values of different types are never equal, and only
 * numbers are ordered, by their exact value.
 */

import { isObject, type Json } from '../core/json.ts'
import { isRawNumber, parseExactly } from '../core/requests/exact-json.ts'
import { compareNumbers, isNumber } from './exact-number.ts'

const OPERATORS = ['==', '!=', '<=', '>=', '<', '>'] as const
type Operator = (typeof OPERATORS)[number]

export interface Condition {
  /** As it was written, without white space around it. */
  readonly text: string
  readonly path: readonly string[]
  readonly operator: Operator
  readonly wanted: Scalar
}

/** Numbers by the text they were written as. */
type Scalar =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'word'; readonly value: boolean | null }

/** A condition that was judged. */
export interface Judged {
  /** The condition, as it was written. */
  readonly text: string
  readonly holds: boolean
  /** The value that was found, as JSON, or why there is none, in words. */
  readonly found: { readonly kind: 'value'; readonly json: string } | { readonly kind: 'none'; readonly why: string }
}

export type ReadGate =
  | { readonly kind: 'conditions'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'faulty'; readonly faults: readonly LineFault[] }

/** A line that is no condition; `line` counts from 1. */
interface LineFault {
  readonly line: number
  readonly text: string
  readonly accepted: string
}

const SEGMENT = '[\\p{L}\\p{M}\\p{Nd}_-]+'
const CONDITION = new RegExp(`^(${SEGMENT}(?:\\.${SEGMENT})*)\\s*(==|!=|<=|>=|<|>)(?!=)\\s*(.+)$`, 'u')

/** Empty lines are skipped. */
export function readGate(text: string): ReadGate {
  const conditions: Condition[] = []
  const faults: LineFault[] = []
  for (const [index, each] of text.split(/\r\n|\r|\n/).entries()) {
    const line = each.trim()
    if (line === '') continue
    const condition = readCondition(line)
    if (typeof condition === 'string') faults.push({ line: index + 1, text: line, accepted: condition })
    else conditions.push(condition)
  }
  return faults.length > 0 ? { kind: 'faulty', faults } : { kind: 'conditions', conditions }
}

/** The condition, or what would have been one. */
function readCondition(text: string): Condition | string {
  const match = CONDITION.exec(text)
  if (match === null) return 'a path, one of == != < <= > >= and a value, such as metrics.accuracy >= 0.9'
  const [, path = '', operator = '', value = ''] = match
  const wanted = readScalar(value)
  if (wanted === undefined) return 'a value that is a number, a string in double quotes, true, false or null'
  if (!isOperator(operator)) return `${operator} is no comparison`
  if (operator !== '==' && operator !== '!=' && wanted.kind !== 'number')
    return `a number after ${operator}, since only numbers are ordered`
  return { text, path: path.split('.'), operator, wanted }
}

function isOperator(text: string): text is Operator {
  return OPERATORS.some((operator) => operator === text)
}

function readScalar(text: string): Scalar | undefined {
  if (isNumber(text)) return { kind: 'number', text }
  if (text === 'true' || text === 'false') return { kind: 'word', value: text === 'true' }
  if (text === 'null') return { kind: 'word', value: null }
  const value = text.startsWith('"') ? parseExactly(text) : undefined
  return typeof value === 'string' ? { kind: 'string', value } : undefined
}

/** Every condition, judged by the result; undefined is a result that is missing. */
export function judge(conditions: readonly Condition[], result: string | undefined): readonly Judged[] {
  const document = readDocument(result)
  return conditions.map((condition) => {
    if (document.kind === 'none') return { text: condition.text, holds: false, found: document }
    const value = at(document.value, condition.path)
    if (value === undefined) {
      return { text: condition.text, holds: false, found: { kind: 'none', why: 'the result has no such value' } }
    }
    return {
      text: condition.text,
      holds: holds(value, condition),
      found: { kind: 'value', json: JSON.stringify(value) },
    }
  })
}

type Document = { readonly kind: 'object'; readonly value: Json } | { readonly kind: 'none'; readonly why: string }

function readDocument(result: string | undefined): Document {
  if (result === undefined || result.trim() === '') return { kind: 'none', why: 'there is no result' }
  const value = parseExactly(result)
  return value !== undefined && isObject(value) && !isRawNumber(value)
    ? { kind: 'object', value }
    : { kind: 'none', why: 'the result is not a JSON object' }
}

/** Own members only: `constructor` is not in a result that does not say so. */
function at(value: Json, path: readonly string[]): Json | undefined {
  let here: Json | undefined = value
  for (const segment of path) {
    if (typeof here !== 'object' || here === null || isRawNumber(here)) return undefined
    here = memberOf(here, segment)
  }
  return here
}

function memberOf(value: readonly Json[] | { readonly [key: string]: Json }, segment: string): Json | undefined {
  if (isList(value)) return /^(?:0|[1-9]\d*)$/.test(segment) ? value[Number(segment)] : undefined
  return Object.hasOwn(value, segment) ? value[segment] : undefined
}

function isList(value: readonly Json[] | { readonly [key: string]: Json }): value is readonly Json[] {
  return Array.isArray(value)
}

function holds(value: Json, { operator, wanted }: Condition): boolean {
  const number = numberOf(value)
  const order = number !== undefined && wanted.kind === 'number' ? compareNumbers(number, wanted.text) : undefined
  const isEqual = wanted.kind === 'number' ? order === 0 : value === wanted.value
  switch (operator) {
    case '==':
      return isEqual
    case '!=':
      return !isEqual
    case '<':
      return order !== undefined && order < 0
    case '<=':
      return order !== undefined && order <= 0
    case '>':
      return order !== undefined && order > 0
    case '>=':
      return order !== undefined && order >= 0
  }
}

/** As it was written; undefined for what is no number. */
function numberOf(value: Json): string | undefined {
  if (typeof value === 'number') return String(value)
  return isRawNumber(value) ? value.rawJSON : undefined
}
