/** Waiting: what decides and what doesn't, and when the step looks, sleeps and ends. */

import { describe, expect, test } from '@jest/globals'
import { type Fault, SAMPLE_FAULTS } from '../sandbox/control-plane/faults.ts'
import { PLATFORMS, REPERTOIRES } from '../sandbox/control-plane/repertoire.ts'
import type { HttpRequest } from '../src/core/ports.ts'
import { JOB, NEVER_ENDS, Story, type StorySetup, timeline } from './support/story.ts'

const LATENCY_MS = 20
const ENDS_AFTER_A_MINUTE = timeline([0, 'RUNNING'], [60_000, 'FINISHED'])

/** A story in which looking at the run is struck by this, `times` times from the third look on. */
function disturbed(fault: Fault, times: number, setup: StorySetup = {}): Story {
  const story = new Story({ behaviour: ENDS_AFTER_A_MINUTE, ...setup })
  story.plane.addFault({ operation: 'status', nth: 3, times, fault })
  return story
}

describe('`queue-timeout`', () => {
  const inputs = { 'queue-timeout': '47s', timeout: '1h' }

  test.each([
    ['truefoundry', timeline([0, 'CREATED'], [3000, 'SCHEDULED']), 'SCHEDULED'],
    ['kubiya', timeline([0, 'pending'], [3000, 'queued']), 'queued'],
  ] as const)('ends the wait for a run that does not begin to work: %s', async (platform, behaviour, status) => {
    const story = await new Story({ platform, inputs, behaviour }).run()
    expect(story.outputs).toMatchObject({ conclusion: 'timed_out', status })
    expect(story.error).toMatch(
      /^Timed out after 47s \(`queue-timeout`\): .*It never began to work\. It was left going .*`run-id: [\w-]+`\.$/,
    )
    expect(story.clock.nowMs()).toBeGreaterThan(45_000)
    expect(story.clock.nowMs()).toBeLessThan(50_000)
    expect(story.plane.requestsOf('terminate')).toEqual([])
  })

  test('comes with the platform’s own words, and with the run’s end where `on-timeout` asks for it', async () => {
    const error = '0/5 nodes are available: 5 Insufficient nvidia.com/gpu'
    const behaviour = { ...timeline([0, 'SCHEDULED']), fields: { error } }
    const story = await new Story({ inputs: { ...inputs, 'on-timeout': 'terminate' }, behaviour }).run()
    expect(story.outputs).toMatchObject({ conclusion: 'timed_out', status: 'TERMINATED' })
    expect(story.error).toMatch(/It never began to work: 0\/5 nodes are available: 5 Insufficient nvidia\.com\/gpu\./)
    expect(story.error).toMatch(/Its termination was accepted; it is now TERMINATED/)
  })

  test('is of no concern to a run that works, however long it takes, and counts from the attach', async () => {
    const works = timeline([0, 'SCHEDULED'], [40_000, 'RUNNING'], [400_000, 'FINISHED'])
    expect((await new Story({ inputs, behaviour: works }).run()).outputs.conclusion).toBe('success')
    const attaching = new Story({ inputs: { ...inputs, 'run-id': 'etl-0001', 'run-name-alias': '' } })
    attaching.plane.addRun({
      jobId: JOB.jobId,
      createdAtMs: attaching.plane.now() - 90_000,
      behaviour: timeline([0, 'SCHEDULED'], [130_000, 'RUNNING'], [140_000, 'FINISHED']),
    })
    await attaching.run()
    expect(attaching.outputs.conclusion).toBe('success')
  })

  test.each([
    ['truefoundry', timeline([20_000, 'RUNNING'], [30_000, 'SCHEDULED'], [90_000, 'FINISHED'])],
    ['truefoundry', timeline([20_000, 'RUNNING'], [40_000, 'UNKNOWN'], [90_000, 'FINISHED'])],
    ['truefoundry', timeline([20_000, 'UNKNOWN'], [90_000, 'FINISHED'])],
    ['kubiya', timeline([20_000, 'running'], [30_000, 'queued'], [90_000, 'completed'])],
  ] as const)('is of no concern to a run that has worked, or may have: %s, %j', async (platform, behaviour) => {
    const limits = { ...inputs, 'on-timeout': 'terminate' }
    const story = await new Story({ platform, inputs: limits, behaviour }).run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.plane.requestsOf('terminate')).toEqual([])
  })

  test('a run that has worked is not said to have never begun', async () => {
    const behaviour = timeline([0, 'RUNNING'], [30_000, 'SCHEDULED'])
    const story = await new Story({ inputs: { ...inputs, timeout: '53s' }, behaviour }).run()
    expect(story.error).toMatch(/^Timed out after 53s \(`timeout`\): .*last seen as SCHEDULED\. It was left going/)
  })

  test('of less than the first pause is kept to all the same', async () => {
    const fixed = { ...inputs, 'poll-interval': '10m' }
    const story = await new Story({ inputs: fixed, behaviour: timeline([0, 'CREATED']) }).run()
    expect([story.outputs.conclusion, story.clock.nowMs() < 50_000]).toEqual(['timed_out', true])
  })
})

describe('what decides nothing', () => {
  const nuisances = Object.values(SAMPLE_FAULTS)
    .flat()
    .filter(({ kind }) => kind !== 'oversized')
    .map((fault) => [JSON.stringify(fault), fault] as const)

  test.each(nuisances)('while waiting, twice %s', async (_, fault) => {
    for (const platform of PLATFORMS) {
      const { running, ends } = REPERTOIRES[platform]
      const story = await disturbed(fault, 2, {
        platform,
        behaviour: timeline([0, running], [60_000, ends.success]),
      }).run()
      expect(story.outputs.conclusion).toBe('success')
      expect(story.clock.nowMs()).toBeLessThan(95_000)
    }
  })

  test('an outage of five minutes, of which the first failed attempt is in the log at once', async () => {
    const story = new Story()
    const fault: Fault = { kind: 'status', status: 502, body: 'html' }
    story.plane.addFault({ operation: 'status', afterMs: 5000, untilMs: 305_000, fault })
    const early = story.logAt(5800)
    await story.run()
    expect(early.filter((line) => line.includes('No usable answer')).length).toBeGreaterThanOrEqual(1)
    expect(story.outputs.conclusion).toBe('success')
    expect(story.runner.log.join('\n')).toMatch(/answers again after \d+ failed attempts/)
    expect(story.runner.warnings).toEqual([])
  })

  test('a run that can’t be read for its first 29 s', async () => {
    const story = await new Story({ behaviour: ENDS_AFTER_A_MINUTE, plane: { getLagMs: 29_000 } }).run()
    expect(story.outputs.conclusion).toBe('success')
  })

  test('two denials in a row, a good answer, and two more', async () => {
    const story = new Story({ behaviour: ENDS_AFTER_A_MINUTE })
    story.plane.addFault({ operation: 'status', nth: 3, times: 2, fault: { kind: 'status', status: 401 } })
    story.plane.addFault({ operation: 'status', nth: 6, times: 2, fault: { kind: 'status', status: 403 } })
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
  })

  test.each([401, 403, 404, 410])('a %d that is not in the platform’s own form is an outage', async (status) => {
    const fault: Fault = { kind: 'status', status, body: 'html' }
    const inputs = { 'outage-tolerance': '30s' }
    const story = await disturbed(fault, 1000, { inputs }).run()
    expect(story.outputs.conclusion).toBe('lost')
    expect(story.error).toContain('outage-tolerance')
    const passing = await disturbed(fault, 6, { inputs }).run()
    expect(passing.outputs.conclusion).toBe('success')
  })
})

describe('what decides', () => {
  test('401 and 403 add up: three denials in a row over five seconds make the run `lost`', async () => {
    const story = new Story({ behaviour: NEVER_ENDS.truefoundry })
    story.plane.addFault({ operation: 'status', nth: 3, fault: { kind: 'status', status: 401 } })
    story.plane.addFault({ operation: 'status', nth: 4, times: 9, fault: { kind: 'status', status: 403 } })
    await story.run()
    const denied = story.plane.requestsOf('status').filter(({ status }) => status !== 200)
    const [first, , third] = denied.map(({ atMs }) => atMs)
    expect(story.outputs).toMatchObject({ conclusion: 'lost', status: 'RUNNING' })
    expect(denied).toHaveLength(3)
    expect((third ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(5000)
    expect(story.runner.log.join('\n')).toContain('HTTP 401')
  })

  test('a run that never shows up is `lost`, though not within 30 s', async () => {
    const story = await new Story({ plane: { getLagMs: 1e9 } }).run()
    expect(story.outputs).toMatchObject({ conclusion: 'lost', 'run-id': 'etl-0001' })
    expect(story.clock.nowMs()).toBeGreaterThan(30_000)
    expect(story.clock.nowMs()).toBeLessThan(45_000)
  })

  test.each([
    ['certificate', /NODE_EXTRA_CA_CERTS/],
    ['proxy_auth', /HTTPS_PROXY/],
  ] as const)('what has never worked and can’t get better is not waited on: %s', async (cause, message) => {
    const story = await new Story({ unsent: () => cause }).run()
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toMatch(message)
    expect(story.clock.nowMs()).toBeLessThan(10_000)
  })

  test.each(['certificate', 'proxy_auth'] as const)(
    'what worked before in this step is an outage: %s',
    async (cause) => {
      const behaviour = timeline([0, 'RUNNING'], [50_000, 'FINISHED'])
      const unsent = (_request: HttpRequest, nowMs: number) => (nowMs > 20_000 && nowMs < 33_000 ? cause : undefined)
      const story = await new Story({ behaviour, unsent }).run()
      expect(story.outputs.conclusion).toBe('success')
      expect(story.runner.log.join('\n')).toContain(`no connection (${cause})`)
    },
  )

  test.each([
    ['a request that hangs costs two seconds and no more', { kind: 'hang' }, 1, 2600],
    ['five 502s cost seven seconds and no more', { kind: 'status', status: 502 }, 5, 11_000],
  ] as const)('%s', async (_what, fault, times, mostMs) => {
    const endMs = 40_000
    const behaviour = timeline([0, 'RUNNING'], [endMs, 'FINISHED'])
    const calm = await new Story({ behaviour }).run()
    const story = new Story({ behaviour })
    const nth = calm.plane.requestsOf('status').length
    story.plane.addFault({ operation: 'status', nth, times, fault })
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.clock.nowMs() - calm.clock.nowMs()).toBeLessThan(mostMs)
  })

  test('a host name that resolved before may fail to for as long as any outage', async () => {
    const story = await new Story({
      behaviour: ENDS_AFTER_A_MINUTE,
      unsent: (_request, nowMs) => (nowMs > 20_000 && nowMs < 200_000 ? 'name_not_resolved' : undefined),
    }).run()
    expect(story.outputs.conclusion).toBe('success')
  })

  test('with `outage-tolerance: 0` the first failed attempt ends the wait', async () => {
    const story = await disturbed({ kind: 'resetAfter' }, 1, { inputs: { 'outage-tolerance': '0' } }).run()
    expect(story.outputs.conclusion).toBe('lost')
    expect(story.clock.nowMs()).toBeLessThan(10_000)
  })
})

describe('when the step looks', () => {
  test('one last time shortly before the deadline, so that a run which ended by then counts', async () => {
    const inputs = { timeout: '47s', 'poll-interval': '5m' }
    const story = await new Story({ inputs, behaviour: timeline([0, 'RUNNING'], [46_000, 'FINISHED']) }).run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.plane.requestsOf('status').length).toBeLessThanOrEqual(2)
  })

  test('an answer that arrived in time counts, however late it is', async () => {
    const story = new Story({
      inputs: { timeout: '47s', 'poll-interval': '40s', logs: 'false' },
      behaviour: timeline([0, 'RUNNING'], [40_000, 'FINISHED']),
    })
    const fault: Fault = { kind: 'delay', delayMs: 6900 }
    story.plane.addFault({ operation: 'status', afterMs: 40_000, fault })
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.clock.nowMs()).toBeLessThanOrEqual(47_000)
  })

  test('at the pace that was asked for', async () => {
    const story = await new Story({ inputs: { 'poll-interval': '7s' }, behaviour: ENDS_AFTER_A_MINUTE }).run()
    const times = story.timesOf('status')
    const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0))
    expect(new Set(gaps)).toEqual(new Set([7000 + LATENCY_MS]))
  })

  test('by itself at least every 15 s or so', async () => {
    const behaviour = timeline([0, 'RUNNING'], [3_000_000, 'FINISHED'])
    const times = (await new Story({ behaviour }).run()).timesOf('status')
    const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(15_600 + LATENCY_MS)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(450)
  })

  test('not before the platform wants to be asked again', async () => {
    const fault: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '23' } }
    const story = await disturbed(fault, 1).run()
    const times = story.timesOf('status')
    expect((times[3] ?? 0) - (times[2] ?? 0)).toBeGreaterThanOrEqual(23_000)
    expect(story.outputs.conclusion).toBe('success')
  })
})

describe('when the step ends', () => {
  test('as soon as the verdict was read: nothing is slept after it', async () => {
    const story = await new Story({ inputs: { logs: 'false' } }).run()
    expect(story.clock.nowMs()).toBeCloseTo((story.timesOf('status').at(-1) ?? 0) + LATENCY_MS, 1)
  })

  test.each([
    ['an hour of `Retry-After`', { kind: 'status', status: 503, headers: { 'retry-after': '3600' } }],
    ['requests that hang', { kind: 'hang' }],
    ['no connection', { kind: 'resetBefore' }],
  ] as const)('never past `timeout`, whatever is in the way: %s', async (_, fault) => {
    const inputs = { timeout: '97s', 'request-timeout': '5m' }
    const story = await disturbed(fault, 1e6, { inputs, behaviour: NEVER_ENDS.truefoundry }).run()
    expect(story.outputs.conclusion).toBe('timed_out')
    expect(story.clock.nowMs()).toBeLessThanOrEqual(97_000)
    expect(story.clock.nowMs()).toBeGreaterThan(90_000)
  })

  test.each([
    ['an hour of `Retry-After`', { kind: 'status', status: 503, headers: { 'retry-after': '3600' } }],
    ['requests that hang', { kind: 'hang' }],
  ] as const)('never past `outage-tolerance`, whatever is in the way: %s', async (_, fault) => {
    const inputs = { 'outage-tolerance': '97s', 'request-timeout': '5m' }
    const story = await disturbed(fault, 1e6, { inputs, behaviour: NEVER_ENDS.truefoundry }).run()
    const [, , sinceMs = 0] = story.timesOf('status')
    expect(story.outputs.conclusion).toBe('lost')
    expect(story.clock.nowMs() - sinceMs).toBeLessThanOrEqual(97_000)
  })
})

test('without `logs` nobody waits for a log at the end, or hears of one', async () => {
  const story = new Story({ platform: 'kubiya', inputs: { logs: 'false' } })
  story.plane.addFault({ operation: 'stream', fault: { kind: 'status', status: 503 } })
  await story.run()
  expect(story.outputs.conclusion).toBe('success')
  expect(story.clock.nowMs() - (story.timesOf('status').at(-1) ?? 0)).toBeLessThan(1000)
  expect([...story.runner.warnings, ...story.runner.log].join('\n')).not.toMatch(/log may|log can/)
})

describe('a run whose status can’t be read', () => {
  const fault: Fault = { kind: 'status', status: 502, body: 'html' }
  const inputs = { 'outage-tolerance': '40s' }

  test('is said to have gone on writing its log, where it has', async () => {
    const logs = Array.from({ length: 40 }, (_, index) => ({ afterMs: 2000 * index, log: `tick ${index}` }))
    const story = new Story({ inputs, behaviour: { ...NEVER_ENDS.truefoundry, logs } })
    story.plane.addFault({ operation: 'status', afterMs: 15_000, fault })
    await story.run()
    expect(story.error).toMatch(
      /^Lost sight of .*its log kept coming, so that only its status could not be read\. It may/,
    )
  })

  test('is not, where nothing could be read', async () => {
    const story = new Story({ inputs, behaviour: { ...NEVER_ENDS.truefoundry, logs: [{ afterMs: 0, log: 'tick' }] } })
    story.plane.addFault({ operation: 'any', afterMs: 15_000, fault })
    await story.run()
    expect(story.error).toMatch(/^Lost sight of /)
    expect(story.error).not.toContain('kept coming')
  })
})

test.each([-8 * 365 * 86_400_000, -40 * 86_400_000])(
  'a given run whose platform dates it %d ms from now is looked at as one that has just begun',
  async (createdAtSkewMs) => {
    const inputs = { 'run-id': 'etl-0001', 'run-name-alias': '', 'poll-interval': 'auto', logs: 'false' }
    const story = new Story({ inputs, plane: { createdAtSkewMs } })
    story.addForeignRun(0, timeline([0, 'RUNNING'], [40_000, 'FINISHED']))
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.clock.nowMs()).toBeLessThan(60_000)
  },
)
