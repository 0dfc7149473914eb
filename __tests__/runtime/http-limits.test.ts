import { getEventListeners } from 'node:events'
import { createServer } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterEach, describe, expect, test } from '@jest/globals'
import { client, closeAll, failureOf, get, httpServer, listen, post, rawServer, until } from './servers.ts'

afterEach(closeAll)

async function timed<T>(work: Promise<T>): Promise<[result: T, tookMs: number]> {
  const start = performance.now()
  const result = await work
  return [result, performance.now() - start]
}

/** A server that takes connections and says nothing. `open` tells how many it holds. */
async function silentServer(): Promise<{ port: number; open: () => number }> {
  let open = 0
  const server = createServer((socket) => {
    open++
    socket.resume().on('close', () => open--)
  })
  return { port: await listen(server), open: () => open }
}

describe('the time limit', () => {
  test('holds for a server that does not answer', async () => {
    const { port, open } = await silentServer()
    const [failure, tookMs] = await timed(failureOf(get(client(port), '/', { timeoutMs: 120 })))
    expect(failure).toMatchObject({ sent: true, cause: 'timeout' })
    expect(failure.message).toBe(`no answer from 127.0.0.1:${port} within 0.1s`)
    expect(tookMs).toBeLessThan(5000)
    await until(() => open() === 0)
    expect(open()).toBe(0)
  })

  test('holds for a connection that never gets ready, and then nothing was sent', async () => {
    const { port, open } = await silentServer()
    const [failure, tookMs] = await timed(failureOf(post(client(`https://127.0.0.1:${port}`), '/', { timeoutMs: 100 })))
    expect(failure).toMatchObject({ sent: false, cause: 'timeout' })
    expect(failure.message).toBe(`no connection to 127.0.0.1:${port} within 0.1s`)
    expect(tookMs).toBeLessThan(5000)
    await until(() => open() === 0)
    expect(open()).toBe(0)
  })

  test('holds for a body that trickles in', async () => {
    const port = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
      const trickle = setInterval(() => socket.write('x'), 20)
      socket.on('close', () => clearInterval(trickle))
    })
    const failure = await failureOf(get(client(port), '/', { timeoutMs: 100 }))
    expect(failure).toMatchObject({ sent: true, cause: 'timeout' })
    expect(failure.message).toMatch(
      /^no complete answer .* within 0\.1s: it stopped after \d+ of 1000 bytes of the answer$/,
    )
  })

  test('holds for all redirects together', async () => {
    const port = await httpServer((_request, response) => {
      setTimeout(() => response.writeHead(302, { location: '/' }).end(), 45)
    })
    expect(await failureOf(get(client(port), '/', { timeoutMs: 100 }))).toMatchObject({ cause: 'timeout' })
  })

  test('of one request does not touch the next', async () => {
    const port = await httpServer((request, response) => void (request.url === '/' && response.end('x')))
    const http = client(port)
    expect(await get(http, '/hangs', { timeoutMs: 30 })).toMatchObject({ cause: 'timeout' })
    expect(await get(http)).toMatchObject({ body: 'x' })
  })
})

describe('the signal', () => {
  test('stops a request at once', async () => {
    const { port, open } = await silentServer()
    const stop = new AbortController()
    const pending = failureOf(get(client(port), '/', { signal: stop.signal }))
    await until(() => open() === 1)
    stop.abort()
    expect(await pending).toMatchObject({ sent: true, cause: 'aborted', message: 'the request was called off' })
    await until(() => open() === 0)
    expect(open()).toBe(0)
  })

  test('stops connecting', async () => {
    const { port } = await silentServer()
    const pending = failureOf(post(client(`https://127.0.0.1:${port}`), '/', { signal: AbortSignal.timeout(30) }))
    expect(await pending).toMatchObject({ sent: false, cause: 'aborted' })
  })

  test('that is aborted already lets nothing out', async () => {
    let requests = 0
    const port = await httpServer(() => requests++)
    expect(await failureOf(get(client(port), '/', { signal: AbortSignal.abort() }))).toMatchObject({
      sent: false,
      cause: 'aborted',
    })
    expect(requests).toBe(0)
  })

  test('has no listener of ours once the answer is there', async () => {
    const port = await httpServer((_request, response) => response.end('x'))
    const { signal } = new AbortController()
    expect(await get(client(port), '/', { signal })).toMatchObject({ body: 'x' })
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

test('the timer ends with the request, however that ends', async () => {
  const timers: AbortSignal[] = []
  const clock = {
    sleep: (_durationMs: number, signal?: AbortSignal) => {
      if (signal !== undefined) timers.push(signal)
      return new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
    },
  }
  const port = await rawServer((socket, request) => {
    if (request.startsWith('GET /ok')) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
    else if (request.startsWith('GET /cut')) socket.destroy()
  })
  const http = client(port, { clock })
  expect(await get(http, '/ok')).toMatchObject({ kind: 'answer' })
  expect(await get(http, '/cut')).toMatchObject({ kind: 'failure' })
  expect(await get(http, '/hangs', { signal: AbortSignal.timeout(20) })).toMatchObject({ cause: 'aborted' })
  expect(timers.map((signal) => signal.aborted)).toEqual([true, true, true])
})

describe('the size limit', () => {
  test('lets through what just fits', async () => {
    const port = await httpServer((_request, response) => response.end('x'.repeat(1_000)))
    expect(await get(client(port, { maxBodyBytes: 1_000 }))).toMatchObject({ kind: 'answer' })
  })

  test('drops a connection whose body is announced too large, unread', async () => {
    let closed = false
    const port = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n')
      socket.on('close', () => {
        closed = true
      })
    })
    const failure = await failureOf(get(client(port, { maxBodyBytes: 1_000 })))
    expect(failure).toMatchObject({ sent: true, cause: 'too_large', message: 'the answer is larger than 1000 bytes' })
    await until(() => closed)
    expect(closed).toBe(true)
  })

  test('drops a connection whose body grows too large, without waiting for its end', async () => {
    let closed = false
    const port = await httpServer((_request, response) => {
      const more = setInterval(() => response.write('x'.repeat(400)), 5)
      response.on('close', () => {
        clearInterval(more)
        closed = true
      })
    })
    expect(await failureOf(get(client(port, { maxBodyBytes: 1_000 })))).toMatchObject({ cause: 'too_large' })
    await until(() => closed)
    expect(closed).toBe(true)
  })

  test('may be smaller for one request, and is smaller for an error, whatever is asked for', async () => {
    const port = await httpServer((request, response) => {
      response.writeHead(Number(request.url?.slice(1))).end('x'.repeat(1_100_000))
    })
    const http = client(port)
    expect(await get(http, '/200')).toMatchObject({ kind: 'answer', status: 200 })
    expect(await get(http, '/200', { maxBodyBytes: 1_000_000 })).toMatchObject({ cause: 'too_large' })
    expect(await get(http, '/500')).toMatchObject({ cause: 'too_large' })
    expect(await get(http, '/404', { maxBodyBytes: 20_000_000 })).toMatchObject({ cause: 'too_large' })
  })

  test('is for the decoded body, so that a small one does not blow up', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000))
    const port = await httpServer((_request, response) => {
      response.setHeader('content-encoding', 'gzip').end(bomb)
    })
    expect(await failureOf(get(client(port, { maxBodyBytes: 100_000 })))).toMatchObject({
      sent: true,
      cause: 'too_large',
    })
  })
})

describe('a server that compresses although it was asked not to is understood:', () => {
  const text = '{"a":"naïve"}'
  const encoded: [coding: string, bytes: Buffer][] = [
    ['gzip', gzipSync(text)],
    ['X-GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['deflate, gzip', gzipSync(deflateSync(text))],
    ['identity', Buffer.from(text)],
    ['gzip', Buffer.alloc(0)],
  ]
  test.each(encoded)('%s', async (coding, bytes) => {
    const port = await httpServer((_request, response) => {
      response.setHeader('content-encoding', coding).end(bytes)
    })
    expect(await get(client(port))).toMatchObject({ kind: 'answer', body: bytes.length === 0 ? '' : text })
  })

  test('but not more often than anybody compresses: each time may blow up anew', async () => {
    const layers = [...Array(6).keys()]
    const bytes = layers.reduce((body) => gzipSync(body), Buffer.from(text))
    const port = await httpServer((_request, response) => {
      response.setHeader('content-encoding', layers.map(() => 'gzip').join(', ')).end(bytes)
    })
    expect(await failureOf(get(client(port)))).toMatchObject({
      sent: true,
      cause: 'truncated',
      message: expect.stringContaining('compressed 6 times'),
    })
  })

  test('but not half of it', async () => {
    const port = await httpServer((_request, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync(text).subarray(0, 15))
    })
    expect(await failureOf(get(client(port)))).toMatchObject({ sent: true, cause: 'truncated' })
  })
})
