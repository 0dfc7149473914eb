import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { givenBy, parseBaseUrl } from '../../src/inputs/base-url.ts'

describe('a base URL', () => {
  test.each([
    ['https://app.truefoundry.com', 'https://app.truefoundry.com'],
    ['app.truefoundry.com', 'https://app.truefoundry.com'],
    ['tfy.example.com:8443', 'https://tfy.example.com:8443'],
    ['localhost:8080', 'https://localhost:8080'],
    ['HTTPS://TFY.Example.com:443/', 'https://tfy.example.com'],
    [' https://tfy.example.com/a/b/// ', 'https://tfy.example.com/a/b'],
    ['tfy.example.com/prefix/', 'https://tfy.example.com/prefix'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['http://127.8.9.10:1', 'http://127.8.9.10:1'],
    ['http://127.1', 'http://127.0.0.1'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('%s is used as %s', (text, url) => {
    expect(parseBaseUrl(text)).toEqual({ kind: 'url', url })
  })

  test.each([
    'http://app.truefoundry.com',
    'http://localhost.example.com',
    'http://api.localhost',
    'http://localhost.:8080',
    'http://notlocalhost',
    'http://127.0.0.1.example.com',
    'http://128.0.0.1',
    'http://[::2]',
    'http://0.0.0.0',
    'ftp://example.com',
    'ws://localhost',
    '//example.com',
    'https:///example.com',
    'https:example.com',
    'http:/localhost',
    'https://',
    'https://example.com:',
    'https://example.com:port',
    'https://exa mple.com',
    'https://exa\tmple.com',
    'https://example.com\\path',
    'https://example.com/?',
    'https://example.com?key=1',
    'https://example.com/#',
    'https://me@example.com',
    'https://@example.com',
    'me:word@example.com',
    'https://me:word%40example.com',
    'javascript:alert(1)',
    'a b',
  ])('%j is refused', (text) => {
    expect(parseBaseUrl(text).kind).toBe('refused')
  })

  test('has a thousand characters at most: it stands in the saved state and in every link', () => {
    const long = (characters: number) => `https://tfy.example.com/${'x'.repeat(characters - 24)}`
    expect(parseBaseUrl(long(1000)).kind).toBe('url')
    expect(parseBaseUrl(long(1001))).toEqual({
      kind: 'refused',
      given: { words: 'it has 1001 characters' },
      accepted: 'a URL of at most 1000 characters',
    })
  })

  test('a refused one from the environment names the variable', () => {
    expect(givenBy('TFY_HOST', 'a b')).toEqual({
      words: 'taken from the environment variable TFY_HOST, it holds "a b"',
    })
  })
})

describe('for any base URL', () => {
  const host = fc.domain()
  const path = fc.webPath().filter((text) => !/%40|@/.test(text))

  test('to normalise it again changes nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom('', 'https://'), host, path, (scheme, name, prefix) => {
        const once = parseBaseUrl(`${scheme}${name}${prefix}`)
        if (once.kind !== 'url') throw new Error(`${name}${prefix} was refused`)
        expect(once.url.endsWith('/')).toBe(false)
        expect(parseBaseUrl(once.url)).toEqual(once)
      }),
    )
  })

  test('credentials in it are refused and never repeated', () => {
    const password = fc
      .string({ minLength: 1, maxLength: 20 })
      .map((text) => `Hunter2${text}`)
      .filter((text) => text.trim() === text)
    const scheme = fc.constantFrom('', 'https://', 'http://', 'https:', 'https:/', 'ftp://', '//')
    fc.assert(
      fc.property(scheme, password, host, (start, word, name) => {
        const refused = parseBaseUrl(`${start}user:${word}@${name}`)
        expect(refused.kind).toBe('refused')
        expect(JSON.stringify(refused)).not.toContain('Hunter2')
      }),
    )
  })

  test('credentials whose @ was forgotten are not repeated either', () => {
    expect(JSON.stringify(parseBaseUrl('https://user:Hunter2'))).not.toContain('Hunter2')
    expect(JSON.stringify(parseBaseUrl('http://user:Hunter2.example.com/x'))).not.toContain('Hunter2')
  })
})

test('a path of nothing but slashes takes no longer than another', () => {
  const startMs = performance.now()
  expect(parseBaseUrl(`https://x/${'/'.repeat(100_000)}y${'/'.repeat(10_000)}`)).toMatchObject({ kind: 'refused' })
  expect(performance.now() - startMs).toBeLessThan(1000)
})
