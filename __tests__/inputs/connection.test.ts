import { describe, expect, test } from '@jest/globals'
import { readConnection } from '../../src/inputs/connection.ts'

const PLATFORM: Parameters<typeof readConnection>[1] = {
  name: 'Example',
  defaultBaseUrl: 'https://app.example.com',
  baseUrlEnv: ['EX_URL', 'EX_GATEWAY'],
  apiKeyEnv: 'EX_KEY',
  inputs: [{ name: 'oidc-audience', value: 'shown' }],
}

async function read(env: Record<string, string>) {
  const result = await readConnection(env, PLATFORM)
  return result.kind === 'connection' ? result : result.message
}

describe('where the platform is', () => {
  const key = { EX_KEY: 'k' }
  test.each([
    ['by the input first', { 'INPUT_BASE-URL': 'in.example.com', EX_URL: 'url.example.com' }, 'https://in.example.com'],
    [
      'by the first variable that holds something',
      { EX_URL: ' ', EX_GATEWAY: 'gw.example.com/' },
      'https://gw.example.com',
    ],
    [
      'by the order of the variables',
      { EX_GATEWAY: 'gw.example.com', EX_URL: 'url.example.com' },
      'https://url.example.com',
    ],
    ["else at the platform's own address", {}, 'https://app.example.com'],
  ])('%s', async (_, env, baseUrl) => {
    expect(await read({ ...key, ...env })).toEqual({
      kind: 'connection',
      baseUrl,
      credential: { kind: 'api_key', key: 'k' },
      headers: {},
    })
  })

  test('a faulty variable is named, and what it holds is shown unless it may be a credential', async () => {
    expect(await read({ ...key, EX_URL: 'http://example.com' })).toContain(
      'EX_URL, it holds "http://example.com"; accepted: an https',
    )
    const message = await read({ ...key, EX_URL: 'https://me:Hunter2@example.com' })
    expect(message).toContain('EX_URL')
    expect(message).not.toContain('Hunter2')
  })

  test('has to be said where it has no address of its own', async () => {
    const { defaultBaseUrl: _none, ...platform } = PLATFORM
    const result = await readConnection(key, platform)
    expect(result).toMatchObject({ message: expect.stringMatching(/base-url.*where your Example is.*EX_URL/s) })
  })
})

describe('the key', () => {
  test('is the input, else that of the environment, without the white space around it', async () => {
    expect(await read({ 'INPUT_API-KEY': ' a\n', EX_KEY: 'b' })).toMatchObject({ credential: { key: 'a' } })
    expect(await read({ 'INPUT_API-KEY': '', EX_KEY: 'b\r\n' })).toMatchObject({ credential: { key: 'b' } })
  })

  test('that is missing is a fault which tells both ways to give it', async () => {
    expect(await read({})).toBe(
      'Input api-key: nothing was given; accepted: an API key of Example, as the input api-key or as the environment variable EX_KEY',
    )
  })

  test.each(['Hunter2\nb', 'Hunter2\u0000', 'Hunter2\u007f', 'Hunter2\u0085b', 'Hunter2–b', 'Hunter2\tb'])(
    'that no header can carry is a fault that does not repeat it: %j',
    async (apiKey) => {
      const message = await read({ 'INPUT_API-KEY': apiKey })
      expect(message).toContain('api-key')
      expect(message).not.toContain('Hunter2')
    },
  )

  test.each([
    ['Bearer Hunter2', 'begins with `Bearer`'],
    ['Authorization: bearer Hunter2', 'begins with `Bearer`'],
    ['"Hunter2"', 'is in quotes'],
    ["'Hunter2'", 'is in quotes'],
    ['TFY_API_KEY=Hunter2', 'has a name and `=` before it'],
    ['export KEY="Hunter2"', 'has a name and `=` before it'],
  ])('that holds more than the key is a fault that tells what, and does not repeat it: %j', async (apiKey, told) => {
    const message = await read({ 'INPUT_API-KEY': apiKey })
    expect(message).toContain(told)
    expect(message).not.toContain('Hunter2')
    expect(await read({ EX_KEY: apiKey })).toContain('the key in the environment variable EX_KEY')
  })

  test.each(['bearer-9f3a', 'c2VjcmV0a2V5cw==', 'dGVzdA=', 'ab"c"', 'tfy_a-b.c', '=Hunter2'])(
    'that merely looks like that is a key: %j',
    async (apiKey) => {
      expect(await read({ 'INPUT_API-KEY': apiKey })).toMatchObject({ credential: { key: apiKey } })
    },
  )

  test('is reported together with a faulty URL', async () => {
    expect(await read({ 'INPUT_BASE-URL': 'a b' })).toMatch(/^2 faults/)
  })
})

describe("GitHub's token in the place of a key", () => {
  const offered = {
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://pipelines.example.com/oidc?api-version=2.0',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
  }

  test('is asked for with the audience, at the address that the runner gives', async () => {
    expect(await read({ ...offered, 'INPUT_OIDC-AUDIENCE': 'my audience&more' })).toMatchObject({
      credential: {
        kind: 'oidc',
        audience: 'my audience&more',
        url: 'https://pipelines.example.com/oidc?api-version=2.0&audience=my+audience%26more',
        requestToken: 'request-token',
      },
    })
  })

  test('leaves a key in the environment alone, and contradicts one that is given as an input', async () => {
    const asked = { ...offered, 'INPUT_OIDC-AUDIENCE': 'tfy' }
    expect(await read({ ...asked, EX_KEY: 'k' })).toMatchObject({ credential: { kind: 'oidc' } })
    expect(await read({ ...asked, 'INPUT_API-KEY': 'Hunter2' })).toBe(
      'Input oidc-audience: it was given together with api-key; accepted: one of the two',
    )
  })

  test.each([
    ['no address', { ACTIONS_ID_TOKEN_REQUEST_URL: '' }],
    ['no request token', { ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }],
    ['an address that is none', { ACTIONS_ID_TOKEN_REQUEST_URL: 'pipelines' }],
    ['an address in plain http', { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://pipelines.example.com/' }],
    ['a request token that no header can carry', { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'a\nb' }],
  ])('is a fault that names the permission where the runner gives %s', async (_, env) => {
    expect(await read({ ...offered, ...env, 'INPUT_OIDC-AUDIENCE': 'tfy' })).toBe(
      'Input oidc-audience: GitHub offers this job no OIDC token; accepted: an audience, in a job with ' +
        '`permissions: id-token: write` (GitHub gives none to pull requests from forks)',
    )
  })

  test.each(['a\u0000b', 'x'.repeat(1001)])('needs an audience that can be one', async (audience) => {
    expect(await read({ ...offered, 'INPUT_OIDC-AUDIENCE': audience })).toContain('at most 1000 characters')
  })

  test('is not for a platform that takes none', async () => {
    const result = await readConnection({ ...offered, 'INPUT_OIDC-AUDIENCE': 'tfy' }, { ...PLATFORM, inputs: [] })
    expect(result).toMatchObject({ kind: 'faulty' })
  })
})
