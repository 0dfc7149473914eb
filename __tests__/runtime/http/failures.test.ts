import { expect, test } from '@jest/globals'
import { connectFailed, exchangeFailed } from '../../../src/runtime/http/failures.ts'

const platform = { role: 'platform', name: 'platform.test' } as const
const proxy = { role: 'proxy', name: 'proxy.test:3128' } as const
const error = (code: string, more = {}) => Object.assign(new Error('details that nobody is shown'), { code, ...more })

test.each(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA'])('%s: the name does not resolve', (code) => {
  expect(connectFailed(error(code), platform)).toEqual({
    cause: 'name_not_resolved',
    message: `the host name of platform.test could not be resolved (${code})`,
  })
})

test.each([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('%s: the certificate does not verify', (code) => {
  expect(connectFailed(error(code), platform)).toEqual({
    cause: 'certificate',
    message: `the certificate of platform.test does not verify (${code})`,
  })
})

test('a certificate that the server wants of us is no fault of its own', () => {
  const code = 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'
  expect(connectFailed(error(code), platform)).toMatchObject({ cause: 'connection' })
  expect(exchangeFailed(error(code), { sent: true, answering: false, receivedBytes: 0 }, platform)).toEqual({
    cause: 'connection',
    message: `platform.test closed the connection before it answered (${code})`,
  })
})

test('addresses with the same fate are told together', () => {
  const at = (code: string, address: string) => error(code, { address, port: 443 })
  const errors = [at('ENETUNREACH', '2001:db8::1'), at('ECONNREFUSED', '192.0.2.1'), at('ECONNREFUSED', '192.0.2.2')]
  expect(connectFailed(error('ENETUNREACH', { errors }), platform)).toEqual({
    cause: 'connection',
    message: "[2001:db8::1]:443 can't be reached (ENETUNREACH); connection refused by 192.0.2.1:443 and 192.0.2.2:443",
  })
})

test('addresses that did not answer are told from within the error that undici makes of them', () => {
  const cause = error('ETIMEDOUT', { errors: [error('ETIMEDOUT', { address: '192.0.2.1', port: 443 })] })
  expect(connectFailed(error('UND_ERR_CONNECT_TIMEOUT', { cause }), platform)).toEqual({
    cause: 'connection',
    message: '192.0.2.1:443 did not answer the attempt to connect (ETIMEDOUT)',
  })
})

test('what befell the connection to the proxy is told of the proxy', () => {
  expect(connectFailed(error('EHOSTUNREACH'), proxy)).toEqual({
    cause: 'proxy',
    message: "no connection to the proxy proxy.test:3128: proxy.test:3128 can't be reached (EHOSTUNREACH)",
  })
  expect(connectFailed(error('CERT_HAS_EXPIRED'), proxy)).toMatchObject({ cause: 'certificate' })
})

test.each([undefined, null, 'text', 7, {}])('even %p as an error is told in a sentence', (thrown) => {
  expect(connectFailed(thrown, platform)).toEqual({
    cause: 'connection',
    message: "platform.test can't be reached (unknown error)",
  })
})
