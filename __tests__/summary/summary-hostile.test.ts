import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sampleReports } from '../../sandbox/sample-reports.ts'
import { renderSummary } from '../../src/summary/page.ts'
import type { StepReport } from '../../src/summary/report.ts'
import { cleaned } from '../../src/text/html.ts'
import { anyText, hostileText, MARK, withForeign } from './hostile.ts'
import { charted, type Page, pageOf } from './rendered.ts'

/** Every element that a summary may have, with its attributes; the class is what the Markdown renderer gives a fence. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  h3: [],
  p: [],
  strong: [],
  br: [],
  code: ['class=language-mermaid'],
  pre: [],
  blockquote: [],
  details: ['open='],
  summary: [],
  ul: [],
  li: [],
  table: [],
  tbody: [],
  tr: [],
  th: ['align=left'],
  td: ['colspan=3'],
  a: [],
}

/** A report of any kind, with a foreign text of its own in every place that a platform can write to. */
function reportWith(text: fc.Arbitrary<string>): fc.Arbitrary<StepReport> {
  const texts = fc.array(text, { minLength: 30, maxLength: 30 })
  return fc.tuple(fc.constantFrom(...Object.values(sampleReports)), texts).map(([report, all]) => {
    const left = all.values()
    return withForeign(report, () => left.next().value ?? MARK)
  })
}

function expectHarmless(page: Page): void {
  for (const element of page.elements) {
    expect(Object.keys(ALLOWED)).toContain(element.localName)
    for (const { name, value } of element.attributes) {
      if (element.localName === 'a' && name === 'href') expect(value).toMatch(/^https?:\/\/[^@]*(?:[/?#]|$)/)
      else expect(ALLOWED[element.localName]).toContain(`${name}=${value}`)
    }
  }
  expect(page.comments).toBe(0)
  expect(page.texts('h3')).toHaveLength(1)
  expect(page.links.length).toBeLessThanOrEqual(1)
  expect(page.exposed).not.toContain(MARK)
  expect(page.exposed).not.toMatch(/[<>`*_#@$|[\]\\&]|www|http|:[a-z_]+:/)
}

/** The foreign texts that a person must be able to read in the summary. */
function foreignIn({ outcome, asked, lastLines }: StepReport): readonly string[] {
  const wentWell = outcome.kind === 'pending' || (outcome.kind === 'ended' && outcome.phase === 'succeeded')
  const last = 'last' in outcome ? outcome.last : undefined
  return [
    ...('run' in outcome && outcome.run !== undefined ? [outcome.run.runId] : []),
    ...(last === undefined ? [] : [last.status, last.error ?? '', last.result ?? '']),
    ...('reason' in outcome ? [outcome.reason] : []),
    ...(outcome.kind === 'unknown' ? outcome.candidates.flatMap(({ handle, status }) => [handle.runId, status]) : []),
    ...asked.flatMap(({ label, value }) => [label, value]),
    ...(wentWell ? [] : lastLines),
  ]
}

describe('whatever a platform writes', () => {
  test('makes no element, link, mention, reference, formula or comment', () => {
    fc.assert(
      fc.property(reportWith(anyText), (report) => {
        expectHarmless(pageOf(renderSummary(report)))
      }),
      { numRuns: 150 },
    )
  })

  test('is shown literally', () => {
    fc.assert(
      fc.property(reportWith(hostileText), (report) => {
        const page = pageOf(renderSummary(report))
        const shown = page.texts('code:not([class]), pre:not(:has(code[class]))').join('\n')
        const lines = foreignIn(report).flatMap((text) => cleaned(text).split('\n'))
        // A reason's lines after a dash are items of a list.
        for (const line of lines) expect(shown).toContain(line.trim().replace(/^- /, ''))
      }),
      { numRuns: 150 },
    )
  })

  test('leaves the tables in shape', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = pageOf(renderSummary(withForeign(sampleReports.failed, () => text)))
        expect(page.table(0).map((cells) => [cells.length, cells[0]])).toEqual([
          [2, 'Status'],
          [2, 'Duration'],
          [2, 'Started'],
          [2, 'Ended'],
          [2, 'Course'],
        ])
        expect(page.table(1).map((cells) => cells.length)).toEqual([2, 2])
      }),
    )
  })

  test('leaves the chart what it is', () => {
    const samples = fc.sample(reportWith(anyText), 100)
    const drawn = samples
      .map((report) => ({ report, charts: pageOf(renderSummary(report)).charts }))
      .filter(({ charts }) => charts.length > 0)
    expect(drawn.length).toBeGreaterThan(20)
    const charts = charted(drawn.flatMap((each) => each.charts))
    expect(charts).toHaveLength(drawn.length)
    for (const [at, chart] of charts.entries()) {
      expect(chart).toMatchObject({ type: 'gantt', title: 'Course of the run' })
      expect(chart.tasks).toHaveLength(drawn[at]?.report.statuses.length ?? 0)
      expect(chart.tasks?.filter((task) => task.isClickable)).toEqual([])
    }
  })
})

describe('the size', () => {
  const flood = (size: number) =>
    fc.constantFrom('&', '"', 'a ', '\n', '漢', '`', '🚀').map((unit) => unit.repeat(size))

  test('never exceeds the limit, whatever the limit and whatever there is to tell', () => {
    fc.assert(
      fc.property(reportWith(flood(3000)), fc.nat(300_000), (report, mostBytes) => {
        const summary = renderSummary(report, mostBytes)
        expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(mostBytes)
        if (summary !== '') expectHarmless(pageOf(summary))
      }),
      { numRuns: 60 },
    )
  })

  test('of the largest report stays far below 1 MiB, and all its parts are there', () => {
    const huge = withForeign(sampleReports.failed, () => '&" '.repeat(400_000))
    const many = {
      ...huge,
      lastLines: Array.from({ length: 5000 }, () => huge.lastLines[0] ?? ''),
      asked: Array.from({ length: 5000 }, () => ({ label: '"'.repeat(5000), value: '"'.repeat(5000) })),
      statuses: Array.from({ length: 5000 }, (_, at) => ({
        status: `${at} "" `.repeat(2000),
        phase: 'running' as const,
        sinceMs: at,
      })),
      elapsedMs: 10_000,
    }
    const summary = renderSummary(many)
    expect(Buffer.byteLength(summary)).toBeLessThan(256 * 1024)
    const page = pageOf(summary)
    expect(page.texts('table')).toHaveLength(2)
    expect(page.texts('summary')).toEqual(['Last 30 log lines', 'Result'])
    expect(page.charts).toHaveLength(1)
    expectHarmless(page)
  })

  test('that fits nothing but the verdict leaves the verdict', () => {
    expect(renderSummary(sampleReports.failed, 200)).toBe(
      '<h3>❌ Failed: TrueFoundry job run of <code>nightly-import</code>, version <code>12</code> (<code>orders</code>)</h3>\n',
    )
    expect(renderSummary(sampleReports.failed, 10)).toBe('')
  })
})
