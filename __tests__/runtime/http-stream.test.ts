import { afterEach, expect, test } from '@jest/globals'
import { startControlPlane } from '../../sandbox/control-plane/server.ts'
import type { ClosableHttp, HttpStreamRequest } from '../../src/core/ports.ts'
import { client, closeAll, deadPort, get, httpServer, rawServer, TOKEN, until } from './servers.ts'

afterEach(closeAll)

const EVENTS = { 'content-type': 'text/event-stream' }
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n'
const piece = (text: string | Buffer) =>
  Buffer.concat([Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n`), Buffer.from(text), Buffer.from('\r\n')])

/** Opens a stream; `text` grows while it lasts. */
function open(http: ClosableHttp, more: Partial<HttpStreamRequest> & { readonly wanted?: boolean } = {}) {
  const { wanted = true, ...rest } = more
  const heads: number[] = []
  const pieces: string[] = []
  const request = { path: '/stream', headers: {}, timeoutMs: 5_000, silenceMs: 5_000, ...rest }
  const end = http.stream(request, {
    onHead: ({ status }) => {
      heads.push(status)
      return wanted
    },
    onText: (text) => void pieces.push(text),
  })
  return { end, heads, pieces, text: () => pieces.join('') }
}

test('the events of an execution arrive while it goes, and its end is the end of the stream', async () => {
  const timeline = [
    { afterMs: 0, status: 'running' },
    { afterMs: 400, status: 'completed' },
  ]
  const events = [{ afterMs: 100, event: 'message', payload: { content: 'Hällo' } }]
  const server = await startControlPlane({ jobs: [{ platform: 'kubiya', jobId: 'agent' }], apiKeys: [TOKEN] })
  const { controlPlane } = server
  const run = controlPlane.addRun({ jobId: 'agent', createdAtMs: Date.now(), behaviour: { timeline, events } })
  const stream = open(client(server.url), { path: `/api/v1/executions/${run.name}/stream` })
  await until(() => stream.text().includes('Hällo'))
  expect(stream.text()).not.toContain('event: done')
  expect(await stream.end).toEqual({ kind: 'closed' })
  expect(stream.text()).toContain('event: done')
  expect(stream.heads).toEqual([200])
  await server.close()
})

test('a stream carries the token and the headers that it was given', async () => {
  const port = await httpServer((request, response) => response.writeHead(200).end(JSON.stringify(request.headers)))
  const stream = open(client(`http://127.0.0.1:${port}/prefix`), {
    headers: { accept: 'text/event-stream', 'last-event-id': 'x_1_2', authorization: 'Bearer other' },
  })
  expect(await stream.end).toEqual({ kind: 'closed' })
  expect(JSON.parse(stream.text())).toMatchObject({
    accept: 'text/event-stream',
    'last-event-id': 'x_1_2',
    authorization: `Bearer ${TOKEN}`,
    'accept-encoding': 'identity',
  })
})

test('a character that is torn between two pieces comes out whole', async () => {
  const bytes = Buffer.from('\uFEFFdata: ✓\n\n')
  const port = await rawServer((socket) => {
    socket.write(HEAD)
    socket.write(piece(bytes.subarray(0, 10)))
    setTimeout(() => socket.end(Buffer.concat([piece(bytes.subarray(10)), Buffer.from('0\r\n\r\n')])), 20)
  })
  const stream = open(client(port))
  expect(await stream.end).toEqual({ kind: 'closed' })
  expect(stream.text()).toBe('data: ✓\n\n')
})

test('anything but a 2xx is an answer with its body', async () => {
  const port = await httpServer((_request, response) => response.writeHead(403).end('{"detail":"no"}'))
  const stream = open(client(port))
  expect(await stream.end).toMatchObject({ kind: 'answer', status: 403, body: '{"detail":"no"}' })
  expect(stream.heads).toEqual([])
})

test('an answer that is not wanted, or that is compressed, is not read, and its connection is closed', async () => {
  let closed = 0
  const port = await httpServer((request, response) => {
    response.on('close', () => closed++)
    const encoding = request.url === '/packed' ? { 'content-encoding': 'gzip' } : {}
    response.writeHead(200, { 'content-type': 'text/html', ...encoding }).write('<html>')
  })
  const http = client(port)
  const unwanted = open(http, { wanted: false })
  expect(await unwanted.end).toMatchObject({ kind: 'answer', status: 200, headers: { 'content-type': 'text/html' } })
  const packed = open(http, { path: '/packed' })
  expect(await packed.end).toMatchObject({ kind: 'answer', status: 200, body: '' })
  expect([...unwanted.pieces, ...packed.pieces, ...packed.heads]).toEqual([])
  await until(() => closed === 2)
  expect(closed).toBe(2)
})

test('a stream that is called off ends at once, and so does its connection', async () => {
  let closed = false
  const port = await httpServer((_request, response) => {
    response.on('close', () => {
      closed = true
    })
    response.writeHead(200, EVENTS).write(': hello\n\n')
  })
  const stop = new AbortController()
  const stream = open(client(port), { signal: stop.signal })
  await until(() => stream.text() !== '')
  stop.abort()
  expect(await stream.end).toMatchObject({ kind: 'failure', cause: 'aborted' })
  await until(() => closed)
  expect(closed).toBe(true)
})

test('closing the adapter ends its streams', async () => {
  const port = await httpServer((_request, response) => void response.writeHead(200, EVENTS).write(': hello\n\n'))
  const http = client(port)
  const stream = open(http)
  await until(() => stream.text() !== '')
  http.close()
  expect(await stream.end).toMatchObject({ kind: 'failure', cause: 'aborted' })
})

test('silence for too long is the end of a stream; keep-alives are no silence', async () => {
  const port = await httpServer((request, response) => {
    response.writeHead(200, EVENTS).write(': hello\n\n')
    if (request.url !== '/lively') return
    const beat = setInterval(() => response.write(':\n'), 40)
    setTimeout(() => response.end(), 700)
    response.on('close', () => clearInterval(beat))
  })
  const http = client(port)
  const limits = { timeoutMs: 150, silenceMs: 150 }
  const [silent, lively] = [open(http, limits), open(http, { ...limits, path: '/lively' })]
  expect(await silent.end).toMatchObject({
    kind: 'failure',
    cause: 'timeout',
    message: expect.stringContaining('0.1s'),
  })
  expect(await lively.end).toEqual({ kind: 'closed' })
})

test('a head that does not come is waited for no longer than is allowed', async () => {
  const port = await httpServer(() => {})
  const { end } = open(client(port), { timeoutMs: 100 })
  expect(await end).toMatchObject({ kind: 'failure', cause: 'timeout', sent: true })
})

test('a stream that breaks off is not one that ended', async () => {
  const port = await rawServer((socket, request) => {
    socket.write(HEAD)
    socket.write(piece('data: 1\n\n'), () => (request.includes('/reset') ? socket.resetAndDestroy() : socket.end()))
  })
  for (const path of ['/cut', '/reset']) {
    const stream = open(client(port), { path })
    expect(await stream.end).toMatchObject({ kind: 'failure', cause: 'truncated' })
  }
})

test('a platform that can’t be reached is a failure before anything was sent', async () => {
  const { end } = open(client(await deadPort()))
  expect(await end).toMatchObject({ kind: 'failure', cause: 'connection', sent: false })
})

test('a stream may be longer than any answer; an error’s body may not', async () => {
  const port = await httpServer((request, response) => {
    response.writeHead(request.url === '/stream' ? 200 : 500).end('x'.repeat(100_000))
  })
  const http = client(port, { maxBodyBytes: 1000 })
  const stream = open(http)
  expect(await stream.end).toEqual({ kind: 'closed' })
  expect(stream.text()).toHaveLength(100_000)
  expect(await open(http, { path: '/error' }).end).toMatchObject({ kind: 'failure', cause: 'too_large' })
})

test('a redirect is followed within the origin and nowhere else', async () => {
  const port = await httpServer((request, response) => {
    if (request.url === '/stream') response.writeHead(307, { location: '/there' }).end()
    else if (request.url === '/away') response.writeHead(307, { location: 'https://example.com/' }).end()
    else response.writeHead(200, EVENTS).end('data: here\n\n')
  })
  const stream = open(client(port))
  expect(await stream.end).toEqual({ kind: 'closed' })
  expect(stream.text()).toBe('data: here\n\n')
  expect(await open(client(port), { path: '/away' }).end).toMatchObject({ kind: 'failure', cause: 'redirect' })
})

test('requests go on beside a stream, on a connection of their own', async () => {
  const ports = new Set<number | undefined>()
  const port = await httpServer((request, response) => {
    if (request.url === '/stream') response.writeHead(200, EVENTS).write(':\n')
    else {
      ports.add(request.socket.remotePort)
      response.end('{}')
    }
  })
  const http = client(port)
  await get(http)
  const stream = open(http)
  await until(() => stream.text() !== '')
  for (let count = 0; count < 3; count++) expect(await get(http)).toMatchObject({ status: 200 })
  expect(ports.size).toBe(1)
  http.close()
  await stream.end
})
