import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { client, closeAll, deadPort, failureOf, get, listen, post, rawServer, TOKEN } from './servers.ts'

afterEach(closeAll)

describe('nothing was sent', () => {
  test('when the connection is refused', async () => {
    const port = await deadPort()
    expect(await failureOf(post(client(port)))).toEqual({
      kind: 'failure',
      sent: false,
      cause: 'connection',
      message: `connection refused by 127.0.0.1:${port}`,
    })
  })

  test('when every address of a host refuses: each is named', async () => {
    const port = await deadPort()
    const failure = await failureOf(get(client(`http://localhost:${port}`)))
    expect(failure).toMatchObject({ sent: false, cause: 'connection' })
    expect(failure.message).toMatch(/^connection refused by \S+:\d+( and \S+:\d+)?(; \S+ can't be reached \(\w+\))?$/)
  })

  test('when the host name does not resolve', async () => {
    const host = `${'a'.repeat(64)}.test` // too long a label to be asked of any server
    const failure = await failureOf(get(client(`https://${host}`)))
    expect(failure).toMatchObject({ sent: false, cause: 'name_not_resolved' })
    expect(failure.message).toMatch(/^the host name of a{64}\.test could not be resolved \(\w+\)$/)
  })

  test('when the platform speaks no TLS', async () => {
    const port = await listen(createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))
    const failure = await failureOf(post(client(`https://127.0.0.1:${port}`)))
    expect(failure).toMatchObject({ sent: false, cause: 'connection' })
    expect(failure.message).toMatch(/^the TLS handshake with 127\.0\.0\.1:\d+ failed \(\w+\)$/)
  })

  test('when the platform hangs up during the TLS handshake', async () => {
    const port = await listen(createServer((socket) => socket.destroy()))
    const failure = await failureOf(post(client(`https://127.0.0.1:${port}`)))
    expect(failure).toMatchObject({ sent: false, cause: 'connection' })
    expect(failure.message).toMatch(/closed the connection before it was ready/)
  })
})

describe('a request was sent, and then', () => {
  const cases: [what: string, bytes: string, cause: string, message: RegExp][] = [
    ['the server hangs up', '', 'connection', /closed the connection before it answered/],
    ['the status line is cut', 'HTTP/1.', 'truncated', /closed after 0 bytes of the answer/],
    ['the headers are cut', 'HTTP/1.1 200 OK\r\ncontent-le', 'truncated', /closed after 0 bytes/],
    [
      'the body is shorter than announced',
      `HTTP/1.1 200 OK\r\ncontent-length: 1024\r\n\r\n${'x'.repeat(312)}`,
      'truncated',
      /^the connection was closed after 312 of 1024 bytes of the answer$/,
    ],
    [
      'so is one on a closing connection',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 10\r\n\r\nxyz',
      'truncated',
      /after 3 of 10 bytes/,
    ],
    ['a chunk is cut', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab', 'truncated', /after 2 bytes/],
    [
      'the last chunk is missing, on a closing connection',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n',
      'truncated',
      /after 2 bytes/,
    ],
    ['garbage comes', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', 'connection', /^what \S+ sent is not valid HTTP$/],
    [
      'garbage comes as a chunk',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      'connection',
      /is not valid HTTP/,
    ],
    [
      'a protocol is offered that nobody asked for',
      'HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
      'connection',
      /not valid HTTP/,
    ],
    [
      'the headers have no end',
      `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}\r\n`,
      'too_large',
      /headers of the answer/,
    ],
  ]

  test.each(cases)('%s', async (_what, bytes, cause, message) => {
    const requests: string[] = []
    const port = await rawServer((socket, request) => {
      requests.push(request)
      socket.end(bytes)
    })
    const failure = await failureOf(post(client(port), '/', { freshConnection: true }))
    expect(failure).toMatchObject({ sent: true, cause })
    expect(failure.message).toMatch(message)
    expect(failure.message).not.toContain(TOKEN)
    expect(requests).toHaveLength(1)
  })

  test('a reset in a body without a length is no end of it', async () => {
    const port = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n{"a":1}')
      setTimeout(() => socket.resetAndDestroy(), 20)
    })
    expect(await failureOf(get(client(port)))).toMatchObject({ sent: true, cause: 'truncated' })
  })

  test('a connection that broke is not used again', async () => {
    const port = await rawServer((socket, _request, nth) => {
      if (nth === 1) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx')
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx')
    })
    const http = client(port)
    expect(await get(http)).toMatchObject({ cause: 'truncated' })
    expect(await get(http)).toMatchObject({ kind: 'answer', body: 'x' })
  })
})

test('the adapter loads those parts of undici that it uses, and no more', () => {
  const script = `
    await import(${JSON.stringify(new URL('../../src/runtime/http.ts', import.meta.url).href)})
    const { createRequire } = await import('node:module')
    console.log(Object.keys(createRequire(import.meta.url).cache).join('\\n'))`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  const loaded = stdout.split('\n').filter((path) => path.includes('undici'))
  expect(stderr).toBe('')
  expect(loaded.some((path) => path.endsWith('/dispatcher/client.js'))).toBe(true)
  expect(
    loaded.filter((path) => /\/(web|mock|cache|interceptor|handler)\/|undici\/index\.js|agent\.js/.test(path)),
  ).toEqual([])
})
