import { expect, test } from '@jest/globals'
import { UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import { ownerOf } from '../../../src/platforms/truefoundry/owner.ts'

const GIVEN = { applicationId: 'given app', deploymentId: 'dep/1' }

test('the application of a deployment is looked up, since the two that were given need not go together', () => {
  const call = ownerOf(GIVEN)
  expect(call).toMatchObject({
    what: 'look up the application of the deployment dep/1',
    isSmall: true,
    method: 'GET',
    path: '/api/svc/v1/apps/given%20app/deployments/dep%2F1',
  })
  expect(call?.read({ data: { id: 'dep/1', applicationId: 'real' } })).toStrictEqual({
    ...GIVEN,
    applicationId: 'real',
  })
})

test.each([
  ['an application', { applicationId: 'app' }],
  ['a deployment', { deploymentId: 'dep' }],
  ['a version, which was looked up with its application,', { ...GIVEN, version: '12' }],
])('there is nothing to look up where %s is all that was given', (_what, target) => {
  expect(ownerOf(target)).toBeUndefined()
})

test.each([
  {},
  { data: null },
  { data: {} },
  { data: { applicationId: '' } },
  { data: { applicationId: 7 } },
  { applicationId: 'real' },
])('an answer that does not say whose the deployment is (%j) is none', (json) => {
  expect(() => ownerOf(GIVEN)?.read(json)).toThrow(UnreadableAnswer)
})
