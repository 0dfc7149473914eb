import { spawnSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { UnreadableAnswer } from '../../../src/core/calls.ts'
import { kubiya } from '../../../src/platforms/kubiya/index.ts'

const JOB = { jobId: 'nightly report' }
const platform = kubiya.create('https://kubiya.example.com', { target: JOB, payload: { parameters: { n: 1 } } })
const run = platform.attach(JOB, 'e-1')

describe('the trigger', () => {
  test('sends the parameters to the job', () => {
    const { method, path, body } = platform.trigger(JOB, 'ignored')
    expect([method, path]).toEqual(['POST', '/api/v1/jobs/nightly%20report/trigger'])
    expect(body).toEqual({ parameters: { n: 1 } })
  })

  test('is answered with an execution, and with nothing less', () => {
    const { read } = platform.trigger(JOB, 'ignored')
    expect(read({ execution_id: 'e-1' })).toEqual({
      kind: 'run',
      run: { runId: 'e-1', runUrl: 'https://compose.kubiya.ai', target: JOB },
    })
    for (const json of [{ job_id: 'x' }, { execution_id: '' }, { execution_id: 5 }]) {
      expect(() => read(json)).toThrow(UnreadableAnswer)
    }
  })
})

describe('an execution', () => {
  const { read } = platform.status(run)

  test('is read with all that is known of it, alone or as a list of one', () => {
    const execution = {
      id: 'e-1',
      status: 'Failed',
      response: 'partly',
      error_message: 'gave up',
      created_at: '2026-01-15T11:59:00Z',
      started_at: '2026-01-15T12:00:00Z',
      completed_at: '2026-01-15T12:01:00Z',
    }
    const expected = {
      phase: 'failed',
      status: 'Failed',
      result: 'partly',
      error: 'gave up',
      startedAtMs: Date.UTC(2026, 0, 15, 12),
      endedAtMs: Date.UTC(2026, 0, 15, 12, 1),
      raw: execution,
    }
    expect(read(execution)).toEqual(expected)
    expect(read([execution])).toEqual(expected)
  })

  test.each([
    '2026-01-15T12:00:00Z',
    '2026-01-15T12:00:00.000+00:00',
    '2026-01-15T12:00:00',
    '2026-01-15 12:00:00',
    '2026-01-15t12:00:00.0z',
    '2026-01-15T12:00',
    '2026-01-15T14:00:00+0200',
    '2026-01-15 14:00:00+02',
    '2026-01-15T12:00:00.000000',
  ])('has times in UTC, however they are written: %s', (time) => {
    expect(read({ status: 'running', created_at: time }).startedAtMs).toBe(Date.UTC(2026, 0, 15, 12))
  })

  test('needs nothing but a status', () => {
    const { raw: _, ...rest } = read({
      status: 'RUNNING',
      started_at: 'soon',
      response: { nested: true },
      error_message: null,
    })
    expect(rest).toEqual({ phase: 'running', status: 'RUNNING' })
  })

  test.each([[[]], [[{ status: 'running' }, { status: 'failed' }]], [{ status: null }], [{}]])('is not %j', (json) => {
    expect(() => read(json)).toThrow(UnreadableAnswer)
  })
})

describe('a job’s executions', () => {
  test('are listed with what can be said of each; what has no id can’t be named', () => {
    const executions = [
      { id: 'e-1', status: 'running', created_at: '2026-01-15T12:00:00Z' },
      { execution_id: 'e-2' },
      { status: 'running' },
    ]
    const page = platform.listRuns?.(JOB, 0).read({ executions, total: 3 })
    expect(page?.runs).toEqual([
      { handle: platform.attach(JOB, 'e-1'), status: 'running', createdAtMs: Date.UTC(2026, 0, 15, 12) },
      { handle: platform.attach(JOB, 'e-2'), status: '' },
    ])
  })

  test('can’t be listed where the job is not known, and never be found by an alias', () => {
    const attached = kubiya.create('https://kubiya.example.com', { target: {}, payload: {} })
    expect([attached.listRuns, platform.findByAlias]).toEqual([undefined, undefined])
  })
})

describe('ending an execution', () => {
  test('gives a reason of 1 to 500 characters', () => {
    const { call } = platform.terminate(run)
    expect(call).toMatchObject({ method: 'POST', path: '/api/v1/executions/e-1/terminate' })
    expect(call.body).toEqual({ reason: expect.stringMatching(/^.{1,500}$/) })
  })

  test('is accepted only where the platform says so', () => {
    const terminate = platform.terminate(run)
    if (terminate.kind !== 'ready') throw new Error('something has to be looked up')
    expect(() => terminate.call.read({ success: true, workflow_id: 'w' })).not.toThrow()
    for (const json of [{ success: false }, {}, { message: 'ok' }]) {
      expect(() => terminate.call.read(json)).toThrow(UnreadableAnswer)
    }
  })
})

describe('an error', () => {
  test('is told in the platform’s words', () => {
    expect(platform.readError({ detail: 'Job not found' })).toEqual({ message: 'Job not found' })
    const detail = [
      { loc: ['body', 'parameters'], msg: 'should be a dictionary', type: 'dict_type' },
      { loc: [], msg: 'and more' },
    ]
    expect(platform.readError({ detail })).toEqual({ message: 'body.parameters: should be a dictionary; and more' })
  })
})

describe('an id that can’t be used', () => {
  test('is shown cut where the trigger’s answer has it, since a run was started all the same', () => {
    const started = platform.trigger(JOB, 'ignored').read({ execution_id: 'x'.repeat(5_000_000) })
    expect(started).toMatchObject({ kind: 'unusable', reason: expect.stringContaining('longer than 512 bytes') })
    expect(started.run.runId).toMatch(/^x{500,1100}…$/)
  })

  test('leaves an execution out of the list, as one without an id', () => {
    const executions = [{ id: 'x'.repeat(600) }, { id: 'e\u0007' }, { id: 'e-2', status: 'x'.repeat(300) }]
    expect(platform.listRuns?.(JOB, 0).read({ executions }).runs).toMatchObject([
      { handle: { runId: 'e-2' }, status: '' },
    ])
  })
})

test('a time without a zone is UTC wherever the runner is', () => {
  const times = [
    '2026-01-15T12:00:00',
    '2026-01-15 12:00:00',
    '2026-01-15t12:00',
    '2026-01-15 14:00:00.5+02',
    '2026-01-15',
  ]
  const script = `
    const { readExecution } = await import(${JSON.stringify(new URL('../../../src/platforms/kubiya/wire.ts', import.meta.url))})
    const read = (created_at) => readExecution({ status: 'running', created_at }).startedAtMs
    console.log(JSON.stringify(${JSON.stringify(times)}.map(read)))`
  const options = { env: { ...process.env, TZ: 'America/St_Johns' } }
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], options)
  const noonMs = Date.UTC(2026, 0, 15, 12)
  expect(JSON.parse(String(stdout))).toEqual([noonMs, noonMs, noonMs, noonMs + 500, Date.UTC(2026, 0, 15)])
})
