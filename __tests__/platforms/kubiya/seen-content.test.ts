import { describe, expect, test } from '@jest/globals'
import { SeenContent } from '../../../src/platforms/kubiya/seen-content.ts'

/** What of these things is new, in their order, on one connection. */
function news(seen: SeenContent, things: readonly string[]): readonly string[] {
  seen.restart()
  return things.filter((thing) => seen.isNew(thing))
}

describe('what comes again on a further connection', () => {
  test('is not new, in whatever order it comes', () => {
    const seen = new SeenContent()
    expect(news(seen, ['a', 'b'])).toEqual(['a', 'b'])
    expect(news(seen, ['b', 'a'])).toEqual([])
    expect(news(seen, ['a', 'c', 'b'])).toEqual(['c'])
  })

  test('is new as many times more as it comes more often than on any connection before', () => {
    const seen = new SeenContent()
    expect(news(seen, ['a', 'a'])).toEqual(['a', 'a'])
    expect(news(seen, ['a'])).toEqual([])
    expect(news(seen, ['a', 'a'])).toEqual([])
    expect(news(seen, ['a', 'a', 'a', 'a'])).toEqual(['a', 'a'])
  })
})

test('of fifty thousand things none comes twice; of more the oldest are forgotten first', () => {
  const seen = new SeenContent()
  const things = Array.from({ length: 50_000 }, (_, index) => `thing ${index}`)
  expect(news(seen, things)).toHaveLength(50_000)
  expect(news(seen, things)).toEqual([])
  expect(seen.isNew('one more')).toBe(true)
  seen.restart()
  expect(['thing 1', 'thing 49999', 'one more'].filter((thing) => seen.isNew(thing))).toEqual([])
  expect(seen.isNew('thing 0')).toBe(true)
})
