/** Text as somebody would write it who wants a summary to show what is not so. */

import fc from 'fast-check'
import type { StepReport } from '../../src/summary/report.ts'

/** In every hostile text, so that it can be told from our own words. */
export const MARK = 'Qzx'

const FRAGMENTS = [
  '</code>',
  '</pre>',
  '</details>',
  '</td></tr></table>',
  '</blockquote>',
  '<h1>Succeeded</h1>',
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '<a href="https://evil.example">here</a>',
  '<!--',
  '-->',
  '<![CDATA[',
  '<?php',
  '&lt;b&gt;',
  '&#64;',
  '&',
  '<',
  '>',
  '"',
  "'",
  '\n',
  '\n\n',
  '\r\n',
  '\n# Heading\n',
  '\n---\n',
  '\n===\n',
  '\n```\n',
  '\n~~~~~~\n',
  '\n````mermaid\n',
  '`',
  '``',
  '\\',
  '|',
  '\n| a | b |\n| - | - |\n',
  '*bold*',
  '__bold__',
  '~~gone~~',
  '[link](javascript:alert(1))',
  '![image](https://evil.example/x.png)',
  '[ref]: https://evil.example',
  '[^1]',
  '- [ ] task',
  '\n    indented',
  '\t',
  '@octocat',
  '@github/security',
  '#1',
  'GH-1',
  'octo/repo#7',
  'a5c3785ed8d6a35868bc169f07e40e889087fd2e',
  ':rocket:',
  '$x^2$',
  '$$\\int$$',
  '$`x`$',
  'https://evil.example',
  'www.evil.example',
  'someone@evil.example',
  '#ff0000',
  ':::warning',
  '%%{init: {}}%%',
  '%% comment',
  '#colon;',
  '; section x',
  'section x',
  'title x',
  'click a href "https://evil.example"',
  'gantt',
  'end',
  ': crit, 0, 1',
  ' ',
  'word',
  '漢字',
  '🚀',
]

/** Fragments in any order, as one text, without control characters other than line ends and tabs. */
export const hostileText: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 5 }),
    fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 5 }),
  )
  .map(([before, after]) => `${before.join('')}${MARK}${after.join('')}`)

/** The same, or any characters at all, lone surrogates and controls included. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  hostileText,
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => `${MARK}${text}`),
  fc
    .array(fc.constantFrom('\u001b[31m', '\u001b]8;;x\u0007', '\u0000', '\ud800', '\u202e', '\u2028', MARK))
    .map((all) => all.join('')),
)

/** A hostile value in every place of a report to which a platform's text can get. */
export function withForeign(report: StepReport, foreign: () => string): StepReport {
  const { outcome } = report
  const handle = () => ({ runId: foreign(), runUrl: foreign(), target: {} })
  const given = <T>(value: T | undefined, make: () => T): T | undefined => (value === undefined ? undefined : make())
  const changed = { ...outcome }
  if ('run' in changed) Object.assign(changed, { run: given(changed.run, handle) })
  if ('reason' in changed) Object.assign(changed, { reason: foreign() })
  if ('termination' in changed && changed.termination.kind === 'failed') {
    Object.assign(changed, { termination: { kind: 'failed', reason: foreign() } })
  }
  if ('last' in changed && changed.last !== undefined) {
    Object.assign(changed, { last: { ...changed.last, status: foreign(), error: foreign(), result: foreign() } })
  }
  if (changed.kind === 'unknown') {
    Object.assign(changed, { candidates: changed.candidates.map(() => ({ handle: handle(), status: foreign() })) })
  }
  return {
    ...report,
    outcome: changed,
    message: foreign(),
    // Letters alone are a label, and harmless.
    asked: report.asked.map(() => ({ label: `#1 ${foreign()}`, value: foreign() })),
    statuses: report.statuses.map((seen) => ({ ...seen, status: foreign() })),
    lastLines: [foreign(), foreign()],
  }
}
