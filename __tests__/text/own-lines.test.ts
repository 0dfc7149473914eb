import { expect, test } from '@jest/globals'
import { harmlessLines } from '../../src/text/commands.ts'
import { asOwn } from '../../src/text/own-lines.ts'

test('what the step says itself is told by a mark from what the job says', () => {
  expect(asOwn('Waiting for the run.')).toBe('» Waiting for the run.')
})

test('the mark keeps a line from being a command', () => {
  expect(harmlessLines(asOwn('::error::x'))).toEqual(['» ::error::x'])
})
