import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isRawNumber, parseExactly } from '../../../src/core/requests/exact-json.ts'

test('JSON that is read exactly is written as it was, number by number', () => {
  const text = '{"a":9007199254740993,"b":[1.10,1e400,-0,0.1,7],"c":"1.10","__proto__":1.0}'
  expect(JSON.stringify(parseExactly(text))).toBe(text)
})

test('it is plain JSON where no number needs care', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value)
      expect(JSON.stringify(parseExactly(text))).toBe(text)
    }),
  )
  expect(parseExactly('{"a":[7,-0.5,1e+21],"b":"1.10"}')).toEqual({ a: [7, -0.5, 1e21], b: '1.10' })
})

test('a number that a double would change is told from those that one holds', () => {
  const numbers = parseExactly('[7, 0.1, 1.10, 9007199254740993, 1e400]')
  expect(Array.isArray(numbers) && numbers.map(isRawNumber)).toEqual([false, false, true, true, true])
})

test.each(['', '{"a":1', 'nul', `${'['.repeat(200_000)}${']'.repeat(200_000)}`])('none is read from %.10j', (text) => {
  expect(parseExactly(text)).toBeUndefined()
})
