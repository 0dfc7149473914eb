/** JSON's numbers by their exact value: 9007199254740993 is no 9007199254740992, and 1.10 is 1.1. */

import { withoutTrailing } from '../text/cut.ts'

interface ExactNumber {
  readonly isNegative: boolean
  /** Without zeros at either end; empty for zero. */
  readonly digits: string
  /** Of `0.digits`: the value is 0.digits × 10 ^ exponent. */
  readonly exponent: bigint
}

const NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/** Whether the text is a number by JSON's grammar (RFC 8259, 6). */
export function isNumber(text: string): boolean {
  return NUMBER.test(text)
}

/** Below 0, 0, or above 0, as the first number is smaller than, equal to, or larger than the second. */
export function compareNumbers(one: string, other: string): number {
  const [a, b] = [read(one), read(other)]
  const [signA, signB] = [signOf(a), signOf(b)]
  if (signA !== signB || signA === 0) return signA - signB
  return signA * compareMagnitudes(a, b)
}

function read(text: string): ExactNumber {
  const match = NUMBER.exec(text)
  if (match === null) throw new TypeError(`${text} is no number`)
  const [, sign = '', whole = '', fraction = '', power = '0'] = match
  const all = `${whole}${fraction}`
  const digits = all.replace(/^0+/, '')
  const exponent = BigInt(whole.length) - BigInt(all.length - digits.length) + BigInt(power.replace(/^\+/, ''))
  return { isNegative: sign === '-', digits: withoutTrailing(digits, '0'), exponent }
}

function signOf({ isNegative, digits }: ExactNumber): number {
  if (digits === '') return 0
  return isNegative ? -1 : 1
}

function compareMagnitudes(a: ExactNumber, b: ExactNumber): number {
  if (a.exponent !== b.exponent) return a.exponent < b.exponent ? -1 : 1
  // Neither ends in a zero: where one is the beginning of the other, the longer one is larger.
  if (a.digits === b.digits) return 0
  return a.digits < b.digits ? -1 : 1
}
