/** Every secret that may be around when the step starts, so that all can be masked before anything else is done. */

import type { Env } from '../core/ports.ts'
import type { PlatformDefinition } from '../platforms/definition.ts'
import { OIDC_INPUT } from './connection.ts'
import { toVariable } from './reader.ts'

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']

/**
 * Parts of a secret (one line of many, a proxy's password by itself) that are shorter than this are left alone: masked,
 * they would blot out ordinary text everywhere and so give themselves away. A whole secret is always masked.
 */
const SHORTEST_PART = 4

/**
 * Keys and tokens in inputs and in the environment, of every platform, and credentials in URLs; each once, the longest
 * first, so that a secret that contains another is replaced as a whole.
 */
export function secretsOf(
  env: Env,
  platforms: readonly Pick<PlatformDefinition, 'apiKeyEnv' | 'baseUrlEnv'>[],
): string[] {
  // What GitHub's token is asked for with, where one is.
  const requestToken = env[toVariable(OIDC_INPUT)] ? ['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] : []
  const inputs = [toVariable('api-key'), toVariable('github-token')]
  const keys = [...inputs, ...requestToken, ...platforms.map(({ apiKeyEnv }) => apiKeyEnv)]
  // A base URL with user info is refused, yet until then it is there to be printed.
  const urls = [...PROXY_VARIABLES, toVariable('base-url'), ...platforms.flatMap(({ baseUrlEnv }) => baseUrlEnv)]
  const secrets = [...valuesOf(env, keys).flatMap(wholeAndLines), ...valuesOf(env, urls).flatMap(credentialsIn)]
  return [...new Set(secrets)].sort((one, other) => other.length - one.length)
}

function valuesOf(env: Env, names: readonly string[]): string[] {
  return names.map((name) => env[name]?.trim() ?? '').filter((value) => value !== '')
}

function wholeAndLines(secret: string): string[] {
  const lines = secret.split(/\r\n|\r|\n/).map((line) => line.trim())
  return [secret, ...lines.filter(isLongEnough)]
}

/** User info as written and decoded, the password of each, and what a proxy gets of it as basic authentication. */
function credentialsIn(url: string): string[] {
  // Greedy, since a password may hold an @ that nobody encoded.
  const userInfo = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(.+)@/is.exec(url)?.[1]
  if (userInfo === undefined) return []
  // Without a scheme it is read as the adapter reads a proxy's: a URL parser mends what is odd in it.
  const parsed = URL.parse(url.includes('://') ? url : `http://${url}`)
  const asParsed = parsed === null ? userInfo : pairOf(parsed)
  // A % that encodes nothing keeps the whole from being decoded, but not the part without it.
  const decoded =
    parsed === null ? '' : pairOf({ username: decode(parsed.username), password: decode(parsed.password) })
  const pairs = [userInfo, asParsed, decode(userInfo), decode(asParsed), decoded].filter((pair) => pair !== '')
  return pairs.flatMap((pair) => [pair, ...[passwordOf(pair)].filter(isLongEnough), basicAuthentication(pair)])
}

function pairOf({ username, password }: Pick<URL, 'username' | 'password'>): string {
  return password === '' ? username : `${username}:${password}`
}

/** What follows the first colon. A user without one is a token. */
function passwordOf(pair: string): string {
  return pair.slice(pair.indexOf(':') + 1)
}

function basicAuthentication(pair: string): string {
  return Buffer.from(pair.includes(':') ? pair : `${pair}:`).toString('base64')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function isLongEnough(part: string): boolean {
  return part.length >= SHORTEST_PART
}
