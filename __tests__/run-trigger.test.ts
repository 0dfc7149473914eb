/** One trigger, one run: what the step does when it can't tell what came of its trigger. */

import { describe, expect, test } from '@jest/globals'
import { type Fault, SAMPLE_FAULTS } from '../sandbox/control-plane/faults.ts'
import type { HttpFailureCause } from '../src/core/ports.ts'
import { NEVER_ENDS, Story, type StorySetup, timeline } from './support/story.ts'

/** A story whose first trigger is struck by this. */
function struck(fault: Fault, setup: StorySetup = {}): Story {
  const story = new Story(setup)
  story.plane.addFault({ operation: 'trigger', nth: 1, fault })
  return story
}

const UNANSWERED: Fault = { kind: 'resetAfter' }
const NOTHING_CAME_OF_IT: Fault = { kind: 'resetBefore' }

/** Faults after which a run exists at once, though no answer says so. */
const WITH_EFFECT = Object.values(SAMPLE_FAULTS)
  .flat()
  .filter((fault) => fault.kind === 'resetAfter' || fault.kind === 'truncated' || ('effect' in fault && fault.effect))
  .map((fault) => [JSON.stringify(fault), fault] as const)

describe('a doubtful trigger', () => {
  test.each(WITH_EFFECT)(
    'that did start a run after all is found by its alias and not sent again: %s',
    async (_, fault) => {
      const story = await struck(fault, { behaviour: timeline([0, 'RUNNING'], [60_000, 'FINISHED']) }).run()
      expect(story.ours).toHaveLength(1)
      expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': 'etl-0001' })
      expect(story.runner.warnings).toEqual([])
      expect(story.runner.log).toContainEqual(expect.stringMatching(/^Started .* etl-0001 \(version 2\): https:/))
    },
  )

  // What stamps the runs is a minute behind what stamps the answers.
  const fields = { createdAt: Date.UTC(2026, 0, 15, 12, 6) }

  test('whose run is found by its alias, though it seems older, is not sent again: the run is named', async () => {
    const story = struck(UNANSWERED, { behaviour: { ...NEVER_ENDS.truefoundry, fields } })
    story.plane.addFault({ operation: 'recent', fault: { kind: 'status', status: 403 } })
    await story.run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
    expect(story.outputs.conclusion).toBe('unknown')
    expect(story.error).toContain('etl-0001')
  })

  test('whose run was not in the list before the trigger is adopted, though it seems older', async () => {
    const behaviour = { ...timeline([0, 'RUNNING'], [60_000, 'FINISHED']), fields }
    const story = await struck(UNANSWERED, { behaviour }).run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': 'etl-0001' })
  })

  test('is not sent again where a run is new that can’t be proved ours, though it seems older', async () => {
    const behaviour = { ...NEVER_ENDS.truefoundry, fields }
    const story = await struck(UNANSWERED, { behaviour, plane: { searchFindsAlias: false } }).run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
    expect(story.outputs.conclusion).toBe('unknown')
    expect(story.error).toContain('etl-0001')
  })

  test('is sent again over a run that was there before, though it seems newer', async () => {
    const story = struck(NOTHING_CAME_OF_IT, { behaviour: timeline([0, 'RUNNING'], [60_000, 'FINISHED']) })
    const foreign = { ...NEVER_ENDS.truefoundry, fields: { createdAt: Date.UTC(2026, 0, 15, 12, 9) } }
    story.addForeignRun(0, foreign)
    await story.run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(2)
    expect(story.outputs.conclusion).toBe('success')
  })

  test('is answered by a run that names itself, if nothing else does', async () => {
    const story = new Story()
    const { handle } = story.plane
    story.plane.handle = (request) => {
      const plan = handle.call(story.plane, request)
      if (plan.kind !== 'respond' || !request.path.endsWith('/trigger')) return plan
      return { ...plan, response: { ...plan.response, body: plan.response.body.replace('"jobRunName"', '"other"') } }
    }
    await story.run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': 'etl-0001' })
  })

  test('is one, too, whose refusal names another status than it comes with', async () => {
    const story = new Story()
    const { handle } = story.plane
    story.plane.handle = (request) => {
      const plan = handle.call(story.plane, request)
      if (plan.kind !== 'respond' || !request.path.endsWith('/trigger')) return plan
      const body = '{"statusCode":504,"message":"upstream timeout"}'
      return { ...plan, response: { ...plan.response, status: 404, body } }
    }
    await story.run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': 'etl-0001' })
  })

  test('that left no trace on a platform without aliases is not sent again: a late execution could not be told', async () => {
    const story = await struck(NOTHING_CAME_OF_IT, { platform: 'kubiya', inputs: { 'request-timeout': '5s' } }).run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
    expect(story.outputs.conclusion).toBe('unknown')
    expect(story.error).toContain('Kubiya has no alias by which a late one could be told')
  })

  test('that left no trace in three looks over 15 s or the request’s own time is sent once more, under the same alias', async () => {
    for (const [requestTimeout, windowMs] of [
      ['5s', 15_000],
      ['30s', 30_000],
    ] as const) {
      const story = await struck(NOTHING_CAME_OF_IT, { inputs: { 'request-timeout': requestTimeout } }).run()
      const [first = 0, second = 0] = story.timesOf('trigger')
      expect(second - first).toBeGreaterThanOrEqual(windowMs)
      expect(second - first).toBeLessThan(windowMs + 3000)
      expect(story.timesOf('list').filter((atMs) => atMs < second).length).toBeGreaterThanOrEqual(3)
      expect(story.ours).toHaveLength(1)
      expect(story.outputs.conclusion).toBe('success')
      const [one, two] = story.plane.requestsOf('trigger').map(({ body }) => JSON.stringify(body))
      expect(two).toBe(one)
    }
  })

  test('that takes effect late is found as a second run before the verdict, terminated, and warned of', async () => {
    const fault: Fault = { kind: 'lateEffect', afterMs: 40_000, answer: 'reset' }
    const behaviour = timeline([0, 'RUNNING'], [60_000, 'FINISHED'])
    const story = await struck(fault, { inputs: { 'request-timeout': '10s' }, behaviour }).run()
    const [late, kept] = story.ours
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': kept?.name })
    expect(late).toMatchObject({ termination: expect.anything() })
    expect(kept?.termination).toBeUndefined()
    expect(story.runner.warnings).toEqual([expect.stringContaining(`second job run, ${late?.name}`)])
  })

  test('is found as a second run, too, when the search shows one run on a page', async () => {
    const late: Fault = { kind: 'lateEffect', afterMs: 12_000, answer: 'reset' }
    const plane = { maxPageSize: 1, listLagMs: 25_000, searchLagMs: 25_000 }
    const story = struck(late, { inputs: { 'request-timeout': '10s' }, plane })
    story.plane.queue('app', NEVER_ENDS.truefoundry, timeline([0, 'RUNNING'], [60_000, 'FINISHED']))
    await story.run()
    const [second, kept] = story.ours
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': kept?.name })
    expect(second?.termination).toBeDefined()
    expect(story.runner.warnings).toEqual([expect.stringContaining(`second job run, ${second?.name}`)])
  })

  test('is named as perhaps a second run where the list shows it and the search is not answered any more', async () => {
    const late: Fault = { kind: 'lateEffect', afterMs: 40_000, answer: 'reset' }
    const behaviour = timeline([0, 'RUNNING'], [60_000, 'FINISHED'])
    const story = struck(late, { inputs: { 'request-timeout': '10s' }, behaviour })
    story.plane.addFault({ operation: 'search', afterMs: 50_000, fault: { kind: 'status', status: 503 } })
    await story.run()
    const [second, kept] = story.ours
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': kept?.name })
    expect(story.runner.warnings).toEqual([expect.stringMatching(new RegExp(`could not be seen.*${second?.name}`))])
  })

  test.each([
    ['the search', { operation: 'search' }],
    ['the rest of the list', { operation: 'list', pathIncludes: 'offset=2' }],
  ] as const)('stops the step with the run that the list showed named, even when %s never answers', async (_, rule) => {
    const inputs = { 'outage-tolerance': '20s' }
    const story = struck(UNANSWERED, { inputs, plane: { maxPageSize: 2 } })
    for (const createdMs of [-3000, -2000]) story.addForeignRun(createdMs)
    story.plane.addFault({ operation: 'recent', fault: { kind: 'status', status: 403 } })
    story.plane.addFault({ ...rule, fault: { kind: 'hang' } })
    await story.run()
    expect(story.outputs.conclusion).toBe('unknown')
    expect(story.error).toContain('It may be: etl-0003')
  })

  test('is sent no third time: two doubtful ones without a trace stop the step', async () => {
    const story = new Story()
    story.plane.addFault({ operation: 'trigger', fault: NOTHING_CAME_OF_IT })
    await story.run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(2)
    expect(story.outputs.conclusion).toBe('unknown')
    expect(story.error).toMatch(/may or may not have started.*sent 2 times.*run-id/)
  })

  test('is not sent again with `wait: false`, since nobody would be there to see a second run', async () => {
    const story = await struck(NOTHING_CAME_OF_IT, { inputs: { wait: 'false' } }).run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
    expect(story.outputs.conclusion).toBe('unknown')
  })

  test('stops the step when somebody else’s run is newer and the search finds no aliases; that run is named', async () => {
    const story = struck(NOTHING_CAME_OF_IT, { plane: { searchFindsAlias: false } })
    const foreign = story.addForeignRun(2000)
    await story.run()
    expect(story.outputs).toMatchObject({ conclusion: 'unknown', 'run-id': '' })
    expect(story.error).toMatch(new RegExp(`It may be: ${foreign.name} .*run-id`))
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
  })

  test('adopts nothing from a search that finds everything', async () => {
    const story = struck(UNANSWERED, { plane: { searchIgnoresPrefix: true } })
    const foreign = story.addForeignRun(1000)
    await story.run()
    expect(story.outputs).toMatchObject({ conclusion: 'unknown', 'run-id': '' })
    for (const { name } of [foreign, ...story.ours]) expect(story.error).toContain(name)
  })

  test('adopts a run found by its alias where no `Date` tells whether it is newer, and sends nothing again', async () => {
    const behaviour = timeline([0, 'RUNNING'], [60_000, 'FINISHED'])
    const story = await struck(UNANSWERED, { behaviour, plane: { dateHeader: false, listLagMs: 60_000 } }).run()
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': 'etl-0001' })
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
  })

  test.each([-600_000, 600_000])(
    'is settled by the platform’s clock, %d ms off the runner’s',
    async (clockOffsetMs) => {
      const story = struck(NOTHING_CAME_OF_IT, { clockOffsetMs })
      story.addForeignRun(-20_000)
      await story.run()
      expect(story.outputs.conclusion).toBe('success')
      expect(story.ours).toHaveLength(1)
    },
  )

  test.each([
    ['newest first', 'desc', 1000],
    ['oldest first', 'asc', 1000],
    ['oldest first, three a page', 'asc', 3],
    ['newest first, one a page', 'desc', 1],
    ['oldest first, one a page', 'asc', 1],
  ] as const)(
    'is not sent again while a newer run is on the list, however it is ordered: %s',
    async (_, order, size) => {
      const plane = { defaultOrder: order, maxPageSize: size, searchFindsAlias: false }
      const story = struck(UNANSWERED, { plane })
      for (const atMs of [-400_000, -300_000, -200_000, -100_000]) story.addForeignRun(atMs)
      await story.run()
      expect(story.plane.requestsOf('trigger')).toHaveLength(1)
      expect(story.error).toContain('etl-0005')
    },
  )

  test('stops the step on Kubiya, which has no aliases, and names what may be it', async () => {
    const story = await struck(UNANSWERED, { platform: 'kubiya' }).run()
    expect(story.outputs.conclusion).toBe('unknown')
    expect(story.error).toContain(story.ours[0]?.name)
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
  })

  test('is `unknown` when `timeout` comes before it is settled', async () => {
    const story = await struck(NOTHING_CAME_OF_IT, { inputs: { timeout: '10s' } }).run()
    expect(story.outputs.conclusion).toBe('unknown')
    expect(story.error).toContain('`timeout`')
    expect(story.clock.nowMs()).toBeLessThanOrEqual(10_000)
  })

  test('is `unknown` when the list can’t be read, and an empty page of something else shows nothing', async () => {
    const story = struck(UNANSWERED, { inputs: { 'outage-tolerance': '40s' } })
    const fault: Fault = { kind: 'foreignBody', body: 'otherShape' }
    story.plane.addFault({ operation: 'list', fault })
    await story.run()
    expect(story.outputs.conclusion).toBe('unknown')
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
  })

  test('after which the second one is refused stays in doubt', async () => {
    const story = struck(NOTHING_CAME_OF_IT)
    story.plane.addFault({ operation: 'trigger', nth: 1, times: 5, fault: { kind: 'status', status: 403 } })
    await story.run()
    expect(story.outputs.conclusion).toBe('unknown')
  })
})

describe('a trigger that provably started nothing', () => {
  test('is sent again after a 429, not before `Retry-After`', async () => {
    const story = await struck({ kind: 'status', status: 429, headers: { 'retry-after': '13' } }).run()
    const [first = 0, second = 0] = story.timesOf('trigger')
    expect(second - first).toBeGreaterThanOrEqual(13_000)
    expect(second - first).toBeLessThan(14_000)
    expect(story.ours).toHaveLength(1)
    expect(story.plane.requestsOf('list')).toEqual([])
    expect(story.outputs.conclusion).toBe('success')
  })

  test('is sent again when the connection was never made, and the first failure is in the log at once', async () => {
    const story = new Story({
      unsent: ({ method }, nowMs) => (method === 'POST' && nowMs < 9000 ? 'connection' : undefined),
    })
    const early = story.logAt(200)
    await story.run()
    expect(early).toEqual([expect.stringContaining('The trigger could not be sent')])
    expect(story.ours).toHaveLength(1)
    expect(story.outputs.conclusion).toBe('success')
  })

  test('is `not_started` when the limit is reached', async () => {
    for (const inputs of [{ 'outage-tolerance': '1m' }, { timeout: '1m' }]) {
      const story = await new Story({ inputs, unsent: () => 'connection' }).run()
      expect(story.outputs.conclusion).toBe('not_started')
      expect(story.clock.nowMs()).toBeLessThanOrEqual(60_000)
    }
  })

  test.each([
    ['certificate', 100, /NODE_EXTRA_CA_CERTS/],
    ['proxy_auth', 100, /HTTPS_PROXY/],
    ['name_not_resolved', 45_000, /host name has not resolved for 30 s.*base-url/],
  ] as const)('is not sent again for ever where it can’t get better: %s', async (cause, withinMs, message) => {
    const story = await new Story({ unsent: (): HttpFailureCause => cause }).run()
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toMatch(message)
    expect(story.clock.nowMs()).toBeLessThanOrEqual(withinMs)
  })
})

test('a second run that may be ours, where the search proves nothing, is named in a warning', async () => {
  const fault: Fault = { kind: 'lateEffect', afterMs: 40_000, answer: 'reset' }
  const inputs = { 'request-timeout': '10s', timeout: '100s' }
  const plane = { searchFindsAlias: false }
  const story = await struck(fault, { inputs, plane, behaviour: NEVER_ENDS.truefoundry }).run()
  const [late, kept] = story.ours
  expect(story.outputs).toMatchObject({ conclusion: 'timed_out', 'run-id': kept?.name })
  expect(late?.termination).toBeUndefined()
  expect(story.runner.warnings).toEqual([expect.stringContaining(`${late?.name}`)])
})

describe('a platform that repeats what it was sent', () => {
  const echo: Fault = { kind: 'status', status: 422, body: 'ownEcho' }

  test.each([
    ['truefoundry', { params: '{"title": "fix \\"it\\" all", "n": "12"}' }],
    ['kubiya', { params: '{"outer": {"title": ["fix \\"it\\" all"]}, "n": "12"}' }],
    ['truefoundry', { command: '- python\n- --title=fix "it" all' }],
  ] as const)('shows no value of a parameter: %s', async (platform, inputs) => {
    const story = await struck(echo, { platform, inputs }).run()
    const shown = [...story.runner.errors, ...story.runner.log, ...Object.values(story.outputs), story.runner.summary]
    expect(story.error).toMatch(/^No run was started: .*Simulated error 422 for/)
    expect(shown.join('\n')).not.toContain('it\\" all')
    expect(story.error).toContain('***')
    if ('params' in inputs) expect(story.error).toContain('"n":"12"')
  })
})
