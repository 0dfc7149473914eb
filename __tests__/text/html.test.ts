import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SecretMasker } from '../../sandbox/runner/secret-masker.ts'
import { cleaned, code, html, joined, link, mermaidLabel, preformatted, quotation, words } from '../../src/text/html.ts'
import { anyText, hostileText } from '../summary/hostile.ts'
import { pageOf } from '../summary/rendered.ts'

const within = (source: string) => pageOf(`<p>${source}</p>\n`)

describe('foreign text', () => {
  test('in a line is shown literally, line ends as blanks', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const lines = text.split(/\r\n|\n/).map((line) => line.trim())
        expect(within(code(text).source).texts('p')).toEqual([lines.filter((line) => line !== '').join(' ')])
      }),
    )
  })

  test('of several lines is shown literally, line by line', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const lines = text.trim().split(/\r\n|\n/)
        const page = pageOf(`${quotation(text, 10_000).source}\n`)
        expect(page.texts('blockquote > code')).toEqual(lines.filter((line) => line.trim() !== ''))
        expect(page.texts('br')).toHaveLength(lines.length - 1)
      }),
    )
  })

  test('of several lines keeps those of nothing but blanks as empty ones', () => {
    expect(quotation('a\n \t\n\nb', 100).source).toBe(
      '<blockquote><code>a</code><br>\n<br>\n<br>\n<code>b</code></blockquote>',
    )
  })

  test('as it stands keeps every line, the empty ones and the blanks too', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1 }), (lines) => {
        const page = pageOf(`${preformatted(lines, 10_000).source}\n`)
        expect(page.texts('pre')).toEqual([lines.join('\n').replaceAll('\r\n', '\n')])
        expect(page.elements).toHaveLength(1)
      }),
    )
  })

  test('that is empty, or nothing but controls, leaves a dash', () => {
    expect(code('').source).toBe('–')
    expect(code('\u0000\n \u001b[31m').source).toBe('–')
  })

  test('put into a template without a thought is escaped all the same', () => {
    expect(html`<b>${'<i>'}${7}${words('a & b')}</b>`.source).toBe('<b><code>&lt;i&gt;</code>7a &amp; b</b>')
  })

  test('loses colours, titles, links and other commands of terminals', () => {
    expect(cleaned('\u001b[1;31mred\u001b[0m \u001b]8;;https://x\u0007link\u001b]8;;\u001b\\ \u009b2Jon\u001b(B')).toBe(
      'red link on',
    )
    expect(cleaned('an escape \u001b] without an end')).toBe('an escape ] without an end')
  })

  test('has no control characters left and can not turn the direction of what is around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleaned(text)).not.toMatch(/[\p{Cs}\u202a-\u202e\u2066-\u2069]/u)
        expect(cleaned(text).replace(/[\t\n]/g, '')).not.toMatch(/\p{Cc}/u)
      }),
    )
    expect(cleaned('ab\u202Ecd')).toBe('abcd')
  })

  test('of a million characters costs no noticeable time', () => {
    const long = [
      ' '.repeat(1_000_000),
      '\u001b]'.repeat(500_000),
      `x${'\u001b   '.repeat(250_000)}`,
      'a'.repeat(1_000_000),
    ]
    const before = process.cpuUsage().user
    for (const text of long) {
      code(text)
      quotation(text, 10_000)
      mermaidLabel(text)
    }
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(3000)
  })
})

test('pieces are joined as they are, with nothing but what goes between', () => {
  expect(joined([words('a & b'), code('c')], ' · ').source).toBe('a &amp; b · <code>c</code>')
})

test('a secret in a summary is found by the runner, whatever characters it has', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 6 }), (secret) => {
      fc.pre(!/\s/.test(secret))
      const masker = new SecretMasker()
      masker.add(secret)
      expect(masker.mask(code(`before ${secret} after`).source)).toBe('<code>before *** after</code>')
    }),
  )
})

describe('a link', () => {
  const label = words('Open')

  test('goes to a page, in plain http too', () => {
    expect(within(link('http://app.example/a', label).source).links).toEqual(['http://app.example/a'])
    const source = link('https://app.example/a?b=c&d="e"', label).source
    expect(within(source).links).toEqual(['https://app.example/a?b=c&d=%22e%22'])
    expect(within(source).texts('a')).toEqual(['Open'])
  })

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'view-source:https://app.example/',
    'nothttp://app.example/',
    '//evil.example',
    '/relative',
    'https://someone@evil.example',
    '',
  ])('is text for %j', (url) => {
    const page = within(link(url, label).source)
    expect(page.links).toEqual([])
    expect(page.exposed.trim()).toMatch(/^Open:(?: –)?$/)
  })

  test('can not be left by its address', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const page = within(link(`https://app.example/${text}`, label).source)
        expect(page.links.filter((href) => !href?.startsWith('https://app.example/'))).toEqual([])
        for (const element of page.elements) expect(['p', 'a', 'code']).toContain(element.localName)
      }),
    )
  })
})

test('a name in a chart holds nothing that Mermaid reads', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(mermaidLabel(text)).toMatch(/^[\p{L}\p{N}_·-]{1,40}$/u)
    }),
  )
  expect(mermaidLabel('waiting_for_input')).toBe('waiting_for_input')
  expect(mermaidLabel('half done: 50%')).toBe('half·done·50')
})

test('of a text of megabytes no more is looked at than may be shown', () => {
  const flood = ' a\u001b[31m\n'.repeat(3_000_000)
  const startMs = performance.now()
  expect(code(flood).source.length).toBeLessThan(400)
  expect(quotation(flood, 1000).source.length).toBeLessThan(20_000)
  expect(preformatted([flood], 1000).source.length).toBeLessThan(1100)
  expect(performance.now() - startMs).toBeLessThan(1500)
})

test('half a secret is not shown where a text is cut before it is looked at', () => {
  const secret = 'sEcReT-'.repeat(20)
  for (let at = 65_400; at < 65_700; at += 7) {
    const { source } = preformatted([`${'\u0007'.repeat(at - 1)} ${secret} x`], 1_000_000)
    expect(source.includes('sEcReT')).toBe(source.includes(secret))
  }
})
