import { describe, expect, test } from '@jest/globals'
import { secretsOf } from '../../src/inputs/secrets.ts'
import { chooseProxy } from '../../src/runtime/http/proxy.ts'

const PLATFORMS = [
  { apiKeyEnv: 'ONE_KEY', baseUrlEnv: ['ONE_HOST'] },
  { apiKeyEnv: 'OTHER_KEY', baseUrlEnv: [] },
]
const secrets = (env: Record<string, string>) => secretsOf(env, PLATFORMS)
const basic = (pair: string) => Buffer.from(pair).toString('base64')

describe('what is masked before anything else', () => {
  test('nothing where there is nothing', () => {
    expect(secrets({ 'INPUT_API-KEY': ' ', HTTPS_PROXY: 'http://proxy:8080', PATH: '/bin' })).toEqual([])
  })

  test('keys and tokens of the inputs, and the keys of all platforms in the environment', () => {
    const env = {
      'INPUT_API-KEY': ' input-key\n',
      'INPUT_GITHUB-TOKEN': 'ghs_x',
      ONE_KEY: 'first-key',
      OTHER_KEY: 'abc',
    }
    expect(new Set(secrets(env))).toEqual(new Set(['input-key', 'ghs_x', 'first-key', 'abc']))
  })

  test('a value of several lines as a whole and each line, but for lines too short to be told from text', () => {
    expect(secrets({ ONE_KEY: 'line one\r\n}\nline two' })).toEqual(['line one\r\n}\nline two', 'line one', 'line two'])
  })

  test.each(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'])(
    'credentials in %s, in all their forms',
    (name) => {
      const found = secrets({ [name]: 'http://me:p%40ss%3Aword@proxy.example.com:3128' })
      expect(found).toEqual(expect.arrayContaining(['me:p%40ss%3Aword', 'p%40ss%3Aword', 'me:p@ss:word', 'p@ss:word']))
      expect(found).toContain(basic('me:p@ss:word'))
    },
  )

  test('credentials of a proxy without a scheme, with a stray @ or %, or with characters that URLs encode', () => {
    expect(secrets({ HTTP_PROXY: 'me:word@proxy:80' })).toEqual(expect.arrayContaining(['me:word', 'word']))
    expect(secrets({ HTTP_PROXY: 'http://me:p@ssword@proxy' })).toEqual(
      expect.arrayContaining(['p@ssword', basic('me:p@ssword')]),
    )
    expect(secrets({ HTTP_PROXY: 'http://me:100%word@proxy' })).toContain('100%word')
    expect(secrets({ HTTP_PROXY: 'http://me:pa|ss^word@proxy' })).toEqual(
      expect.arrayContaining(['pa|ss^word', 'pa%7Css%5Eword', basic('me:pa|ss^word')]),
    )
  })

  test('a short password only together with its user, lest it blots out ordinary text', () => {
    expect(new Set(secrets({ HTTP_PROXY: 'http://me:pw@proxy' }))).toEqual(new Set(['me:pw', basic('me:pw')]))
  })

  test('a token in place of user and password', () => {
    expect(secrets({ HTTPS_PROXY: 'http://token@proxy' })).toEqual(expect.arrayContaining(['token', basic('token:')]))
  })

  test('credentials in a base URL, which is going to be refused', () => {
    expect(secrets({ 'INPUT_BASE-URL': 'https://me:first@a', ONE_HOST: 'https://me:second@b' })).toEqual(
      expect.arrayContaining(['first', 'second']),
    )
  })

  test('longer ones first, each once', () => {
    const found = secrets({ 'INPUT_API-KEY': 'key', ONE_KEY: 'key-of-one', OTHER_KEY: 'key' })
    expect(found).toEqual(['key-of-one', 'key'])
  })
})

test.each([
  'me:se\\cret@proxy:80',
  'me:se\tcret@proxy:80',
  'me:s\ncret@proxy:80',
  '\\me:secret@proxy:80',
  '/:secret@proxy:80',
  'http://50%off:p%40ss@proxy:80',
])('what the proxy gets of %j is masked, though a URL parser mends it first', (url) => {
  const choice = chooseProxy(new URL('https://x.example'), { HTTPS_PROXY: url })
  const sent = choice.kind === 'proxy' ? (choice.proxy.authorization?.slice('Basic '.length) ?? '') : ''
  const pair = Buffer.from(sent, 'base64').toString()
  if (sent !== '')
    expect(secrets({ HTTPS_PROXY: url })).toEqual(
      expect.arrayContaining([sent, pair, pair.slice(pair.indexOf(':') + 1)]),
    )
})
