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
      const text = Buffer.from(`${before}${KEY}${after}`)
      expect(blot(text.toString('base64'))).toContain('***')
      expect(blot(text.toString('base64url'))).toContain('***')
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

const CONTROLS = ['\u0000', '\u0007', '\r', '\u009b', '\u001b[31m', '\u001b[0m', '\u000b'] as const

test('control characters and colour codes inside a key do not hide it, and elsewhere they stay', () => {
  const between = fc.constantFrom('', '', '', ...CONTROLS)
  const inside = fc.array(between, { minLength: KEY.length - 1, maxLength: KEY.length - 1 })
  fc.assert(
    fc.property(inside, (controls) => {
      const echoed = Array.from(KEY, (character, at) => character + (controls[at] ?? '')).join('')
      expect(blot(`\u001b[32ma\u0007b ${echoed} c`)).toBe('\u001b[32ma\u0007b *** c')
    }),
  )
})

test('a key that holds a control character itself is found without it too, as the runner prints it', () => {
  const secrets = new Secrets()
  secrets.add('pass\u0007word-9f3a')
  expect(secrets.blot('before password-9f3a after')).toBe('before *** after')
  expect(secrets.blot('before pass\u0007word-9f3a after')).toBe('before *** after')
})

test('of a key that is cut in two the greater half is blotted out, wherever the cut is', () => {
  for (let at = 1; at < KEY.length; at++) {
    const halves = [`before ${KEY.slice(0, at)}`, `${KEY.slice(at)} after`]
    expect(halves.map(blot).join('')).toContain('***')
    expect(blot(`${halves[0]}…`) + blot(`…${halves[1]}`)).toContain('***')
  }
  expect(blot(`see ${KEY.slice(0, 15)}… and more`)).toBe('see ***… and more')
  expect(blot(`…${KEY.slice(5)} and more`)).toBe('…*** and more')
})

test('what is sealed holds no secret and is restored as it was, where the same secrets are known', () => {
  const other = 'acme'
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(KEY, other))), (parts) => {
      const text = JSON.stringify({ id: parts.join('-') })
      const [main, post] = [new Secrets(), new Secrets()]
      for (const secret of [KEY, other]) main.add(secret)
      for (const secret of [other, 'unrelated', KEY]) post.add(secret)
      const sealed = main.seal(text)
      expect(sealed).not.toContain(other)
      expect(main.blot(sealed)).toBe(sealed)
      expect(post.restore(sealed)).toBe(text)
    }),
  )
})

test('so is what is sealed where one secret may stand in the mark of another', () => {
  const secrets = new Secrets()
  for (const digit of '0123456789abcdef') secrets.add(digit)
  secrets.add(KEY)
  expect(secrets.restore(secrets.seal(`{"a":"${KEY}-1f"}`))).toBe(`{"a":"${KEY}-1f"}`)
})

test('a saved text can not ask for a secret: marks are those that sealing made', () => {
  const secrets = new Secrets()
  secrets.add(KEY)
  const mark = secrets.seal(KEY)
  expect(mark).not.toContain(KEY)
  expect(secrets.restore(secrets.seal(`a${mark}b`))).not.toContain(KEY)
})

test('lines in colour are looked through about as quickly as plain ones, with a day of tokens behind', () => {
  const secrets = new Secrets()
  secrets.add(KEY)
  for (let n = 0; n < 20; n++) secrets.add(`${'token'.repeat(220)}${n}`, 'passing')
  const cpuMs = (line: string) => {
    const before = process.cpuUsage()
    for (let n = 0; n < 2000; n++) secrets.blot(`${line} ${n}`)
    return process.cpuUsage(before).user / 1000
  }
  const plainMs = cpuMs(`2026-01-15 step ${'x'.repeat(80)}`)
  expect(cpuMs(`\u001b[32m2026-01-15\u001b[0m step ${'x'.repeat(80)}`)).toBeLessThan(10 * plainMs + 100)
})

test('a flood of marks costs little, and what is at its ends is blotted out all the same', () => {
  const secrets = new Secrets()
  secrets.add(KEY)
  for (let n = 0; n < 20; n++) secrets.add(`${'token'.repeat(220)}${n}`, 'passing')
  const flood = 'a word…'.repeat(300_000)
  const before = process.cpuUsage()
  expect(secrets.blot(`${KEY.slice(3)}${flood}${KEY.slice(0, 15)}`)).toBe(`***${flood}***`)
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(3000)
})
