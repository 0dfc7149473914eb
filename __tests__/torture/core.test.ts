/** Part of the fault campaign, on every change: the core on a clock that jumps. */

import { describe, expect, test } from '@jest/globals'
import { campaign } from '../../torture/campaign.ts'
import { makePlot } from '../../torture/make-plot.ts'
import { playCore } from '../../torture/play-core.ts'
import { shrink } from '../../torture/shrink.ts'
import { Tally } from '../../torture/tally.ts'
import { tellFailure } from '../../torture/tell.ts'

/** Always the same stories: `npm run torture` is for others. */
const SEED = 20_260_115
const PLATFORMS = ['truefoundry', 'kubiya'] as const

/** Fewer of them are enough where they are played again and again, for mutants. */
const STORIES = Number(process.env.STORIES ?? '1500')

test('whatever goes wrong, no promise is broken by the core', async () => {
  const tally = new Tally()
  const failures = await campaign({ engine: 'core', seed: SEED, stories: STORIES }, tally)
  expect(failures.map(tellFailure)).toEqual([])
  expect(tally.stories.core).toBe(STORIES)
}, 120_000)

describe('the stories', () => {
  const plots = Array.from({ length: 300 }, (_, story) => makePlot('core', SEED, story))

  test('are the same for the same seed and number, and no two alike', () => {
    expect(plots).toEqual(plots.map(({ story }) => makePlot('core', SEED, story)))
    expect(new Set(plots.map((plot) => JSON.stringify({ ...plot, story: 0 }))).size).toBe(plots.length)
  })

  test('are played the same way every time', async () => {
    for (const plot of plots.slice(0, 20)) {
      expect(JSON.stringify(await playCore(plot))).toBe(JSON.stringify(await playCore(plot)))
    }
  })

  test('shrink to what matters', async () => {
    const plot = plots.find(({ faults }) => faults.length > 3)
    if (plot === undefined) throw new Error('all stories are harmless')
    const [, matters] = plot.faults
    const small = await shrink(plot, async ({ faults }) =>
      faults.some(({ operation }) => operation === matters?.operation),
    )
    expect(small.faults).toHaveLength(1)
    expect(small).toMatchObject({ settings: {}, foreignMs: [], downtimes: [], interruption: { kind: 'none' } })
  })

  test.each(PLATFORMS)('strike every operation of %s, and are cut off in every way', (platform) => {
    const told = plots.filter((plot) => plot.platform === platform)
    const struck = new Set(told.flatMap(({ faults }) => faults.map(({ operation }) => operation)))
    const operations = platform === 'kubiya' ? ['executions', 'stream'] : ['list', 'search', 'app', 'fqn', 'logs']
    expect([...struck]).toEqual(expect.arrayContaining(['trigger', 'status', 'terminate', ...operations]))
    expect(new Set(told.map(({ interruption }) => interruption.kind))).toEqual(new Set(['none', 'cancel', 'kill']))
    expect(new Set(told.map(({ attach }) => attach))).toEqual(new Set(['no', 'existing', 'missing']))
  })
})
