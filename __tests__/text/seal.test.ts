import { expect, test } from '@jest/globals'
import { isSealed, SEAL } from '../../src/text/seal.ts'

test('a text with a mark for a secret in it is told from one that is whole', () => {
  expect([isSealed(`before ${SEAL}1${SEAL} after`), isSealed('before 1 after'), isSealed('')]).toEqual([
    true,
    false,
    false,
  ])
})

test('a mark stands in JSON as it is, so that a kept text can be searched for it', () => {
  expect(JSON.stringify({ url: `https://x/${SEAL}` })).toBe(`{"url":"https://x/${SEAL}"}`)
})
