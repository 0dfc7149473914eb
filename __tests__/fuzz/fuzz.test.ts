/** A share of `npm run fuzz` that is always the same, and what it has found so far. */

import { describe, expect, test } from '@jest/globals'
import { all } from './all.ts'
import { documentsOf } from './platform-documents.ts'
import { round } from './rounds.ts'

/** More of them, or other ones: `CASES=20000 SEED=7`. */
const { CASES = '150', SEED = '20260115' } = process.env

describe('whatever is sent to it, this keeps to its rules:', () => {
  test.each(all.map((decoder) => [decoder.name, decoder] as const))(
    '%s',
    async (_, decoder) => {
      const { cases, findings } = await round(decoder, { seed: Number(SEED), cases: Number(CASES) })
      expect(findings).toEqual([])
      expect(cases).toBe(Number(CASES))
    },
    600_000,
  )
})

test('a platform whose fixture has no documents can’t be fuzzed', () => {
  expect(() => documentsOf('kubiya', 'events')).toThrow('the fixture of kubiya has no `events`')
  expect(() => documentsOf('made-up', 'status')).toThrow('no fixture for made-up')
})

test('each decoder has a name of its own', () => {
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
})
