import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readToken } from '../../src/oidc/token.ts'

const NOW_MS = Date.UTC(2026, 0, 15, 12)
const NOW_S = NOW_MS / 1000

function jwt(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`
}

function read(
  body: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return readToken({ kind: 'answer', status, headers, body: text }, NOW_MS)
}

describe('how long a token is good', () => {
  const date = new Date(NOW_MS - 7_200_000).toUTCString()
  test.each([
    ["is told by GitHub's own clock", { exp: NOW_S - 7200 + 300, iat: NOW_S - 7200 - 60 }, { date }, 298_000],
    ['is told by when it was issued, without a Date', { exp: NOW_S + 900, iat: NOW_S + 600 }, {}, 298_000],
    ["is told by the runner's clock, without either", { exp: NOW_S + 300 }, {}, 298_000],
    ['is the usual five minutes where it does not say', { iat: NOW_S }, {}, 300_000],
    ['is the usual five minutes where it says nonsense', { exp: 'soon' }, {}, 300_000],
    ['is a moment at least', { exp: NOW_S - 99 }, {}, 1000],
    ['is a day at most', { exp: NOW_S + 1e9 }, {}, 86_400_000],
  ])('%s', (_, claims, headers: Record<string, string>, lifeMs) => {
    expect(read({ value: jwt(claims) }, { headers })).toEqual({ kind: 'token', token: jwt(claims), lifeMs })
  })

  test('is the usual of a token that is no JWT', () => {
    expect(read({ value: 'opaque' })).toMatchObject({ token: 'opaque', lifeMs: 300_000 })
  })
})

describe('an answer without a token', () => {
  test.each([
    [401, true],
    [403, true],
    [404, true],
    [408, false],
    [429, false],
    [500, false],
    [302, false],
  ])('with HTTP %i is a refusal: %s', (status, isRefusal) => {
    expect(read('{"message":"no"}', { status })).toEqual({
      kind: 'none',
      why: `it answered HTTP ${status}: no`,
      isRefusal,
    })
  })

  test('is told with at most 200 characters of what GitHub says', () => {
    const result = read({ message: 'x'.repeat(10_000) }, { status: 403 })
    expect(result.kind === 'none' && result.why.length).toBeLessThan(250)
  })
})

test('whatever comes, it is a token that a header can carry, or none', () => {
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ value: fc.anything() }).map((value) => JSON.stringify(value) ?? ''),
  )
  fc.assert(
    fc.property(body, fc.integer({ min: 100, max: 599 }), (text, status) => {
      const result = read(text, { status })
      if (result.kind === 'token') {
        expect(result.token).toMatch(/^[\x21-\x7e]+$/)
        expect(result.lifeMs).toBeGreaterThanOrEqual(1000)
      }
    }),
  )
})
