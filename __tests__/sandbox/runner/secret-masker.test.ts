import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SecretMasker } from '../../../sandbox/runner/secret-masker.ts'

function maskerOf(...secrets: string[]): SecretMasker {
  const masker = new SecretMasker()
  for (const secret of secrets) masker.add(secret)
  return masker
}

describe('the secret masker', () => {
  test('lets no secret through, wherever it stands', () => {
    const secret = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 2 })
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ') })
    fc.assert(
      fc.property(secret, secret, text, text, (one, other, before, after) => {
        const masked = maskerOf(one, other).mask(before + one + other + after)
        expect(masked).not.toContain(one)
        expect(masked).not.toContain(other)
      }),
    )
  })

  test('makes one mask of secrets that overlap or touch', () => {
    expect(maskerOf('abc', 'cde', 'fg').mask('xabcdefgx')).toBe('x***x')
    expect(maskerOf('aba').mask('ababa')).toBe('***')
  })

  test('masks each line of a secret of several lines', () => {
    expect(maskerOf('first\nsecond').mask('a second thing, first of all')).toBe('a *** thing, *** of all')
  })

  test('masks a secret that was JSON-, URI- or XML-escaped', () => {
    const secret = 'q"<&/ ü'
    const escaped = [JSON.stringify({ secret }), encodeURIComponent(secret), 'q&quot;&lt;&amp;/ ü'].join('\n')
    expect(maskerOf(secret).mask(escaped)).toBe('{"secret":"***"}\n***\n***')
  })

  test.each(['', 'x', 'xx'])('masks a secret within base64, after %j', (before) => {
    const secret = 'a-long-enough-secret'
    const masked = maskerOf(secret).mask(Buffer.from(`${before}${secret}:rest`).toString('base64'))
    expect(masked).toContain('***')
    expect(Buffer.from(masked.replace('***', ''), 'base64').toString('latin1')).not.toContain('enough')
  })

  test('takes an empty value or blank lines for no secret', () => {
    const masker = maskerOf('', ' ', 'a\n\n')
    expect(masker.mask('b  b')).toBe('b  b')
    expect(masker.values).toEqual(['a\n\n', 'a'])
  })
})
