import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/core/json.ts'
import type { Target } from '../../../src/core/model.ts'
import { UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import { trueFoundry } from '../../../src/platforms/truefoundry/index.ts'

const BASE_URL = 'https://tfy.example.com'
const APP = { applicationId: 'app' }
const BEGAN_MS = Date.UTC(2026, 0, 15, 12)
const ENDED_MS = BEGAN_MS + 60_000

function platform(target: Target = APP, payload: JsonObject = {}) {
  return trueFoundry.create(BASE_URL, { target, payload })
}

test('its address may come from where its own tools look, and its inputs are its own', () => {
  expect(trueFoundry.baseUrlEnv).toEqual(['TFY_HOST'])
  expect(trueFoundry.inputs.map(({ name }) => name)).toEqual([
    'oidc-audience',
    'application-id',
    'application-fqn',
    'deployment-id',
    'command',
    'params',
    'main-class',
    'main-application-file',
    'arguments',
    'run-name-alias',
    'result-marker',
  ])
})

describe('a job', () => {
  const versioned = { applicationFqn: 'c:w:etl', version: '12' }

  test('is known by its name', () => {
    expect(platform(versioned).jobName).toBe('etl')
    expect(platform().jobName).toBe('app')
    expect(platform({})).not.toHaveProperty('jobName')
  })

  test('is of the version that was asked for, and so is each run of it', () => {
    expect(platform(versioned).version?.name).toBe('version 12')
    expect(platform(versioned).attach({ ...APP, version: '12' }, 'etl-1').version).toBe('12')
    expect(platform(versioned).resolve?.path).toBe('/api/svc/v1/fqn/deployment?fqn=c%3Aw%3Aetl%3A12')
  })

  test('is of whatever version is active where none was asked for', () => {
    expect(platform()).not.toHaveProperty('version')
    expect(platform().attach(APP, 'etl-1')).toStrictEqual({
      runId: 'etl-1',
      runUrl: `${BASE_URL}/deployments/app?tab=previousRuns`,
      target: APP,
    })
  })
})

describe('a job run', () => {
  const read = (json: unknown) => platform().status(platform().attach(APP, 'etl-1')).read(json)

  test('is read with all that is known of it', () => {
    const data = {
      status: 'FAILED',
      createdAt: BEGAN_MS,
      endTime: ENDED_MS,
      exitCode: 3,
      error: 'no',
      applicationId: 'app',
      deploymentId: 'dep-2',
      deploymentVersion: 12,
    }
    expect(read({ data })).toEqual({
      phase: 'failed',
      status: 'FAILED',
      startedAtMs: BEGAN_MS,
      endedAtMs: ENDED_MS,
      exitCode: 3,
      error: 'no',
      version: '12',
      own: { applicationId: 'app', deploymentId: 'dep-2', deploymentVersion: '12' },
      raw: data,
    })
  })

  test.each([0, -5, 1_768_478_400, 8.64e15, 1e300])('began at no time that is told as %d', (time) => {
    const { startedAtMs, endedAtMs } = read({ data: { status: 'FAILED', createdAt: time, endTime: time } })
    expect([startedAtMs, endedAtMs]).toEqual([undefined, undefined])
  })

  test('is read with or without `data` around it, and with nothing but its status', () => {
    for (const json of [
      { data: { status: 'RUNNING' } },
      { status: 'RUNNING' },
      { data: { status: 'RUNNING', error: 7 } },
    ]) {
      const { raw: _, ...rest } = read(json)
      expect(rest).toEqual({ phase: 'running', status: 'RUNNING', own: {} })
    }
  })

  test.each([{ data: {} }, { data: { status: null } }, { data: { status: 3 } }, { data: [] }, [{ status: 'RUNNING' }]])(
    'can’t be read without a status: %j',
    (json) => {
      expect(() => read(json)).toThrow(UnreadableAnswer)
    },
  )
})

describe('an answer about another run', () => {
  const read = (data: object) => platform().status(platform().attach(APP, 'etl-1')).read({ data })

  test.each([
    { name: 'etl-2', status: 'FINISHED' },
    { name: 'etl-1', applicationId: 'other', status: 'FINISHED' },
  ])('is no answer: %j', (data) => {
    expect(() => read(data)).toThrow(UnreadableAnswer)
  })

  test('is not one that leaves the names out, or names the run as it is', () => {
    for (const data of [
      { status: 'RUNNING' },
      { name: null, applicationId: 7, status: 'RUNNING' },
      { name: 'etl-1', applicationId: 'app', status: 'RUNNING' },
    ]) {
      expect(read(data).status).toBe('RUNNING')
    }
  })
})

describe('a run without its application', () => {
  test('can’t be asked about, and that is our own fault', () => {
    expect(() => platform().status(platform().attach({ deploymentId: 'd' }, 'etl-1'))).toThrow('no applicationId')
  })
})

describe('the list of runs', () => {
  const pagination = { total: 7, offset: 0, limit: 1000 }
  const read = (json: unknown) => platform().listRuns?.(APP, 0).read(json)

  test('is asked for page by page, and searched by the alias', () => {
    expect(platform().listRuns?.(APP, 2000).path).toBe('/api/svc/v1/jobs/app/runs?limit=1000&offset=2000')
    expect(platform().findByAlias?.(APP, 'a b')?.path).toBe('/api/svc/v1/jobs/app/runs?limit=100&searchPrefix=a+b')
  })

  test('has runs that can be addressed, and tells how many there are in all', () => {
    const data = [
      { name: 'etl-1', status: 'RUNNING', createdAt: BEGAN_MS, deploymentId: 'dep-2' },
      { name: 'etl-2', createdAt: null },
      { name: 'etl-3' },
    ]
    expect(read({ data, pagination })).toStrictEqual({
      total: 7,
      runs: [
        {
          handle: expect.objectContaining({ runId: 'etl-1', target: { applicationId: 'app', deploymentId: 'dep-2' } }),
          status: 'RUNNING',
          phase: 'running',
          createdAtMs: BEGAN_MS,
        },
        { handle: expect.objectContaining({ runId: 'etl-2', target: APP }), status: '', phase: 'unrecognised' },
        { handle: expect.objectContaining({ runId: 'etl-3', target: APP }), status: '', phase: 'unrecognised' },
      ],
    })
  })

  test.each([
    [{ data: [] }],
    [{ data: [], pagination: {} }],
    [{ data: [], pagination: { total: -1 } }],
    [{ data: {}, pagination }],
  ])('that is not whole shows nothing, not even that there is nothing: %j', (json) => {
    expect(() => read(json)).toThrow(UnreadableAnswer)
  })

  test('is not there where the application is not known', () => {
    const alone = platform({ deploymentId: 'dep-1' })
    expect([alone.listRuns, alone.findByAlias]).toEqual([undefined, undefined])
    expect(alone.whyUnlisted).toContain("runs can't be listed")
    expect(platform()).not.toHaveProperty('whyUnlisted')
  })
})

describe('the job’s latest runs', () => {
  const read = (data: unknown) =>
    platform()
      .recentRuns?.(APP)
      .read({ data, pagination: { total: 9 } }).runs

  test('are asked for in one page: the newest hundred', () => {
    expect(platform().recentRuns?.(APP)).toMatchObject({
      method: 'GET',
      path: '/api/svc/v1/jobs/app/runs?limit=100&sortBy=startTime&order=desc',
    })
  })

  test('are told with what they are and when they began and ended', () => {
    expect(
      read([{ name: 'etl-0', status: 'FINISHED', createdAt: BEGAN_MS, endTime: ENDED_MS, deploymentId: 'dep-1' }]),
    ).toEqual([
      {
        handle: expect.objectContaining({ runId: 'etl-0', target: { ...APP, deploymentId: 'dep-1' } }),
        status: 'FINISHED',
        phase: 'succeeded',
        createdAtMs: BEGAN_MS,
        endedAtMs: ENDED_MS,
      },
    ])
    expect(() => platform().recentRuns?.(APP).read({ data: [] })).toThrow(UnreadableAnswer)
  })

  test('are all told, also one whose name can’t be used and what is no run at all', () => {
    const odd = [
      { name: '..', status: 'RUNNING', createdAt: BEGAN_MS },
      { status: 'CREATED', createdAt: ENDED_MS },
      null,
      'x',
    ]
    const runs = read([{ name: 'etl-0', status: 'FINISHED' }, ...odd]) ?? []
    expect(runs.map(({ isOdd, createdAtMs }) => [isOdd, createdAtMs])).toEqual([
      [undefined, undefined],
      [true, BEGAN_MS],
      [true, ENDED_MS],
      [true, undefined],
      [true, undefined],
    ])
    const ids = runs.map(({ handle }) => handle.runId)
    expect(ids).toContain(`(a run without a usable name, ${ENDED_MS})`)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('what is triggered', () => {
  test('is told by names alone, and a command not at all', () => {
    const target = { ...APP, deploymentId: 'dep-1' }
    const told = (payload: JsonObject, of: Target = target) => platform(of, payload).describes
    expect(told({ params: { token: 'hush', commit: 'abc' } })).toEqual([
      { label: 'Application', value: 'app' },
      { label: 'Deployment', value: 'dep-1' },
      { label: 'Parameters', value: 'token, commit' },
    ])
    expect(told({ command: ['echo', 'hush'] }, { applicationFqn: 'c:w:j' })).toEqual([
      { label: 'Application', value: 'c:w:j' },
      { label: 'Command', value: 'given (not shown)' },
    ])
    expect(told({ mainClass: 'Main', mainApplicationFile: 's3://x.jar', arguments: 'hush' }, APP)).toEqual([
      { label: 'Application', value: 'app' },
      { label: 'Main class', value: 'Main' },
      { label: 'Main application file', value: 's3://x.jar' },
    ])
  })
})

describe('ending a run', () => {
  const run = platform().attach(APP, 'etl 1')

  test('takes the deployment of the run itself, else that of the job’s active deployment', () => {
    const seen = { phase: 'running', status: 'RUNNING', own: { deploymentId: 'dep-1' }, raw: {} } as const
    expect(platform().terminate(run, seen).call.path).toBe(
      '/api/svc/v1/jobs/terminate?deploymentId=dep-1&jobRunName=etl+1',
    )
    const { own: _, ...unknown } = seen
    const lookup = platform().terminate(run, unknown)
    if (lookup.kind !== 'resolve') throw new Error('nothing was looked up')
    expect(platform().terminate(run).kind).toBe('resolve')
    expect(lookup.call).toMatchObject({ method: 'GET', path: '/api/svc/v1/apps/app' })
    for (const answer of [{ data: { activeDeploymentId: 'dep-9' } }, { activeDeploymentId: 'dep-9' }]) {
      expect(lookup.call.read(answer)).toMatchObject({
        method: 'POST',
        path: '/api/svc/v1/jobs/terminate?deploymentId=dep-9&jobRunName=etl+1',
      })
    }
    expect(() => lookup.call.read({ data: { activeDeploymentId: null } })).toThrow(UnreadableAnswer)
  })
})

describe('the answer to a termination', () => {
  const run = platform().attach({ ...APP, deploymentId: 'dep-1' }, 'etl-1')
  const { call } = platform().terminate(run)

  test.each([{ jobRunStatus: 'TERMINATION_REQUESTED' }, { message: 'ok' }])('may be %j', (json) => {
    expect(() => call.read(json)).not.toThrow()
  })

  test.each([{}, { message: 5 }, null, []])('is not %j', (json) => {
    expect(() => call.read(json)).toThrow(UnreadableAnswer)
  })
})

describe('an application by its name', () => {
  const named = platform({ applicationFqn: 'cluster:workspace:etl' })

  test('is looked up before anything else', () => {
    expect(named.resolve?.path).toBe('/api/svc/v1/fqn/app?fqn=cluster%3Aworkspace%3Aetl')
    expect(named.resolve?.read({ applicationId: 'app', workspaceId: 'w' })).toEqual(APP)
    expect(platform().resolve).toBeUndefined()
    expect([typeof named.listRuns, typeof named.findByAlias]).toEqual(['function', 'function'])
  })

  test.each([{}, { applicationId: '' }, { applicationId: '..' }, { applicationId: 5 }])(
    'is not found in %j',
    (json) => {
      expect(() => named.resolve?.read(json)).toThrow(UnreadableAnswer)
    },
  )
})

describe('what no platform means', () => {
  test('a name without end is shown cut where the trigger’s answer has it, since a run was started all the same', () => {
    const started = platform()
      .trigger(APP, 'a')
      .read({ jobRunName: 'x'.repeat(5_000_000) })
    expect(started).toMatchObject({ kind: 'unusable', reason: expect.stringContaining('longer than 512 bytes') })
    expect(started.run.runId).toMatch(/^x{500,1100}…$/)
  })

  test('a version that is no number JSON can carry is none', () => {
    const data = JSON.parse('{"status":"RUNNING","deploymentVersion":1e999}')
    expect(platform().status(platform().attach(APP, 'etl-1')).read(data).own).toEqual({})
  })

  test('a total that can’t be counted to is not as documented, and a status in a list is a word', () => {
    const list = (total: number) =>
      platform()
        .listRuns?.(APP, 0)
        .read({ data: [{ name: 'a', status: 'x'.repeat(300) }], pagination: { total } })
    expect(() => list(1e300)).toThrow(UnreadableAnswer)
    expect(list(1)?.runs).toMatchObject([{ status: '' }])
  })
})

test.each([
  [137, 137],
  ['137', 137],
  ['-1', -1],
  ['none', undefined],
  ['code 137', undefined],
  ['137 (OOMKilled)', undefined],
  [null, undefined],
])('an exit code that is given as %j is %j', (exitCode, told) => {
  const platform = trueFoundry.create('https://x.example.com', { target: { applicationId: 'app' }, payload: {} })
  const { read } = platform.status(platform.attach({ applicationId: 'app' }, 'etl-1'))
  expect(read({ data: { status: 'FAILED', exitCode } }).exitCode).toBe(told)
})
