import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/core/json.ts'
import type { Target } from '../../../src/core/model.ts'
import { trueFoundry } from '../../../src/platforms/truefoundry/index.ts'

const BASE_URL = 'https://tfy.example.com'
const APP = { applicationId: 'app' }

function platform(target: Target = APP, payload: JsonObject = {}) {
  return trueFoundry.create(BASE_URL, { target, payload })
}

describe('the trigger', () => {
  test('names the application, the alias, and the input if there is any', () => {
    const { method, path, body } = platform(APP, { command: ['python', 'x'] }).trigger(APP, 'nightly-1')
    expect([method, path]).toEqual(['POST', '/api/svc/v1/jobs/trigger'])
    expect(body).toEqual({
      applicationId: 'app',
      input: { command: ['python', 'x'] },
      metadata: { job_run_name_alias: 'nightly-1' },
    })
    expect(platform().trigger(APP, 'nightly-1').body).not.toHaveProperty('input')
  })

  test('sends a deployment alone, whatever else is known', () => {
    const target = { ...APP, deploymentId: 'dep-1' }
    const { body } = platform(target).trigger(target, 'nightly-1')
    expect(body).toEqual({ deploymentId: 'dep-1', metadata: { job_run_name_alias: 'nightly-1' } })
  })

  test('is answered with a run, its first state and its deployment', () => {
    const data = { status: 'CREATED', applicationId: 'app', deploymentId: 'dep-2', createdAt: Date.UTC(2026) }
    const started = platform().trigger(APP, 'a').read({ message: 'ok', jobRunName: 'etl-1', data })
    expect(started).toMatchObject({
      kind: 'run',
      run: {
        runId: 'etl-1',
        runUrl: 'https://tfy.example.com/deployments/app?tab=previousRuns',
        target: { applicationId: 'app', deploymentId: 'dep-2' },
      },
      first: { status: 'CREATED', phase: 'waiting', startedAtMs: Date.UTC(2026) },
    })
  })

  test.each([
    [{ status: 7 }],
    [null],
    ['text'],
    [{ status: 'CREATED', deploymentId: 'x'.repeat(9000), applicationId: '\ud800' }],
    [{ status: 'CREATED', data: { odd: true } }],
  ])('is answered well enough with the name and anything beside it: %j', (data) => {
    const started = platform().trigger(APP, 'a').read({ jobRunName: 'etl-1', data })
    expect(started).toMatchObject({ kind: 'run', run: { runId: 'etl-1', target: APP } })
    expect(JSON.stringify(started.run).length).toBeLessThan(1000)
  })

  test('tells no first state where the answer has none', () => {
    for (const data of [{ status: 7 }, {}, null, 'text', undefined]) {
      expect(platform().trigger(APP, 'a').read({ jobRunName: 'etl-1', data })).not.toHaveProperty('first')
    }
  })

  test('has its first state to the digit', () => {
    const body = '{"jobRunName":"etl-1","data":{"status":"CREATED","cost":1.10}}'
    const started = platform().trigger(APP, 'a').read(JSON.parse(body), body)
    expect(JSON.stringify(started)).toContain('"raw":{"status":"CREATED","cost":1.10}')
  })

  test('names the deployment of its run, and the given one where that is all there is', () => {
    const read = (target: Target, data: unknown) =>
      platform(target).trigger(target, 'a').read({ jobRunName: 'etl-1', data })
    const answered = { status: 'CREATED', applicationId: 'app', deploymentId: 'dep-9' }
    expect(read({ ...APP, deploymentId: 'dep-1' }, answered).run.target).toEqual({ ...APP, deploymentId: 'dep-9' })
    expect(read({ ...APP, deploymentId: 'dep-1' }, undefined).run.target).toEqual({ ...APP, deploymentId: 'dep-1' })
    expect(read({ deploymentId: 'dep-1' }, answered).run.target).toEqual({ ...APP, deploymentId: 'dep-9' })
    expect(read(APP, { ...answered, applicationId: 'other' }).run.target).toEqual({ ...APP, deploymentId: 'dep-9' })
    expect(Object.keys(read(APP, undefined))).toEqual(['kind', 'run'])
  })

  test('can’t be followed where the answer names no application, or the run can’t be addressed', () => {
    const alone = { deploymentId: 'dep-1' }
    const read = (target: Target, jobRunName: string) => platform(target).trigger(target, 'a').read({ jobRunName })
    expect(read(alone, 'etl-1')).toMatchObject({
      kind: 'unusable',
      run: { runId: 'etl-1', runUrl: 'https://tfy.example.com/deployments' },
      reason: expect.stringContaining('does not name the application'),
    })
    expect(read(APP, '..')).toMatchObject({ kind: 'unusable', reason: expect.stringContaining('change the path') })
    expect(read(APP, 'etl-1')).toMatchObject({ kind: 'run' })
  })

  test('of a deployment believes the answer about its application', () => {
    const target = { applicationId: 'given', deploymentId: 'dep-1' }
    const data = { status: 'CREATED', applicationId: 'real' }
    const started = platform(target).trigger(target, 'a').read({ jobRunName: 'etl-1', data })
    expect(started.run.target).toMatchObject({ applicationId: 'real', deploymentId: 'dep-1' })
  })

  test('a name without end is shown cut where the trigger’s answer has it, since a run was started all the same', () => {
    const started = platform()
      .trigger(APP, 'a')
      .read({ jobRunName: 'x'.repeat(5_000_000) })
    expect(started).toMatchObject({ kind: 'unusable', reason: expect.stringContaining('longer than 512 bytes') })
    expect(started.run.runId).toMatch(/^x{500,1100}…$/)
  })
})
