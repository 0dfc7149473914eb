/** An answer as GitHub's API has them: JSON, with what is left of the rate limit. */

import type { SimResponse } from '../control-plane/types.ts'

export function respond(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): SimResponse {
  const remaining = { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4999' }
  const type = { 'content-type': 'application/json; charset=utf-8' }
  return { status, headers: { ...type, ...remaining, ...headers }, body: status === 204 ? '' : JSON.stringify(value) }
}
