/** Where a platform is and the key to it. */

import type { PlatformDefinition } from '../platforms/definition.ts'
import { givenBy, parseBaseUrl } from './base-url.ts'
import { describeFaults } from './faults.ts'
import { type Env, InputReader } from './reader.ts'

export interface Connection {
  /** Without a trailing slash. */
  readonly baseUrl: string
  /** Goes into the Authorization header and nowhere else. */
  readonly apiKey: string
}

export type ConnectionResult =
  | (Connection & { readonly kind: 'connection' })
  | { readonly kind: 'faulty'; readonly message: string }

type Access = Pick<PlatformDefinition, 'name' | 'defaultBaseUrl' | 'baseUrlEnv' | 'apiKeyEnv'>

/** Reads `base-url` and `api-key` alone: for `post`, whose inputs the runner evaluates afresh. */
export function readConnection(env: Env, platform: Access): ConnectionResult {
  const reader = new InputReader(env)
  const connection = readConnectionWith(reader, platform)
  if (reader.faults.length > 0) return { kind: 'faulty', message: describeFaults(reader.faults) }
  return { kind: 'connection', ...connection }
}

/** The same as part of a larger reading: faults go to the reader. */
export function readConnectionWith(reader: InputReader, platform: Access): Connection {
  return { baseUrl: readBaseUrl(reader, platform), apiKey: readApiKey(reader, platform) }
}

function readBaseUrl(reader: InputReader, { baseUrlEnv, defaultBaseUrl }: Access): string {
  const input = reader.text('base-url')
  const variable = input === undefined ? baseUrlEnv.find((name) => reader.variable(name) !== undefined) : undefined
  const text = variable === undefined ? input : reader.variable(variable)
  const parsed = parseBaseUrl(text ?? defaultBaseUrl)
  if (parsed.kind === 'url') return parsed.url
  reader.fault('base-url', givenBy(variable, parsed.given), parsed.accepted)
  return defaultBaseUrl
}

function readApiKey(reader: InputReader, { name, apiKeyEnv }: Access): string {
  const input = reader.text('api-key')
  const key = input ?? reader.variable(apiKeyEnv)
  if (key === undefined) {
    const accepted = `an API key of ${name}, as the input api-key or as the environment variable ${apiKeyEnv}`
    reader.fault('api-key', undefined, accepted)
    return ''
  }
  // What a header can carry: a key with anything else would fail in the middle of the first request.
  if (/^[\x20-\x7e\xa0-\xff]+$/.test(key)) return key
  const where = input === undefined ? `in the environment variable ${apiKeyEnv}` : 'in the input'
  const words = `the key ${where} holds line breaks, control characters or characters beyond Latin-1`
  reader.fault('api-key', { words }, 'a key that fits into an HTTP header')
  return ''
}
