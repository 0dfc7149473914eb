/** Where a platform is and what gives access to it. */

import type { Env } from '../core/ports.ts'
import type { PlatformDefinition } from '../platforms/definition.ts'
import { isLoopback } from '../text/loopback.ts'
import { givenBy, parseBaseUrl } from './base-url.ts'
import { describeFaults } from './faults.ts'
import { type ExtraHeaders, isHeaderValue, readHeaders } from './headers.ts'
import { InputReader, readInputsWith } from './reader.ts'

export interface Connection {
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly credential: Credential
  /** Beside those of every request, to the platform's origin alone. */
  readonly headers: ExtraHeaders
}

/** What the bearer token of a request is, or where it comes from. */
export type Credential =
  /** The key goes into the Authorization header and nowhere else. */
  { readonly kind: 'api_key'; readonly key: string } | OidcRequest

/** How GitHub is asked for a token (actions/runner: variables of a job with `id-token: write`). */
export interface OidcRequest {
  readonly kind: 'oidc'
  readonly audience: string
  /** Absolute, with the audience in its query. */
  readonly url: string
  /** Goes to the origin of `url` and nowhere else. */
  readonly requestToken: string
}

export type ConnectionResult =
  | (Connection & { readonly kind: 'connection' })
  | { readonly kind: 'faulty'; readonly message: string }

type Access = Pick<PlatformDefinition, 'name' | 'defaultBaseUrl' | 'baseUrlEnv' | 'apiKeyEnv' | 'inputs'>

/** Names the input that puts GitHub's token in the place of a key. */
export const OIDC_INPUT = 'oidc-audience'

/** Reads what a connection takes alone: for `post`, whose inputs the runner evaluates afresh. */
export async function readConnection(env: Env, platform: Access): Promise<ConnectionResult> {
  const [connection, reader] = await readInputsWith(env, [], (each) => readConnectionWith(each, platform))
  if (reader.faults.length > 0) return { kind: 'faulty', message: describeFaults(reader.faults) }
  return { kind: 'connection', ...connection }
}

/** The same as part of a larger reading: faults go to the reader. */
export function readConnectionWith(reader: InputReader, platform: Access): Connection {
  return {
    baseUrl: readBaseUrl(reader, platform),
    credential: readCredential(reader, platform),
    headers: readHeaders(reader),
  }
}

function readCredential(reader: InputReader, platform: Access): Credential {
  const audience = platform.inputs.some(({ name }) => name === OIDC_INPUT) ? reader.text(OIDC_INPUT) : undefined
  return audience === undefined
    ? { kind: 'api_key', key: readApiKey(reader, platform) }
    : readOidcRequest(reader, audience)
}

/** A key in the environment may be there for other steps, and is ignored; one given as an input is a contradiction. */
function readOidcRequest(reader: InputReader, audience: string): OidcRequest {
  if (reader.text('api-key') !== undefined) {
    reader.fault(OIDC_INPUT, { words: 'it was given together with api-key' }, 'one of the two')
  }
  if (audience.length > LONGEST_AUDIENCE || /[\p{Cc}\p{Cs}]/u.test(audience)) {
    reader.fault(OIDC_INPUT, audience, `at most ${LONGEST_AUDIENCE} characters, none of them a control character`)
  }
  const url = URL.parse(reader.variable('ACTIONS_ID_TOKEN_REQUEST_URL') ?? '')
  const requestToken = reader.variable('ACTIONS_ID_TOKEN_REQUEST_TOKEN')
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  if (url === null || !isSafe || requestToken === undefined || !isHeaderValue(requestToken)) {
    reader.fault(OIDC_INPUT, { words: 'GitHub offers this job no OIDC token' }, OIDC_ACCEPTED)
    return { kind: 'oidc', audience, url: '', requestToken: '' }
  }
  url.searchParams.set('audience', audience.toWellFormed())
  return { kind: 'oidc', audience, url: url.href, requestToken }
}

const LONGEST_AUDIENCE = 1000
const OIDC_ACCEPTED =
  'an audience, in a job with `permissions: id-token: write` (GitHub gives none to pull requests from forks)'

/** Whether it was said where the platform is: otherwise it is taken to be at its public address. */
export function isBaseUrlGiven(env: Env, platform: Pick<Access, 'baseUrlEnv'>): boolean {
  return givenBaseUrl(new InputReader(env), platform).text !== undefined
}

/** `variable`: the environment variable that it is from, where it is from one. */
function givenBaseUrl(reader: InputReader, { baseUrlEnv }: Pick<Access, 'baseUrlEnv'>) {
  const input = reader.text('base-url')
  const variable = input === undefined ? baseUrlEnv.find((name) => reader.variable(name) !== undefined) : undefined
  return { variable, text: variable === undefined ? input : reader.variable(variable) }
}

function readBaseUrl(reader: InputReader, platform: Access): string {
  const { name, baseUrlEnv } = platform
  const { variable, text = platform.defaultBaseUrl } = givenBaseUrl(reader, platform)
  if (text === undefined) {
    const accepted = `where your ${name} is, as the input base-url or as the environment variable ${baseUrlEnv[0]}`
    reader.fault('base-url', undefined, accepted)
    return ''
  }
  const parsed = parseBaseUrl(text)
  if (parsed.kind === 'url') return parsed.url
  reader.fault('base-url', givenBy(variable, parsed.given), parsed.accepted)
  return ''
}

function readApiKey(reader: InputReader, { name, apiKeyEnv }: Access): string {
  const input = reader.text('api-key')
  const key = input ?? reader.variable(apiKeyEnv)
  if (key === undefined) {
    const accepted = `an API key of ${name}, as the input api-key or as the environment variable ${apiKeyEnv}`
    reader.fault('api-key', undefined, accepted)
    return ''
  }
  const where = input === undefined ? `in the environment variable ${apiKeyEnv}` : 'in the input'
  const surplus = surplusOf(key)
  if (surplus !== undefined) {
    reader.fault('api-key', { words: `the key ${where} ${surplus}` }, 'the key alone')
    return ''
  }
  if (isHeaderValue(key)) return key
  const words = `the key ${where} holds line breaks, control characters or characters beyond Latin-1`
  reader.fault('api-key', { words }, 'a key that fits into an HTTP header')
  return ''
}

/** What people copy along with a key. `=` at the end of a key is Base64's. */
function surplusOf(key: string): string | undefined {
  if (/^(?:authorization\s*:\s*)?bearer\s/i.test(key)) return 'begins with `Bearer`, which is added to each request'
  if (/^(["'`]).*\1$/s.test(key)) return 'is in quotes'
  if (/^(?:export\s+)?[A-Za-z_]\w*=[^=]/.test(key)) return 'has a name and `=` before it'
  return undefined
}
