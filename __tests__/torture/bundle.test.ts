/** Part of the fault campaign, on every change: what is shipped, as processes over HTTP. */

import { expect, test } from '@jest/globals'
import { campaign } from '../../torture/campaign.ts'
import { describeFailure } from '../../torture/describe.ts'
import { Tally } from '../../torture/tally.ts'

/** Always the same stories: `npm run torture` is for others. */
const SEED = 20_260_115

test('whatever goes wrong, no promise is broken by what is shipped', async () => {
  const tally = new Tally()
  const failures = await campaign({ engine: 'bundle', seed: SEED, stories: 16, atOnce: 6 }, tally)
  expect(failures.map(describeFailure)).toEqual([])
  expect(tally.stories.bundle).toBe(16)
}, 120_000)
