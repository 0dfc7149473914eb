import { afterEach, expect, test } from '@jest/globals'
import { client, closeAll, failureOf, get, httpServer, post } from './servers.ts'

afterEach(closeAll)

test.each([301, 302, 303, 307, 308])('a GET follows a %d within the origin, with the token', async (status) => {
  const port = await httpServer((request, response) => {
    if (request.url === '/a/old?x=1') response.writeHead(status, { location: '../new?y=2' }).end('moved')
    else response.end(`${request.url} ${request.headers.authorization}`)
  })
  expect(await get(client(port), '/a/old?x=1')).toMatchObject({ status: 200, body: '/new?y=2 Bearer tok-3f9a' })
})

test('a redirect to the same origin by its full URL is followed', async () => {
  const port = await httpServer((request, response) => {
    if (request.url === '/') response.writeHead(302, { location: `http://127.0.0.1:${port}/new` }).end()
    else response.end('new')
  })
  expect(await get(client(port))).toMatchObject({ body: 'new' })
})

test('a redirect to another origin is refused, and nothing goes there', async () => {
  let elsewhere = 0
  const other = await httpServer((_request, response) => {
    elsewhere++
    response.end()
  })
  const port = await httpServer((_request, response) => {
    response.writeHead(302, { location: `http://127.0.0.1:${other}/login?secret=1` }).end()
  })
  const failure = await failureOf(get(client(port)))
  expect(failure).toMatchObject({ sent: true, cause: 'redirect' })
  expect(failure.message).toBe(`http://127.0.0.1:${port} redirects to http://127.0.0.1:${other}, which is not followed`)
  expect(elsewhere).toBe(0)
})

test.each([
  ['//other.test/x', 'http://other.test'],
  ['https://user:pw@127.0.0.1/x', 'https://127.0.0.1'],
  ['data:text/plain,secret', 'a data: address'],
  ['http://[', 'no URL'],
])('nor is a redirect to %s followed', async (location, named) => {
  const port = await httpServer((_request, response) => response.writeHead(302, { location }).end())
  const failure = await failureOf(get(client(port)))
  expect(failure).toMatchObject({ cause: 'redirect' })
  expect(failure.message).toContain(named)
  expect(failure.message).not.toMatch(/pw|secret/)
})

test('another scheme is another origin', async () => {
  const port = await httpServer((_request, response) => {
    response.writeHead(302, { location: `https://127.0.0.1:${port}/` }).end()
  })
  const failure = await failureOf(get(client(port)))
  expect(failure.message).toContain(`redirects to https://127.0.0.1:${port}, which is not followed`)
})

test('five redirects are followed, a sixth is too many', async () => {
  const port = await httpServer((request, response) => {
    const left = Number(request.url?.slice(1))
    if (left === 0) response.end('there')
    else response.writeHead(302, { location: `/${left - 1}` }).end()
  })
  expect(await get(client(port), '/5')).toMatchObject({ body: 'there' })
  expect(await failureOf(get(client(port), '/6'))).toMatchObject({ cause: 'redirect' })
})

test('a POST follows no redirect: it is an answer as any other', async () => {
  const requests: string[] = []
  const port = await httpServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    response.writeHead(307, { location: '/new' }).end('moved')
  })
  expect(await post(client(port))).toMatchObject({ kind: 'answer', status: 307, body: 'moved' })
  expect(requests).toEqual(['POST /'])
})

test('a 3xx that names no other place is an answer', async () => {
  const port = await httpServer((request, response) => {
    response.writeHead(Number(request.url?.slice(1)), request.url === '/300' ? { location: '/x' } : {}).end()
  })
  expect(await get(client(port), '/302')).toMatchObject({ kind: 'answer', status: 302 })
  expect(await get(client(port), '/300')).toMatchObject({ kind: 'answer', status: 300 })
})
