import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formsOf } from '../../src/text/secret-forms.ts'

/** As keys look, and with what the ways to write them treat in a way of their own. */
const secrets = fc.oneof(
  fc.string({ minLength: 8 }),
  fc.string({ unit: 'grapheme', minLength: 8 }),
  fc.string({ unit: fc.constantFrom('"', '\\', '/', '\n', '&', '<', "'", '+', '?', 'é', '語', 'k'), minLength: 8 }),
)
/** What stands before and after a secret that was encoded together with it. */
const neighbours = fc.tuple(fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 }))

const hasOneOf = (text: string, forms: readonly string[]) => forms.some((form) => text.includes(form))
const html = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

describe('a secret is found again', () => {
  test.each<[string, (text: string) => string]>([
    ['as it is', (text) => text],
    ['in JSON', (text) => JSON.stringify({ header: text })],
    ['in JSON that has slashes escaped', (text) => JSON.stringify(text).replaceAll('/', '\\/')],
    ['in JSON within JSON', (text) => JSON.stringify(JSON.stringify({ header: text }))],
    ['in a URL', (text) => encodeURIComponent(text.toWellFormed())],
    ['in a page', (text) => html(text).replaceAll('"', '&quot;').replaceAll("'", '&#39;')],
    ['in XML', (text) => html(text).replaceAll('"', '&quot;').replaceAll("'", '&apos;')],
    ['in Base64', (text) => Buffer.from(text).toString('base64')],
    ['in the Base64 of tokens', (text) => Buffer.from(text).toString('base64url')],
    ['in hex', (text) => Buffer.from(text).toString('hex')],
  ])('%s, whatever stands around it', (_, written) => {
    fc.assert(
      fc.property(secrets, neighbours, (secret, [before, after]) => {
        expect(hasOneOf(written(`${before}${secret}${after}`), formsOf(secret))).toBe(true)
      }),
    )
  })
})

describe('nothing else is taken for a secret', () => {
  test('a short one has no encoded form, since ordinary text might hold that by accident', () => {
    expect(new Set(formsOf('abcdefg'))).toEqual(new Set(['abcdefg']))
    expect(formsOf('abcdefgh')).toEqual(expect.arrayContaining(['YWJjZGVmZ2', '6162636465666768']))
  })

  test('no form is shorter than eight characters, nor padded', () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const added = formsOf(secret).filter((form) => !secret.includes('=') && form.includes('='))
        expect([formsOf(secret).every(({ length }) => length >= 8), added]).toEqual([true, []])
      }),
    )
  })
})
