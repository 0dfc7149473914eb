import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/core/json.ts'
import type { Target } from '../../../src/core/model.ts'
import { UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import { trueFoundry } from '../../../src/platforms/truefoundry/index.ts'

const BASE_URL = 'https://tfy.example.com'
const APP = { applicationId: 'app' }

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

  test('whose application is not known has no list of runs, and says why', () => {
    const alone = platform({ deploymentId: 'dep-1' })
    expect([alone.listRuns, alone.findByAlias]).toEqual([undefined, undefined])
    expect(alone.whyUnlisted).toContain("runs can't be listed")
    expect(platform()).not.toHaveProperty('whyUnlisted')
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
  test('takes the deployment of the run itself, else that of the job’s active deployment', () => {
    const run = platform().attach(APP, 'etl 1')
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

describe('an application by its name', () => {
  const named = () => platform({ applicationFqn: 'cluster:workspace:etl' })

  test('is looked up before anything else', () => {
    expect(named().resolve?.path).toBe('/api/svc/v1/fqn/app?fqn=cluster%3Aworkspace%3Aetl')
    expect(named().resolve?.read({ applicationId: 'app', workspaceId: 'w' })).toEqual(APP)
    expect(platform().resolve).toBeUndefined()
    expect([typeof named().listRuns, typeof named().findByAlias]).toEqual(['function', 'function'])
  })

  test.each([{}, { applicationId: '' }, { applicationId: '..' }, { applicationId: 5 }])(
    'is not found in %j',
    (json) => {
      expect(() => named().resolve?.read(json)).toThrow(UnreadableAnswer)
    },
  )
})
