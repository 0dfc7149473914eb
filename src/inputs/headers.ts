/** The `headers` input: what an access proxy before the control plane asks for. */

import type { Env } from '../core/ports.ts'
import { quote } from '../text/quote.ts'
import { type InputReader, readInputsWith } from './reader.ts'

/** Names in lower case. */
export type ExtraHeaders = Readonly<Record<string, string>>

/** A value that is shorter would blot out ordinary text everywhere, and so give itself away. */
const SHORTEST_SECRET = 8
/** Those that the action or the transport sets, or that say how a request is to be read. */
const TAKEN =
  /^(?:authorization|host|content-.*|accept.*|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|proxy-.*|last-event-id)$/
const ACCEPTED =
  'a map of header names and values, without Authorization, Host, Content-*, Accept*, Connection, Keep-Alive, TE, Trailer, Transfer-Encoding, Upgrade, Expect, Proxy-* and Last-Event-ID'

/** No fault repeats a value. */
export function readHeaders(reader: InputReader): ExtraHeaders {
  const headers = new Map<string, string>()
  for (const [given, value] of Object.entries(reader.map('headers', 'strings') ?? {})) {
    const name = given.toLowerCase()
    const why = whyUnusable(name, value) ?? (headers.has(name) ? 'is there twice' : undefined)
    if (why === undefined) headers.set(name, String(value))
    else reader.fault('headers', { words: `the header ${quote(given)} ${why}` }, ACCEPTED)
  }
  return Object.fromEntries(headers)
}

/** Values that are taken out of all text, like keys. */
export function secretsIn(headers: ExtraHeaders): readonly string[] {
  return Object.values(headers)
    .map((value) => value.trim())
    .filter((value) => value.length >= SHORTEST_SECRET)
    .toSorted((one, other) => other.length - one.length)
}

/** The same, before anything else is read. */
export async function headerSecretsOf(env: Env): Promise<readonly string[]> {
  const [headers] = await readInputsWith(env, [], readHeaders)
  return secretsIn(headers)
}

function whyUnusable(name: string, value: unknown): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]{1,200}$/.test(name)) return 'has a name that no header can have'
  if (TAKEN.test(name)) return 'is not for the input to set'
  return typeof value === 'string' && isHeaderValue(value)
    ? undefined
    : 'is empty, or holds line breaks, control characters or characters beyond Latin-1'
}

/** What a header can carry: anything else would fail in the middle of the first request. */
export function isHeaderValue(text: string): boolean {
  return /^[\x20-\x7e\xa0-\xff]+$/.test(text)
}
