/** Exhaustive play: the small worlds are what they are said to be, and what breaks a rule in them is found. */

import { describe, expect, test } from '@jest/globals'
import { PLATFORMS } from '../../sandbox/control-plane/repertoire.ts'
import { explore, joined } from '../../torture/explore/explore.ts'
import { oddWorld } from '../../torture/explore/odd-world.ts'
import { describe as told } from '../../torture/explore/report.ts'
import { branchesOf, rootsOf, type SmallWorld, sizeOf, storyOf } from '../../torture/explore/small-world.ts'
import {
  attachWorld,
  besideWorld,
  rerunWorld,
  SMALL_WORLDS,
  triggerWorld,
  watchWorld,
} from '../../torture/explore/small-worlds.ts'
import { wayWorld } from '../../torture/explore/way-world.ts'
import { playCore } from '../../torture/play-core.ts'
import type { StoryRecord } from '../../torture/record.ts'
import type { StorySetup } from '../../torture/story-setup.ts'

/** Of each axis that is named these choices alone, of all others the plain one. */
function corner(world: SmallWorld, kept: Readonly<Record<string, readonly string[]>>): SmallWorld {
  const axes = world.axes.map(({ name, choices }) => {
    const labels = kept[name] ?? []
    return { name, choices: choices.filter(({ label }, digit) => digit === 0 || labels.includes(label)) }
  })
  return { ...world, axes }
}

/** All that can be seen of a story, without what it was to meet. */
function seenIn({ second, ...first }: StoryRecord): string {
  const told = [first, ...(second === undefined ? [] : [second])].map(({ setup, settings, ...seen }) => seen)
  return JSON.stringify(told)
}

/** The stories that are come by from branch to branch, and what was seen in each. */
async function branchedFrom(world: SmallWorld): Promise<readonly (readonly [number, string])[]> {
  const rest = [...rootsOf(world)]
  const found: (readonly [number, string])[] = []
  for (let number = rest.pop(); number !== undefined; number = rest.pop()) {
    const record = await playCore(storyOf(world, number).setup)
    found.push([number, seenIn(record)])
    rest.push(...branchesOf(world, number, record))
  }
  return found
}

describe.each(SMALL_WORLDS.map((world) => [`${world.name} on ${world.platform}`, world] as const))('%s', (_, world) => {
  test('begins with a story in which no request meets a fault', () => {
    expect(storyOf(world, 0)).toMatchObject({ changes: 0, setup: { faults: [] } })
  })

  test('meets every choice of every axis in steps of a prime', () => {
    const met = new Set<string>()
    const step = sizeOf(world) < 100_000 ? 7 : 997
    for (let number = 0; number < sizeOf(world); number += step) {
      for (const [axis, label] of Object.entries(storyOf(world, number).labels)) met.add(`${axis}: ${label}`)
    }
    const all = world.axes.flatMap(({ name, choices }) => choices.map(({ label }) => `${name}: ${label}`))
    expect(all.filter((each) => !met.has(each))).toEqual([])
  })
})

test.each(PLATFORMS)(
  'on %s every story that differs is come by from branch to branch, and none twice',
  async (platform) => {
    const worlds = [
      corner(triggerWorld(platform), {
        'first trigger': ['reset, took effect', '429, to wait 12 s'],
        'second trigger': ['502, took effect'],
        search: ['finds everything', 'finds an alias, without `Date`'],
        alias: ['in the prompt'],
        lag: ['list 9 s'],
        'list before': ['reset'],
        'lists after': ['search denied three times'],
        'cut off': ['cancelled after 0.3 s', 'killed after 6 s'],
      }),
      corner(watchWorld(platform), {
        'look 1': ['502'],
        'look 2': ['its own 404'],
        'look 4': ['no answer'],
        termination: ['its own 404'],
        'cut off': ['cancelled after 12 s'],
        'time-out': ['20s, terminate'],
      }),
      corner(attachWorld(platform), {
        'look-up 1': ['502'],
        'look-up 2': ['its own 401'],
        'look 1': ['reset'],
        'look 3': ['its own 404'],
        termination: ['reset, took effect'],
        'on-cancel': ['leave'],
        'cut off': ['cancelled after 0.02 s', 'killed after 2.5 s'],
      }),
      corner(rerunWorld(platform), {
        'first attempt': ['killed after 20 s'],
        'second trigger': ['reset, took effect'],
        alias: ['in the prompt'],
        'on-rerun': ['start'],
        'its search': ['502'],
        'second cut off': ['cancelled after 12 s'],
      }),
      corner(besideWorld(platform), {
        'first trigger': ['reset, took effect'],
        lag: ['list 9 s'],
        'if-running': ['wait', 'skip'],
        lists: ['so, and all others denied'],
        'second cut off': ['killed after 2.5 s'],
      }),
      corner(wayWorld(platform), {
        trigger: ['put off for six minutes'],
        'the way': ['certificate after 12 s', 'proxy_auth at first'],
        'look 1': ['502'],
        'cut off': ['cancelled after 13.5 s'],
      }),
      corner(oddWorld(platform), {
        deployment: ['of another job'],
        'listed run': ['no usable name, 1 s after'],
        secret: ['in all names'],
        'first trigger': ['reset, took effect'],
        lag: ['list 9 s'],
        'cut off': ['killed after 6 s'],
      }),
    ]
    for (const world of worlds) {
      const branched = await branchedFrom(world)
      const found = new Map(branched)
      expect(found.size).toBe(branched.length)
      const seen = new Set(found.values())
      for (let number = 0; number < sizeOf(world); number += 1) {
        if (!found.has(number)) expect(seen).toContain(seenIn(await playCore(storyOf(world, number).setup)))
      }
      expect(branched.length).toBeLessThan(sizeOf(world))
    }
  },
  60_000,
)

describe('exploring', () => {
  /** One story of five ends only after the time that it has. */
  const slow = (setup: StorySetup): StorySetup => ({
    ...setup,
    inputs: { ...setup.inputs, timeout: '1s', 'api-key': '' },
  })
  const world: SmallWorld = {
    ...watchWorld('truefoundry'),
    axes: [
      {
        name: 'one',
        choices: [
          { label: 'plain', change: (setup) => setup },
          { label: 'without a key', change: slow },
        ],
      },
      { name: 'two', choices: ['a', 'b', 'c'].map((label) => ({ label, change: (setup) => setup })) },
    ],
  }

  test('counts what breaks a rule, keeps the smallest story of it, and says how to play it again', async () => {
    const one = await explore(world, [0, 2, 4], { grows: false })
    const other = await explore(world, [5, 3, 1], { grows: false, most: 2 })
    expect(other.rest).toEqual([5])
    const last = await explore(world, other.rest, { grows: false })
    const explored = joined(joined(one, other), last)
    expect(explored).toMatchObject({ played: 6, broken: 3 })
    expect(explored.finds[0]).toMatchObject({ number: 3, changes: 1, count: 3 })
    const text = told(world, { explored, step: 1, size: 6, tookMs: 1000 })
    expect(text).toContain('watch on TrueFoundry: 6 (one 2 × two 3)')
    expect(text).toContain('one: without a key')
    expect(text).toContain('npm run explore -- --world "watch on TrueFoundry" --story 3')
  })
})
