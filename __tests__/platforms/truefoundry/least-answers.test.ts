/**
 * The least that TrueFoundry may answer by its own SDK (0.6.0): its models with nothing but the fields that are required.
 * `npm run clients` holds the file against the SDK.
 */

import { expect, test } from '@jest/globals'
import answers from '../../../sandbox/clients/least-answers.json' with { type: 'json' }
import { trueFoundry } from '../../../src/platforms/truefoundry/index.ts'

const TARGET = { applicationId: 'app' }
const platform = trueFoundry.create('https://tfy.example.com', { target: TARGET, payload: { params: { lr: '1' } } })
const run = platform.attach(TARGET, 'text')
const first = { status: 'CREATED', phase: 'waiting', startedAtMs: 1_700_000_000_000.5 }

test('a trigger', () => {
  const started = platform.trigger(TARGET, 'alias').read(answers.TriggerJobRunResponse)
  expect(started).toMatchObject({ kind: 'run', run, first })
})

test('a run, and a list of runs', () => {
  expect(platform.status(run).read(answers.GetJobRunResponse)).toMatchObject(first)
  const handle = { ...run, version: 'text' }
  const listed = { handle, status: 'CREATED', phase: 'waiting', createdAtMs: first.startedAtMs }
  expect(platform.listRuns?.(TARGET, 0).read(answers.ListJobRunResponse)).toEqual({ runs: [listed], total: 1 })
})

test('a termination', () => {
  const { call } = platform.terminate({ ...run, target: { ...TARGET, deploymentId: 'dep' } })
  expect(() => call.read(answers.TerminateJobResponse)).not.toThrow()
})

test('an application without as much as an id, and a deployment', () => {
  expect(platform.definition?.(TARGET).read(answers.GetApplicationResponse)).toEqual({})
  const ofDeployment = platform.definition?.({ ...TARGET, deploymentId: 'dep' })
  expect(ofDeployment?.read(answers.GetApplicationDeploymentResponse)).toEqual({})
})

test('events, and lines of a log', () => {
  expect(platform.events?.(run).read(answers.GetEventsResponse)).toEqual([
    { isWarning: false, reason: 'text', message: 'text', count: 1 },
  ])
  const log = platform.log?.(run)
  if (log?.kind !== 'pages') throw new Error('the log comes in pages')
  const pages = log.open({ ...first, phase: 'waiting', raw: {} }, first.startedAtMs)
  const data = answers.GetLogsResponse.data.map((line) => ({ ...line, time: '1700000000000000000' }))
  expect(pages?.page({ startNs: 0n, skip: 0 }, 10).read({ data })).toEqual([
    { timeNs: 1_700_000_000_000_000_000n, text: 'text', stream: 'text', container: '' },
  ])
})
