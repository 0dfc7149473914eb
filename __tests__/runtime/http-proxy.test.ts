import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import {
  client,
  closeAll,
  connectProxy,
  deadPort,
  failureOf,
  fixture,
  get,
  httpsServer,
  post,
  rawServer,
  TOKEN,
  until,
} from './servers.ts'

const usual = getCACertificates('default')
beforeAll(() => setDefaultCACertificates([fixture('authority.pem')]))
afterAll(() => setDefaultCACertificates(usual))
afterEach(closeAll)

const BASE = 'https://platform.test'
const through = (port: number, more = {}) => client(BASE, { env: { HTTPS_PROXY: `http://127.0.0.1:${port}` }, ...more })

test('a proxied request goes through a tunnel, and the proxy does not see the token', async () => {
  const platform = await httpsServer((request, response) => response.end(request.headers.host))
  const proxy = await connectProxy(platform)
  expect(await get(through(proxy.port))).toMatchObject({ kind: 'answer', body: 'platform.test' })
  expect(proxy.heads).toHaveLength(1)
  expect(proxy.heads[0]).toMatch(/^CONNECT platform\.test:443 HTTP\/1\.1\r\nhost: platform\.test:443\r\n/)
  expect(proxy.heads[0]).not.toContain(TOKEN)
  expect(proxy.heads[0]).not.toContain('proxy-authorization')
})

test('the port of the base URL is the one that the proxy is asked for', async () => {
  const proxy = await connectProxy(await httpsServer((_request, response) => response.end('x')))
  const http = client(`${BASE}:8443/prefix`, { env: { http_proxy: `127.0.0.1:${proxy.port}` } })
  expect(await get(http)).toMatchObject({ body: 'x' })
  expect(proxy.heads[0]).toContain('CONNECT platform.test:8443 ')
})

test('an IPv6 address is asked for in brackets', async () => {
  const proxy = await connectProxy(1, () => 'HTTP/1.1 403 No')
  await get(client('https://[2001:db8::1]', { env: { HTTPS_PROXY: `127.0.0.1:${proxy.port}` } }))
  expect(proxy.heads[0]).toMatch(/^CONNECT \[2001:db8::1\]:443 HTTP\/1\.1\r\nhost: \[2001:db8::1\]:443\r\n/)
})

test('credentials for the proxy go to the proxy, decoded, and not to the platform', async () => {
  const platform = await httpsServer((request, response) => response.end(JSON.stringify(request.headers)))
  const proxy = await connectProxy(platform)
  const env = { https_proxy: `http://us%40er:p%3Aw%25@127.0.0.1:${proxy.port}/` }
  const reply = await get(client(BASE, { env }))
  expect(proxy.heads[0]).toContain(`proxy-authorization: Basic ${Buffer.from('us@er:p:w%').toString('base64')}\r\n`)
  expect(reply.kind === 'answer' && reply.body).not.toContain('proxy')
})

test('a tunnel is kept for the next request, and a fresh connection is a tunnel of its own', async () => {
  const proxy = await connectProxy(await httpsServer((_request, response) => response.end('x')))
  const http = through(proxy.port)
  await get(http)
  await get(http)
  expect(proxy.heads).toHaveLength(1)
  await post(http, '/', { freshConnection: true })
  expect(proxy.heads).toHaveLength(2)
  await until(() => proxy.open.size === 1)
  expect(proxy.open.size).toBe(1)
  http.close()
  await until(() => proxy.open.size === 0)
  expect(proxy.open.size).toBe(0)
})

test('a tunnel that was closed meanwhile is made anew', async () => {
  const proxy = await connectProxy(await httpsServer((_request, response) => response.end('x')))
  const http = through(proxy.port)
  await get(http)
  for (const socket of proxy.open) socket.end()
  await until(() => proxy.open.size === 0)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await get(http)).toMatchObject({ body: 'x' })
  expect(proxy.heads).toHaveLength(2)
})

test('a proxy may itself be spoken to by TLS', async () => {
  const platform = await httpsServer((_request, response) => response.end('x'.repeat(200_000)))
  const proxy = await connectProxy(platform, undefined, true)
  const http = client(BASE, { env: { HTTPS_PROXY: `https://u:p@127.0.0.1:${proxy.port}` } })
  expect(await get(http)).toMatchObject({ kind: 'answer', body: 'x'.repeat(200_000) })
  expect(await post(http, '/', { freshConnection: true })).toMatchObject({ kind: 'answer' })
  expect(proxy.heads[0]).toContain('proxy-authorization: Basic ')
})

test('loopback is never proxied', async () => {
  const port = await httpsServer((_request, response) => response.end('x'))
  const env = { HTTPS_PROXY: `http://127.0.0.1:${await deadPort()}` }
  expect(await get(client(`https://127.0.0.1:${port}`, { env }))).toMatchObject({ body: 'x' })
})

test('limits hold through a proxy', async () => {
  const platform = await httpsServer((request, response) => {
    if (request.url === '/large') response.end('x'.repeat(2_000))
    else if (request.url === '/growing') response.write('x'.repeat(2_000))
  })
  const proxy = await connectProxy(platform)
  const http = through(proxy.port, { maxBodyBytes: 1_000 })
  expect(await get(http, '/large')).toMatchObject({ sent: true, cause: 'too_large' })
  expect(await get(http, '/growing')).toMatchObject({ sent: true, cause: 'too_large' })
  expect(await get(http, '/hangs', { timeoutMs: 100 })).toMatchObject({ sent: true, cause: 'timeout' })
  await until(() => proxy.open.size === 0)
  expect(proxy.open.size).toBe(0)
})

describe('nothing reaches the platform', () => {
  async function refusedBy(answer: string, more = {}) {
    let requests = 0
    const platform = await httpsServer(() => requests++)
    const proxy = await connectProxy(platform, () => answer)
    const env = { HTTPS_PROXY: `http://user:hunter2@127.0.0.1:${proxy.port}` }
    const failure = await failureOf(post(client(BASE, { env }), '/', { freshConnection: true, ...more }))
    expect(requests).toBe(0)
    expect(proxy.heads).toHaveLength(1)
    expect(failure.message).not.toMatch(/hunter2|user|aHVudGVyM/)
    expect(failure.message).not.toContain(TOKEN)
    return { ...failure, message: failure.message.replace(String(proxy.port), 'PORT') }
  }

  test('when the proxy wants credentials', async () => {
    expect(await refusedBy('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic')).toEqual({
      kind: 'failure',
      sent: false,
      cause: 'proxy_auth',
      message: 'the proxy 127.0.0.1:PORT wants credentials, or other ones than it got (407)',
    })
  })

  test.each([403, 502, 301])('when the proxy answers %d', async (status) => {
    expect(await refusedBy(`HTTP/1.1 ${status} No\r\ncontent-length: 0`)).toEqual({
      kind: 'failure',
      sent: false,
      cause: 'proxy',
      message: `the proxy 127.0.0.1:PORT refused the connection to the platform (${status})`,
    })
  })

  test('when the proxy speaks no HTTP', async () => {
    const failure = await refusedBy('SSH-2.0-x')
    expect(failure).toMatchObject({ sent: false, cause: 'proxy' })
    expect(failure.message).toMatch(/^what the proxy 127\.0\.0\.1:PORT sent is not valid HTTP/)
  })

  test('when the proxy does not answer', async () => {
    expect(await refusedBy('silence', { timeoutMs: 100 })).toMatchObject({
      sent: false,
      cause: 'timeout',
      message: 'no connection to platform.test through the proxy 127.0.0.1:PORT within 0.1s',
    })
  })

  test('when the proxy hangs up', async () => {
    const port = await rawServer((socket) => socket.destroy())
    const failure = await failureOf(post(through(port)))
    expect(failure).toMatchObject({ sent: false, cause: 'proxy' })
    expect(failure.message).toMatch(/^the proxy 127\.0\.0\.1:\d+ closed the connection before it answered/)
  })

  test('when the tunnel ends before the platform is reached', async () => {
    const port = await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'))
    expect(await failureOf(post(through(port)))).toMatchObject({ sent: false, cause: 'connection' })
  })

  test('when the tunnel is reset before the platform is reached', async () => {
    const port = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      setTimeout(() => socket.resetAndDestroy(), 20)
    })
    expect(await failureOf(post(through(port)))).toMatchObject({ sent: false, cause: 'connection' })
  })

  test('when no proxy listens', async () => {
    const port = await deadPort()
    expect(await failureOf(post(through(port)))).toMatchObject({
      sent: false,
      cause: 'proxy',
      message: `no connection to the proxy 127.0.0.1:${port}: connection refused by 127.0.0.1:${port}`,
    })
  })

  test("when the proxy's name does not resolve", async () => {
    const env = { HTTPS_PROXY: `http://u:hunter2@${'a'.repeat(64)}.test:3128` }
    const failure = await failureOf(post(client(BASE, { env })))
    expect(failure).toMatchObject({ sent: false, cause: 'name_not_resolved' })
    expect(failure.message).toMatch(/^the host name of the proxy a{64}\.test:3128 could not be resolved/)
  })

  test("when the proxy's certificate does not verify", async () => {
    const proxy = await connectProxy(1, undefined, true)
    const env = { HTTPS_PROXY: `https://localhost:${proxy.port}` }
    const failure = await failureOf(post(client(BASE, { env })))
    expect(failure.message).toMatch(/^the certificate of the proxy localhost:\d+ does not verify/)
    expect(failure).toMatchObject({ sent: false, cause: 'certificate' })
  })

  test("when the platform's certificate does not verify behind the proxy", async () => {
    const proxy = await connectProxy(await httpsServer(() => {}, 'expired.pem'))
    const failure = await failureOf(post(through(proxy.port)))
    expect(failure).toMatchObject({ sent: false, cause: 'certificate' })
    expect(failure.message).toBe('the certificate of platform.test does not verify (CERT_HAS_EXPIRED)')
  })

  test.each(['http://u:hunter2@[', 'socks5://u:hunter2@127.0.0.1:1', '::hunter2::'])(
    'when the proxy is %s',
    async (url) => {
      const failure = await failureOf(post(client(BASE, { env: { HTTPS_PROXY: url } })))
      expect(failure).toMatchObject({ sent: false, cause: 'settings' })
      expect(failure.message).toMatch(/^HTTPS_PROXY /)
      expect(failure.message).not.toContain('hunter2')
    },
  )
})
