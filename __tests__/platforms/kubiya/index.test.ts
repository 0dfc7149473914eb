import { spawnSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { pastRunsOf } from '../../../src/core/progress.ts'
import { UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import { kubiya } from '../../../src/platforms/kubiya/index.ts'

const JOB = { jobId: 'nightly report' }
function platform() {
  return kubiya.create('https://kubiya.example.com', { target: JOB, payload: { parameters: { n: 1 } } })
}

function run() {
  return platform().attach(JOB, 'e-1')
}

test('its address may come from where its own tools look, and its inputs are its own', () => {
  expect(kubiya.baseUrlEnv).toEqual(['KUBIYA_CONTROL_PLANE_BASE_URL', 'CONTROL_PLANE_GATEWAY_URL', 'CONTROL_PLANE_URL'])
  expect(kubiya.inputs.map(({ name }) => name)).toEqual([
    'job-id',
    'params',
    'config-override',
    'run-name-alias',
    'on-input-required',
  ])
})

test('it is told to the core with all that it can do, and what it can’t', () => {
  const known = platform()
  expect(known).toMatchObject({
    id: 'kubiya',
    name: 'Kubiya',
    leadsToFrontPage: true,
    jobName: 'nightly report',
    target: JOB,
    jobIdentity: JOB,
  })
  expect(known.outputs(run())).toEqual({})
  expect(known.orphanedAfterMs).toBe(6 * 60 * 60 * 1000)
  expect(known.log?.(run())).toMatchObject({ kind: 'stream', path: '/api/v1/executions/e-1/stream' })
  expect(known.definition?.(JOB).path).toBe('/api/v1/jobs/nightly%20report')
})

test('where the job is not known, neither it nor its executions are asked for', () => {
  const attached = kubiya.create('https://kubiya.example.com', { target: {}, payload: {} })
  const missing = ['jobName', 'definition', 'listRuns', 'recentRuns', 'creationTimes', 'findByAlias']
  for (const member of missing) expect(attached).not.toHaveProperty(member)
  expect(attached.status(run()).path).toBe('/api/v1/executions/e-1')
})

describe('the trigger', () => {
  test('sends the parameters to the job', () => {
    const { method, path, body } = platform().trigger(JOB, 'ignored')
    expect([method, path]).toEqual(['POST', '/api/v1/jobs/nightly%20report/trigger'])
    expect(body).toEqual({ parameters: { n: 1 } })
  })

  test('sends the alias along where the target takes one', () => {
    const { body } = platform().trigger({ ...JOB, takesAlias: true }, 'nightly-1')
    expect(body).toEqual({ parameters: { n: 1, run_name_alias: 'nightly-1' } })
  })

  test('is answered with an execution, and with nothing less', () => {
    const { read } = platform().trigger(JOB, 'ignored')
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
  const read = (json: unknown) => platform().status(run()).read(json)

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
    '2026-01-15 12:00:00',
  ])('has times in UTC, however they are written: %s', (time) => {
    expect(read({ id: 'e-1', status: 'running', created_at: time }).startedAtMs).toBe(Date.UTC(2026, 0, 15, 12))
  })

  test('needs nothing but its id and a status', () => {
    const { raw: _, ...rest } = read({
      id: 'E-1',
      status: 'RUNNING',
      started_at: 'soon',
      response: { nested: true },
      error_message: null,
    })
    expect(rest).toEqual({ phase: 'running', status: 'RUNNING' })
  })

  test.each([
    'soon',
    '15 January 2026',
    '2026-1-15T12:00:00Z',
    'on 2026-01-15T12:00:00Z',
    'on 2026-01-15 12:00',
    '2026-99-15T12:00:00Z',
    '2026-01-15T25:00:00Z',
    '0001-01-01T00:00:00Z',
    '9999-12-31T00:00:00Z',
  ])('has no time where %j is given', (time) => {
    expect(read({ id: 'e-1', status: 'running', started_at: time })).not.toHaveProperty('startedAtMs')
  })

  test('may have a date alone for a time', () => {
    expect(read({ id: 'e-1', status: 'running', started_at: '2026-01-15' }).startedAtMs).toBe(Date.UTC(2026, 0, 15))
  })

  test('has a status that is a word', () => {
    expect(read({ id: 'e-1', status: 'x'.repeat(200) }).phase).toBe('unrecognised')
    for (const status of ['', 'x'.repeat(201)]) expect(() => read({ id: 'e-1', status })).toThrow(UnreadableAnswer)
  })

  test.each([
    [[]],
    [
      [
        { id: 'e-1', status: 'running' },
        { id: 'e-1', status: 'failed' },
      ],
    ],
    [{ id: 'e-1', status: null }],
    [{}],
    [{ status: 'failed' }],
    [{ id: 'e-2', status: 'failed' }],
  ])('is not %j', (json) => {
    expect(() => read(json)).toThrow(UnreadableAnswer)
  })
})

describe('what an execution still lacks', () => {
  const ended = { status: 'any', raw: {}, endedAtMs: 1 }

  test.each([
    [{ ...ended, phase: 'succeeded' }, 'result'],
    [{ status: 'any', raw: {}, phase: 'succeeded' }, 'result'],
    [{ status: 'any', raw: {}, phase: 'succeeded', result: 'ok' }, 'details'],
    [{ ...ended, phase: 'succeeded', result: 'ok' }, 'nothing'],
    [{ ...ended, phase: 'succeeded', result: '' }, 'nothing'],
    [{ ...ended, phase: 'failed' }, 'details'],
    [{ status: 'any', raw: {}, phase: 'failed', error: 'no' }, 'details'],
    [{ ...ended, phase: 'failed', error: 'no' }, 'nothing'],
    [{ ...ended, phase: 'terminated' }, 'nothing'],
    [{ status: 'any', raw: {}, phase: 'terminated' }, 'details'],
  ] as const)('is looked for once it is over: %j lacks %s', (last, lack) => {
    expect(platform().lacks?.(last)).toBe(lack)
  })
})

describe('a job’s executions', () => {
  test('are listed with what can be said of each; what has no id can’t be named', () => {
    const executions = [
      { id: 'e-1', status: 'running', created_at: '2026-01-15T12:00:00Z' },
      { execution_id: 'e-2' },
      { status: 'running' },
      { id: null, execution_id: null, status: 'running' },
      null,
      'e-3',
    ]
    const page = platform().listRuns?.(JOB, 0).read({ executions, total: 3 })
    expect(page?.runs).toStrictEqual([
      {
        handle: platform().attach(JOB, 'e-1'),
        status: 'running',
        phase: 'running',
        createdAtMs: Date.UTC(2026, 0, 15, 12),
      },
      { handle: platform().attach(JOB, 'e-2'), status: '', phase: 'unrecognised' },
    ])
    expect(page?.total).toBe(2)
  })

  test('have the time of their start where their creation is not told, and the id of the execution before any other', () => {
    const executions = [{ id: 'row', execution_id: 'e-1', status: 'running', started_at: '2026-01-15T12:00:00Z' }]
    expect(platform().listRuns?.(JOB, 0).read({ executions }).runs).toEqual([
      {
        handle: platform().attach(JOB, 'e-1'),
        status: 'running',
        phase: 'running',
        createdAtMs: Date.UTC(2026, 0, 15, 12),
        workingSinceMs: Date.UTC(2026, 0, 15, 12),
      },
    ])
  })

  test('are as many as the server says, less those that were deleted; an older one has told all at once', () => {
    const totalOf = (answer: object, offset = 0) => platform().listRuns?.(JOB, offset).read(answer).total
    const executions = [
      { execution_id: 'e-1', status: 'running' },
      { execution_id: null, status: null },
    ]
    expect(totalOf({ total_count: 130, executions })).toBe(129)
    expect(totalOf({ total_count: 2, executions })).toBe(1)
    expect(totalOf({ total: 130, executions }, 100)).toBe(101)
    expect(platform().listRuns?.(JOB, 100).path).toMatch(/\/executions\?limit=100&offset=100$/)
  })

  test('that are pending have their times of creation in the list of all', () => {
    const call = platform().creationTimes?.(JOB)
    expect(call?.path).toBe('/api/v1/executions?status_filter=pending&limit=100')
    const created_at = '2026-01-15T12:00:00.000000+00:00'
    const all = [
      { id: 'e-1', status: 'pending', created_at },
      { id: 'e-2', status: 'pending', created_at: null },
      { status: 'x' },
    ]
    expect(call?.read(all)).toEqual(new Map([['e-1', Date.UTC(2026, 0, 15, 12)]]))
    expect(() => call?.read({ executions: all })).toThrow()
  })

  test('are read though an entry of another list is none', () => {
    const found = platform().findByAlias?.({ ...JOB, takesAlias: true }, 'nightly-1')
    const ours = { id: 'e-1', prompt: 'Do nightly-1', status: 'running' }
    expect(found?.read([null, 7, ours]).runs.map(({ handle }) => handle.runId)).toEqual(['e-1'])
    expect(platform().creationTimes?.(JOB)?.read([null, 7])).toEqual(new Map())
  })

  test('can’t be listed where the job is not known, and not be found by an alias that its template has no place for', () => {
    const attached = kubiya.create('https://kubiya.example.com', { target: {}, payload: {} })
    expect([attached.listRuns, platform().findByAlias?.(JOB, 'a')]).toEqual([undefined, undefined])
  })

  test('are found by the alias in their prompts, those of this job alone', () => {
    const call = platform().findByAlias?.({ ...JOB, takesAlias: true }, 'nightly-1')
    const created_at = '2026-01-15T12:00:00.000000+00:00'
    const entry = (id: string, prompt: string, job_id?: string) => ({
      id,
      prompt,
      status: 'pending',
      created_at,
      execution_metadata: job_id === undefined ? null : { job_id },
    })
    const all = [
      entry('e-1', 'Do nightly-1', 'nightly report'),
      entry('e-2', 'Do nightly-1'),
      entry('e-3', 'Do nightly-1', 'another job'),
      entry('e-4', 'Do nightly-2', 'nightly report'),
    ]
    expect(call).toMatchObject({ method: 'GET', path: '/api/v1/executions?limit=100' })
    expect(call?.read(all).total).toBe(2)
    expect(call?.read(all).runs.map(({ handle, createdAtMs }) => [handle.runId, createdAtMs])).toEqual([
      ['e-1', Date.UTC(2026, 0, 15, 12)],
      ['e-2', Date.UTC(2026, 0, 15, 12)],
    ])
  })
})

describe('a job’s earlier executions', () => {
  const ended = (id: string, minute: number, more: object = {}) => ({
    execution_id: id,
    status: 'completed',
    created_at: new Date(Date.UTC(2026, 0, 15, 12, minute)).toISOString(),
    completed_at: new Date(Date.UTC(2026, 0, 15, 12, minute, 10 + minute)).toISOString(),
    ...more,
  })
  const read = (executions: readonly object[]) =>
    pastRunsOf(platform().recentRuns?.(run().target).read({ executions }).runs ?? [], run().runId)

  test('are asked for by the job', () => {
    expect(platform().recentRuns?.(run().target)).toMatchObject({
      method: 'GET',
      path: '/api/v1/jobs/nightly%20report/executions?limit=100&offset=0',
    })
  })

  test('are told from the latest on, without this one, and with their work where its start is known', () => {
    const started_at = '2026-01-15T12:02:05Z'
    const others = [ended('e-5', 1), ended('e-7', 3, { status: 'Failed' }), ended('e-6', 2, { started_at })]
    const own = [ended('e-1', 9), { ...ended('', 8), execution_id: undefined, id: 'e-1' }]
    expect(read([...others, ...own])).toEqual([
      { phase: 'failed', durationMs: 13_000 },
      { phase: 'succeeded', durationMs: 12_000, workMs: 7000 },
      { phase: 'succeeded', durationMs: 11_000 },
    ])
  })

  test('count from their start where their creation is not told, and not while they go on', () => {
    const started_at = '2026-01-15T12:00:04Z'
    const { created_at: _, ...uncreated } = ended('e-5', 0, { started_at })
    expect(read([uncreated])).toEqual([{ phase: 'succeeded', durationMs: 6000, workMs: 6000 }])
    const { created_at: _created, ...timeless } = ended('e-5', 0)
    expect(read([timeless, ended('e-6', 1, { completed_at: null }), ended('e-7', 1, { status: 'running' })])).toEqual(
      [],
    )
  })
})

describe('what is triggered', () => {
  test('is told by names alone', () => {
    const payload = { parameters: { token: 'hush', commit: 'abc' }, config_override: { image: 'x' } }
    expect(kubiya.create('https://kubiya.example.com', { target: JOB, payload }).describes).toEqual([
      { label: 'Job', value: 'nightly report' },
      { label: 'Parameters', value: 'token, commit' },
      { label: 'Overrides', value: 'image' },
    ])
  })
})

describe('ending an execution', () => {
  test('gives a reason of 1 to 500 characters', () => {
    const { call } = platform().terminate(run())
    expect(call).toMatchObject({ method: 'POST', path: '/api/v1/executions/e-1/terminate' })
    expect(call.body).toEqual({ reason: expect.stringMatching(/^.{1,500}$/) })
  })

  test('is accepted only where the platform says so', () => {
    const terminate = platform().terminate(run())
    if (terminate.kind !== 'ready') throw new Error('something has to be looked up')
    expect(() => terminate.call.read({ success: true, workflow_id: 'w' })).not.toThrow()
    for (const json of [{ success: false }, {}, { message: 'ok' }]) {
      expect(() => terminate.call.read(json)).toThrow(UnreadableAnswer)
    }
    const no = { success: false, error: 'Cannot cancel: queued', status: 'queued' }
    expect(() => terminate.call.read(no)).toThrow('Cannot cancel: queued')
  })

  test.each([
    ['Running', 'ready', 'terminate'],
    ['pending', 'ready', 'terminate'],
    ['waiting_for_input', 'ready', 'cancel'],
    ['queued', 'ready', 'cancel'],
    ['hibernating', 'ready', 'cancel'],
    ['PAUSED', 'unblock', 'resume'],
  ])('that is %s takes what the server allows then (%s: %s)', (status, kind, what) => {
    const { call, ...rest } = platform().terminate(run(), { phase: 'running', status, raw: {} })
    expect(rest).toEqual({ kind })
    expect(call).toMatchObject({ method: 'POST', path: `/api/v1/executions/e-1/${what}` })
    expect(call.body === undefined).toBe(what !== 'terminate')
  })
})

describe('an error', () => {
  test('is told in the platform’s words', () => {
    expect(platform().readError({ detail: 'Job not found' }, 404)).toEqual({
      refusal: 'missing',
      message: 'Job not found',
    })
    const detail = [
      { loc: ['body', 'parameters'], msg: 'should be a dictionary', type: 'dict_type' },
      { loc: [], msg: 'and more' },
    ]
    expect(platform().readError({ detail }, 422)).toEqual({
      refusal: 'other',
      message: 'body.parameters: should be a dictionary; and more',
    })
    const odd = [{ loc: 'body', msg: 'no' }, { loc: [{}], msg: 'never' }, { msg: 'again' }]
    expect(platform().readError({ detail: odd }, 422)?.message).toBe('no; never; again')
  })
})

describe('an error that is a plain no', () => {
  test('may be an object, where the key is wrong', () => {
    const detail = { error: 'Unauthorized', message: 'Invalid token', hint: 'Check the key' }
    expect(platform().readError({ detail }, 401)).toEqual({
      refusal: 'not_allowed',
      message: 'Unauthorized: Invalid token. Check the key',
    })
  })

  test.each([
    'Failed to trigger job: Missing required parameters: version',
    'Failed to trigger job: 503: No workers are currently running for your organization. Please start one.',
  ])('may be a 500 of a trigger that started nothing: %s', (detail) => {
    expect(platform().readError({ detail }, 500)).toEqual({ refusal: 'other', message: detail, isRefusal: true })
    expect(platform().readError({ detail }, 502)).not.toHaveProperty('isRefusal')
  })

  test('may be a 500 about an id that is no UUID: there is no such execution', () => {
    const detail = 'Failed to get execution: badly formed hexadecimal UUID string'
    expect(platform().readError({ detail }, 500)).toMatchObject({ refusal: 'missing', isRefusal: true })
  })

  test.each(['Failed to trigger job: connection refused', 'Internal error: No workers are currently running'])(
    'is no other 500: %s',
    (detail) => expect(platform().readError({ detail }, 500)).not.toHaveProperty('isRefusal'),
  )
})

describe('an id that can’t be used', () => {
  test('is shown cut where the trigger’s answer has it, since a run was started all the same', () => {
    const started = platform()
      .trigger(JOB, 'ignored')
      .read({ execution_id: 'x'.repeat(5_000_000) })
    expect(started).toMatchObject({ kind: 'unusable', reason: expect.stringContaining('longer than 512 bytes') })
    expect(started.run.runId).toMatch(/^x{500,1100}…$/)
  })

  test('leaves no execution out of the list: it may be anybody’s', () => {
    const executions = [{ id: 'x'.repeat(5_000_000) }, { id: '..' }, { id: 'e-2', status: 'x'.repeat(300) }, {}]
    const { runs, total } = platform().listRuns?.(JOB, 0).read({ executions, total_count: 4 }) ?? {}
    expect(total).toBe(3)
    expect(runs).toMatchObject([
      { handle: { runId: expect.stringMatching(/^\(an execution without a usable id, x{500,1100}…\)$/) }, isOdd: true },
      { handle: { runId: '(an execution without a usable id, ..)' }, isOdd: true },
      { handle: { runId: 'e-2' }, status: '' },
    ])
    expect(runs?.[2]).not.toHaveProperty('isOdd')
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
    const read = (created_at) => readExecution({ id: 'e', status: 'running', created_at }, 'e').startedAtMs
    console.log(JSON.stringify(${JSON.stringify(times)}.map(read)))`
  const options = { env: { ...process.env, TZ: 'America/St_Johns' } }
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], options)
  const noonMs = Date.UTC(2026, 0, 15, 12)
  expect(JSON.parse(String(stdout))).toEqual([noonMs, noonMs, noonMs, noonMs + 500, Date.UTC(2026, 0, 15)])
})
