import { describe, expect, test } from '@jest/globals'
import { UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import { trueFoundry } from '../../../src/platforms/truefoundry/index.ts'

const BASE_URL = 'https://tfy.example.com'
const APP = { applicationId: 'app' }
const BEGAN_MS = Date.UTC(2026, 0, 15, 12)
const ENDED_MS = BEGAN_MS + 60_000

const platform = () => trueFoundry.create(BASE_URL, { target: APP, payload: {} })

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

test.each([
  [137, 137],
  ['137', 137],
  ['-1', -1],
  ['none', undefined],
  ['code 137', undefined],
  ['137 (OOMKilled)', undefined],
  [null, undefined],
])('an exit code that is given as %j is %j', (exitCode, told) => {
  const { read } = platform().status(platform().attach(APP, 'etl-1'))
  expect(read({ data: { status: 'FAILED', exitCode } }).exitCode).toBe(told)
})

test('a version that is no number JSON can carry is none', () => {
  const data = JSON.parse('{"status":"RUNNING","deploymentVersion":1e999}')
  expect(platform().status(platform().attach(APP, 'etl-1')).read(data).own).toEqual({})
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

describe('the answer to a termination', () => {
  const read = (json: unknown) => {
    const run = platform().attach({ ...APP, deploymentId: 'dep-1' }, 'etl-1')
    return platform().terminate(run).call.read(json)
  }

  test.each([{ jobRunStatus: 'TERMINATION_REQUESTED' }, { message: 'ok' }])('may be %j', (json) => {
    expect(() => read(json)).not.toThrow()
  })

  test.each([{}, { message: 5 }, null, []])('is not %j', (json) => {
    expect(() => read(json)).toThrow(UnreadableAnswer)
  })
})
