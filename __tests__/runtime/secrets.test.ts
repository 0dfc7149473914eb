import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Secrets } from '../../src/runtime/door.ts'

const KEY = 'sk-SECRET+/=key"42<xyz'

function blot(text: string): string {
  const secrets = new Secrets()
  secrets.add(KEY)
  return secrets.blot(text)
}

test.each([
  ['as it is', KEY],
  ['in JSON', JSON.stringify({ KEY })],
  ['in JSON inside JSON', JSON.stringify(JSON.stringify({ KEY }))],
  ['in JSON with escaped slashes', JSON.stringify(KEY).replaceAll('/', '\\/')],
  ['in a URL', encodeURIComponent(KEY)],
  ['in markup', KEY.replaceAll('"', '&quot;').replaceAll('<', '&lt;')],
  ['in hexadecimal', Buffer.from(KEY).toString('hex')],
])('a key that a platform echoes %s is blotted out', (_, text) => {
  expect(blot(`before ${text} after`)).toContain('***')
})

test('so is one in base64 of whatever holds it, such as the header that carried it', () => {
  const around = fc.string({ maxLength: 12 })
  fc.assert(
    fc.property(around, around, (before, after) => {
      const text = Buffer.from(`${before}${KEY}${after}`).toString('base64')
      expect(blot(text)).toContain('***')
    }),
  )
})

test('text without it stays as it is', () => {
  fc.assert(fc.property(fc.string(), (text) => expect(blot(text)).toBe(text)))
})

test('of tokens that follow each other the last twenty are blotted out, and lasting secrets for ever', () => {
  const secrets = new Secrets()
  secrets.add(KEY)
  const tokens = Array.from({ length: 100 }, (_, index) => `token-number-${index}-of-many`)
  for (const token of tokens) secrets.add(token, 'passing')
  const text = [KEY, ...tokens].join('\n')
  const lines = secrets.blot(text).split('\n')
  expect(lines[0]).toBe('***')
  expect(lines.slice(-20)).toEqual(Array.from({ length: 20 }, () => '***'))
  expect(lines.slice(1, -20)).toEqual(tokens.slice(0, -20))
})

describe('a secret', () => {
  test('is blotted out as it is, inside JSON and inside a URL', () => {
    const secrets = new Secrets()
    secrets.add('p"a ss')
    const text = `p"a ss ${JSON.stringify({ key: 'p"a ss' })} ?key=${encodeURIComponent('p"a ss')}`
    expect(secrets.blot(text)).toBe('*** {"key":"***"} ?key=***')
  })

  test('that contains another one is blotted out as a whole', () => {
    const secrets = new Secrets()
    for (const secret of ['abcd', 'abcdefgh']) secrets.add(secret)
    expect(secrets.blot('x abcdefgh y')).toBe('x *** y')
  })

  test('that is empty blots out nothing', () => {
    const secrets = new Secrets()
    secrets.add('')
    expect(secrets.blot('text')).toBe('text')
  })

  test('is nowhere in any text after it was added', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!'***'.includes(secret) && !`${before}***${after}`.includes(secret))
        const secrets = new Secrets()
        secrets.add(secret)
        expect(secrets.blot(`${before}${secret}${after}`)).not.toContain(secret)
      }),
    )
  })
})
