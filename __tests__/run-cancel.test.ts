/** The runner tells the step to stop: everything is done and written within 7 s, in every phase, whatever the platform does. */

import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../sandbox/control-plane/faults.ts'
import { PLATFORMS } from '../sandbox/control-plane/repertoire.ts'
import type { Platform } from '../sandbox/control-plane/types.ts'
import { NEVER_ENDS, Story, type StorySetup, timeline } from './support/story.ts'

const MOST_MS = 7000
const HANG: Fault = { kind: 'hang' }

function going(setup: StorySetup = {}): Story {
  return new Story({ behaviour: NEVER_ENDS[setup.platform ?? 'truefoundry'], ...setup })
}

/** A step in the middle of something when the cancel comes. */
interface Moment {
  readonly name: string
  readonly platform?: Platform
  readonly inputs?: Readonly<Record<string, string>>
  readonly prepare?: (story: Story) => void
  readonly cancelAtMs: number
}

const TRIGGER_LOST = { operation: 'trigger', nth: 1, fault: { kind: 'resetBefore' } } as const

const MOMENTS: readonly Moment[] = [
  {
    name: 'the look-up of the application',
    inputs: { 'application-id': '', 'application-fqn': 'cluster:workspace:etl' },
    prepare: ({ plane }) => plane.addFault({ operation: 'fqn', fault: HANG }),
    cancelAtMs: 5000,
  },
  {
    name: 'a trigger in flight that has taken effect',
    prepare: ({ plane }) => plane.addFault({ operation: 'trigger', fault: { kind: 'hang', effect: true } }),
    cancelAtMs: 5000,
  },
  {
    name: 'a trigger in flight that has not',
    prepare: ({ plane }) => plane.addFault({ operation: 'trigger', fault: HANG }),
    cancelAtMs: 5000,
  },
  {
    name: 'the wait for another trigger',
    prepare: ({ plane }) => {
      const fault = { kind: 'status', status: 429, headers: { 'retry-after': '300' } } as const
      plane.addFault({ operation: 'trigger', fault })
    },
    cancelAtMs: 5000,
  },
  {
    name: 'the settling of a doubtful trigger',
    prepare: ({ plane }) => plane.addFault(TRIGGER_LOST),
    cancelAtMs: 5000,
  },
  { name: 'the wait between two looks', inputs: { 'poll-interval': '5m' }, cancelAtMs: 50_000 },
  {
    name: 'a look that hangs',
    inputs: { 'request-timeout': '5m' },
    prepare: ({ plane }) => plane.addFault({ operation: 'status', nth: 3, times: 1000, fault: HANG }),
    cancelAtMs: 50_000,
  },
  {
    name: 'an outage',
    prepare: ({ plane }) => plane.addFault({ operation: 'status', nth: 3, times: 1000, fault: { kind: 'resetAfter' } }),
    cancelAtMs: 50_000,
  },
  {
    name: 'the termination of a run that timed out',
    inputs: { timeout: '40s', 'on-timeout': 'terminate' },
    prepare: ({ plane }) => plane.addFault({ operation: 'terminate', fault: { kind: 'status', status: 503 } }),
    cancelAtMs: 50_000,
  },
  { name: 'the wait for an execution', platform: 'kubiya', cancelAtMs: 50_000 },
]

describe.each(MOMENTS)(
  'a cancel in the middle of $name',
  ({ platform = 'truefoundry', inputs = {}, prepare, cancelAtMs }) => {
    test.each(['answers', 'hangs'])('ends the step within 7 s while the platform %s', async (mood) => {
      const story = going({ platform, inputs })
      prepare?.(story)
      if (mood === 'hangs') story.plane.addFault({ operation: 'any', afterMs: cancelAtMs, fault: HANG })
      await story.cancelAt(cancelAtMs).run()
      expect(story.clock.nowMs()).toBeLessThanOrEqual(cancelAtMs + MOST_MS)
      expect(story.outputs.conclusion).toBe('cancelled')
      expect(story.runner).toMatchObject({ failed: true, errors: [] })
      const post = await story.cleanUp()
      expect(post.clock.nowMs()).toBeLessThanOrEqual(30_000)
      const left = story.ours.filter(({ termination }) => termination === undefined)
      const said = [...story.runner.log, ...post.runner.warnings].join('\n')
      for (const { name } of left) expect(said).toMatch(new RegExp(`${name}|is not known`))
      if (mood === 'answers' && !platformRefuses(story)) expect(left).toEqual([])
    })
  },
)

function platformRefuses({ plane }: Story): boolean {
  return plane.faults.some(({ operation }) => operation === 'terminate')
}

describe('on cancel', () => {
  test.each(PLATFORMS)('the run on %s is terminated, with no annotation of our own', async (platform) => {
    const story = await going({ platform }).cancelAt(20_000).run()
    expect(story.outputs).toMatchObject({ conclusion: 'cancelled', 'run-id': story.ours[0]?.name })
    expect(story.ours[0]?.termination).toBeDefined()
    expect(story.runner).toMatchObject({ failed: true, errors: [], warnings: [] })
    expect(story.runner.state.concluded).toBe('true')
    expect(story.runner.log.at(-1)).toMatch(/^Cancelled: .*accepted/)
  })

  test('with `on-cancel: leave` the run is left going, and the log says so', async () => {
    const story = await going({ inputs: { 'on-cancel': 'leave' } })
      .cancelAt(20_000)
      .run()
    expect(story.plane.requestsOf('terminate')).toEqual([])
    expect(story.runner.log.at(-1)).toMatch(/etl-0001.*left going/)
    expect(story.runner.state.concluded).toBe('true')
  })

  test('with `wait: false` a run that was found after a lost answer is left going, and named', async () => {
    for (const onCancel of ['', 'terminate']) {
      const story = going({ inputs: { wait: 'false', 'on-cancel': onCancel } })
      story.plane.addFault({ operation: 'trigger', fault: { kind: 'hang', effect: true } })
      await story.cancelAt(5000).run()
      expect(story.outputs).toMatchObject({ conclusion: 'cancelled', 'run-id': 'etl-0001' })
      expect(story.runner.log.at(-1)).toMatch(/etl-0001 .*was left going, as the inputs say/)
      expect(story.plane.requestsOf('terminate')).toEqual([])
      expect(story.runner.state.concluded).toBe('true')
    }
  })

  test('a run that was only attached to is left, unless asked otherwise', async () => {
    for (const [onCancel, terminations] of [
      ['', 0],
      ['terminate', 1],
    ] as const) {
      const story = going({ inputs: { 'run-id': 'etl-0001', 'run-name-alias': '', 'on-cancel': onCancel } })
      story.addForeignRun(-1000)
      await story.cancelAt(20_000).run()
      expect(story.plane.requestsOf('terminate')).toHaveLength(terminations)
    }
  })

  test.each([
    ['terminate', 'accepted', 1],
    ['', 'left going', 0],
  ])('a run that was given, while its job is looked up: on-cancel "%s"', async (onCancel, message, terminations) => {
    const job = { 'application-id': '', 'application-fqn': 'cluster:workspace:etl', 'run-name-alias': '' }
    const story = going({ inputs: { ...job, 'run-id': 'etl-0001', 'on-cancel': onCancel } })
    story.addForeignRun(-1000)
    story.plane.addFault({ operation: 'fqn', untilMs: 22_000, fault: { kind: 'status', status: 503 } })
    await story.cancelAt(20_000).run()
    expect(story.outputs).toMatchObject({ conclusion: 'cancelled', 'run-id': 'etl-0001' })
    expect(story.runner.log.at(-1)).toContain(message)
    expect(story.plane.requestsOf('terminate')).toHaveLength(terminations)
    expect(story.runner.state.concluded).toBe('true')
    expect(story.clock.nowMs()).toBeLessThan(27_000)
  })

  test('nothing is started when nothing had been sent yet', async () => {
    const story = going()
    story.runner.cancel()
    await story.run()
    expect(story.plane.requests).toEqual([])
    expect(story.outputs).toMatchObject({ conclusion: 'cancelled', 'run-id': '' })
    expect(story.runner.state.concluded).toBe('true')
  })

  test('a termination that was not accepted is repeated by post', async () => {
    const story = going()
    story.plane.addFault({ operation: 'terminate', untilMs: 28_000, fault: { kind: 'status', status: 503 } })
    await story.cancelAt(20_000).run()
    expect(story.runner.log.at(-1)).toMatch(/could not be terminated yet.*post step/)
    expect(story.runner.state.concluded).toBeUndefined()
    const { runner } = await story.cleanUp({ afterMs: 3000 })
    expect(story.ours[0]?.termination).toBeDefined()
    expect(runner.warnings).toEqual([])
  })

  test('an answer that some proxy gives to the termination is not taken for the platform’s', async () => {
    const story = going()
    story.plane.addFault({ operation: 'terminate', nth: 1, fault: { kind: 'foreignBody', body: 'html' } })
    story.plane.addFault({ operation: 'terminate', nth: 2, fault: { kind: 'foreignBody', body: 'otherShape' } })
    await story.cancelAt(20_000).run()
    expect(story.ours[0]?.termination).toBeDefined()
    expect(story.plane.requestsOf('terminate').length).toBe(3)
  })

  test('a run that ended by itself is told as ended', async () => {
    const story = new Story({ inputs: { 'poll-interval': '5m' } }).cancelAt(20_000)
    await story.run()
    expect(story.outputs).toMatchObject({ conclusion: 'cancelled', status: 'FINISHED' })
    expect(story.runner.log.at(-1)).toMatch(/had ended/)
  })

  test('a second run of a trigger that was sent twice is terminated and warned of too', async () => {
    const story = going({ inputs: { 'request-timeout': '10s' } })
    story.plane.addFault({
      operation: 'trigger',
      nth: 1,
      fault: { kind: 'lateEffect', afterMs: 30_000, answer: 'reset' },
    })
    await story.cancelAt(50_000).run()
    const [late, kept] = story.ours
    expect(story.outputs['run-id']).toBe(kept?.name)
    for (const run of [late, kept]) expect(run?.termination).toBeDefined()
    expect(story.runner.warnings).toEqual([expect.stringContaining(late?.name ?? 'nobody')])
  })

  test('both runs of a trigger that was sent twice and never answered are found and terminated', async () => {
    const story = going({ inputs: { 'request-timeout': '10s' } })
    story.plane.addFault({
      operation: 'trigger',
      nth: 1,
      fault: { kind: 'lateEffect', afterMs: 25_000, answer: 'reset' },
    })
    story.plane.addFault({ operation: 'trigger', nth: 2, fault: { kind: 'hang', effect: true } })
    await story.cancelAt(28_000).run()
    expect(story.ours).toHaveLength(2)
    for (const { name, termination } of story.ours) {
      expect(termination).toBeDefined()
      expect(JSON.stringify([story.outputs, story.runner.warnings])).toContain(name)
    }
    expect(story.clock.nowMs()).toBeLessThanOrEqual(28_000 + MOST_MS)
  })

  test('what can’t be done about a second run in time is left to post', async () => {
    const story = going({ inputs: { 'request-timeout': '10s' } })
    story.plane.addFault({
      operation: 'trigger',
      nth: 1,
      fault: { kind: 'lateEffect', afterMs: 30_000, answer: 'reset' },
    })
    story.plane.addFault({ operation: 'list', afterMs: 50_000, untilMs: 58_000, fault: HANG })
    await story.cancelAt(50_000).run()
    expect(story.runner.state.concluded).toBeUndefined()
    const { runner } = await story.cleanUp({ afterMs: 3000 })
    for (const run of story.ours) expect(run.termination).toBeDefined()
    expect(runner.warnings).toEqual([expect.stringContaining(story.ours[0]?.name ?? 'nobody')])
  })

  test('after the verdict, while a second run is looked for, the verdict stands and post goes on looking', async () => {
    const story = new Story({
      inputs: { 'request-timeout': '10s' },
      behaviour: timeline([0, 'RUNNING'], [40_000, 'FINISHED']),
    })
    const late: Fault = { kind: 'lateEffect', afterMs: 50_000, answer: 'reset' }
    story.plane.addFault({ operation: 'trigger', nth: 1, fault: late })
    story.plane.addFault({ operation: 'list', afterMs: 50_000, untilMs: 64_000, fault: HANG })
    await story.cancelAt(60_000).run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.clock.nowMs()).toBeLessThanOrEqual(60_000 + MOST_MS)
    const { runner } = await story.cleanUp({ afterMs: 5000 })
    expect(story.ours[0]?.termination).toBeDefined()
    expect(runner.warnings).toEqual([expect.stringContaining(story.ours[0]?.name ?? 'nobody')])
  })
})

test('what was learnt of the run while it was to be terminated is in the outputs, though the last look fails', async () => {
  const story = new Story({
    behaviour: timeline([0, 'RUNNING'], [12_000, 'FINISHED']),
    inputs: { 'poll-interval': '50s' },
  })
  story.plane.addFault({ operation: 'status', afterMs: 12_130, fault: { kind: 'resetBefore' } })
  await story.cancelAt(12_100).run()
  expect(story.runner.log.at(-1)).toContain('had ended already')
  expect(story.outputs).toMatchObject({ conclusion: 'cancelled', status: 'FINISHED' })
})

test('a run that was found only after the cancel is ended by post, though the search is not answered any more', async () => {
  const story = new Story({ behaviour: NEVER_ENDS.truefoundry })
  story.plane.addFault({ operation: 'trigger', nth: 1, fault: { kind: 'lateEffect', afterMs: 5000, answer: 'reset' } })
  story.plane.addFault({ operation: 'terminate', nth: 1, times: 4, fault: { kind: 'status', status: 503 } })
  await story.cancelAt(6000).run()
  expect(story.outputs).toMatchObject({ conclusion: 'cancelled', 'run-id': 'etl-0001' })
  story.plane.addFault({ operation: 'search', fault: { kind: 'status', status: 503 } })
  await story.cleanUp()
  expect(story.ours[0]?.termination).toBeDefined()
})
