/** Part of the fault campaign, on every change: the core on a clock that jumps. */

import { describe, expect, test } from '@jest/globals'
import { PLATFORMS } from '../../sandbox/control-plane/repertoire.ts'
import { campaign } from '../../torture/campaign.ts'
import { describeFailure } from '../../torture/describe.ts'
import { FACTS } from '../../torture/facts.ts'
import { makeSetup } from '../../torture/make-setup.ts'
import { playCore } from '../../torture/play-core.ts'
import { shrink } from '../../torture/shrink.ts'
import { Tally } from '../../torture/tally.ts'

/** Always the same stories: `npm run torture` is for others. */
const SEED = 20_260_115

/** Fewer of them are enough where they are played again and again, for mutants. */
const STORIES = Number(process.env.STORIES ?? '1500')

test('whatever goes wrong, no promise is broken by the core', async () => {
  const tally = new Tally()
  const failures = await campaign({ engine: 'core', seed: SEED, stories: STORIES }, tally)
  expect(failures.map(describeFailure)).toEqual([])
  expect(tally.stories.core).toBe(STORIES)
}, 120_000)

describe('the stories', () => {
  const setups = Array.from({ length: 300 }, (_, story) => makeSetup('core', SEED, story))

  test('are the same for the same seed and number, and no two alike', () => {
    expect(setups).toEqual(setups.map(({ story }) => makeSetup('core', SEED, story)))
    expect(new Set(setups.map((setup) => JSON.stringify({ ...setup, story: 0 }))).size).toBe(setups.length)
  })

  test('are played the same way every time', async () => {
    for (const setup of setups.slice(0, 20)) {
      expect(JSON.stringify(await playCore(setup))).toBe(JSON.stringify(await playCore(setup)))
    }
  }, 60_000)

  test('shrink to what matters', async () => {
    const setup = setups.find(({ faults }) => faults.length > 3)
    if (setup === undefined) throw new Error('all stories are harmless')
    const [, matters] = setup.faults
    const small = await shrink(setup, async ({ faults }) =>
      faults.some(({ operation }) => operation === matters?.operation),
    )
    expect(small.faults).toHaveLength(1)
    expect(small).toMatchObject({ settings: {}, foreignMs: [], downtimes: [], interruption: { kind: 'none' } })
  })

  test.each(PLATFORMS)('strike every operation of %s, and are cut off in every way', (platform) => {
    const told = setups.filter((setup) => setup.platform === platform)
    const struck = new Set(told.flatMap(({ faults }) => faults.map(({ operation }) => operation)))
    expect([...struck]).toEqual(
      expect.arrayContaining(['trigger', 'status', 'terminate', ...FACTS[platform].ownOperations]),
    )
    expect(new Set(told.map(({ interruption }) => interruption.kind))).toEqual(new Set(['none', 'cancel', 'kill']))
    expect(new Set(told.map(({ attach }) => attach))).toEqual(new Set(['no', 'existing', 'missing']))
  })
})
