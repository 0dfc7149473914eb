/** What undici, Node and OpenSSL report, told as the port's failures: a cause for the program, a sentence for a person. */

import type { HttpFailure, HttpFailureCause } from '../../core/ports.ts'

export type Failed = Pick<HttpFailure, 'cause' | 'message'>

/** Whoever is at the other end of a connection, by the name that a person knows it by: `host` or `host:port`. */
export interface Peer {
  readonly role: 'platform' | 'proxy'
  readonly name: string
}

/** No connection came about. The only error that connectors report, so that undici never takes it for one to retry. */
export class ConnectError extends Error {
  readonly failed: Failed

  constructor(failed: Failed) {
    super(failed.message)
    this.failed = failed
  }
}

/** How far a request has come. */
export interface Progress {
  /** undici has begun to write it. Never reset. */
  sent: boolean
  /** The first byte of an answer is there. */
  answering: boolean
  receivedBytes: number
  /** From content-length. */
  expectedBytes?: number | undefined
}

/** The results of OpenSSL's certificate check by Node's names for them (X509_V_ERR_…), and Node's own check of the name. */
const CERTIFICATE_CODES: ReadonlySet<string> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CRL_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
  'CRL_HAS_EXPIRED',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'ERROR_IN_CRL_LAST_UPDATE_FIELD',
  'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'HOSTNAME_MISMATCH',
  'UNSPECIFIED', // all that Node has no name for, such as a key that is too short
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** Why no connection to the peer came about. */
export function connectFailed(error: unknown, peer: Peer): Failed {
  const code = codeOf(error)
  const who = peer.role === 'proxy' ? `the proxy ${peer.name}` : peer.name
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) {
    return { cause: 'name_not_resolved', message: `the host name of ${who} could not be resolved (${code})` }
  }
  if (CERTIFICATE_CODES.has(code)) {
    return { cause: 'certificate', message: `the certificate of ${who} does not verify (${code})` }
  }
  const reason = attemptsOf(error, peer)
  return peer.role === 'proxy'
    ? { cause: 'proxy', message: `no connection to ${who}: ${reason}` }
    : { cause: 'connection', message: reason }
}

/** Why an exchange broke off after the request began to be written. */
export function exchangeFailed(error: unknown, progress: Progress, peer: Peer): Failed {
  const code = codeOf(error)
  if (code === 'UND_ERR_DESTROYED') return { cause: 'aborted', message: 'the connection was closed from this side' }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return { cause: 'too_large', message: `the headers of the answer from ${peer.name} are too large` }
  }
  if (isInvalidHttp(error)) return { cause: 'connection', message: `what ${peer.name} sent is not valid HTTP` }
  if (progress.answering) {
    return { cause: 'truncated', message: `the connection was closed ${howFar(progress)}` }
  }
  return { cause: 'connection', message: `${peer.name} closed the connection before it answered (${code})` }
}

/** Why a request could not even be composed. undici names the part at fault, never its value; others may not. */
export function notMade(error: unknown): Failed {
  const code = codeOf(error)
  const reason = code === 'UND_ERR_INVALID_ARG' ? textAt(error, 'message') : code
  return { cause: 'connection', message: `the request could not be made: ${reason}` }
}

/** What there was of an answer when it broke off: `after 312 of 1024 bytes of the answer`. */
export function howFar({ receivedBytes, expectedBytes }: Progress): string {
  const received = expectedBytes === undefined ? `${receivedBytes}` : `${receivedBytes} of ${expectedBytes}`
  return `after ${received} bytes of the answer`
}

export function failure(sent: boolean, cause: HttpFailureCause, message: string): HttpFailure {
  return { kind: 'failure', sent, cause, message }
}

/** The error's code, else its name. By shape and not by `instanceof`: an error may stem from another realm. */
export function codeOf(error: unknown): string {
  return textAt(error, 'code') ?? textAt(error, 'name') ?? 'unknown error'
}

/** undici has no codes for these, only names and texts. An answer that ends early is an error of its parser too. */
function isInvalidHttp(error: unknown): boolean {
  const message = textAt(error, 'message') ?? ''
  if (textAt(error, 'name') === 'HTTPParserError') return !message.includes('Invalid EOF state')
  return message === 'bad response' || message === 'bad upgrade'
}

/** A host with several addresses makes one error of several: each address is named, those with the same fate together. */
function attemptsOf(error: unknown, peer: Peer): string {
  const fates = Object.groupBy(attempts(error), codeOf)
  const phrases = Object.entries(fates).map(([code, group = []]) => {
    const addresses = new Set(group.map((attempt) => addressOf(attempt) ?? peer.name))
    return phraseOf(code, [...addresses].join(' and '))
  })
  return phrases.join('; ')
}

function phraseOf(code: string, address: string): string {
  if (code === 'ECONNREFUSED') return `connection refused by ${address}`
  if (code === 'ECONNRESET' || code === 'EPIPE') return `${address} closed the connection before it was ready (${code})`
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return `the TLS handshake with ${address} failed (${code})`
  if (/TIMEDOUT|TIMEOUT/.test(code)) return `${address} did not answer the attempt to connect (${code})`
  return `${address} can't be reached (${code})`
}

function attempts(error: unknown): readonly unknown[] {
  const errors = valueAt(error, 'errors') ?? valueAt(valueAt(error, 'cause'), 'errors')
  return Array.isArray(errors) && errors.length > 0 ? errors : [error]
}

function addressOf(error: unknown): string | undefined {
  const address = textAt(error, 'address')
  if (address === undefined) return undefined
  return `${address.includes(':') ? `[${address}]` : address}:${String(valueAt(error, 'port'))}`
}

function textAt(value: unknown, key: string): string | undefined {
  const found = valueAt(value, key)
  return typeof found === 'string' ? found : undefined
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
