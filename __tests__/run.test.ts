/** The verdict table, a story for each row: what happens on the platform, and what the step makes of it. */

import { describe, expect, test } from '@jest/globals'
import { AGENT, API_KEY, JOB, NEVER_ENDS, Story, type StorySetup, timeline } from './support/story.ts'

const TRUEFOUNDRY_URL = 'https://app.truefoundry.com/deployments/app?tab=previousRuns'

function tell(setup: StorySetup): Promise<Story> {
  return new Story(setup).run()
}

describe('the platform’s verdict is the step’s', () => {
  test('a FINISHED job run makes the step succeed, with everything known in the outputs', async () => {
    const story = await tell({ inputs: { params: 'n: 1.10' } })
    const startMs = story.ours[0]?.createdAtMs ?? 0
    expect(story.runner.failed).toBe(false)
    expect(story.outputs).toMatchObject({
      'run-id': 'etl-0001',
      'run-url': TRUEFOUNDRY_URL,
      status: 'FINISHED',
      conclusion: 'success',
      'exit-code': '0',
      error: '',
      'started-at': new Date(startMs).toISOString(),
      'ended-at': new Date(startMs + 10_000).toISOString(),
      'duration-seconds': '10',
      'application-id': 'app',
      'deployment-id': 'dep-2',
      'deployment-version': '2',
      result: '',
    })
    expect(JSON.parse(story.outputs.run ?? '')).toMatchObject({ name: 'etl-0001', status: 'FINISHED' })
    expect(story.ours[0]).toMatchObject({ input: { params: { n: '1.10' } }, alias: expect.stringMatching(/^nightly-/) })
  })

  test('a completed execution makes the step succeed and its response is the result', async () => {
    const story = await tell({ platform: 'kubiya' })
    expect(story.runner.failed).toBe(false)
    expect(story.outputs).toMatchObject({
      'run-id': '00000000-0000-4000-8000-000000000001',
      'run-url': 'https://compose.kubiya.ai',
      status: 'completed',
      conclusion: 'success',
      'exit-code': '',
      'duration-seconds': '9',
      result: 'Done.',
    })
    expect(story.outputs['application-id'] ?? '').toBe('')
  })

  test('FAILED fails the step; its one message has status, exit code, error, name and link', async () => {
    const behaviour = { ...timeline([0, 'RUNNING'], [5000, 'FAILED']), exitCode: 3, error: 'the table is empty' }
    const story = await tell({ behaviour })
    expect(story.outputs).toMatchObject({ conclusion: 'failure', status: 'FAILED', 'exit-code': '3' })
    expect(story.outputs.error).toBe('the table is empty')
    for (const part of ['FAILED', 'Exit code 3', 'the table is empty', 'etl-0001', TRUEFOUNDRY_URL]) {
      expect(story.error).toContain(part)
    }
  })

  test.each([
    ['truefoundry', 'TERMINATED', 'terminated'],
    ['kubiya', 'cancelled', 'terminated'],
    ['kubiya', 'terminated', 'terminated'],
    ['kubiya', 'failed', 'failure'],
  ] as const)('%s: a run that somebody ends as %s fails the step as %s', async (platform, status, conclusion) => {
    const story = await tell({ platform, behaviour: timeline([0, 'running'], [4000, status]) })
    expect(story.outputs).toMatchObject({ conclusion, status })
    expect(story.error).toContain(status)
  })

  test('statuses count in any letter case on Kubiya', async () => {
    const story = await tell({ platform: 'kubiya', plane: { statusCase: 'upper' } })
    expect(story.outputs).toMatchObject({ conclusion: 'success', status: 'COMPLETED' })
  })

  test('a status never seen before is reported once and waited on', async () => {
    const behaviour = timeline([0, 'RUNNING'], [2000, 'HIBERNATING'], [30_000, 'FINISHED'])
    const story = await tell({ behaviour })
    expect(story.outputs.conclusion).toBe('success')
    expect(story.runner.warnings).toEqual([expect.stringContaining('"HIBERNATING"')])
  })

  test.each([
    { plane: { bareAnswers: true } },
    { plane: { triggerAnswer: 'minimal' } },
    { plane: { optionalFields: 'withheld', triggerAnswer: 'noIds' } },
    { platform: 'kubiya', plane: { executionAsArray: true, isoTimes: 'naive', optionalFields: 'absent' } },
  ] satisfies StorySetup[])('what an older or sparser control plane answers is enough: %j', async (setup) => {
    expect((await tell(setup)).outputs.conclusion).toBe('success')
  })
})

describe('the platform’s verdict is not there', () => {
  test('past `timeout` the run is left going, and the message says so', async () => {
    const story = await tell({ inputs: { timeout: '47s' }, behaviour: NEVER_ENDS.truefoundry })
    expect(story.outputs).toMatchObject({ conclusion: 'timed_out', status: 'RUNNING', 'run-id': 'etl-0001' })
    expect(story.error).toMatch(/^Timed out after 47s .*etl-0001.*RUNNING.*left going/)
    expect(story.plane.requestsOf('terminate')).toEqual([])
  })

  test('past `timeout` with `on-timeout: terminate` the message tells what became of the run', async () => {
    const inputs = { timeout: '47s', 'on-timeout': 'terminate' }
    const story = await tell({ inputs, behaviour: NEVER_ENDS.truefoundry })
    expect(story.outputs).toMatchObject({ conclusion: 'timed_out', status: 'TERMINATED' })
    expect(story.error).toMatch(/termination was accepted; it is now TERMINATED/)
    expect(story.clock.nowMs()).toBeLessThan(47_000 + 30_000)
  })

  test('past `timeout` with `on-timeout: terminate` the outputs tell each status at once, should the step be killed', async () => {
    const story = new Story({
      inputs: { timeout: '47s', 'on-timeout': 'terminate' },
      behaviour: NEVER_ENDS.truefoundry,
      plane: { terminatedAfterMs: 12_000 },
    })
    const seen: (string | undefined)[] = []
    story.clock.at(55_000, () => seen.push(story.outputs.status, story.outputs.conclusion))
    await story.run()
    expect(seen).toEqual(['TERMINATING', 'pending'])
    expect(story.outputs).toMatchObject({ conclusion: 'timed_out', status: 'TERMINATED' })
  })

  test('a run that ends just before it is to be terminated is still `timed_out`, with its real status', async () => {
    const story = new Story({
      inputs: { timeout: '47s', 'on-timeout': 'terminate' },
      behaviour: timeline([0, 'RUNNING'], [46_890, 'FINISHED']),
    })
    await story.run()
    expect(story.outputs).toMatchObject({ conclusion: 'timed_out', status: 'FINISHED' })
    expect(story.runner.failed).toBe(true)
  })

  test('a termination that the platform denies is told, with what the run is now', async () => {
    const job = { platform: 'kubiya', jobId: 'agent', behaviour: NEVER_ENDS.kubiya, forbidden: ['terminate'] } as const
    const inputs = { timeout: '20s', 'on-timeout': 'terminate' }
    const story = await tell({ platform: 'kubiya', inputs, plane: { jobs: [job] } })
    expect(story.error).toMatch(/could not be terminated \(HTTP 403: .*\) and may still be going/)
  })

  test('a platform that is gone beyond `outage-tolerance` makes the run `lost`, with its name and link', async () => {
    const story = new Story({ inputs: { 'outage-tolerance': '2m' }, behaviour: NEVER_ENDS.truefoundry })
    story.plane.addFault({ operation: 'status', afterMs: 20_000, fault: { kind: 'status', status: 502, body: 'html' } })
    await story.run()
    expect(story.outputs).toMatchObject({ conclusion: 'lost', status: 'RUNNING', 'run-id': 'etl-0001' })
    expect(story.error).toMatch(/etl-0001.*last seen as RUNNING.*outage-tolerance.*may still be going/)
    expect(story.clock.nowMs()).toBeLessThan(20_000 + 15_000 + 120_000 + 1000)
  })

  test.each([
    [
      'forbidden',
      { forbiddenAfterMs: 20_000 },
      /HTTP 403.*; refused by app\.truefoundry\.com \(TrueFoundry's public address, since no `base-url` was given\): check that the API key/,
    ],
    ['gone', { goneAfterMs: 50_000 }, /disappeared.*HTTP 404/],
  ])('a run that is %s makes the step `lost`, and the message says what to check', async (_word, fate, message) => {
    const story = await tell({ behaviour: { ...NEVER_ENDS.truefoundry, ...fate } })
    expect(story.outputs).toMatchObject({ conclusion: 'lost', 'run-id': 'etl-0001' })
    expect(story.error).toMatch(message)
  })

  test.each([
    [{ 'base-url': 'https://tfy.acme.example/x' }, {}, 'refused by tfy.acme.example: check that the API key'],
    [{}, { TFY_HOST: 'tfy.acme.example' }, 'refused by tfy.acme.example: check that the API key'],
    [{}, { TFY_HOST: ' ' }, "refused by app.truefoundry.com (TrueFoundry's public address, since no `base-url`"],
  ])('a refused trigger names the host that refused: with %j and %j', async (inputs, env, told) => {
    const story = await tell({ inputs, env, plane: { jobs: [{ ...JOB, forbidden: ['trigger'] }] } })
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toContain(told)
  })

  test('an execution that waits for a person is waited for, with a warning that names it', async () => {
    const behaviour = timeline([0, 'running'], [3000, 'waiting_for_input'], [60_000, 'completed'])
    const story = await tell({ platform: 'kubiya', behaviour })
    expect(story.outputs.conclusion).toBe('success')
    expect(story.runner.warnings).toEqual([expect.stringContaining('00000000-0000-4000-8000-000000000001')])
  })

  test('with `on-input-required: fail` it fails the step as `action_required`', async () => {
    const behaviour = timeline([0, 'running'], [3000, 'waiting_for_input'])
    const story = await tell({ platform: 'kubiya', behaviour, inputs: { 'on-input-required': 'fail' } })
    expect(story.outputs).toMatchObject({ conclusion: 'action_required', status: 'waiting_for_input' })
    expect(story.error).toMatch(/^A person has to act: .*00000000-0000-4000-8000-000000000001/)
    expect(story.plane.requestsOf('terminate')).toEqual([])
  })

  test('with `wait: false` the step succeeds as `pending` as soon as the run is there', async () => {
    const story = await tell({ inputs: { wait: 'false' }, behaviour: NEVER_ENDS.truefoundry })
    expect(story.runner.failed).toBe(false)
    expect(story.outputs).toMatchObject({ conclusion: 'pending', 'run-id': 'etl-0001', status: 'CREATED' })
    expect(story.plane.requests.at(-1)?.operation).toBe('trigger')
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
  })
})

describe('no run', () => {
  test('faults in the inputs are told together, before anything is sent', async () => {
    const story = await tell({ inputs: { timeout: 'soon', wait: 'maybe', 'job-id': 'x' } })
    expect(story.outputs).toMatchObject({ conclusion: 'not_started', 'run-id': '' })
    for (const input of ['timeout', 'wait', 'job-id']) expect(story.error).toContain(input)
    expect(story.connections).toEqual([])
    expect(story.runner.state.concluded).toBe('true')
  })

  test.each([
    ['truefoundry', { triggerable: false }, /HTTP 400/],
    ['truefoundry', { forbidden: ['trigger'] }, /HTTP 403/],
    ['kubiya', { forbidden: ['trigger'] }, /HTTP 403/],
  ] as const)('%s: a trigger that the platform refuses (%j) is `not_started`', async (platform, job, message) => {
    const jobs = [
      { ...JOB, ...job },
      { ...AGENT, ...job },
    ]
    const story = await tell({ platform, plane: { jobs } })
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toMatch(message)
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
  })

  test('an FQN that does not exist is `not_started`, before the trigger', async () => {
    const story = await tell({ inputs: { 'application-id': '', 'application-fqn': 'cluster:workspace:other' } })
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toMatch(/look up the application "cluster:workspace:other".*HTTP 404/)
    expect(story.plane.requestsOf('trigger')).toEqual([])
  })

  test.each([
    ['leave', /It was left going/],
    ['terminate', /could not be terminated .*look up the application/],
  ])(
    'an FQN that can’t be looked up within `timeout` times the wait for a run out, on-timeout %s',
    async (onTimeout, message) => {
      const fqn = 'cluster:workspace:etl'
      const job = { 'application-id': '', 'application-fqn': fqn, 'run-name-alias': '', 'run-id': 'etl-7' }
      const story = new Story({ inputs: { ...job, timeout: '8s', 'on-timeout': onTimeout } })
      story.plane.addFault({ operation: 'fqn', fault: { kind: 'status', status: 503 } })
      await story.run()
      expect(story.outputs).toMatchObject({ conclusion: 'timed_out', 'run-id': 'etl-7' })
      expect(story.error).toMatch(message)
      expect(story.clock.nowMs()).toBeLessThanOrEqual(8000)
    },
  )

  test.each([
    [9481, 0],
    [9480, 1],
  ])('a look-up of %i ms of ten seconds leaves time for %i trigger', async (delayMs, triggers) => {
    const inputs = { 'application-id': '', 'application-fqn': 'cluster:workspace:etl', timeout: '10s' }
    const story = new Story({ inputs, latencyMs: 20 })
    story.plane.addFault({ operation: 'fqn', fault: { kind: 'delay', delayMs } })
    await story.run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(triggers)
    if (triggers > 0) return
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toContain('`timeout` left no time to send the trigger')
  })

  test('an FQN is looked up through an outage and then triggered by its id', async () => {
    const story = new Story({ inputs: { 'application-id': '', 'application-fqn': 'cluster:workspace:etl' } })
    story.plane.addFault({ operation: 'fqn', nth: 1, times: 3, fault: { kind: 'status', status: 503 } })
    await story.run()
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'application-id': 'app' })
    expect(story.plane.requestsOf('trigger')[0]?.body).toMatchObject({ applicationId: 'app' })
  })

  test('a deployment is triggered alone, and its run is read by the application that the answer names', async () => {
    const story = await tell({ inputs: { 'application-id': '', 'deployment-id': 'dep-1' } })
    expect(story.plane.requestsOf('trigger')[0]?.body).not.toHaveProperty('applicationId')
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'application-id': 'app', 'deployment-version': '1' })
  })

  test('a deployment’s run whose application nobody names is `lost`, with its name', async () => {
    const inputs = { 'application-id': '', 'deployment-id': 'dep-1' }
    const story = await tell({ inputs, plane: { triggerAnswer: 'noIds' } })
    expect(story.outputs).toMatchObject({ conclusion: 'lost', 'run-id': 'etl-0001' })
    expect(story.error).toMatch(/etl-0001.*application-id/)
  })

  test.each(['..', 'a\u0007b', 'x'.repeat(600)])('a run whose name can’t be used (%j) is `lost`', async (name) => {
    const story = await tell({ behaviour: { ...NEVER_ENDS.truefoundry, name } })
    expect(story.outputs.conclusion).toBe('lost')
    expect(story.plane.requests.at(-1)?.operation).toBe('trigger')
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
  })
})

describe('attaching to a run', () => {
  test('waits for it, triggers nothing and reads its verdict', async () => {
    const story = new Story({ inputs: { 'run-id': 'etl-0001', 'run-name-alias': '' } })
    story.addForeignRun(-5000)
    await story.run()
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': 'etl-0001', status: 'FINISHED' })
    expect(story.plane.requestsOf('trigger')).toEqual([])
  })

  test('a run that does not exist is `not_started`, but not within the first 30 s', async () => {
    const story = await tell({ inputs: { 'run-id': 'etl-0009', 'run-name-alias': '' } })
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toMatch(/`etl-0009` given as `run-id` does not exist/)
    expect(story.clock.nowMs()).toBeGreaterThanOrEqual(35_000)
    expect(story.clock.nowMs()).toBeLessThan(45_000)
  })

  describe('by the job’s name', () => {
    const FQN = { 'run-id': 'etl-0001', 'run-name-alias': '', 'application-id': '' }
    const byName = (inputs: Readonly<Record<string, string>> = {}) => {
      const story = new Story({ inputs: { ...FQN, 'application-fqn': 'cluster:workspace:etl', ...inputs } })
      story.addForeignRun(-5000)
      return story
    }
    const refused = (status: number, times: number) => {
      const story = byName()
      story.plane.addFault({ operation: 'fqn', nth: 1, times, fault: { kind: 'status', status } })
      return story.run()
    }

    test('names the run in the outputs first of all', async () => {
      const story = await byName().run()
      expect(story.outputs.conclusion).toBe('success')
      expect(story.runner.written[0]).toEqual(['run-id', 'etl-0001'])
    })

    test.each([401, 403])('bears a look-up that is denied twice: %d', async (status) => {
      expect((await refused(status, 2)).outputs.conclusion).toBe('success')
    })

    test.each([401, 403])('is `lost` where the look-up is denied for good: %d', async (status) => {
      const story = await refused(status, 9)
      expect(story.outputs).toMatchObject({ conclusion: 'lost', 'run-id': 'etl-0001' })
      expect(story.error).toMatch(/check that the API key is valid/)
    })

    test('has nothing to wait for where there is no such job, and does not call it safe to start again', async () => {
      const story = await refused(404, 9)
      expect(story.outputs).toMatchObject({ conclusion: 'not_started', 'run-id': '' })
      expect(story.error).toMatch(/^Nothing to wait for: could not look up the application/)
      expect(story.runner.summary).not.toMatch(/safe to start/)
    })
  })

  test('a run that can’t be found since the platform is away is `lost`, not `not_started`', async () => {
    const inputs = { 'run-id': 'etl-0001', 'run-name-alias': '', 'application-id': '', 'outage-tolerance': '30s' }
    const story = new Story({ inputs: { ...inputs, 'application-fqn': 'cluster:workspace:etl' } })
    story.plane.addFault({ operation: 'any', fault: { kind: 'hang' } })
    await story.run()
    expect(story.outputs).toMatchObject({ conclusion: 'lost', 'run-id': 'etl-0001' })
  })
})

describe('what is said, and to whom', () => {
  test('run, link, status and `pending` are in the outputs as soon as the run exists, later values replace them', async () => {
    const story = await tell({})
    const early = story.runner.written.slice(0, 4)
    expect(Object.fromEntries(early)).toEqual({
      'run-id': 'etl-0001',
      'run-url': TRUEFOUNDRY_URL,
      status: 'CREATED',
      conclusion: 'pending',
    })
    const statuses = story.runner.written.filter(([name]) => name === 'status').map(([, value]) => value)
    expect([...new Set(statuses)]).toEqual(['CREATED', 'SCHEDULED', 'RUNNING', 'FINISHED'])
  })

  test('the key is masked before anything else and shows nowhere', async () => {
    const story = await tell({ behaviour: { ...timeline([0, 'FAILED']), error: 'no' } })
    const { log, warnings, errors, written, state, masked } = story.runner
    expect(masked).toContain(API_KEY)
    expect(JSON.stringify([log, warnings, errors, written, state])).not.toContain(API_KEY)
  })

  test('values of parameters are in the trigger and nowhere else', async () => {
    const story = new Story({ inputs: { params: 'token: hush-hush' } })
    story.plane.addFault({ operation: 'trigger', nth: 1, fault: { kind: 'resetAfter' } })
    await story.run()
    const { log, warnings, errors, state } = story.runner
    expect(story.ours[0]?.input).toEqual({ params: { token: 'hush-hush' } })
    expect(JSON.stringify([log, warnings, errors, state])).not.toContain('hush-hush')
  })
})
