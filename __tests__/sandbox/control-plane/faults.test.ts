import { describe, expect, test } from '@jest/globals'
import { FAULT_KINDS, type Fault, SAMPLE_FAULTS } from '../../../sandbox/control-plane/faults.ts'
import type { Operation } from '../../../sandbox/control-plane/types.ts'
import { START_MS, simulate, told } from './harness.ts'

const TRIGGER = '/api/svc/v1/jobs/trigger'
const STATUS = '/api/svc/v1/jobs/app/runs/etl-0001'
const BODY = { applicationId: 'app' }

/** One trigger under that fault. */
function strike(fault: Fault, config: Parameters<typeof simulate>[0] = {}) {
  const sim = simulate(config)
  sim.plane.addFault({ operation: 'trigger', fault })
  return { ...sim, plan: sim.plan('POST', TRIGGER, BODY), count: () => sim.plane.standingRuns().length }
}

describe('what each kind of fault does to a trigger', () => {
  test('an error status comes in the platform’s own JSON and starts nothing', () => {
    const { plan, count } = strike({ kind: 'status', status: 503, headers: { 'retry-after': '3' } })
    expect(told(plan)).toMatchObject({ status: 503, body: { statusCode: 503 } })
    expect(plan).toMatchObject({ response: { headers: { 'retry-after': '3' } } })
    expect(count()).toBe(0)
  })

  test('an error status may come from a proxy, with the run started all the same', () => {
    const { plan, count } = strike({ kind: 'status', status: 504, body: 'html', effect: true })
    expect(told(plan)).toMatchObject({ status: 504, body: expect.stringContaining('<html>') })
    expect(count()).toBe(1)
  })

  test.each([
    ['resetBefore', 0],
    ['resetAfter', 1],
  ] as const)('%s leaves %p runs and no answer', (kind, runs) => {
    const { plan, count } = strike({ kind })
    expect(plan).toEqual({ kind: 'reset', delayMs: 0 })
    expect(count()).toBe(runs)
  })

  test.each([
    ['reset', 'reset', undefined],
    ['hang', 'hang', undefined],
    [502, 'respond', 502],
  ] as const)('a late effect, answered by %p, is a run that comes into being later', (answer, kind, status) => {
    const { plan, count, at, plane, get } = strike({ kind: 'lateEffect', afterMs: 7_000, answer })
    expect([plan.kind, told(plan).status]).toEqual([kind, status])
    at(6_999)
    expect([count(), get(STATUS).status]).toEqual([0, 404])
    expect(get('/api/svc/v1/jobs/app/runs').body).toMatchObject({ data: [] })
    expect(plane.runs).toMatchObject([{ exists: false }])
    at(7_000)
    expect(count()).toBe(1)
    expect(get(STATUS).body).toMatchObject({ data: { status: 'CREATED', createdAt: START_MS + 7_000 } })
  })

  test.each([
    [false, 0],
    [true, 1],
  ])('a hanging answer, effect %p, leaves %p runs', (effect, runs) => {
    const { plan, count } = strike({ kind: 'hang', effect })
    expect(plan).toEqual({ kind: 'hang' })
    expect(count()).toBe(runs)
  })

  test('a truncated answer breaks off half way, with the run started', () => {
    const { plan, count } = strike({ kind: 'truncated' })
    if (plan.kind !== 'truncate') throw new Error(plan.kind)
    expect(() => JSON.parse(plan.response.body.slice(0, plan.sentBytes))).toThrow(SyntaxError)
    expect(() => JSON.parse(plan.response.body)).not.toThrow()
    expect(count()).toBe(1)
  })

  test.each([
    ['html', expect.stringContaining('<html>')],
    ['otherShape', expect.objectContaining({ hello: 'world' })],
    ['notJson', '{"data": {"name": '],
    ['empty', ''],
  ] as const)('a foreign body, %s, has status 200 and starts nothing', (body, expected) => {
    const { plan, count } = strike({ kind: 'foreignBody', body })
    expect(told(plan)).toEqual({ status: 200, body: expected })
    expect(count()).toBe(0)
  })

  test('an echo repeats the request with its key, as does the platform’s own error when told to', () => {
    const echoed = strike({ kind: 'foreignBody', body: 'echo' })
    expect(told(echoed.plan)).toMatchObject({ status: 200, body: { received: { path: TRIGGER } } })
    expect(JSON.stringify(told(echoed.plan).body)).toContain('Bearer key')
    const refused = strike({ kind: 'status', status: 401, body: 'ownEcho' })
    expect(told(refused.plan)).toMatchObject({
      status: 401,
      body: { message: expect.stringMatching(/^Simulated error 401 for Bearer key [{]/) },
    })
    expect([echoed.count(), refused.count()]).toEqual([0, 0])
  })

  test('an oversized answer is the right one, but huge', () => {
    const { plan, count } = strike({ kind: 'oversized', bytes: 100_000 })
    expect(told(plan).body).toMatchObject({ jobRunName: 'etl-0001' })
    expect(plan.kind === 'respond' && plan.response.body.length).toBeGreaterThan(100_000)
    expect(count()).toBe(1)
  })

  test('a delay is slow but fine, and dated when it goes out', () => {
    const { plan } = strike({ kind: 'delay', delayMs: 4_000 })
    expect(told(plan).body).toMatchObject({ jobRunName: 'etl-0001' })
    expect(plan).toMatchObject({ delayMs: 4_000, response: { headers: { date: 'Tue, 01 Jan 2030 00:00:04 GMT' } } })
  })

  test('a redirect starts nothing', () => {
    const { plan, count } = strike({ kind: 'redirect', location: 'http://127.0.0.1:9/x', status: 307 })
    expect(plan).toMatchObject({ response: { status: 307, headers: { location: 'http://127.0.0.1:9/x' } } })
    expect(count()).toBe(0)
  })
})

describe('faults in general', () => {
  test.each(FAULT_KINDS)('%s strikes every operation on both platforms', (kind) => {
    for (const fault of SAMPLE_FAULTS[kind]) {
      const { plane, plan } = simulate({ faults: [{ operation: 'any', fault }] })
      plane.addRun({ jobId: 'app', createdAtMs: START_MS })
      const { name } = plane.addRun({ jobId: 'agent', createdAtMs: START_MS })
      const requests: readonly (readonly [Operation, string, string])[] = [
        ['trigger', 'POST', TRIGGER],
        ['status', 'GET', STATUS],
        ['list', 'GET', '/api/svc/v1/jobs/app/runs'],
        ['search', 'GET', '/api/svc/v1/jobs/app/runs?searchPrefix=a'],
        ['terminate', 'POST', '/api/svc/v1/jobs/terminate?deploymentId=dep-2&jobRunName=etl-0001'],
        ['app', 'GET', '/api/svc/v1/apps/app'],
        ['fqn', 'GET', '/api/svc/v1/fqn/app?fqn=cluster:workspace:etl'],
        ['logs', 'GET', '/api/svc/v1/logs?applicationId=app'],
        ['trigger', 'POST', '/api/v1/jobs/agent/trigger'],
        ['status', 'GET', `/api/v1/executions/${name}`],
        ['executions', 'GET', '/api/v1/jobs/agent/executions'],
        ['stream', 'GET', `/api/v1/executions/${name}/stream`],
        ['terminate', 'POST', `/api/v1/executions/${name}/terminate`],
      ]
      for (const [, method, path] of requests) plan(method, path, method === 'POST' ? BODY : undefined)
      expect(plane.requests.map(({ operation }) => operation)).toEqual(requests.map(([operation]) => operation))
      expect(plane.requests.every((request) => request.fault === fault)).toBe(true)
    }
  })

  test('a rule strikes the nth fitting request, so many times, in its time', () => {
    const { plane, get, at } = simulate()
    const fault: Fault = { kind: 'status', status: 500 }
    plane.addFault({ operation: 'list', nth: 2, times: 2, fault })
    plane.addFault({ operation: 'app', nth: 2, fault })
    plane.addFault({ operation: 'fqn', afterMs: 1_000, untilMs: 2_000, fault })
    plane.addFault({ operation: 'any', pathIncludes: 'apps/other', fault })
    const statuses = (path: string, count: number) => Array.from({ length: count }, () => get(path).status)
    expect(statuses('/api/svc/v1/jobs/app/runs', 4)).toEqual([200, 500, 500, 200])
    expect(statuses('/api/svc/v1/apps/app', 3)).toEqual([200, 500, 200])
    expect(get('/api/svc/v1/apps/other').status).toBe(500)
    const byTime = [0, 1_000, 1_999, 2_000].map((ms) => {
      at(ms)
      return get('/api/svc/v1/fqn/app?fqn=cluster:workspace:etl').status
    })
    expect(byTime).toEqual([200, 500, 500, 200])
    plane.clearFaults()
    expect(get('/api/svc/v1/apps/other').status).toBe(404)
  })

  test('a termination may take effect late, unless another one comes first or the run has ended by then', () => {
    const late: Fault = { kind: 'lateEffect', afterMs: 5_000, answer: 'reset' }
    const terminate = '/api/svc/v1/jobs/terminate?deploymentId=dep-2&jobRunName=etl-0001'
    const { plane, run, ask, at, get } = simulate({ faults: [{ operation: 'terminate', nth: 1, fault: late }] })
    run()
    ask('POST', terminate)
    at(4_000)
    expect(get(STATUS).body).toMatchObject({ data: { status: 'RUNNING' } })
    ask('POST', terminate)
    expect(get(STATUS).body).toMatchObject({ data: { status: 'TERMINATION_REQUESTED' } })
    at(9_000)
    expect(plane.runs).toMatchObject([{ status: 'TERMINATED', ended: true }])
    const other = simulate({ faults: [{ operation: 'terminate', fault: { ...late, afterMs: 60_000 } }] })
    other.run()
    other.ask('POST', terminate)
    other.at(90_000)
    expect(other.plane.runs[0]?.status).toBe('FINISHED')
  })

  test('a truncated stream breaks off within a second', () => {
    const { plane, execution, plan } = simulate({ faults: [{ operation: 'stream', fault: { kind: 'truncated' } }] })
    const stream = plan('GET', `/api/v1/executions/${execution().name}/stream`)
    if (stream.kind !== 'stream') throw new Error(stream.kind)
    expect(stream.script()).toMatchObject({ abrupt: true, endsAtMs: START_MS + 1_000 })
    expect(plane.requestsOf('stream')).toHaveLength(1)
  })
})

test('every request is on record with its time, its parsed body, its fault and its outcome', () => {
  const { plane, trigger, at } = simulate()
  at(5_000)
  plane.addFault({ operation: 'trigger', fault: { kind: 'resetAfter' } })
  trigger(BODY)
  plane.clearFaults()
  trigger('not JSON')
  expect(plane.requests).toMatchObject([
    { index: 0, atMs: START_MS + 5_000, platform: 'truefoundry', method: 'POST', path: TRIGGER, body: BODY },
    { index: 1, body: 'not JSON', fault: undefined, status: 400, headers: { authorization: 'Bearer key' } },
  ])
  expect(plane.requests[0]).toMatchObject({ fault: { kind: 'resetAfter' }, status: undefined })
  expect(plane.runsOf('app')).toMatchObject([{ requestIndex: 0 }])
})

test('every answer carries the date of the platform’s clock, or none if so told', () => {
  const { plan, at, plane } = simulate()
  at(61_000)
  const date = 'Tue, 01 Jan 2030 00:01:01 GMT'
  expect(plan('GET', '/nowhere')).toMatchObject({ response: { status: 404, headers: { date } } })
  plane.settings.dateHeader = false
  expect(JSON.stringify(plan('GET', '/nowhere'))).not.toContain(date)
})
