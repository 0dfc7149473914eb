import { describe, expect, test } from '@jest/globals'
import { readConnection } from '../../src/inputs/connection.ts'

const PLATFORM = {
  name: 'Example',
  defaultBaseUrl: 'https://app.example.com',
  baseUrlEnv: ['EX_URL', 'EX_GATEWAY'],
  apiKeyEnv: 'EX_KEY',
}

function read(env: Record<string, string>) {
  const result = readConnection(env, PLATFORM)
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
  ])('%s', (_, env, baseUrl) => {
    expect(read({ ...key, ...env })).toEqual({ kind: 'connection', baseUrl, apiKey: 'k' })
  })

  test('a faulty variable is named, and what it holds is shown unless it may be a credential', () => {
    expect(read({ ...key, EX_URL: 'http://example.com' })).toContain(
      'EX_URL, it holds "http://example.com"; accepted: an https',
    )
    const message = read({ ...key, EX_URL: 'https://me:Hunter2@example.com' })
    expect(message).toContain('EX_URL')
    expect(message).not.toContain('Hunter2')
  })
})

describe('the key', () => {
  test('is the input, else that of the environment, without the white space around it', () => {
    expect(read({ 'INPUT_API-KEY': ' a\n', EX_KEY: 'b' })).toMatchObject({ apiKey: 'a' })
    expect(read({ 'INPUT_API-KEY': '', EX_KEY: 'b\r\n' })).toMatchObject({ apiKey: 'b' })
  })

  test('that is missing is a fault which tells both ways to give it', () => {
    expect(read({})).toBe(
      'Input api-key: nothing was given; accepted: an API key of Example, as the input api-key or as the environment variable EX_KEY',
    )
  })

  test.each(['Hunter2\nb', 'Hunter2\u0000', 'Hunter2\u007f', 'Hunter2\u0085b', 'Hunter2–b', 'Hunter2\tb'])(
    'that no header can carry is a fault that does not repeat it: %j',
    (apiKey) => {
      const message = read({ 'INPUT_API-KEY': apiKey })
      expect(message).toContain('api-key')
      expect(message).not.toContain('Hunter2')
    },
  )

  test('is reported together with a faulty URL', () => {
    expect(read({ 'INPUT_BASE-URL': 'a b' })).toMatch(/^2 faults/)
  })
})
