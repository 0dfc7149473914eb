import { describe, expect, test } from '@jest/globals'
import type { HttpFailureCause, HttpReply, HttpRequest } from '../../../src/core/ports.ts'
import { type Call, UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import { type ChannelParts, openChannel } from '../../../src/core/requests/channel.ts'
import type { Reading } from '../../../src/core/requests/reading.ts'
import { trueFoundry } from '../../../src/platforms/truefoundry/index.ts'
import { FakeClock } from '../../support/fake-clock.ts'

const CALL: Call<string> = {
  what: 'read the run',
  method: 'GET',
  path: '/run',
  read(json) {
    if (json !== 'fine') throw new UnreadableAnswer('`status` is missing')
    return json
  },
}
const PLATFORM = trueFoundry.create('https://x.example.com', { target: {}, payload: {} })

/** In the platform's own words, which name the status that they come with. */
function own(status: number, headers: Readonly<Record<string, string>> = {}): HttpReply {
  return answer(status, JSON.stringify({ statusCode: status, message: 'the platform says no' }), headers)
}

function lineTo(...replies: readonly HttpReply[]) {
  return lineWith({}, ...replies)
}

function lineWith(parts: Partial<ChannelParts>, ...replies: readonly HttpReply[]) {
  const clock = new FakeClock()
  const requests: HttpRequest[] = []
  const queue = [...replies]
  const http = {
    send(request: HttpRequest) {
      requests.push(request)
      return Promise.resolve(queue.shift() ?? answer(500))
    },
  }
  const common = { http, platform: PLATFORM, clock, requestTimeoutMs: 30_000, blot: (text: string) => text }
  return { clock, requests, channel: openChannel({ ...common, ...parts }) }
}

function answer(status: number, body = '', headers: Readonly<Record<string, string>> = {}): HttpReply {
  return { kind: 'answer', status, body, headers }
}

function failure(cause: HttpFailureCause, sent: boolean): HttpReply {
  return { kind: 'failure', cause, sent, message: 'it broke' }
}

function read(reply: HttpReply): Promise<Reading<string>> {
  return lineTo(reply).channel.ask(CALL, { untilMs: 1e6 })
}

describe('what is asked about one run', () => {
  test('has a small answer, and any other call may have a large one', async () => {
    const { channel, requests } = lineTo(answer(200, '"fine"'), answer(200, '"fine"'))
    await channel.ask({ ...CALL, isSmall: true }, { untilMs: 1e6 })
    await channel.ask(CALL, { untilMs: 1e6 })
    expect(requests.map(({ maxBodyBytes }) => maxBodyBytes)).toEqual([2 * 1024 ** 2, undefined])
  })
})

describe('an answer', () => {
  test('that is nested without end is none', async () => {
    expect(await read(answer(200, '['.repeat(50_000)))).toMatchObject({
      kind: 'setback',
      effect: 'possible',
      message: "TrueFoundry's answer is nested more than 10000 levels deep",
    })
    expect(await read(answer(400, `{"statusCode":400,"message":"no","details":${'['.repeat(50_000)}`))).toMatchObject({
      kind: 'setback',
    })
  })

  test('as documented is good, with the platform’s clock where it tells one', async () => {
    const date = 'Thu, 15 Jan 2026 12:07:00 GMT'
    expect(await read(answer(200, '"fine"', { date }))).toEqual({
      kind: 'good',
      value: 'fine',
      dateMs: Date.parse(date),
    })
    expect(await read(answer(201, '"fine"', { date: 'today' }))).toEqual({ kind: 'good', value: 'fine' })
  })

  test.each([
    [199, 'setback'],
    [200, 'good'],
    [206, 'setback'],
    [299, 'good'],
    [300, 'setback'],
  ])('with the status %d is %s', async (status, kind) => {
    expect((await read(answer(status, '"fine"'))).kind).toBe(kind)
  })

  test.each([400, 401, 403, 404, 409, 417, 422, 499])('%d with the platform’s own error is its no', async (status) => {
    expect(await read(own(status))).toMatchObject({ kind: 'denied', message: `HTTP ${status}: the platform says no` })
  })

  test.each([
    ['a 408, even in the platform’s words', own(408)],
    ['a 500, even in the platform’s words', own(500)],
    ['a 301', own(301)],
    ['a 399', own(399)],
    ['a 403 in other words', answer(403, '{"message":"Forbidden"}')],
    ['a 403 that says it is a 502', answer(403, '{"statusCode":502,"message":"Bad Gateway"}')],
    ['a 404 that is a page', answer(404, '<html>')],
    ['a 200 that is a page', answer(200, '<html>')],
    ['a 200 that is empty', answer(200, '')],
    ['a 200 of another shape', answer(200, '{"hello":"world"}')],
    ['a 200 that is half there', answer(200, '"fin')],
  ])('%s may have had an effect and decides nothing', async (_, reply) => {
    expect(await read(reply)).toMatchObject({
      kind: 'setback',
      effect: 'possible',
      message: expect.stringMatching(/\S/),
    })
  })

  test('429 had no effect, and says how long to wait', async () => {
    const reading = await read(own(429, { 'retry-after': '13' }))
    expect(reading).toMatchObject({ kind: 'setback', effect: 'none', retryAfterMs: 13_000 })
  })

  test('that can’t be used is told by what is wrong with it', async () => {
    const told = async (reply: HttpReply) => {
      const reading = await read(reply)
      return reading.kind === 'setback' ? reading.message : reading.kind
    }
    expect(await told(own(500))).toBe('TrueFoundry answered 500: the platform says no')
    expect(await told(answer(200, '<p>'))).toBe(
      `TrueFoundry's answer is not JSON (<p>), but a web page; check \`base-url\``,
    )
    expect(await told(answer(200, ' \n<p>'))).toMatch(/, but a web page; check `base-url`$/)
    expect(await told(answer(200, '{"text":"<p>'))).toBe(`TrueFoundry's answer is not JSON ({"text":"<p>)`)
    expect(await told(answer(200, ' \n'))).toBe(`TrueFoundry's answer is not JSON (empty body)`)
    expect(await told(answer(200, '{}'))).toBe(`TrueFoundry's answer can't be read: \`status\` is missing`)
    expect(await told(answer(502, 'x'.repeat(120)))).toMatch(/\(x{120}\)$/)
    expect(await told(answer(502, 'x'.repeat(121)))).toMatch(/\(x{119}…\)$/)
    expect(await told(answer(502, 'x'))).toBe("HTTP 502, not in the platform's own form (x)")
  })

  test('that does not say how long to wait leaves that open', async () => {
    expect(await read(answer(503, 'x'))).not.toHaveProperty('retryAfterMs')
    expect(await read(answer(503, 'x', { 'retry-after': '2' }))).toMatchObject({
      effect: 'possible',
      retryAfterMs: 2000,
    })
  })

  test('shows no secret that it echoes, not even one that is cut in two', async () => {
    const blot = (text: string) => text.replaceAll('secret', '***')
    const { channel } = lineWith({ blot }, answer(502, `${'x'.repeat(117)}secret`))
    expect(await channel.ask(CALL, { untilMs: 1e6 })).toMatchObject({ message: expect.stringMatching(/x\*\*\*\)$/) })
  })

  test('that is somebody’s page is told in one short line', async () => {
    const reading = await read(answer(502, `<html>\n<h1>Bad\r\ngateway</h1>${'x'.repeat(5000)}`))
    if (reading.kind !== 'setback') throw new Error('it counted')
    expect(reading.message).toMatch(/^HTTP 502.*<html> <h1>Bad gateway/)
    expect(reading.message.length).toBeLessThan(250)
    expect(reading.message).not.toMatch(/[\r\n]/)
  })

  test('that is a page is told by what it shows, however many blank lines it begins with', async () => {
    const page = `${'\n'.repeat(50_000)}<h1>Bad gateway</h1>`
    expect(await read(answer(502, page))).toMatchObject({ message: expect.stringContaining('(<h1>Bad gateway</h1>)') })
  })

  test('that is a page of megabytes is searched for secrets as far as it may be shown, and no further', async () => {
    const searched: number[] = []
    const blot = (text: string) => {
      searched.push(text.length)
      return text
    }
    await lineWith({ blot }, answer(200, '<p>'.repeat(1024 ** 2))).channel.ask(CALL, { untilMs: 1e6 })
    expect(Math.max(...searched)).toBeLessThan(20_000)
  })

  test.each([302, 408, 429])(
    '%d is no plain no, though the platform’s words would be one with a 500',
    async (status) => {
      const platform = { ...PLATFORM, readError: () => ({ refusal: 'other', message: 'no', isRefusal: true }) as const }
      const { channel } = lineWith({ platform }, answer(500), answer(status))
      expect(await channel.ask(CALL, { untilMs: 1e6 })).toMatchObject({ kind: 'denied' })
      expect(await channel.ask(CALL, { untilMs: 1e6 })).toMatchObject({ kind: 'setback' })
    },
  )

  test('that redirects shows where to, without the query', async () => {
    const reading = await read(answer(302, '', { location: 'https://login.example.com/?token=x' }))
    expect(reading).toMatchObject({
      message: expect.stringMatching(/redirect to https:\/\/login\.example\.com\/(?!\?)/),
    })
  })

  test('that our own reader chokes on is our own fault and not hidden', async () => {
    const call = { ...CALL, read: (): string => (null as unknown as { x: string }).x }
    await expect(lineTo(answer(200, '"fine"')).channel.ask(call, { untilMs: 1e6 })).rejects.toThrow(TypeError)
  })
})

describe('no answer', () => {
  test.each([true, false])('may have had an effect only if the request was sent (%s)', async (sent) => {
    expect(await read(failure('timeout', sent))).toEqual({
      kind: 'setback',
      effect: sent ? 'possible' : 'none',
      cause: 'timeout',
      message: 'it broke',
    })
    expect(await read(failure('aborted', sent))).toEqual({ kind: 'stopped', effect: sent ? 'possible' : 'none' })
  })
})

describe('a request', () => {
  test('carries what the call says, and is on a connection of its own only where that is asked for', async () => {
    const { channel, requests } = lineTo()
    await channel.ask({ ...CALL, method: 'POST', body: { a: 1 } }, { untilMs: 1e6, freshConnection: true })
    await channel.ask(CALL, { untilMs: 1e6 })
    expect(requests).toMatchObject([
      { method: 'POST', path: '/run', body: { a: 1 }, freshConnection: true },
      { method: 'GET', path: '/run', freshConnection: false },
    ])
    expect(requests[1]).not.toHaveProperty('body')
    expect(requests[1]?.signal?.aborted ?? false).toBe(false)
    const stop = new AbortController()
    await channel.ask(CALL, { untilMs: 1e6, signal: stop.signal })
    expect(requests[2]?.signal?.aborted).toBe(false)
    stop.abort()
    expect(requests[2]?.signal?.aborted).toBe(true)
  })

  test.each([
    [1e6, 30_000],
    [12_345, 12_345],
    [0, 1],
    [-5, 1],
  ])('that must be answered by %d ms is given %d ms', async (untilMs, timeoutMs) => {
    const { channel, requests } = lineTo()
    await channel.ask(CALL, { untilMs })
    expect(requests[0]?.timeoutMs).toBe(timeoutMs)
  })
})

test.each([
  ['an answer', answer(500), true],
  ['a connection that was refused', failure('connection', false), true],
  ['a certificate that does not verify', failure('certificate', false), true],
  ['a request that was sent', failure('timeout', true), true],
  ['a name that does not resolve', failure('name_not_resolved', false), false],
  ['a time-out before anything was sent', failure('timeout', false), false],
])('whether the host name has resolved is known from %s', async (_, reply, known) => {
  const { channel } = lineTo(reply, failure('name_not_resolved', false))
  expect(channel.nameResolved).toBe(false)
  await channel.ask(CALL, { untilMs: 1e6 })
  expect(channel.nameResolved).toBe(known)
  await channel.ask(CALL, { untilMs: 1e6 })
  expect(channel.nameResolved).toBe(known)
})

test.each([
  [401, 'not_allowed'],
  [403, 'not_allowed'],
  [404, 'missing'],
  [417, 'other'],
])('a %d with the platform’s own error is a no of the kind %s', async (status, refusal) => {
  expect(await read(own(status))).toMatchObject({ kind: 'denied', refusal })
})

test('a denial without words is told by its status', async () => {
  const wordless = answer(403, '{"statusCode":403,"message":""}')
  expect(await read(wordless)).toEqual({ kind: 'denied', refusal: 'not_allowed', message: 'HTTP 403' })
})

test('what is told of an answer is short, however long its words, and is told without delay', async () => {
  const flood = ' a'.repeat(10_000_000)
  const startMs = performance.now()
  for (const body of [flood, JSON.stringify({ statusCode: 500, message: flood })]) {
    for (const status of [200, 400, 502]) {
      const reply = answer(status, body, { location: `http://x/${'x'.repeat(10_000)}` })
      const reading = await lineTo(reply).channel.ask(CALL, { untilMs: 1e6 })
      expect(reading.kind === 'denied' || reading.kind === 'setback').toBe(true)
      if ('message' in reading) expect(reading.message.length).toBeLessThan(2500)
    }
  }
  expect(performance.now() - startMs).toBeLessThan(5000)
})

test.each([
  [1e6, 'request-timeout', 'it broke, the `request-timeout`'],
  [1e6, undefined, 'it broke'],
  [7000, 'request-timeout', 'it broke, which was all the time left'],
])('a time-out says which limit it was: with %d ms left, by %s', async (untilMs, requestTimeoutInput, message) => {
  const input = requestTimeoutInput === undefined ? {} : { requestTimeoutInput }
  expect(await lineWith(input, failure('timeout', true)).channel.ask(CALL, { untilMs })).toMatchObject({ message })
})

test('a failure that is no time-out says nothing of limits, however little time was left', async () => {
  const reading = await lineTo(failure('connection', true)).channel.ask(CALL, { untilMs: 7000 })
  expect(reading).toMatchObject({ message: 'it broke' })
})

test('a redirect that is not followed says what to check', async () => {
  const reading = await read({ kind: 'failure', cause: 'redirect', sent: true, message: 'x redirects to y' })
  expect(reading).toMatchObject({ message: 'x redirects to y; check `base-url`' })
})

test('a secret in an address that a gateway redirects to is blotted out before the address is cut', async () => {
  const key = `key?${'k'.repeat(300)}`
  const location = `https://login.example/${key}/`
  const blot = (text: string) => text.replaceAll(key, '***')
  const { channel } = lineWith({ blot }, answer(302, '', { location }))
  expect(await channel.ask(CALL, { untilMs: 1e6 })).toMatchObject({
    message:
      "HTTP 302, a redirect to https://login.example/***/ (check `base-url`), not in the platform's own form (empty body)",
  })
})

describe('a certificate, or a proxy that asks for credentials,', () => {
  test.each([
    ['certificate', 'connection'],
    ['proxy_auth', 'proxy'],
  ] as const)('(%s) is an outage once something has passed in this step', async (cause, asOutage) => {
    const { channel } = lineTo(failure(cause, false), failure('timeout', true), failure(cause, false))
    const ask = () => channel.ask(CALL, { untilMs: 1e6 })
    expect(await ask()).toMatchObject({ kind: 'setback', effect: 'none', cause })
    await ask()
    expect(await ask()).toMatchObject({ kind: 'setback', effect: 'none', cause: asOutage, message: 'it broke' })
  })
})

test('of what is asked, a read that hangs goes out twice, a trigger and a page of a log once', async () => {
  const clock = new FakeClock()
  const asked: string[] = []
  const http = {
    send: async ({ method, path, timeoutMs, signal }: HttpRequest): Promise<HttpReply> => {
      asked.push(`${method} ${path}`)
      await clock.sleep(timeoutMs, signal)
      return failure('timeout', true)
    },
  }
  const { channel } = lineWith({ http, clock })
  await clock.run(channel.ask({ ...CALL, path: '/read' }, { untilMs: 1e6 }))
  await clock.run(channel.ask({ ...CALL, path: '/log' }, { untilMs: 1e6, isUrgent: false }))
  await clock.run(channel.ask({ ...CALL, path: '/trigger', method: 'POST' }, { untilMs: 1e6, freshConnection: true }))
  await clock.run(channel.ask({ ...CALL, path: '/terminate', method: 'POST' }, { untilMs: 1e6 }))
  expect(asked).toEqual(['GET /read', 'GET /read', 'GET /log', 'POST /trigger', 'POST /terminate'])
})
