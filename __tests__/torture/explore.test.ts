/** Exhaustive play: the small worlds are what they are said to be, and what breaks a rule in them is found. */

import { describe, expect, test } from '@jest/globals'
import { PLATFORMS } from '../../sandbox/control-plane/repertoire.ts'
import { explore, joined } from '../../torture/explore/explore.ts'
import { numbersOf, type Space, sizeOf, storyOf } from '../../torture/explore/space.ts'
import { attachSpace, triggerSpace, watchSpace } from '../../torture/explore/spaces.ts'
import { describe as told } from '../../torture/explore/telling.ts'
import type { Plot } from '../../torture/plot.ts'

const SPACES = PLATFORMS.flatMap((platform) => [triggerSpace(platform), watchSpace(platform), attachSpace(platform)])

/** Few stories: of the first two axes alone. */
function corner(space: Space): Space {
  return { ...space, axes: space.axes.slice(0, 2) }
}

describe.each(SPACES.map((space) => [`${space.name} on ${space.platform}`, space] as const))('%s', (_, space) => {
  test('gives every number a story of its own, or none', () => {
    const small = corner(space)
    const stories = Array.from({ length: numbersOf(small) }, (_each, number) => storyOf(small, number))
    const own = stories.filter((story) => story !== undefined)
    expect(new Set(own.map(({ plot }) => JSON.stringify({ ...plot, story: 0 }))).size).toBe(own.length)
    expect(sizeOf(small)).toBe(own.length)
  })

  test('begins with a story in which nothing goes wrong', () => {
    expect(storyOf(space, 0)).toMatchObject({ changes: 0, plot: { faults: [], interruption: { kind: 'none' } } })
  })

  test('meets every choice of every axis in steps of a prime', () => {
    const met = new Set<string>()
    for (let number = 0; number < numbersOf(space); number += 97) {
      for (const [axis, label] of Object.entries(storyOf(space, number)?.labels ?? {})) met.add(`${axis}: ${label}`)
    }
    const all = space.axes.flatMap(({ name, choices }) => choices.map(({ label }) => `${name}: ${label}`))
    expect(all.filter((each) => !met.has(each))).toEqual([])
  })
})

test('a second trigger is asked for nothing where there is none', () => {
  const space = triggerSpace('truefoundry')
  const none = { 'first trigger': 'refused', 'second trigger': '429' }
  expect(space.isOwn?.(none)).toBe(false)
  expect(space.isOwn?.({ ...none, 'first trigger': '429' })).toBe(true)
})

describe('exploring', () => {
  /** One story of five ends only after the time that it has. */
  const slow = (plot: Plot): Plot => ({ ...plot, inputs: { ...plot.inputs, timeout: '1s', 'api-key': '' } })
  const space: Space = {
    ...watchSpace('truefoundry'),
    axes: [
      {
        name: 'one',
        choices: [
          { label: 'plain', change: (plot) => plot },
          { label: 'without a key', change: slow },
        ],
      },
      { name: 'two', choices: ['a', 'b', 'c'].map((label) => ({ label, change: (plot) => plot })) },
    ],
  }

  test('counts what breaks a rule, keeps the smallest story of it, and says how to play it again', async () => {
    const parts = await Promise.all([explore(space, { from: 0, step: 2 }), explore(space, { from: 1, step: 2 })])
    const explored = joined(parts)
    expect(explored).toMatchObject({ played: 6, broken: 3 })
    expect(explored.finds[0]).toMatchObject({ number: 3, changes: 1, count: 3 })
    const text = told(space, { explored, step: 1, size: 6, tookMs: 1000 })
    expect(text).toContain('watch on TrueFoundry: 6 stories (one 2 × two 3)')
    expect(text).toContain('one: without a key')
    expect(text).toContain('npm run explore -- --world "watch on TrueFoundry" --story 3')
  })
})
