/**
 * GitHub's OIDC provider as a job sees it: state and rules, no network. Asked with the job's request token, it answers
 * a signed JWT for the audience that is asked for. Sources: docs.github.com, OpenID Connect reference;
 * actions/toolkit, oidc-utils.
 */

import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { SimPlan, SimRequest, SimResponse } from '../control-plane/types.ts'
import { respond } from './respond.ts'
import { broken } from './simulator.ts'
import type { GithubFault } from './types.ts'

export const ISSUER = 'https://token.actions.githubusercontent.com'
/** Path of the request URL, as the runner hands it over; the audience is added behind it. */
export const TOKEN_PATH = '/oidc/token?api-version=2.0'

export interface TokenIssuerConfig {
  /** GitHub's clock, epoch milliseconds. */
  readonly now: () => number
  /** What a request has to carry. */
  readonly requestToken: string
  /** How long a token is good; GitHub's own live for five minutes. */
  lifeMs?: number
  /** Over the claims of every token; undefined takes one away. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** False: the answers carry no `Date`. */
  readonly dateHeader?: boolean
}

export interface TokenFaultRule {
  /** The first request to fail, from 1. Default 1. */
  readonly nth?: number
  /** Default: without end. */
  readonly times?: number
  readonly fault: GithubFault
}

export interface IssuedToken {
  readonly token: string
  readonly audience: string
  readonly atMs: number
  readonly expiresAtMs: number
}

/** One pair for all: to make one takes long. */
const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 })

const FIVE_MINUTES_MS = 5 * 60_000

export class TokenIssuer {
  readonly config: TokenIssuerConfig
  readonly issued: IssuedToken[] = []
  /** When each request came, and with which authorization. */
  readonly requests: { readonly atMs: number; readonly authorization: string }[] = []
  readonly faults: TokenFaultRule[] = []
  /** Checks the signatures; what GitHub publishes as JWKS. */
  readonly publicKey: KeyObject = KEYS.publicKey

  constructor(config: TokenIssuerConfig) {
    this.config = config
  }

  get now(): () => number {
    return this.config.now
  }

  handle({ method, path, headers }: SimRequest): SimPlan {
    const nowMs = this.now()
    const authorization = headers.authorization ?? ''
    this.requests.push({ atMs: nowMs, authorization })
    const count = this.requests.length
    const rule = this.faults.find(
      ({ nth = 1, times = Number.POSITIVE_INFINITY }) => count >= nth && count < nth + times,
    )
    const response = this.#answer(method, path, authorization, nowMs)
    const plan: SimPlan = rule === undefined ? { kind: 'respond', delayMs: 0, response } : broken(rule.fault, response)
    return plan
  }

  #answer(method: string, path: string, authorization: string, nowMs: number): SimResponse {
    const url = new URL(path, 'http://github.invalid')
    const date: Record<string, string> = this.config.dateHeader === false ? {} : { date: new Date(nowMs).toUTCString() }
    if (method !== 'GET' || url.pathname !== '/oidc/token' || url.searchParams.get('api-version') !== '2.0') {
      return respond(404, { message: 'Not Found' }, date)
    }
    if (authorization.toLowerCase() !== `bearer ${this.config.requestToken.toLowerCase()}`) {
      return respond(401, { message: 'The request token is not valid' }, date)
    }
    const token = this.#issue(url.searchParams.get('audience') ?? 'https://github.com/octo-org', nowMs)
    return respond(200, { count: token.length, value: token }, date)
  }

  #issue(audience: string, nowMs: number): string {
    const issuedAt = Math.floor(nowMs / 1000)
    const expiresAt = Math.floor((nowMs + (this.config.lifeMs ?? FIVE_MINUTES_MS)) / 1000)
    const claims = {
      jti: `sandbox-${this.issued.length + 1}`,
      sub: 'repo:octo-org/octo-repo:environment:production',
      aud: audience,
      iss: ISSUER,
      repository: 'octo-org/octo-repo',
      repository_owner: 'octo-org',
      ref: 'refs/heads/main',
      environment: 'production',
      job_workflow_ref: 'octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main',
      nbf: issuedAt - 600,
      iat: issuedAt,
      exp: expiresAt,
      ...this.config.claims,
    }
    const unsigned = [{ typ: 'JWT', alg: 'RS256', kid: 'sandbox' }, claims].map(encoded).join('.')
    const signature = sign('sha256', Buffer.from(unsigned), KEYS.privateKey).toString('base64url')
    const token = `${unsigned}.${signature}`
    this.issued.push({ token, audience, atMs: nowMs, expiresAtMs: expiresAt * 1000 })
    return token
  }
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
