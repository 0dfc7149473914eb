import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { aliasesOf, controlAlias, withRandomSuffix } from '../../../src/core/search/alias.ts'
import { seededRandom } from '../../support/fake-clock.ts'

const clock = fc.integer().map((seed) => ({ random: seededRandom(seed) }))

test('an alias is what was given with six random characters behind it', () => {
  fc.assert(
    fc.property(clock, (random) => expect(withRandomSuffix('nightly', random)).toMatch(/^nightly-[0-9a-z]{6}$/)),
  )
})

test('the edges of what is random make characters too', () => {
  for (const value of [0, 0.999_999_999_999]) {
    expect(withRandomSuffix('a', { random: () => value })).toMatch(/^a-(?:000000|zzzzzz)$/)
  }
})

test('the control alias has the same stem and is another one', () => {
  fc.assert(
    fc.property(fc.string(), clock, (stem, random) => {
      const alias = withRandomSuffix(stem, random)
      const control = controlAlias(alias, random)
      expect(control).not.toBe(alias)
      expect(control.slice(0, -6)).toBe(alias.slice(0, -6))
    }),
  )
})

test('a chance of one in two thousand million does not make it the same', () => {
  const random = [...Array(6).fill(0), ...Array(6).fill(0), ...Array(6).fill(0.5)]
  const next = { random: () => random.shift() ?? 0 }
  expect(controlAlias(withRandomSuffix('a', next), next)).toBe('a-iiiiii')
})

test('the aliases of a step begin alike, and those of a step that does not exist never do', () => {
  const random = [...Array(4).fill(0), ...Array(4).fill(0.5)]
  const next = { random: () => random.shift() ?? 0 }
  expect(aliasesOf({ stem: 'nightly', identity: '0000' }, next)).toEqual({
    alias: 'nightly-0000-',
    control: 'nightly-iiii-',
  })
})
