import { describe, expect, test } from '@jest/globals'
import type { Rollout } from '../../../sandbox/control-plane/truefoundry-job.ts'
import { JOB, START_MS, simulate } from './harness.ts'

const APP = '/api/svc/v1/apps/app'
const DAY_MS = 86_400_000

/** Version 3 is built for 20 s and active from 31 s on. */
const BUILT: Rollout = {
  version: '3',
  statuses: [
    { afterMs: 0, status: 'INITIALIZED' },
    { afterMs: 3_000, status: 'BUILDING' },
    { afterMs: 23_000, status: 'BUILD_SUCCESS' },
    { afterMs: 24_000, status: 'ROLLOUT_STARTED' },
    { afterMs: 31_000, status: 'DEPLOY_SUCCESS' },
  ],
}
const FAILED: Rollout = {
  version: '4',
  statuses: [
    { afterMs: 7_000, status: 'BUILDING' },
    { afterMs: 17_000, status: 'BUILD_FAILED' },
  ],
  message: 'pip could not resolve numpy==99',
}

function rollingOut(deployments: Readonly<Record<string, string | Rollout>> = { 'dep-3': BUILT }) {
  return simulate({ jobs: [{ ...JOB, deployments: { ...JOB.deployments, ...deployments } }] })
}

describe('an application', () => {
  test('tells its active and its last deployment, and is found by its FQN', () => {
    const { get } = simulate()
    expect(get('/api/svc/v1/fqn/app?fqn=cluster:workspace:etl').body).toEqual({
      applicationId: 'app',
      workspaceId: 'sandbox-workspace',
    })
    expect(get(APP).body).toMatchObject({
      data: {
        id: 'app',
        name: 'etl',
        type: 'job',
        activeDeploymentId: 'dep-2',
        activeVersion: 2,
        lastVersion: 2,
        lastDeploymentId: 'dep-2',
        deployment: { id: 'dep-2', currentStatus: { status: 'DEPLOY_SUCCESS' } },
        metadata: { paused: false },
        workspace: { name: 'workspace', fqn: 'cluster:workspace', clusterId: 'cluster' },
        createdAt: new Date(START_MS - DAY_MS).toISOString(),
      },
    })
  })

  test('with a newer version under way keeps its active one until that is rolled out', () => {
    const { get, at, trigger } = rollingOut()
    at(30_999)
    const before = { activeVersion: 2, activeDeploymentId: 'dep-2', lastVersion: 3, lastDeploymentId: 'dep-3' }
    expect(get(APP).body).toMatchObject({ data: { ...before, deployment: { id: 'dep-3' } } })
    expect(trigger({ applicationId: 'app' }).body).toMatchObject({ data: { deploymentVersion: '2' } })
    at(31_000)
    expect(get(APP).body).toMatchObject({ data: { activeVersion: 3, activeDeploymentId: 'dep-3', lastVersion: 3 } })
    expect(trigger({ applicationId: 'app' }).body).toMatchObject({ data: { deploymentVersion: '3' } })
  })

  test('whose newest version failed stays at the one before', () => {
    const { get, at } = rollingOut({ 'dep-3': BUILT, 'dep-4': FAILED })
    at(60_000)
    expect(get(APP).body).toMatchObject({ data: { activeVersion: 3, lastVersion: 4 } })
  })

  test('may be listed, filtered and paged', () => {
    const { get } = simulate({ jobs: [JOB, { ...JOB, jobId: 'b', fqn: 'cluster:other:train' }] })
    expect(get('/api/svc/v1/apps?workspaceFqn=cluster:other').body).toMatchObject({ data: [{ id: 'b' }] })
    expect(get('/api/svc/v1/apps?limit=1&offset=1').body).toMatchObject({
      data: [{ id: 'b' }],
      pagination: { total: 2, offset: 1, limit: 1 },
    })
  })

  test('that is paused says so and can’t be triggered', () => {
    const { get, trigger } = simulate({ jobs: [{ ...JOB, paused: true }] })
    expect(get(APP).body).toMatchObject({ data: { metadata: { paused: true } } })
    expect(trigger({ applicationId: 'app' }).status).toBe(400)
  })
})

describe('a deployment', () => {
  test('is found by an FQN with a version, and by no other', () => {
    const { get } = rollingOut()
    const find = (fqn: string) => get(`/api/svc/v1/fqn/deployment?fqn=${fqn}`)
    const found = { applicationId: 'app', workspaceId: 'sandbox-workspace' }
    expect(find('cluster:workspace:etl:3').body).toEqual({ deploymentId: 'dep-3', ...found })
    expect(find('cluster:workspace:etl:1').body).toEqual({ deploymentId: 'dep-1', ...found })
    for (const fqn of ['cluster:workspace:etl', 'cluster:workspace:etl:9']) expect(find(fqn).status).toBe(404)
    expect(find('').status).toBe(422)
  })

  test('goes through its statuses, the last of which counts', () => {
    const { get, at } = rollingOut()
    const statuses = () => get(`${APP}/deployments/dep-3/statuses`).body
    expect(statuses()).toMatchObject([{ status: 'INITIALIZED', state: { isTerminalState: false }, message: null }])
    at(24_000)
    expect(statuses()).toHaveLength(4)
    at(31_000)
    expect(statuses()).toMatchObject([{}, {}, {}, {}, { status: 'DEPLOY_SUCCESS', state: { isTerminalState: true } }])
  })

  test('that failed says why', () => {
    const { get, at } = rollingOut({ 'dep-4': FAILED })
    expect(get(`${APP}/deployments/dep-4/statuses`).status).toBe(404)
    at(17_000)
    expect(get(`${APP}/deployments/dep-4`).body).toMatchObject({
      data: {
        version: 4,
        fqn: 'cluster:workspace:etl:4',
        applicationId: 'app',
        currentStatus: { status: 'BUILD_FAILED', message: FAILED.message, state: { isTerminalState: true } },
      },
    })
  })

  test('is a 404 under another application', () => {
    const { get } = simulate({ jobs: [JOB, { ...JOB, jobId: 'b', activeDeploymentId: 'dep-b' }] })
    expect(get('/api/svc/v1/apps/b/deployments/dep-2').status).toBe(404)
  })

  test('can be triggered once it is ready, by its id', () => {
    const { trigger, at } = rollingOut()
    at(30_000)
    expect(trigger({ deploymentId: 'dep-3' })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('ROLLOUT_STARTED') },
    })
    at(31_000)
    expect(trigger({ deploymentId: 'dep-3' }).body).toMatchObject({ data: { deploymentId: 'dep-3' } })
  })

  test('is listed with the others, newest first, or alone by its version', () => {
    const { get } = rollingOut()
    expect(get(`${APP}/deployments`).body).toMatchObject({
      data: [{ version: 3 }, { version: 2 }, { version: 1 }],
      pagination: { total: 3 },
    })
    expect(get(`${APP}/deployments?version=2`).body).toMatchObject({
      data: [{ id: 'dep-2' }],
      pagination: { total: 1 },
    })
    expect(get(`${APP}/deployments?limit=1&offset=2`).body).toMatchObject({ data: [{ version: 1 }] })
  })

  test('has a manifest with the parameters of its own version', () => {
    const params = [{ name: 'epochs', default: '3' }]
    const newer = { ...BUILT, params: [{ name: 'epochs' }, { name: 'lr' }] }
    const { get, trigger } = simulate({ jobs: [{ ...JOB, params, deployments: { 'dep-3': newer } }] })
    expect(get(`${APP}/deployments/dep-2`).body).toMatchObject({
      data: { manifest: { type: 'job', name: 'etl', params } },
    })
    expect(get(`${APP}/deployments/dep-3`).body).toMatchObject({ data: { manifest: { params: newer.params } } })
    expect(trigger({ applicationId: 'app', input: { params: { epochs: '5' } } }).status).toBe(200)
  })
})

test.each(['apps/app', 'apps/app/deployments', 'apps/app/deployments/dep-2', 'apps/app/deployments/dep-2/statuses'])(
  'a key that may not look gets a 403 for %s',
  (path) => {
    const forbidden = ['app', 'deployments', 'deployment', 'deploymentStatuses'] as const
    const { get } = simulate({ jobs: [{ ...JOB, forbidden }] })
    expect(get(`/api/svc/v1/${path}`)).toMatchObject({ status: 403, body: { statusCode: 403 } })
  },
)
