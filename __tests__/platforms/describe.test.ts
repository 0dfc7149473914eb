import { expect, test } from '@jest/globals'
import { labelled, namesIn } from '../../src/platforms/describe.ts'

test('of a map only the names are told', () => {
  expect(namesIn({ password: 'hush', commit: 'abc' })).toBe('password, commit')
})

test.each([[{}], [undefined], ['text'], [['a', 'b']], [null], [5]])('of %j no names are told', (value) => {
  expect(namesIn(value)).toBeUndefined()
})

test('what is known is told in order, and what is not a text is left out', () => {
  expect(labelled({ Job: 'etl', Deployment: undefined, Command: 'given', Odd: { a: 1 } })).toEqual([
    { label: 'Job', value: 'etl' },
    { label: 'Command', value: 'given' },
  ])
})
