import { expect, test } from '@jest/globals'
import { isObject } from '../../src/core/json.ts'

test.each([[{}], [{ a: 1 }]])('%j is an object', (value) => {
  expect(isObject(value)).toBe(true)
})

test.each([[null], [undefined], [[]], ['text'], [5], [true]])('%j is none', (value) => {
  expect(isObject(value)).toBe(false)
})
