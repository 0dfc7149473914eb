import { describe, expect, test } from '@jest/globals'
import { START_MS, simulate } from './harness.ts'

const TRIGGER = '/api/v1/jobs/agent/trigger'

describe('trigger', () => {
  test('starts an execution', () => {
    const { ask, plane } = simulate()
    const answer = ask('POST', TRIGGER, { parameters: { a: { b: 1 } }, config_override: null })
    const [run] = plane.runs
    const body = { job_id: 'agent', execution_id: run?.name, workflow_id: expect.any(String), status: 'started' }
    expect(answer).toMatchObject({ status: 200, body })
    expect(run?.input).toEqual({ parameters: { a: { b: 1 } }, config_override: null })
  })

  test.each([
    ['no body', undefined, ['body']],
    ['broken JSON', '{"parameters"', ['body', 0]],
    ['a list', [], ['body']],
    ['parameters that are a list', { parameters: [] }, ['body', 'parameters']],
    ['parameters that are null', { parameters: null }, ['body', 'parameters']],
    ['an override that is text', { config_override: 'x' }, ['body', 'config_override']],
  ])('with %s is a 422 with details', (_, body, loc) => {
    const { ask, plane } = simulate()
    const detail = [{ loc, msg: expect.any(String), type: expect.any(String) }]
    expect(ask('POST', TRIGGER, body)).toEqual({ status: 422, body: { detail } })
    expect(plane.runs).toEqual([])
  })

  test('needs a key, a job that exists, may be triggered and is allowed', () => {
    const detail = expect.any(String)
    const { ask, plane } = simulate()
    const anonymous = ask('POST', TRIGGER, {}, { authorization: '' })
    const unauthorized = { error: 'Unauthorized', message: expect.any(String), hint: expect.any(String) }
    expect(anonymous).toEqual({ status: 401, body: { detail: unauthorized } })
    plane.settings.kubiyaServer = 'older'
    expect(ask('POST', TRIGGER, {}, { authorization: '' })).toEqual({ status: 401, body: { detail } })
    plane.settings.kubiyaServer = 'own'
    expect(ask('POST', '/api/v1/jobs/nope/trigger', {})).toEqual({
      status: 404,
      body: { detail: 'Job nope not found' },
    })
    plane.addJob({ platform: 'kubiya', jobId: 'agent', triggerable: false })
    expect(ask('POST', TRIGGER, {})).toEqual({ status: 400, body: { detail } })
    plane.addJob({ platform: 'kubiya', jobId: 'agent', forbidden: ['trigger'] })
    expect(ask('POST', TRIGGER, {})).toEqual({ status: 403, body: { detail } })
  })

  test('may answer with the execution’s id alone', () => {
    const { ask } = simulate({ triggerAnswer: 'minimal' })
    expect(Object.keys(Object(ask('POST', TRIGGER, {}).body))).toEqual(['execution_id'])
  })
})

describe('a trigger that can’t be carried out is a 500, and starts nothing', () => {
  const told = (detail: string) => ({ status: 500, body: { detail: expect.stringContaining(detail) } })

  test('where a parameter is missing, if there are any at all', () => {
    const { ask, plane } = simulate()
    plane.addJob({
      platform: 'kubiya',
      jobId: 'agent',
      promptTemplate: 'Deploy {{version}} to {{place}}, {{ as-is }}.',
    })
    expect(ask('POST', TRIGGER, { parameters: { place: 'x' } })).toEqual(told('Missing required parameters: version'))
    expect(plane.runs).toEqual([])
    expect(ask('POST', TRIGGER, {}).status).toBe(200)
    expect(ask('POST', TRIGGER, { parameters: { place: 'x', version: 5, more: 1 } }).status).toBe(200)
    expect(ask('GET', '/api/v1/executions').body).toMatchObject([
      { prompt: 'Deploy 5 to x, {{ as-is }}.', execution_metadata: { job_id: 'agent' } },
      { prompt: 'Deploy {{version}} to {{place}}, {{ as-is }}.' },
    ])
    expect(ask('GET', '/api/v1/jobs/agent').body).toMatchObject({
      id: 'agent',
      enabled: true,
      prompt_template: 'Deploy {{version}} to {{place}}, {{ as-is }}.',
    })
  })

  test('where nobody is there to do the work', () => {
    const { ask, plane } = simulate()
    plane.addJob({ platform: 'kubiya', jobId: 'agent', hasWorkers: false })
    expect(ask('POST', TRIGGER, {})).toEqual(told('No workers are currently running for your organization'))
    expect(plane.runs).toEqual([])
  })
})

describe('an execution', () => {
  test('goes along its timeline, in ISO times', () => {
    const { execution, get, at } = simulate()
    const { name } = execution()
    const path = `/api/v1/executions/${name}`
    expect(get(path).body).toMatchObject({ id: name, status: 'pending', started_at: null, completed_at: null })
    at(1_000)
    expect(get(path).body).toMatchObject({
      status: 'running',
      started_at: '2030-01-01T00:00:01.000000+00:00',
      response: null,
    })
    at(10_000)
    expect(get(path).body).toMatchObject({ status: 'completed', response: null })
    at(12_000)
    const end = {
      status: 'completed',
      response: 'Done.',
      completed_at: '2030-01-01T00:00:10.000000+00:00',
      error_message: null,
    }
    expect(get(path).body).toMatchObject(end)
  })

  test('comes in an array, in other letter case, with other times and without optional fields', () => {
    const { execution, get, plane } = simulate({ executionAsArray: true, statusCase: 'upper', isoTimes: 'naive' })
    const path = `/api/v1/executions/${execution().name}`
    expect(get(path).body).toMatchObject([{ status: 'PENDING', created_at: '2030-01-01T00:00:00.000' }])
    Object.assign(plane.settings, {
      executionAsArray: false,
      statusCase: 'title',
      isoTimes: 'offset',
      optionalFields: 'absent',
    })
    expect(get(path).body).toMatchObject({ status: 'Pending', created_at: '2030-01-01T00:00:00.000+00:00' })
    expect(get(path).body).not.toHaveProperty('completed_at')
    plane.settings.optionalFields = 'withheld'
    expect(get(path).body).not.toHaveProperty('response')
  })

  test('has its response and its usage a while after it has ended', () => {
    const { execution, get, at } = simulate({ responseLagMs: 1500 })
    const path = `/api/v1/executions/${execution().name}`
    at(11_499)
    expect(get(path).body).toMatchObject({ status: 'completed', response: null, usage: null })
    at(11_500)
    expect(get(path).body).toMatchObject({ response: 'Done.', usage: { total_tokens: 1234 } })
  })

  test('is a 404 when unknown, gone or not yet visible, and a 500 under an id that is no UUID', () => {
    const { execution, get, at, plane } = simulate({ getLagMs: 1_000 })
    plane.queue('agent', { timeline: [{ afterMs: 0, status: 'running' }], goneAfterMs: 2_000 })
    const { name } = execution()
    const statuses = [0, 1_000, 2_000].map((ms) => {
      at(ms)
      return get(`/api/v1/executions/${name}`).status
    })
    expect(statuses).toEqual([404, 200, 404])
    const detail = 'Failed to get execution: badly formed hexadecimal UUID string'
    expect(get('/api/v1/executions/nope')).toEqual({ status: 500, body: { detail } })
  })

  test('is listed with its job’s others, newest first', () => {
    const { execution, get, at, plane } = simulate({ maxPageSize: 2, kubiyaServer: 'older' })
    const names = [0, 1_000, 2_000].map((ms) => {
      at(ms)
      return execution().name
    })
    const answer = get('/api/v1/jobs/agent/executions').body
    expect(answer).toMatchObject({ executions: [{ id: names[2] }, { id: names[1] }], total: 3 })
    plane.settings.listLagMs = 2_000
    expect(get('/api/v1/jobs/agent/executions').body).toMatchObject({ executions: [{ id: names[0] }], total: 1 })
    expect(get('/api/v1/jobs/nope/executions').status).toBe(404)
    plane.settings.kubiyaServer = 'own'
    plane.settings.listLagMs = 0
    const own = get('/api/v1/jobs/agent/executions?limit=1&offset=1').body
    expect(own).toMatchObject({
      job_id: 'agent',
      total_count: 3,
      executions: [{ execution_id: names[1], completed_at: null }],
    })
    expect(JSON.stringify(own)).not.toContain('created_at')
    const all = get('/api/v1/executions?skip=1&status_filter=running').body
    expect(all).toMatchObject([{ id: names[0], status: 'running', created_at: '2030-01-01T00:00:00.000000+00:00' }])
    expect(get('/api/v1/jobs/nope/executions').body).toEqual({ job_id: 'nope', total_count: 0, executions: [] })
  })
})

describe('terminate', () => {
  test.each([[undefined], [{}], [{ reason: '' }], [{ reason: 5 }], [{ reason: 'x'.repeat(501) }]])(
    'refuses %p as a body',
    (body) => {
      const { execution, ask } = simulate()
      expect(ask('POST', `/api/v1/executions/${execution().name}/terminate`, body).status).toBe(422)
    },
  )

  test('ends the execution at once, from running and pending alone', () => {
    const { execution, ask, get, at, plane } = simulate()
    const waits = [{ afterMs: 0, status: 'waiting_for_input' }]
    const statusOf = (name: string) => Object(get(`/api/v1/executions/${name}`).body).status
    const end = (name: string, how: string) => ask('POST', `/api/v1/executions/${name}/${how}`, { reason: 'stop' })
    const { name } = execution()
    expect(end(name, 'terminate')).toMatchObject({ status: 200, body: { success: true } })
    at(20_000)
    expect(statusOf(name)).toBe('cancelled')
    plane.queue('agent', { timeline: waits }, { timeline: [{ afterMs: 0, status: 'running' }] })
    const [waiting, running] = [execution().name, execution().name]
    const refused = { detail: 'Cannot terminate workflow in status: waiting_for_input' }
    expect(end(waiting, 'terminate')).toEqual({ status: 400, body: refused })
    expect(end(waiting, 'pause').body).toMatchObject({ success: false, status: 'waiting_for_input' })
    expect(end(waiting, 'cancel').body).toMatchObject({ success: true, execution_id: waiting })
    expect(end(running, 'pause').body).toMatchObject({ success: true })
    expect(end(running, 'cancel').body).toMatchObject({ success: false, error: expect.any(String), status: 'paused' })
    expect(end(running, 'resume').body).toMatchObject({ success: true })
    expect(end(running, 'cancel').body).toMatchObject({ success: true })
    expect([statusOf(waiting), statusOf(running)]).toEqual(['cancelled', 'cancelled'])
  })

  test('ended the execution as cancelled after a while in older versions; then it is a 400', () => {
    const { execution, ask, get, at } = simulate({ kubiyaServer: 'older' })
    const { name } = execution()
    const path = `/api/v1/executions/${name}`
    at(2_000)
    const answer = ask('POST', `${path}/terminate`, { reason: 'x'.repeat(500) })
    expect(answer).toMatchObject({
      status: 200,
      body: { success: true, terminated_at: '2030-01-01T00:00:02.000000+00:00' },
    })
    at(4_999)
    expect(get(path).body).toMatchObject({ status: 'running' })
    at(5_000)
    expect(get(path).body).toMatchObject({ status: 'cancelled' })
    expect(ask('POST', `${path}/terminate`, { reason: 'again' }).status).toBe(400)
    expect(ask('POST', '/api/v1/executions/nope/terminate', { reason: 'x' }).status).toBe(404)
  })
})

describe('the stream', () => {
  function opened(atMs: number, settings: Parameters<typeof simulate>[0] = {}, end = 'failed') {
    const sim = simulate(settings)
    const error = 'no disk left'
    sim.plane.queue('agent', {
      timeline: [
        { afterMs: 0, status: 'pending' },
        { afterMs: 1_050, status: 'running' },
        { afterMs: 40_000, status: end },
      ],
      events: [{ afterMs: 20_000, event: 'tool_started', payload: { tool_name: 'shell' } }],
      error,
    })
    const { name } = sim.execution()
    sim.at(atMs)
    const open = (headers: Record<string, string> = {}, query = '') => {
      const plan = sim.plan('GET', `/api/v1/executions/${name}/stream${query}`, undefined, headers)
      if (plan.kind !== 'stream') throw new Error(`not a stream but ${JSON.stringify(plan)}`)
      return plan
    }
    const tell = (...how: Parameters<typeof open>): string[] =>
      open(...how)
        .script()
        .chunks.map(({ atMs: dueMs, text }) => {
          const event = /^event: (\w+)$/m.exec(text)?.[1] ?? text.trim()
          return `${dueMs - START_MS} ${event} ${/"status":"(\w+)"/.exec(text)?.[1] ?? ''}`.trim()
        })
    return { ...sim, open, tell, name }
  }

  const OLDER = { kubiyaServer: 'older', streamNesting: 'data' } as const

  test('of a failed execution ends with its error, and of a completed one with done', () => {
    const { tell, open } = opened(1_000)
    const beginning = [
      '1000 connected',
      '1000 history_complete',
      '1000 status pending',
      '1200 status running',
      '16000 : keepalive',
      '20000 tool_started',
      '31000 : keepalive',
    ]
    expect(tell()).toEqual([...beginning, '40000 error failed'])
    expect(open().script().endsAtMs).toBe(START_MS + 40_000)
    expect(opened(1_000, {}, 'completed').tell()).toEqual([...beginning, '40000 done completed'])
  })

  test('of an execution that somebody ended stays open and says nothing of it', () => {
    const { tell, open } = opened(1_000, { keepaliveMs: 1e9 }, 'cancelled')
    expect(tell().slice(-3)).toEqual(['20000 tool_started', '241000 timeout_warning', '271000 reconnect'])
    expect(open().script().endsAtMs).toBe(START_MS + 271_000)
  })

  test('tells everything again on a further connection, under new ids', () => {
    const { tell, open } = opened(30_000, { streamCutMs: 2_000 })
    const idsOf = (chunks: readonly { text: string }[]) =>
      chunks.map(({ text }) => /^id: \S+_(\d+)_\d+$/m.exec(text)?.[1])
    const first = open().script().chunks
    expect(idsOf(first)).toEqual(['1', '2', '3', '4', '5', undefined])
    const id = /^id: (.*)$/m.exec(first.at(-2)?.text ?? '')?.[1] ?? ''
    expect(tell({ 'last-event-id': id })).toEqual(tell())
    expect(idsOf(open({ 'last-event-id': id }).script().chunks)).toEqual(['6', '7', '8', '9', '10', undefined])
  })

  test('tells messages as history too, under ids of their content, and after the end as history alone', () => {
    const said = (content: string, message_id?: string) => ({
      role: 'assistant',
      content,
      ...(message_id ? { message_id } : {}),
    })
    const events = [said('one', 'e_17'), said('one'), said('two', 'e_assistant_2')].map((payload, index) => ({
      afterMs: 1_000 * (index + 1),
      event: 'message',
      payload,
    }))
    const sim = simulate()
    const timeline = [
      { afterMs: 0, status: 'running' },
      { afterMs: 9_000, status: 'completed' },
    ]
    sim.plane.queue('agent', { timeline, events })
    const { name } = sim.execution()
    const idsAt = (atMs: number) => {
      sim.at(atMs)
      const plan = sim.plan('GET', `/api/v1/executions/${name}/stream`)
      if (plan.kind !== 'stream') throw new Error('not a stream')
      return plan.script().chunks.flatMap(({ text }) => /"message_id":"([^"]*)"/.exec(text)?.[1] ?? [])
    }
    const history = [`${name}_assistant_f97c5d29`, 'e_assistant_2']
    const live = ['e_17', `${name}_assistant_${(START_MS + 2_000) * 1_000}`, 'e_assistant_2']
    expect(idsAt(0)).toEqual(live)
    expect(idsAt(5_000)).toEqual([...history, ...live])
    expect(idsAt(10_000)).toEqual(history)
  })

  test('of an execution that does not exist is a 200 with an error, and ends', () => {
    const plan = simulate().plan('GET', '/api/v1/executions/00000000-0000-4000-8000-00000000dead/stream')
    if (plan.kind !== 'stream') throw new Error('not a stream')
    expect(plan.response.status).toBe(200)
    expect(plan.script()).toMatchObject({
      chunks: [{ text: 'event: error\ndata: {"error":"404: Execution not found"}\n\n' }],
      endsAtMs: START_MS,
    })
  })

  test('has tools and parts of messages below `data`, and the rest flat', () => {
    const text = opened(1_000)
      .open()
      .script()
      .chunks.map((chunk) => chunk.text)
      .join('')
    expect(text).toContain('data: {"data":{"tool_name":"shell"},"timestamp":"2030-01-01T00:00:20.000Z"}')
    expect(text).toContain('data: {"status":"running","execution_id":')
  })

  test('of older versions tells history, then what happens at the next beat, with keep-alives, and ends with done', () => {
    const { tell, open } = opened(1_000, OLDER)
    expect(tell()).toEqual([
      '1000 connected',
      '1000 status pending',
      '1000 history_complete',
      '1200 status running',
      '16000 : keepalive',
      '20000 tool_started',
      '31000 : keepalive',
      '40000 status failed',
      '40000 error',
      '40000 done',
    ])
    expect(open().script().endsAtMs).toBe(START_MS + 40_000)
    expect(open().response.headers['content-type']).toBe('text/event-stream')
  })

  test('is cut by its host, and resumes behind the last event by header or query', () => {
    const { tell, open, name } = opened(1_000, { ...OLDER, streamCutMs: 2_000 })
    expect(tell().at(-1)).toBe('1200 status running')
    const id = /^id: (.*)$/m.exec(open().script().chunks.at(-1)?.text ?? '')?.[1] ?? ''
    expect(id).toBe(`${name}_2_${(START_MS + 1_050) * 1_000}`)
    expect(tell({ 'last-event-id': id })).toEqual(['1000 connected', '1000 history_complete'])
    expect(tell({}, `?last_event_id=${id}`)).toEqual(['1000 connected', '1000 history_complete'])
  })

  test('follows a termination that comes while it is open', () => {
    const { open, ask, at, name } = opened(1_000, OLDER)
    const { script } = open()
    const before = script().chunks.filter(({ atMs }) => atMs <= START_MS + 2_000)
    at(2_000)
    ask('POST', `/api/v1/executions/${name}/terminate`, { reason: 'stop' })
    expect(script().chunks.slice(0, before.length)).toEqual(before)
    expect(script().chunks.at(-2)?.text).toContain('cancelled')
    expect(script().endsAtMs).toBe(START_MS + 5_000)
  })

  test('nests its payloads either way, and keeps alive by comment or by event', () => {
    const { open } = opened(1_000, { ...OLDER, streamNesting: 'message', keepaliveAs: 'event' })
    const text = open()
      .script()
      .chunks.map((chunk) => chunk.text)
      .join('')
    expect(text).toContain('"message":{"tool_name":"shell"}')
    expect(text).toContain('event: keepalive\n')
    expect(text).not.toContain(': keepalive\n\n')
  })

  test('of an execution that has ended tells everything at once', () => {
    const { open } = opened(90_000)
    const { chunks, endsAtMs } = open().script()
    expect(chunks.every(({ atMs }) => atMs === START_MS + 90_000)).toBe(true)
    expect(endsAtMs).toBe(START_MS + 90_000)
  })
})
