import { spawn } from 'node:child_process'
import { createSecureServer } from 'node:http2'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { client, closeAll, failureOf, fixture, get, httpsServer, listen, post } from './servers.ts'

const usual = getCACertificates('default')
beforeAll(() => setDefaultCACertificates([fixture('authority.pem')]))
afterAll(() => setDefaultCACertificates(usual))
afterEach(closeAll)

test('a certificate of a known authority is accepted', async () => {
  const port = await httpsServer((_request, response) => response.end('x'))
  const http = client(`https://127.0.0.1:${port}`)
  expect(await get(http)).toMatchObject({ kind: 'answer', body: 'x' })
  expect(await post(http, '/', { freshConnection: true })).toMatchObject({ kind: 'answer', body: 'x' })
})

test('HTTP/1.1 is spoken even if the server offers more', async () => {
  const tls = { cert: fixture('server.pem'), key: fixture('server.key'), allowHTTP1: true }
  const port = await listen(createSecureServer(tls, (request, response) => void response.end(request.httpVersion)))
  expect(await get(client(`https://127.0.0.1:${port}`))).toMatchObject({ body: '1.1' })
})

test.each([
  ['expired.pem', 'CERT_HAS_EXPIRED'],
  ['not-yet-valid.pem', 'CERT_NOT_YET_VALID'],
  ['self-signed.pem', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
])('%s is not accepted, and nothing is sent', async (certificate, code) => {
  let requests = 0
  const port = await httpsServer(() => requests++, certificate)
  expect(await failureOf(post(client(`https://127.0.0.1:${port}`)))).toEqual({
    kind: 'failure',
    sent: false,
    cause: 'certificate',
    message: `the certificate of 127.0.0.1:${port} does not verify (${code})`,
  })
  expect(requests).toBe(0)
})

test('a certificate for another name is not accepted', async () => {
  const port = await httpsServer((_request, response) => response.end())
  const failure = await failureOf(get(client(`https://localhost:${port}`)))
  expect(failure).toMatchObject({ sent: false, cause: 'certificate' })
  expect(failure.message).toContain('ERR_TLS_CERT_ALTNAME_INVALID')
})

test('a certificate of an unknown authority is not accepted', async () => {
  setDefaultCACertificates([fixture('self-signed.pem')])
  const port = await httpsServer((_request, response) => response.end())
  const failure = await failureOf(get(client(`https://127.0.0.1:${port}`)))
  setDefaultCACertificates([fixture('authority.pem')])
  expect(failure).toMatchObject({ sent: false, cause: 'certificate' })
  expect(failure.message).toMatch(/UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY/)
})

test('NODE_EXTRA_CA_CERTS adds an authority', async () => {
  const port = await httpsServer((_request, response) => response.end('x'))
  const script = `
    const { createHttp } = await import(${JSON.stringify(new URL('../../src/runtime/http.ts', import.meta.url).href)})
    const http = createHttp({ baseUrl: 'https://127.0.0.1:${port}', token: 't', headers: {}, env: {},
      clock: { sleep: (_ms, signal) => new Promise((resolve) => signal.addEventListener('abort', resolve)) } })
    console.log(JSON.stringify(await http.send({ method: 'GET', path: '/', timeoutMs: 5000 })))
    http.close()`
  const run = (env: NodeJS.ProcessEnv) =>
    new Promise<string>((resolve) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env })
      let output = ''
      child.stdout.on('data', (chunk) => {
        output += chunk
      })
      child.on('close', () => resolve(output))
    })
  const authority = fileURLToPath(new URL('../fixtures/tls/authority.pem', import.meta.url))
  expect(await run({ NODE_EXTRA_CA_CERTS: authority })).toContain('"body":"x"')
  expect(await run({})).toContain('"cause":"certificate"')
})
