import { describe, expect, test } from '@jest/globals'
import type { RunSnapshot } from '../../../src/core/model.ts'
import { UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import { askedVersion, otherDeployment, resolveVersion } from '../../../src/platforms/truefoundry/deployments.ts'

const DEPLOYED = { applicationId: 'app', deploymentId: 'dep 12' }

describe('a version of a job', () => {
  const call = resolveVersion('c:w:etl', '12', { applicationFqn: 'c:w:etl', version: '12' })

  test('is looked up by the name that people copy, and is a deployment of an application', () => {
    expect(call).toMatchObject({
      what: 'look up version 12 of "c:w:etl"',
      method: 'GET',
      path: '/api/svc/v1/fqn/deployment?fqn=c%3Aw%3Aetl%3A12',
    })
    expect(call.read({ ...DEPLOYED, workspaceId: 'w' })).toStrictEqual({ ...DEPLOYED, version: '12' })
  })

  test.each([
    {},
    { applicationId: 'app' },
    { deploymentId: 'dep' },
    { ...DEPLOYED, deploymentId: '..' },
    { ...DEPLOYED, applicationId: 7 },
    { data: DEPLOYED },
  ])('is not found in %j', (json) => {
    expect(() => call.read(json)).toThrow(UnreadableAnswer)
  })
})

describe('how a version stands', () => {
  const { name, status } = askedVersion('12')
  const read = (...statuses: readonly unknown[]) => status(DEPLOYED).read(statuses)

  test('is asked of its deployment', () => {
    expect(name).toBe('version 12')
    expect(status(DEPLOYED)).toMatchObject({
      what: 'see how version 12 stands',
      method: 'GET',
      path: '/api/svc/v1/apps/app/deployments/dep%2012/statuses',
    })
  })

  test('is what the last status says, with what went wrong', () => {
    const failed = { status: 'BUILD_FAILED', message: 'no numpy==99' }
    expect(read({ status: 'BUILDING' }, failed)).toStrictEqual({
      phase: 'failed',
      status: 'BUILD_FAILED',
      error: 'no numpy==99',
      raw: {},
    })
    expect(read(failed, { status: 'BUILDING' })).toStrictEqual({ phase: 'running', status: 'BUILDING', raw: {} })
  })

  test.each(['', null, 7])('has no message in %j', (message) => {
    expect(read({ status: 'BUILDING', message })).toStrictEqual({ phase: 'running', status: 'BUILDING', raw: {} })
  })

  test('is ready with a success, whatever else is said of it', () => {
    for (const state of [undefined, null, { isTerminalState: true }, { isTerminalState: false }])
      expect(read({ status: 'DEPLOY_SUCCESS', state }).phase).toBe('succeeded')
  })

  test.each([
    ['INITIALIZED', 'running'],
    ['BUILD_SUCCESS', 'running'],
    ['ROLLOUT_STARTED', 'running'],
    ['DEPLOY_FAILED_WITH_RETRY', 'running'],
    ['AN_ODD_WORD', 'running'],
    ['DEPLOY_FAILED', 'failed'],
    ['BUILD_FAILED', 'failed'],
    ['FAILED', 'failed'],
    ['CANCELLED', 'failed'],
    ['PAUSED', 'failed'],
  ])('with %s is taken for %s, unless the answer itself says whether that is the end', (word, phase) => {
    for (const state of [undefined, null, {}, { isTerminalState: null }, { isTerminalState: 'yes' }])
      expect(read({ status: word, state }).phase).toBe(phase)
    expect(read({ status: word, state: { isTerminalState: true } }).phase).toBe('failed')
    expect(read({ status: word, state: { isTerminalState: false } }).phase).toBe('running')
  })

  test('is not known from a list without a status', () => {
    expect(() => read()).toThrow(new UnreadableAnswer('it holds no status'))
    for (const last of [null, {}, { status: '' }, { status: 7 }])
      expect(() => read({ status: 'DEPLOY_SUCCESS' }, last)).toThrow(UnreadableAnswer)
    expect(() => status(DEPLOYED).read({ data: [{ status: 'DEPLOY_SUCCESS' }] })).toThrow(UnreadableAnswer)
  })
})

describe('an answer about a deployment', () => {
  const seen: RunSnapshot = { phase: 'running', status: 'RUNNING', raw: {} }
  const other = { ...seen, own: { deploymentId: 'dep-3' } }

  test('that was not asked for is told of, with the versions as far as they are known', () => {
    expect(otherDeployment({ deploymentId: 'dep-2', version: '2' }, { ...other, version: '3' })).toBe(
      'deployment dep-2 (version 2) was asked for, and TrueFoundry says that the run is of deployment dep-3 (version 3)',
    )
    expect(otherDeployment({ deploymentId: 'dep-2' }, other)).toBe(
      'deployment dep-2 was asked for, and TrueFoundry says that the run is of deployment dep-3',
    )
  })

  test('is as it should be where it is that deployment, or none was asked for or told', () => {
    expect(otherDeployment({ deploymentId: 'dep-3' }, other)).toBeUndefined()
    expect(otherDeployment({ applicationId: 'app' }, other)).toBeUndefined()
    expect(otherDeployment({ deploymentId: 'dep-2' }, seen)).toBeUndefined()
    expect(otherDeployment({ deploymentId: 'dep-2' }, { ...seen, own: {} })).toBeUndefined()
  })
})
