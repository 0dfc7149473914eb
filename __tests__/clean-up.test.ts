/** Post takes over when main was cut off: it ends what was started, and says what it could not end. */

import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../sandbox/control-plane/faults.ts'
import { PLATFORMS } from '../sandbox/control-plane/repertoire.ts'
import { Secrets } from '../src/runtime/door.ts'
import { FakeRunner, withoutSummary } from './support/fake-runner.ts'
import { NEVER_ENDS, Story, type StorySetup } from './support/story.ts'

const HANG: Fault = { kind: 'hang' }

function going(setup: StorySetup = {}): Story {
  return new Story({ behaviour: NEVER_ENDS[setup.platform ?? 'truefoundry'], ...setup })
}

/** A story whose main was killed after that time, in the middle of waiting unless told otherwise. */
async function killed(
  setup: StorySetup = {},
  prepare: (story: Story) => void = () => undefined,
  atMs = 20_000,
): Promise<Story> {
  const story = going(setup)
  prepare(story)
  expect(await story.runUntilKilled(atMs)).toBe(true)
  return story
}

describe('when main concluded', () => {
  test.each([{}, { 'application-id': '', 'job-id': 'x' }])(
    'nothing is asked and nothing is said (%j)',
    async (inputs) => {
      const story = await new Story({ inputs }).run()
      const asked = story.plane.requests.length
      const { runner } = await story.cleanUp()
      expect(story.plane.requests).toHaveLength(asked)
      expect(runner).toMatchObject({ log: [], warnings: [], errors: [], written: [] })
    },
  )

  test('nor when it never got as far as to start anything', async () => {
    const story = new Story()
    const { runner } = await story.cleanUp()
    expect(story.connections).toEqual([])
    expect(runner).toMatchObject({ log: [], warnings: [], errors: [], written: [] })
  })
})

describe('when what main saved can’t be read', () => {
  test.each([
    [{ attempt: '[]' }, 'etl-0001'],
    [{ attempt: '{"platform":"tru' }, 'etl-0001'],
    [{ attempt: '', run: '{"runId":5}' }, 'a run that it may have started'],
  ])('one warning says what may still be going: %j', async (broken, name) => {
    const story = await killed()
    Object.assign(story.runner.state, broken)
    const asked = story.plane.requests.length
    const { runner } = await story.cleanUp()
    expect(story.plane.requests).toHaveLength(asked)
    expect(runner.warnings).toEqual([
      `The step was cut off, and what it saved for its post step can't be read: ${name} may still be going.`,
    ])
  })
})

describe('when main was killed while it waited', () => {
  test.each(PLATFORMS)('the run on %s is terminated, with nothing to warn of', async (platform) => {
    const story = await killed({ platform })
    const { runner } = await story.cleanUp()
    expect(story.ours[0]?.termination).toBeDefined()
    expect(runner).toMatchObject({ warnings: [], errors: [], written: [], failed: false })
  })

  test.each([{ 'on-cancel': 'leave' }, { wait: 'false' }])(
    'with %j it is left, and a warning names it',
    async (inputs) => {
      const story = await killed({ inputs }, () => undefined, 35)
      const { runner } = await story.cleanUp()
      expect(story.plane.requestsOf('terminate')).toEqual([])
      expect(runner.warnings).toEqual([expect.stringContaining('etl-0001')])
    },
  )

  test('a run that was only attached to is left, with a warning', async () => {
    const inputs = { 'run-id': 'etl-0001', 'run-name-alias': '' }
    const story = await killed({ inputs }, (told) => told.addForeignRun(-5000))
    const { runner } = await story.cleanUp()
    expect(story.plane.requestsOf('terminate')).toEqual([])
    expect(runner.warnings).toEqual([expect.stringMatching(/etl-0001.*left going/)])
  })

  test.each([
    ['terminate', [], 1],
    ['leave', [expect.stringMatching(/etl-0001.*left going/)], 0],
    ['', [expect.stringMatching(/etl-0001.*left going/)], 0],
  ])(
    'nor is a run that was given forgotten where main was cut off before it began: %p',
    async (onCancel, warnings, ended) => {
      const story = going({ inputs: { 'run-id': 'etl-0001', 'run-name-alias': '', 'on-cancel': onCancel } })
      story.addForeignRun(-5000, NEVER_ENDS.truefoundry)
      const { runner } = await story.cleanUp()
      expect(runner.warnings).toEqual(warnings)
      expect(story.plane.requestsOf('terminate')).toHaveLength(ended)
    },
  )

  test('nothing is sent of inputs that main would have refused', async () => {
    const story = going({ inputs: { 'run-id': 'etl-0001', 'on-cancel': 'terminate', timeout: 'soon' } })
    const { runner } = await story.cleanUp()
    expect(story.connections).toEqual([])
    expect(runner).toMatchObject({ log: [], warnings: [], errors: [] })
  })

  test.each([
    [30_000, [], 1],
    [90_000, [expect.stringMatching(/etl-0001 .*could not be addressed .*may still be going/)], 0],
  ])(
    'a run that was given is looked up and ended, where main was cut off before: %d',
    async (untilMs, warnings, ended) => {
      const job = { 'application-id': '', 'application-fqn': 'cluster:workspace:etl', 'run-name-alias': '' }
      const story = new Story({
        inputs: { ...job, 'run-id': 'etl-0001', 'on-cancel': 'terminate' },
        behaviour: NEVER_ENDS.truefoundry,
      })
      story.addForeignRun(-5000)
      story.plane.addFault({ operation: 'fqn', untilMs, fault: { kind: 'hang' } })
      await story.runUntilKilled(20_000)
      const { runner } = await story.cleanUp({ afterMs: 12_000 })
      expect(runner.warnings).toEqual(warnings)
      expect(story.plane.requestsOf('terminate')).toHaveLength(ended)
    },
  )

  test('a run that ended in the meantime is left alone and nothing is warned of', async () => {
    const story = new Story()
    await story.runUntilKilled(5000)
    const { runner } = await story.cleanUp({ afterMs: 60_000 })
    expect(story.plane.requestsOf('terminate')).toEqual([])
    expect(runner.warnings).toEqual([])
  })

  test('one that can’t be terminated is named with its link, in one warning, within 30 s', async () => {
    for (const fault of [HANG, { kind: 'status', status: 503 }, { kind: 'status', status: 403 }] satisfies Fault[]) {
      const story = await killed({}, ({ plane }) => plane.addFault({ operation: 'terminate', fault }))
      const { runner, clock } = await story.cleanUp()
      expect(runner.warnings).toEqual([expect.stringMatching(/etl-0001 \(https:.*could not be terminated/)])
      expect(runner.failed).toBe(false)
      expect(clock.nowMs()).toBeLessThanOrEqual(30_000)
    }
  })

  test('one that a slow platform takes more than four seconds to look up, and to end, is ended', async () => {
    const job = { 'application-id': '', 'application-fqn': 'cluster:workspace:etl', 'run-name-alias': '' }
    const story = new Story({
      inputs: { ...job, 'run-id': 'etl-0001', 'on-cancel': 'terminate' },
      behaviour: NEVER_ENDS.truefoundry,
    })
    story.addForeignRun(-5000)
    for (const operation of ['fqn', 'terminate'] as const)
      story.plane.addFault({ operation, fault: { kind: 'delay', delayMs: 4200 } })
    await story.runUntilKilled(3000)
    const { runner, clock } = await story.cleanUp()
    expect(runner.warnings).toEqual([])
    expect(story.plane.requestsOf('terminate').length).toBeGreaterThan(0)
    expect(clock.nowMs()).toBeLessThanOrEqual(30_000)
  })

  test('a run whose name holds a secret that post was not given is named, and nothing is sent', async () => {
    const story = await killed()
    const secrets = new Secrets()
    secrets.add('etl')
    for (const [name, value] of Object.entries(story.runner.state)) story.runner.state[name] = secrets.seal(value)
    const asked = story.plane.requests.length
    const { runner } = await story.cleanUp()
    expect(story.plane.requests).toHaveLength(asked)
    expect(runner.warnings).toEqual([expect.stringMatching(/-0001.* may still be going: a secret .* was not given/)])
  })

  test('one that may go on is warned of though the summary can’t be completed', async () => {
    const story = await killed({ inputs: { 'on-cancel': 'leave' } })
    const { runner } = await story.cleanUp({ runner: withoutSummary(new FakeRunner()) })
    expect(runner.warnings).toEqual([expect.stringMatching(/etl-0001.*left going/)])
  })

  test('a platform that hangs altogether does not keep post longer than 30 s', async () => {
    const story = await killed({}, ({ plane }) => plane.addFault({ operation: 'any', afterMs: 19_000, fault: HANG }))
    const { runner, clock } = await story.cleanUp()
    expect(runner.warnings).toHaveLength(1)
    expect(clock.nowMs()).toBeLessThanOrEqual(30_000)
  })
})

describe('what post did is said', () => {
  test('of a step that was killed, which has no summary but this one', async () => {
    const story = await killed()
    const { runner } = await story.cleanUp()
    expect(runner.log).toEqual(['The step was cut off. The termination of etl-0001 was accepted.'])
    expect(story.runner.summary).toBe('')
    expect(runner.summary).toMatch(
      /^<h3>.*Cut off: TrueFoundry job run of <code>app<\/code>, version <code>2<\/code><\/h3>/,
    )
    expect(runner.summary).toContain('<code>etl-0001</code>')
    expect(runner.summary).toContain('The termination of etl-0001 was accepted.')
  })

  test.each([
    [2, [], /The termination of etl-0001 was accepted/],
    [
      Number.POSITIVE_INFINITY,
      [/^The step was cancelled\. etl-0001 \(.*`run-id: etl-0001`\.$/],
      /could not be terminated/,
    ],
  ])('of one that was cancelled and told so, as what came of it: %d failures', async (times, warnings, done) => {
    const story = going().cancelAt(20_000)
    story.plane.addFault({
      operation: 'terminate',
      ...(times === 2 ? { afterMs: 0, untilMs: 28_000 } : {}),
      fault: HANG,
    })
    await story.run()
    expect(story.runner.summary).toContain('The post step tries again, and adds below what comes of it')
    const { runner } = await story.cleanUp()
    expect(runner.warnings).toEqual(warnings.map((each) => expect.stringMatching(each)))
    for (const line of runner.log) expect(line).toMatch(/^The step was cancelled\. /)
    expect(runner.summary).toMatch(/^<h3>.*After the cancel: TrueFoundry job run/)
    expect(runner.summary).toMatch(done)
    expect([...runner.log, ...runner.warnings].join()).not.toContain('cut off')
  })

  test.each([{ summary: 'false' }, { summary: 'FALSE' }])('but not in a summary with %j', async (inputs) => {
    const { runner } = await (await killed({ inputs })).cleanUp()
    expect([runner.summary, runner.log.length]).toEqual(['', 1])
  })

  test('and nothing is, nor asked, where no trigger was ever sent', async () => {
    const story = await killed({}, () => undefined, 50)
    delete story.runner.state.sends
    delete story.runner.state.run
    const asked = story.plane.requests.length
    const { runner } = await story.cleanUp()
    expect(story.runner.state).toHaveProperty('attempt')
    expect(story.plane.requests).toHaveLength(asked)
    expect(runner).toMatchObject({ log: [], warnings: [], summary: '' })
  })
})

describe('when main was killed before it knew its run', () => {
  const lost: readonly (readonly [string, Fault])[] = [
    ['no answer had come', { kind: 'hang', effect: true }],
    ['the answer was lost', { kind: 'resetAfter' }],
  ]
  test.each(lost)('and %s, the run is found by its alias and terminated', async (_, fault) => {
    const story = await killed({}, ({ plane }) => plane.addFault({ operation: 'trigger', nth: 1, fault }), 50)
    expect(story.runner.state.run).toBeUndefined()
    const { runner } = await story.cleanUp()
    expect(story.ours[0]?.termination).toBeDefined()
    expect(runner.warnings).toEqual([])
  })

  test('and the search never answers, the run that the list shows is named', async () => {
    const story = await killed({}, ({ plane }) => plane.addFault({ operation: 'trigger', nth: 1, fault: HANG }), 50)
    const foreign = story.addForeignRun(0)
    story.plane.addFault({ operation: 'search', fault: { kind: 'status', status: 503 } })
    const { runner } = await story.cleanUp()
    expect(runner.warnings).toEqual([expect.stringContaining(`it may be: ${foreign.name}`)])
  })

  test('a run that shows up late is waited for', async () => {
    const fault: Fault = { kind: 'lateEffect', afterMs: 6000, answer: 'hang' }
    const story = await killed({}, ({ plane }) => plane.addFault({ operation: 'trigger', nth: 1, fault }), 100)
    await story.cleanUp()
    expect(story.ours[0]?.termination).toBeDefined()
  })

  test.each(PLATFORMS)('one that can’t be proved ours on %s is named, not terminated', async (platform) => {
    const lose = ({ plane }: Story) => plane.addFault({ operation: 'trigger', nth: 1, fault: HANG })
    const story = await killed({ platform, plane: { searchFindsAlias: false } }, lose, 5000)
    const foreign = story.addForeignRun(-1000, NEVER_ENDS[platform])
    const { runner } = await story.cleanUp()
    expect(story.plane.requestsOf('terminate')).toEqual([])
    expect(runner.warnings).toEqual([expect.stringContaining(foreign.name)])
  })

  test('one of which there is no trace is warned of', async () => {
    const story = await killed({}, ({ plane }) => plane.addFault({ operation: 'trigger', nth: 1, fault: HANG }), 5000)
    const { runner, clock } = await story.cleanUp()
    expect(runner.warnings).toEqual([expect.stringMatching(/alias nightly-\w{8}-\w{6}\) is not known/)])
    expect(clock.nowMs()).toBeLessThanOrEqual(30_000)
  })
})

describe('when the trigger had been sent twice', () => {
  const SENT_TWICE: Fault = { kind: 'lateEffect', afterMs: 30_000, answer: 'reset' }
  const lose = ({ plane }: Story) => plane.addFault({ operation: 'trigger', nth: 1, fault: SENT_TWICE })
  const inputs = { 'request-timeout': '10s' }

  test('both runs are terminated and the second one is warned of', async () => {
    const story = await killed({ inputs }, lose, 50_000)
    const { runner } = await story.cleanUp()
    expect(story.ours).toHaveLength(2)
    for (const { termination } of story.ours) expect(termination).toBeDefined()
    expect(runner.warnings).toEqual([expect.stringContaining(story.ours[0]?.name ?? 'nobody')])
  })

  test('a warning says so if the platform can’t be asked for the second one', async () => {
    const story = await killed({ inputs }, lose, 50_000)
    story.plane.addFault({ operation: 'list', fault: HANG })
    const { runner } = await story.cleanUp()
    expect(runner.warnings).toEqual([expect.stringContaining('could not be seen')])
  })
})

describe('what post may send to', () => {
  test('an alias that nobody can search by is not named', async () => {
    const lose = ({ plane }: Story) => plane.addFault({ operation: 'trigger', nth: 1, fault: HANG })
    const story = await killed({ platform: 'kubiya' }, lose, 5000)
    const { runner } = await story.cleanUp({ env: { 'INPUT_BASE-URL': 'https://elsewhere.example.com' } })
    expect(runner.warnings).toEqual([expect.stringMatching(/^The step was cut off\. The run at https:/)])
  })

  test.each([
    ['another origin', { 'INPUT_BASE-URL': 'https://elsewhere.example.com' }, /another `base-url`/],
    ['no key', { 'INPUT_API-KEY': '' }, /api-key/],
  ])('with %s in its inputs it sends nothing, and says that the run may go on', async (_, env, message) => {
    const story = await killed()
    const asked = story.plane.requests.length
    const { runner } = await story.cleanUp({ env })
    expect(story.plane.requests).toHaveLength(asked)
    expect(story.connections).toHaveLength(1)
    expect(runner.warnings).toEqual([expect.stringMatching(message)])
    expect(runner.warnings[0]).toContain('etl-0001')
  })

  test.each(PLATFORMS)('what main saved on %s holds no secret and no parameter', async (platform) => {
    const story = await killed({ platform, inputs: { params: 'token: hush-hush' } })
    const saved = Object.values(story.runner.state).join('')
    expect(saved).toContain(story.ours[0]?.name)
    expect(saved).not.toMatch(/hush-hush|sandbox-key/)
  })
})
