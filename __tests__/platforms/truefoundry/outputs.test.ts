import { expect, test } from '@jest/globals'
import type { RunSnapshot } from '../../../src/core/model.ts'
import { jobIdentity, ownOutputs } from '../../../src/platforms/truefoundry/outputs.ts'

const GIVEN = { applicationId: 'app', deploymentId: 'dep-2', version: '2' }
const RUN = { runId: 'etl-1', runUrl: 'http://x/', target: GIVEN }
const SEEN: RunSnapshot = { phase: 'running', status: 'RUNNING', raw: {} }
const AS_GIVEN = { 'application-id': 'app', 'deployment-id': 'dep-2', 'deployment-version': '2' }

test('workflows are told what was given until the run itself says of what it is', () => {
  expect([ownOutputs(RUN), ownOutputs(RUN, SEEN), ownOutputs(RUN, { ...SEEN, own: {} })]).toEqual([
    AS_GIVEN,
    AS_GIVEN,
    AS_GIVEN,
  ])
  const own = { applicationId: 'real', deploymentId: 'dep-3', deploymentVersion: '3' }
  expect(ownOutputs(RUN, { ...SEEN, own })).toEqual({
    'application-id': 'real',
    'deployment-id': 'dep-3',
    'deployment-version': '3',
  })
})

test('what is not known is an empty output', () => {
  expect(ownOutputs({ ...RUN, target: {} })).toEqual({
    'application-id': '',
    'deployment-id': '',
    'deployment-version': '',
  })
})

test('a job is the same one after its next deployment', () => {
  expect(jobIdentity(GIVEN)).toStrictEqual({ applicationId: 'app' })
  expect(jobIdentity({ applicationFqn: 'c:w:etl', version: '3' })).toStrictEqual({ applicationFqn: 'c:w:etl' })
})
