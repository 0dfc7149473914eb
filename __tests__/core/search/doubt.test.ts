import { describe, expect, test } from '@jest/globals'
import type { Platform } from '../../../src/core/platform.ts'
import type { Reading } from '../../../src/core/requests/reading.ts'
import { type Doubt, type DoubtPolicy, settleDoubt } from '../../../src/core/search/doubt.ts'
import type { Found, RunSearch } from '../../../src/core/search/run-search.ts'
import { found, givenSearch, NOTHING } from './given-search.ts'
import { listed, listScene } from './list-scene.ts'

const RUN = listed('etl-1', 5)

interface Story {
  readonly readings?: readonly Reading<Found>[]
  readonly search?: Partial<RunSearch>
  readonly platform?: Partial<Platform>
  readonly policy?: Partial<DoubtPolicy>
  readonly doubt?: Partial<Doubt>
}

/** What is done about a first send that got no answer. */
async function settled({ readings = [NOTHING], search, platform = {}, policy, doubt }: Story = {}) {
  const { clock, ports, runner } = listScene(platform)
  const { runSearch, times } = givenSearch(clock, readings, search)
  const limits = { untilMs: 3_600_000, requestTimeoutMs: 30_000, outageToleranceMs: 60_000, maySendAgain: true }
  const ending = await clock.run(
    settleDoubt(ports, { ...limits, ...policy }, runSearch, { sends: 1, why: 'no answer', ...doubt }),
  )
  return { ending, log: runner.log, looks: times.length }
}

describe('a trigger that may or may not have taken effect', () => {
  test('is sent once more where nothing newer shows up, and the log says so', async () => {
    const { ending, log } = await settled()
    expect(ending).toEqual({ kind: 'send_again' })
    expect(log).toEqual(['No newer run showed up in 30s: sending the trigger once more under the same alias.'])
  })

  test('is sent once more without a word where the long look was taken already', async () => {
    const { ending, log, looks } = await settled({ policy: { once: true } })
    expect([ending, log, looks]).toEqual([{ kind: 'send_again' }, [], 1])
  })

  test.each<[string, Story, string]>([
    ['after a later send of it was refused', { doubt: { isOver: true } }, 'no newer run showed up in 30s'],
    [
      'after one look where a limit is reached',
      { doubt: { isOver: true }, policy: { once: true } },
      'no newer run showed up when it was last looked',
    ],
    [
      'on a platform without aliases',
      { search: { hasAlias: false } },
      'no newer run showed up in 30s, and Fake has no alias by which a late one could be told',
    ],
    [
      'with `wait: false`',
      { policy: { maySendAgain: false } },
      'no newer run showed up in 30s; with `wait: false` the trigger is not sent again',
    ],
    [
      'after two sends',
      { doubt: { sends: 2 } },
      'no newer run showed up in 30s, after the trigger had been sent 2 times',
    ],
    ['where the job’s runs can’t be listed', { search: { isPossible: false } }, "the job's runs can't be listed"],
    [
      'where the inputs leave no way to list the job’s runs',
      { search: { isPossible: false }, platform: { whyUnlisted: 'the inputs name no application' } },
      'the inputs name no application',
    ],
  ])('stays in doubt %s, and is not sent again', async (_, story, reason) => {
    const { ending, log } = await settled(story)
    expect([ending, log]).toEqual([{ kind: 'unsettled', reason: `no answer; ${reason}`, candidates: [] }, []])
  })

  test('stays in doubt with the runs named that may be its own', async () => {
    const { ending } = await settled({ readings: [found({ newer: [RUN] })] })
    expect(ending).toMatchObject({ kind: 'unsettled', candidates: [RUN] })
  })

  test('has started the run that carries its alias', async () => {
    const { ending, log } = await settled({ readings: [found({ ours: [RUN] })] })
    expect(ending).toEqual({ kind: 'found', run: RUN.handle })
    expect(log).toEqual(["Found by its alias nightly-abc123: etl-1 is this step's run."])
  })

  test('is left where the runner tells the step to stop', async () => {
    expect((await settled({ policy: { signal: AbortSignal.abort() } })).ending).toEqual({ kind: 'stopped' })
  })
})
