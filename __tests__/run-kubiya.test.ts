/** Steps against Kubiya's own server, with the oddities that it has. */

import { describe, expect, test } from '@jest/globals'
import { AGENT, NEVER_ENDS, Story, type StorySetup, timeline } from './support/story.ts'

const EXECUTION = '00000000-0000-4000-8000-000000000001'

function tell(setup: StorySetup = {}): Promise<Story> {
  return new Story({ platform: 'kubiya', ...setup }).run()
}

describe('a wrong key', () => {
  test('is a trigger refused at once, in the server’s words', async () => {
    const story = await tell({ plane: { apiKeys: ['another'] } })
    expect(story.outputs).toMatchObject({ conclusion: 'not_started' })
    expect(story.error).toMatch(/HTTP 401: Unauthorized: Invalid or expired token/)
    expect(story.clock.nowMs()).toBeLessThan(5000)
  })

  test('that stops being good is lost after three times over five seconds', async () => {
    const story = new Story({ platform: 'kubiya', behaviour: NEVER_ENDS.kubiya })
    story.clock.at(60_000, () => {
      story.plane.settings.apiKeys = ['another']
    })
    await story.run()
    expect(story.outputs).toMatchObject({ conclusion: 'lost', 'run-id': EXECUTION })
    expect(story.clock.nowMs()).toBeLessThan(75_000)
  })
})

describe('a trigger that starts nothing though it is answered 500', () => {
  test.each([
    [{ promptTemplate: 'Deploy {{version}}' }, { params: '{"place": "x"}' }, 'Missing required parameters: version'],
    [{ hasWorkers: false }, {}, 'No workers are currently running for your organization'],
  ])('is told in full, and is no doubt: %j', async (job, inputs, reason) => {
    // Where the job itself can't be read, only the trigger's answer tells.
    const unread = { operation: 'job', fault: { kind: 'status', status: 502 } } as const
    const story = await tell({ inputs, plane: { jobs: [{ ...AGENT, ...job }], faults: [unread] } })
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toContain(reason)
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
    expect(story.clock.nowMs()).toBeLessThan(5000)
  })
})

describe('a template with a place for the alias', () => {
  const job = { ...AGENT, promptTemplate: 'Report for {{team}} ({{run_name_alias}})' }
  const inputs = { params: 'team: core', 'run-name-alias': 'nightly' }

  test('gets it, and proves the execution ours where the answer to the trigger was lost', async () => {
    for (const fault of [{ kind: 'resetAfter' }, { kind: 'lateEffect', afterMs: 7000, answer: 502 }] as const) {
      const story = await tell({ inputs, plane: { jobs: [job], faults: [{ operation: 'trigger', nth: 1, fault }] } })
      expect(story.outputs.conclusion).toBe('success')
      expect(story.plane.requestsOf('trigger')).toHaveLength(1)
      const { parameters } = Object(story.plane.requestsOf('trigger')[0]?.body)
      expect(parameters).toEqual({ team: 'core', run_name_alias: expect.stringMatching(/^nightly-/) })
    }
  })

  test('lets the trigger be sent again where nothing was started', async () => {
    const faults = [{ operation: 'trigger', nth: 1, fault: { kind: 'resetBefore' } }] as const
    const story = await tell({ inputs, plane: { jobs: [job], faults } })
    expect(story.outputs.conclusion).toBe('success')
    expect(story.plane.requestsOf('trigger')).toHaveLength(2)
    expect(story.ours).toHaveLength(1)
  })

  test('is none where there is white space in its braces: Kubiya would leave it as it is', async () => {
    const spaced = { ...AGENT, promptTemplate: 'Report ({{ run_name_alias }})' }
    const faults = [{ operation: 'trigger', nth: 1, fault: { kind: 'resetAfter' } }] as const
    const story = await tell({ plane: { jobs: [spaced], faults } })
    expect(story.outputs.conclusion).toBe('unknown')
    expect(Object(story.plane.requestsOf('trigger')[0]?.body).parameters).toEqual({})
  })

  test('is left to the author who fills it, and without one nothing is sent along and nothing is proved', async () => {
    const faults = [{ operation: 'trigger', nth: 1, fault: { kind: 'resetAfter' } }] as const
    const own = { params: '{"team": "core", "run_name_alias": "mine"}' }
    const filled = await tell({ inputs: own, plane: { jobs: [job], faults } })
    expect(filled.outputs.conclusion).toBe('unknown')
    const bare = await tell({ plane: { faults } })
    expect(bare.outputs.conclusion).toBe('unknown')
    expect(Object(bare.plane.requestsOf('trigger')[0]?.body).parameters).toEqual({})
  })

  test('lets post find the run of a step that was killed while it was in doubt', async () => {
    const faults = [{ operation: 'trigger', nth: 1, fault: { kind: 'hang', effect: true } }] as const
    const story = new Story({
      platform: 'kubiya',
      inputs,
      behaviour: NEVER_ENDS.kubiya,
      plane: { jobs: [{ ...job, behaviour: NEVER_ENDS.kubiya }], faults },
    })
    await story.runUntilKilled(20_000)
    await story.cleanUp()
    expect(story.plane.standingRuns()).toEqual([])
  })
})

describe('a run that can’t be terminated in its status', () => {
  test.each([
    ['waiting_for_input', ['cancel']],
    ['paused', ['resume', 'terminate']],
  ] as const)('is ended all the same at the timeout: %s, by %j', async (status, ways) => {
    const behaviour = timeline([0, 'running'], [2000, status])
    const story = await tell({ behaviour, inputs: { timeout: '1m', 'on-timeout': 'terminate' } })
    expect(story.outputs).toMatchObject({ conclusion: 'timed_out', status: 'cancelled' })
    expect(story.plane.standingRuns()).toEqual([])
    const asked = story.plane.requests.filter(({ method }) => method === 'POST').map(({ operation }) => operation)
    expect(asked).toEqual(['trigger', ...ways])
  })

  test('is ended on cancel, and in post where main was killed', async () => {
    const behaviour = timeline([0, 'waiting_for_input'])
    const cancelled = await new Story({ platform: 'kubiya', behaviour }).cancelAt(20_000).run()
    expect(cancelled.outputs).toMatchObject({ conclusion: 'cancelled', status: 'cancelled' })
    const killed = new Story({ platform: 'kubiya', behaviour })
    await killed.runUntilKilled(20_000)
    await killed.cleanUp()
    expect(killed.plane.standingRuns()).toEqual([])
  })

  test('is said to go on where nothing is allowed, as while it is queued', async () => {
    const story = await tell({
      behaviour: timeline([0, 'queued']),
      inputs: { timeout: '1m', 'on-timeout': 'terminate' },
    })
    expect(story.outputs.conclusion).toBe('timed_out')
    expect(story.error).toContain('Cannot cancel an execution in status: queued')
  })

  test('is ended once it leaves the queue', async () => {
    const story = await tell({
      behaviour: timeline([0, 'queued'], [70_000, 'running']),
      inputs: { timeout: '1m', 'on-timeout': 'terminate' },
    })
    expect(story.outputs).toMatchObject({ conclusion: 'timed_out', status: 'cancelled' })
  })
})

test('a run that is interrupted is over', async () => {
  const story = await tell({ behaviour: timeline([0, 'running'], [5000, 'interrupted']) })
  expect(story.outputs).toMatchObject({ conclusion: 'terminated', status: 'interrupted' })
})

test('a run that is paused waits for a person, as one that waits for input', async () => {
  const behaviour = timeline([0, 'running'], [5000, 'paused'], [60_000, 'completed'])
  expect((await tell({ behaviour, inputs: { 'on-input-required': 'fail' } })).outputs.conclusion).toBe(
    'action_required',
  )
  const waited = await tell({ behaviour })
  expect(waited.outputs.conclusion).toBe('success')
  expect(waited.runner.warnings).toHaveLength(1)
})

test('a `run-id` that is no UUID is refused, and nothing is sent', async () => {
  const story = await tell({ inputs: { 'job-id': '', 'run-id': 'exec-7' } })
  expect(story.outputs.conclusion).toBe('not_started')
  expect(story.error).toContain('"exec-7" was given')
  expect(story.plane.requests).toEqual([])
})

test('a gateway that answers 200 and a failed status about nobody gives no verdict', async () => {
  const story = new Story({ platform: 'kubiya', behaviour: timeline([0, 'running'], [30_000, 'completed']) })
  const { handle } = story.plane
  story.plane.handle = (request) => {
    const plan = handle.call(story.plane, request)
    const isStatus = /executions\/[\w-]+$/.test(request.path)
    if (!isStatus || story.clock.nowMs() > 20_000 || plan.kind !== 'respond') return plan
    return { ...plan, response: { ...plan.response, body: '{"status": "failed"}' } }
  }
  await story.run()
  expect(story.outputs.conclusion).toBe('success')
})

test('a run that somebody else cancels is seen within 6 s, though its stream is silent', async () => {
  const story = await tell({ behaviour: timeline([0, 'running'], [301_000, 'cancelled']) })
  expect(story.outputs.conclusion).toBe('terminated')
  expect((story.timesOf('status').at(-1) ?? 0) - 301_000).toBeLessThan(6000)
})

test('a response that is late is not asked for sooner than the server allows', async () => {
  const fault = { kind: 'status', status: 503, headers: { 'retry-after': '7200' } } as const
  const story = await tell({ plane: { faults: [{ operation: 'status', afterMs: 10_300, fault }] } })
  expect(story.outputs.conclusion).toBe('success')
  expect(story.timesOf('status').filter((atMs) => atMs > 10_300)).toHaveLength(1)
})

describe('executions that wait, which the list of the job does not date', () => {
  const HOUR = 3_600_000
  const pending = timeline([0, 'pending'])
  const waitingFor = (ageMs: number, setup: Partial<StorySetup> = {}) => {
    const story = new Story({ platform: 'kubiya', ...setup })
    return { story, old: story.addForeignRun(-ageMs, pending) }
  }

  test('have been forgotten after six hours, and are not going; until then they are', async () => {
    const inputs = { 'if-running': 'skip' }
    const forgotten = waitingFor(7 * HOUR, { inputs })
    await forgotten.story.run()
    expect(forgotten.story.outputs.conclusion).toBe('success')
    expect(forgotten.story.runner.warnings.join()).toContain(forgotten.old.name)
    const waiting = waitingFor(5 * HOUR, { inputs })
    await waiting.story.run()
    expect(waiting.story.outputs).toMatchObject({ conclusion: 'skipped', 'run-id': waiting.old.name })
  })

  test('are going where their age can’t be asked for', async () => {
    const faults = [{ operation: 'allExecutions', fault: { kind: 'status', status: 500, body: 'own' } }] as const
    const { story, old } = waitingFor(7 * HOUR, { inputs: { 'if-running': 'skip' }, plane: { faults } })
    await story.run()
    expect(story.outputs).toMatchObject({ conclusion: 'skipped', 'run-id': old.name })
  })

  test('from before a trigger in doubt are no candidates, though the list could not be read before it', async () => {
    const job = { ...AGENT, promptTemplate: 'Report ({{run_name_alias}})' }
    const faults = [
      { operation: 'executions', nth: 1, times: 9, fault: { kind: 'status', status: 502, body: 'html' } },
      { operation: 'trigger', nth: 1, fault: { kind: 'resetBefore' } },
    ] as const
    const { story, old } = waitingFor(HOUR, { plane: { jobs: [job], faults } })
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.plane.requestsOf('trigger')).toHaveLength(2)
    expect(story.runner.log.join()).not.toContain(old.name)
  })
})

test('an execution that goes on behind two hundred newer ones is seen', async () => {
  const story = new Story({ platform: 'kubiya', inputs: { 'if-running': 'skip' } })
  const going = story.addForeignRun(-9e6, timeline([0, 'running']))
  for (let i = 0; i < 230; i++) story.addForeignRun(-300_000 + i * 1000, timeline([0, 'running'], [10, 'completed']))
  await story.run()
  expect(story.outputs).toMatchObject({ conclusion: 'skipped', 'run-id': going.name })
})
