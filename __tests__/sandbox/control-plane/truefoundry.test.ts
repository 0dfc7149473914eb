import { describe, expect, test } from '@jest/globals'
import type { Settings } from '../../../sandbox/control-plane/types.ts'
import { JOB, START_MS, simulate } from './harness.ts'

const RUNS = '/api/svc/v1/jobs/app/runs'

describe('access', () => {
  test('without a key, or with a wrong one, everything is a 401 in the platform’s own JSON, and nothing happens', () => {
    const { ask, plane } = simulate()
    for (const authorization of ['', 'Bearer wrong', 'key']) {
      const answer = ask('POST', '/api/svc/v1/jobs/trigger', { applicationId: 'app' }, { authorization })
      expect(answer).toMatchObject({ status: 401, body: { statusCode: 401, message: expect.any(String) } })
    }
    expect(plane.runs).toEqual([])
  })

  test('a token may be accepted for a time only', () => {
    const { get, at } = simulate({ acceptsToken: (token, nowMs) => token === 'key' && nowMs < START_MS + 5_000 })
    expect(get(RUNS).status).toBe(200)
    at(5_000)
    expect(get(RUNS).status).toBe(401)
  })

  test('an operation that is forbidden for a job is a 403', () => {
    const { get, trigger } = simulate({ jobs: [{ ...JOB, forbidden: ['trigger', 'list'] }] })
    expect(trigger({ applicationId: 'app' }).body).toMatchObject({ statusCode: 403 })
    expect(get(RUNS).status).toBe(403)
    expect(get('/api/svc/v1/apps/app').status).toBe(200)
  })

  test('an unknown path, or one outside of the prefix, is a 404', () => {
    const { get, plane } = simulate({ pathPrefix: '/cp' })
    expect(get('/cp/api/svc/v1/nothing').body).toMatchObject({ statusCode: 404 })
    expect(get(`/cp${RUNS}`).status).toBe(200)
    expect(get(RUNS).status).toBe(404)
    expect(plane.requests.map(({ operation }) => operation)).toEqual(['unknown', 'list', 'unknown'])
  })
})

describe('trigger', () => {
  test('by application runs the active deployment and answers with the run', () => {
    const { trigger, plane } = simulate()
    const answer = trigger({ applicationId: 'app', input: { command: 'x' }, metadata: { job_run_name_alias: 'a-1' } })
    const [run] = plane.runs
    expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String), jobRunName: run?.name } })
    expect(answer.body).toMatchObject({
      data: { name: run?.name, status: 'CREATED', createdAt: START_MS, deploymentId: 'dep-2', deploymentVersion: '2' },
    })
    expect(run).toMatchObject({ alias: 'a-1', requestIndex: 0, input: { command: 'x' }, jobId: 'app' })
    expect(JSON.stringify(answer.body)).not.toContain('a-1')
  })

  test('by deployment alone runs that deployment', () => {
    const { trigger } = simulate()
    expect(trigger({ deploymentId: 'dep-1' }).body).toMatchObject({ data: { deploymentVersion: '1' } })
  })

  test.each([
    ['neither id', {}],
    ['null ids', { applicationId: null, deploymentId: null }],
    ['an id that is no string', { applicationId: 7 }],
    ['a command that is a number', { applicationId: 'app', input: { command: 5 } }],
    ['a command list with a number in it', { applicationId: 'app', input: { command: ['a', 5] } }],
    ['command and params together', { applicationId: 'app', input: { command: 'a', params: {} } }],
    ['a param that is no string', { applicationId: 'app', input: { params: { n: 1 } } }],
    ['params that are a list', { applicationId: 'app', input: { params: [] } }],
    ['Spark input for a job that is not Spark', { applicationId: 'app', input: { mainClass: 'M' } }],
    ['Spark input beside a command', { applicationId: 'app', input: { mainClass: 'M', command: 'a' } }],
    ['an alias that is no string', { applicationId: 'app', metadata: { job_run_name_alias: 5 } }],
    ['a body that is a list', []],
  ])('with %s is a 422', (_, body) => {
    const { trigger, plane } = simulate()
    expect(trigger(body)).toMatchObject({ status: 422, body: { statusCode: 422 } })
    expect(plane.runs).toEqual([])
  })

  test('without a JSON content type the body counts as missing; broken JSON is a 400', () => {
    const { ask, trigger } = simulate()
    const path = '/api/svc/v1/jobs/trigger'
    expect(ask('POST', path, { applicationId: 'app' }, { 'content-type': 'text/plain' }).status).toBe(422)
    expect(trigger('{"applicationId"').status).toBe(400)
  })

  test.each([
    ['an unknown application', { applicationId: 'nope' }],
    ['an unknown deployment', { deploymentId: 'nope' }],
    ['a deployment of another application', { deploymentId: 'dep-1', applicationId: 'other' }],
    ['an application without an active deployment', { applicationId: 'idle' }],
  ])('of %s is a 404', (_, body) => {
    const idle = { platform: 'truefoundry', jobId: 'idle', fqn: 'c:w:idle' } as const
    expect(simulate({ jobs: [JOB, idle] }).trigger(body)).toMatchObject({ status: 404, body: { statusCode: 404 } })
  })

  test('a job that cannot be triggered is a 400, params for a job that takes none a 422', () => {
    expect(simulate({ jobs: [{ ...JOB, triggerable: false }] }).trigger({ applicationId: 'app' }).status).toBe(400)
    const { trigger } = simulate({ jobs: [{ ...JOB, supportsParams: false }] })
    expect(trigger({ applicationId: 'app', input: { params: { a: 'b' } } }).status).toBe(422)
  })

  test('a Spark job takes Spark input and no command', () => {
    const { trigger } = simulate({ jobs: [{ ...JOB, isSpark: true }] })
    const input = { mainClass: 'M', mainApplicationFile: 'm.jar', arguments: '--x' }
    expect(trigger({ applicationId: 'app', input }).status).toBe(200)
    expect(trigger({ applicationId: 'app', input: { command: 'a' } }).status).toBe(422)
  })

  test.each([
    ['noData', { message: 'Job triggered', jobRunName: 'etl-0001' }],
    ['minimal', { jobRunName: 'etl-0001' }],
  ] as const)('may answer less than documented: %s', (triggerAnswer, body) => {
    expect(simulate({ triggerAnswer }).trigger({ applicationId: 'app' }).body).toEqual(body)
  })

  test('may leave the ids out of the run', () => {
    const { body } = simulate({ triggerAnswer: 'noIds' }).trigger({ applicationId: 'app' })
    expect(body).toMatchObject({ data: { name: 'etl-0001' } })
    expect(JSON.stringify(body)).not.toMatch(/applicationId|deploymentId/)
  })
})

describe('a run', () => {
  test('goes along its timeline and tells how it ended', () => {
    const { run, get, at, plane } = simulate()
    const { name } = run()
    expect(get(`${RUNS}/${name}`).body).toMatchObject({ data: { status: 'CREATED', endTime: null, exitCode: null } })
    at(2_500)
    expect(get(`${RUNS}/${name}`).body).toMatchObject({ data: { status: 'RUNNING' } })
    expect(plane.standingRuns()).toHaveLength(1)
    at(60_000)
    expect(get(`${RUNS}/${name}`).body).toMatchObject({
      data: { status: 'FINISHED', endTime: START_MS + 10_000, duration: 10, exitCode: 0, error: null },
    })
    expect(plane.standingRuns()).toEqual([])
  })

  test('may fail, carry odd statuses and fields, disappear and become forbidden', () => {
    const { run, get, at, plane } = simulate()
    const timeline = [
      { afterMs: 0, status: 'HIBERNATING' },
      { afterMs: 1_000, status: 'FAILED' },
    ]
    plane.queue('app', { timeline, exitCode: 3, error: 'boom', fields: { createdAt: undefined, odd: 1 } })
    plane.queue('app', { timeline, goneAfterMs: 5_000, forbiddenAfterMs: 2_000 })
    const [first, second] = [run(), run()]
    expect(get(`${RUNS}/${first.name}`).body).toMatchObject({ data: { status: 'HIBERNATING', odd: 1 } })
    at(2_000)
    expect(get(`${RUNS}/${first.name}`).body).toMatchObject({ data: { status: 'FAILED', exitCode: 3, error: 'boom' } })
    expect(JSON.stringify(get(`${RUNS}/${first.name}`).body)).not.toContain('createdAt')
    expect(get(`${RUNS}/${second.name}`).status).toBe(403)
    at(5_000)
    expect(get(`${RUNS}/${second.name}`).status).toBe(404)
    expect(get(RUNS).body).toMatchObject({ pagination: { total: 1 } })
  })

  test('is a 404 under another job or name, and under its alias', () => {
    const { run, get } = simulate()
    const { name } = run()
    for (const path of [`/api/svc/v1/jobs/nope/runs/${name}`, `${RUNS}/nope`, `${RUNS}/nightly-1`]) {
      expect(get(path)).toMatchObject({ status: 404, body: { statusCode: 404 } })
    }
  })

  test('is found by one encoded path segment, whatever its name', () => {
    const { run, get, plane } = simulate()
    plane.queue('app', { timeline: [{ afterMs: 0, status: 'RUNNING' }], name: 'odd/na me?%' })
    const { name } = run()
    expect(get(`${RUNS}/${encodeURIComponent(name)}`).body).toMatchObject({ data: { name } })
    expect(get(`${RUNS}/${name}`).status).toBe(404)
    get(`${RUNS}/`)
    expect(plane.requests.at(-1)?.operation).toBe('unknown')
  })

  test('is told bare by older control planes, and with optional fields absent or withheld', () => {
    const { run, get, plane } = simulate({ bareAnswers: true, optionalFields: 'absent' })
    const { name } = run()
    expect(get(`${RUNS}/${name}`).body).toMatchObject({ name, applicationId: 'app' })
    expect(get(`${RUNS}/${name}`).body).not.toHaveProperty('endTime')
    plane.settings.optionalFields = 'withheld'
    expect(get(`${RUNS}/${name}`).body).not.toHaveProperty('applicationId')
  })

  test('stays invisible for as long as get, list and search lag', () => {
    const { run, get, at } = simulate({ getLagMs: 1_000, listLagMs: 2_000, searchLagMs: 3_000 })
    const { name } = run()
    const seen = () => [
      get(`${RUNS}/${name}`).status === 200,
      JSON.stringify(get(RUNS).body).includes(name),
      JSON.stringify(get(`${RUNS}?searchPrefix=nightly`).body).includes(name),
    ]
    expect(seen()).toEqual([false, false, false])
    at(1_000)
    expect(seen()).toEqual([true, false, false])
    at(2_000)
    expect(seen()).toEqual([true, true, false])
    at(3_000)
    expect(seen()).toEqual([true, true, true])
  })
})

describe('list', () => {
  function history(settings: Partial<Settings> = {}) {
    const sim = simulate(settings)
    sim.plane.queue('app', { timeline: [{ afterMs: 0, status: 'FAILED' }] })
    const add = (createdAtMs: number, deploymentId: string, alias: string) =>
      sim.plane.addRun({ jobId: 'app', createdAtMs, deploymentId, alias, triggeredBy: alias })
    add(START_MS - 3_000, 'dep-1', 'ann')
    add(START_MS - 9_000, 'dep-2', 'bob')
    add(START_MS - 60_000, 'dep-2', 'abe')
    const names = (query: string): string =>
      [...JSON.stringify(sim.get(`${RUNS}?${query}`).body).matchAll(/"name":"etl-000(\d)"/g)].map(([, n]) => n).join('')
    return { ...sim, names }
  }

  test.each([
    ['', '123'],
    ['sortBy=startTime&order=asc', '321'],
    ['sortBy=duration&order=asc', '123'],
    ['sortBy=deploymentVersion&order=asc', '132'],
    ['sortBy=triggeredBy&order=asc', '312'],
    ['sortBy=status&order=asc', '132'],
    ['limit=1&offset=1', '2'],
    ['status=FAILED', '1'],
    ['status=FAILED&status=RUNNING', '12'],
    ['versionNumbers=2', '23'],
    ['versionNumbers=1&versionNumbers=2', '123'],
    ['triggeredBy=ann&triggeredBy=abe', '13'],
    ['searchPrefix=etl-0002', '2'],
    ['searchPrefix=jr', '123'],
    ['searchPrefix=a', '13'],
    ['searchPrefix=zzz', ''],
  ])('with %p gives runs %p', (query, expected) => {
    expect(history().names(query)).toBe(expected)
  })

  test.each([
    'limit=0',
    'limit=1001',
    'limit=ten',
    'offset=-1',
    'sortBy=createdAt',
    'sortBy=constructor',
    'order=up',
    'status=DONE',
    'status=FAILED,RUNNING',
    'versionNumbers=two',
  ])('with %p is a 422', (query) => {
    expect(history().get(`${RUNS}?${query}`)).toMatchObject({ status: 422, body: { statusCode: 422 } })
  })

  test('tells the total beside the page, and is a 404 for an unknown job', () => {
    const { get } = history()
    expect(get(`${RUNS}?limit=2&offset=1`).body).toMatchObject({ pagination: { total: 3, offset: 1, limit: 2 } })
    expect(get('/api/svc/v1/jobs/nope/runs').status).toBe(404)
  })

  test('may not find aliases, ignore the prefix, ignore the order, or give smaller pages', () => {
    expect(history({ searchFindsAlias: false }).names('searchPrefix=a')).toBe('')
    expect(history({ searchIgnoresPrefix: true }).names('searchPrefix=zzz')).toBe('123')
    expect(history({ ignoresSortBy: true }).names('sortBy=startTime&order=asc')).toBe('123')
    expect(history({ defaultOrder: 'asc' }).names('')).toBe('321')
    expect(history({ maxPageSize: 2 }).names('limit=1000')).toBe('12')
  })
})

describe('terminate', () => {
  const path = (query: string): string => `/api/svc/v1/jobs/terminate?${query}`

  test('takes its time, passing through the statuses on the way', () => {
    const { run, ask, get, at } = simulate()
    const { name } = run()
    at(4_000)
    const answer = ask('POST', path(`deploymentId=dep-2&jobRunName=${name}`))
    expect(answer).toMatchObject({ status: 200, body: { jobRunStatus: 'TERMINATION_REQUESTED' } })
    at(5_000)
    expect(get(`${RUNS}/${name}`).body).toMatchObject({ data: { status: 'TERMINATING' } })
    expect(ask('POST', path(`deploymentId=dep-2&jobRunName=${name}`)).status).toBe(200)
    at(7_000)
    expect(get(`${RUNS}/${name}`).body).toMatchObject({ data: { status: 'TERMINATED', endTime: START_MS + 7_000 } })
    expect(ask('POST', path(`deploymentId=dep-2&jobRunName=${name}`)).status).toBe(417)
  })

  test('needs both parameters and a deployment that is the run’s', () => {
    const { run, ask } = simulate()
    const { name } = run()
    expect(ask('POST', path(`jobRunName=${name}`)).status).toBe(422)
    expect(ask('POST', path('deploymentId=dep-2')).status).toBe(422)
    expect(ask('POST', path(`deploymentId=dep-1&jobRunName=${name}`)).status).toBe(404)
    expect(ask('POST', path('deploymentId=dep-2&jobRunName=nope')).status).toBe(404)
  })

  test('may be forbidden, and may be survived', () => {
    const survivor = { timeline: [{ afterMs: 0, status: 'RUNNING' }], survivesTermination: true }
    const { run, ask, plane, at } = simulate({ jobs: [{ ...JOB, behaviour: survivor }] })
    const { name } = run()
    expect(ask('POST', path(`deploymentId=dep-2&jobRunName=${name}`)).status).toBe(200)
    at(60_000)
    expect(plane.runs[0]?.status).toBe('RUNNING')
    plane.addJob({ ...JOB, forbidden: ['terminate'] })
    expect(ask('POST', path(`deploymentId=dep-2&jobRunName=${name}`)).status).toBe(403)
    plane.addJob(JOB)
    plane.queue('app', { timeline: [{ afterMs: 0, status: 'RUNNING' }], forbiddenAfterMs: 0, name: 'closed' })
    run()
    expect(ask('POST', path('deploymentId=dep-2&jobRunName=closed')).status).toBe(403)
  })
})

test('an application is looked up by its id, in data or bare', () => {
  const { get, plane } = simulate()
  expect(get('/api/svc/v1/apps/app').body).toMatchObject({
    data: { activeDeploymentId: 'dep-2', fqn: JOB.fqn },
  })
  expect(get('/api/svc/v1/apps/nope').status).toBe(404)
  plane.settings.bareAnswers = true
  expect(get('/api/svc/v1/apps/app').body).toMatchObject({ activeDeploymentId: 'dep-2' })
})

test('an FQN is looked up as it is, so one with a version behind it is unknown', () => {
  const { get } = simulate()
  expect(get('/api/svc/v1/fqn/app?fqn=cluster%3Aworkspace%3Aetl').body).toMatchObject({ applicationId: 'app' })
  expect(get('/api/svc/v1/fqn/app?fqn=cluster:workspace:etl:2').status).toBe(404)
  expect(get('/api/svc/v1/fqn/app').status).toBe(422)
})

test('a run is created in whole milliseconds, whatever the clock counts', () => {
  const { at, run, get } = simulate()
  at(12.6)
  expect(run().createdAtMs).toBe(START_MS + 12)
  expect(get('/api/svc/v1/logs?applicationId=app').status).toBe(200)
})

test('a run that is deleted is gone from everywhere', () => {
  const { ask, get, run, plane } = simulate()
  const { name } = run()
  expect(ask('DELETE', `${RUNS}/${name}`)).toMatchObject({ status: 200, body: { message: expect.any(String) } })
  expect(get(`${RUNS}/${name}`).status).toBe(404)
  expect(get(RUNS).body).toMatchObject({ data: [] })
  expect(ask('DELETE', `${RUNS}/${name}`).status).toBe(404)
  expect(plane.standingRuns()).toEqual([])
})
