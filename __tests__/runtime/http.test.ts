import { afterEach, expect, test } from '@jest/globals'
import { client, closeAll, failureOf, get, httpServer, post, rawServer, TOKEN, until } from './servers.ts'

afterEach(closeAll)

const ok = (body = '{}') => `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

test('a request carries the token, who asks, and what is understood', async () => {
  const port = await httpServer((request, response) => response.end(JSON.stringify(request.headers)))
  const reply = await get(client(port))
  expect(JSON.parse(reply.kind === 'answer' ? reply.body : '')).toMatchObject({
    authorization: `Bearer ${TOKEN}`,
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': 'test/1',
    host: `127.0.0.1:${port}`,
  })
})

test('a token from a function is asked for anew each time', async () => {
  const port = await httpServer((request, response) => response.end(request.headers.authorization))
  const tokens = ['first', 'second']
  const http = client(port, { token: () => tokens.shift() ?? '' })
  expect(await get(http)).toMatchObject({ body: 'Bearer first' })
  expect(await get(http)).toMatchObject({ body: 'Bearer second' })
})

test('a base URL with a path prefix keeps it', async () => {
  const port = await httpServer((request, response) => response.end(request.url))
  expect(await get(client(`http://127.0.0.1:${port}/api/x`), '/runs?a=%20b')).toMatchObject({
    body: '/api/x/runs?a=%20b',
  })
})

test('a body is sent as JSON, and null is a body too', async () => {
  const port = await httpServer((request, response) => {
    request.setEncoding('utf8').on('data', (text) => response.end(`${request.headers['content-type']} ${text}`))
  })
  expect(await post(client(port), '/', { body: { é: [1] } })).toMatchObject({ body: 'application/json {"é":[1]}' })
  expect(await post(client(port), '/', { body: null })).toMatchObject({ body: 'application/json null' })
})

test('any status is an answer', async () => {
  const port = await httpServer((request, response) => {
    response.writeHead(Number(request.url?.slice(1))).end('x')
  })
  for (const status of [201, 400, 404, 429, 500, 503]) {
    expect(await get(client(port), `/${status}`)).toMatchObject({ kind: 'answer', status, body: 'x' })
  }
})

test('answers without a body end with their headers', async () => {
  const port = await rawServer((socket, request) => {
    const status = request.split(' ')[1]?.slice(1)
    socket.write(`HTTP/1.1 ${status} X\r\ncontent-length: 5\r\n\r\n`)
  })
  expect(await get(client(port), '/204')).toMatchObject({ kind: 'answer', status: 204, body: '' })
  expect(await get(client(port), '/304')).toMatchObject({ kind: 'answer', status: 304, body: '' })
})

test('interim answers are passed over', async () => {
  const port = await rawServer((socket) => {
    socket.write(`HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${ok('"done"')}`)
  })
  const reply = await get(client(port))
  expect(reply).toMatchObject({ status: 200, body: '"done"' })
  expect(reply.kind === 'answer' && reply.headers).toEqual({ 'content-length': '6' })
})

test('a 100 Continue that nobody asked for is passed over, however often and in whatever pieces it comes', async () => {
  const port = await rawServer((socket, _request, nth) => {
    const whole = `HTTP/1.1 100 Continue\r\nx-note: a\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n${ok(`"${nth}"`)}`
    socket.write(whole.slice(0, 30))
    setTimeout(() => socket.write(whole.slice(30)), 20)
  })
  const http = client(port)
  expect(await get(http)).toEqual({ kind: 'answer', status: 200, body: '"1"', headers: { 'content-length': '3' } })
  expect(await post(http)).toMatchObject({ status: 200, body: '"2"' })
  expect(await post(http, '/', { freshConnection: true })).toMatchObject({ status: 200, body: '"3"' })
})

test('an answer with 64 KiB of headers is one like any other', async () => {
  const port = await rawServer((socket) => {
    const cookies = Array.from({ length: 64 }, (_, n) => `set-cookie: c${n}=${'x'.repeat(1024)}`)
    socket.write(`HTTP/1.1 200 OK\r\n${cookies.join('\r\n')}\r\ncontent-length: 4\r\n\r\n"ok"`)
  })
  expect(await get(client(port))).toMatchObject({ status: 200, body: '"ok"' })
})

test('header names are in lower case, and a repeated header is one', async () => {
  const port = await rawServer((socket) => {
    socket.write(
      'HTTP/1.1 200 OK\r\nX-One: a\r\nx-one: b\r\nRETRY-AFTER: 3\r\n__proto__: c\r\ncontent-length: 0\r\n\r\n',
    )
  })
  const reply = await get(client(port))
  const headers = reply.kind === 'answer' ? reply.headers : {}
  expect(headers['x-one']).toBe('a, b')
  expect(headers['retry-after']).toBe('3')
  expect(Object.getPrototypeOf(headers)).toBe(Object.prototype)
})

test('text split in the middle of a character comes out whole, and a byte order mark is no part of it', async () => {
  const bytes = Buffer.from('\uFEFF"naïve ✓"')
  const port = await rawServer((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${bytes.length}\r\n\r\n`)
    socket.write(bytes.subarray(0, 7))
    setTimeout(() => socket.write(bytes.subarray(7)), 20)
  })
  expect(await get(client(port))).toMatchObject({ body: '"naïve ✓"' })
})

test('a body of chunks, or one that ends with the connection, is complete', async () => {
  const port = await rawServer((socket, request) => {
    if (request.startsWith('GET /chunks')) {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n')
    } else socket.end('HTTP/1.1 200 OK\r\n\r\nabc')
  })
  expect(await get(client(port), '/chunks')).toMatchObject({ body: 'abc' })
  expect(await get(client(port), '/close')).toMatchObject({ body: 'abc' })
})

test('requests one after the other share a connection', async () => {
  const ports = new Set<number | undefined>()
  const port = await httpServer((request, response) => {
    ports.add(request.socket.remotePort)
    response.end()
  })
  const http = client(port)
  for (let count = 0; count < 3; count++) await get(http)
  expect(ports.size).toBe(1)
})

test('requests at the same time do not wait for one another', async () => {
  let release = () => {}
  const port = await httpServer((request, response) => {
    if (request.url === '/slow') release = () => response.end('slow')
    else response.end('fast')
  })
  const http = client(port)
  const slow = get(http, '/slow')
  expect(await get(http, '/fast')).toMatchObject({ body: 'fast' })
  release()
  expect(await slow).toMatchObject({ body: 'slow' })
})

test('a fresh connection is never one that was used before, nor used again', async () => {
  const ports: (number | undefined)[] = []
  let open = 0
  const port = await httpServer((request, response) => {
    ports.push(request.socket.remotePort)
    if (new Set(ports).size === ports.length) {
      open++
      request.socket.on('close', () => open--)
    }
    response.end()
  })
  const http = client(port)
  await get(http)
  await post(http, '/', { freshConnection: true })
  await get(http)
  expect(ports[1]).not.toBe(ports[0])
  expect(ports[2]).toBe(ports[0])
  await until(() => open === 1)
  expect(open).toBe(1)
})

test('a server that closes each connection is asked on new ones', async () => {
  const port = await httpServer((_request, response) => {
    response.setHeader('connection', 'close').end('x')
  })
  const http = client(port)
  expect(await get(http)).toMatchObject({ body: 'x' })
  expect(await get(http)).toMatchObject({ body: 'x' })
})

test('a kept connection that the server has closed meanwhile is replaced, also for a POST', async () => {
  const port = await rawServer((socket, _request, nth) => {
    socket.write(ok(`${nth}`))
    setTimeout(() => socket.end(), 5)
  })
  const http = client(port)
  expect(await get(http)).toMatchObject({ body: '1' })
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(await post(http)).toMatchObject({ body: '2' })
})

test.each(['GET', 'POST'] as const)(
  'a %s that meets a closing connection is reported and not sent again',
  async (method) => {
    const requests: string[] = []
    const port = await rawServer((socket, request, nth) => {
      requests.push(request.split(' ')[0] ?? '')
      if (nth === 1) socket.write(ok())
      else socket.destroy()
    })
    const http = client(port)
    await get(http)
    const failure = await failureOf(method === 'GET' ? get(http) : post(http))
    expect(failure).toMatchObject({ sent: true, cause: 'connection' })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(requests).toEqual(['GET', method])
  },
)

test('after close, nothing is connected and nothing is sent', async () => {
  let open = 0
  const port = await httpServer((request, response) => {
    open++
    request.socket.on('close', () => open--)
    if (request.url === '/') response.end()
  })
  const http = client(port)
  await get(http)
  const pending = get(http, '/hangs')
  await until(() => open > 1)
  http.close()
  expect(await failureOf(pending)).toMatchObject({ sent: true, cause: 'aborted' })
  await until(() => open === 0)
  expect(open).toBe(0)
  expect(await failureOf(get(http))).toMatchObject({ sent: false, cause: 'aborted' })
})

test('a token that no header can hold fails the request, and is not told', async () => {
  const port = await httpServer((_request, response) => response.end())
  const failure = await failureOf(get(client(port, { token: 'sec\nret' })))
  expect(failure).toMatchObject({ sent: false, message: 'the request could not be made: invalid authorization header' })
  const thrown = await failureOf(
    get(
      client(port, {
        token: () => {
          throw new TypeError('secret')
        },
      }),
    ),
  )
  expect(thrown).toMatchObject({ sent: false, message: 'the request could not be made: TypeError' })
})
