import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { asReferences, escapeMarkup } from '../../src/text/markup.ts'
import { hostileText } from '../summary/hostile.ts'
import { pageOf } from '../summary/rendered.ts'

test('escaped text has the five references that the runner looks for secrets in, and no others', () => {
  expect(escapeMarkup(`<a href="b">it's c & d`)).toBe('&lt;a href=&quot;b&quot;&gt;it&apos;s c &amp; d')
})

test('text as references keeps its letters and digits, and has a number for all else', () => {
  expect(asReferences('@octocat #1 é😀')).toBe('&#64;octocat&#32;&#35;1&#32;&#233;&#128512;')
})

test('text as references is read as it was, and as nothing more, within a paragraph of Markdown', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const written = asReferences(text)
      expect(written).toMatch(/^[A-Za-z0-9&#;]*$/)
      const page = pageOf(`before <code>${written}</code> after`)
      expect(page.texts('code')).toEqual([text.replaceAll('\r\n', '\n')])
      expect(page.elements.map((element) => element.localName)).toEqual(['p', 'code'])
    }),
  )
})
