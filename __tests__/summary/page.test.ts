import { describe, expect, test } from '@jest/globals'
import { sampleReports } from '../../sandbox/sample-reports.ts'
import { renderSummary } from '../../src/summary/page.ts'
import type { StepReport } from '../../src/summary/report.ts'
import type { Outcome } from '../../src/verdict/outcome.ts'
import { charted, type Page, pageOf } from './rendered.ts'

const RUN_PAGE = 'https://app.truefoundry.com/deployments/cm4x8zq2d01ab?tab=previousRuns'
const reports: Readonly<Record<string, StepReport>> = sampleReports
const show = (report: StepReport): Page => pageOf(renderSummary(report))
const runShown = (outcome: Outcome) =>
  'inTheWay' in outcome ? outcome.inTheWay?.run : 'run' in outcome ? outcome.run : undefined
const paragraphs = (page: Page) => page.texts('p').join('\n')

describe.each(Object.keys(reports))('the summary of a step that %s', (name) => {
  const report = reports[name] ?? sampleReports.failed
  const page = show(report)

  test('has one heading, and it comes first', () => {
    expect(page.texts('h1, h2, h3, h4, h5, h6')).toHaveLength(1)
    expect(page.elements[0]?.localName).toBe('h3')
  })

  test('links to the run and to nothing else', () => {
    const { outcome } = report
    const run = runShown(outcome) ?? (outcome.kind === 'unknown' ? outcome.candidates[0]?.handle : undefined)
    expect(page.links).toEqual(run === undefined ? [] : [new URL(run.runUrl).href])
  })

  test('holds nothing that is not closed, and no Markdown that was not read', () => {
    expect(page.exposed).not.toMatch(/[<>`*_#@$|[\]\\]|undefined|NaN|null/)
    expect(page.comments).toBe(0)
  })

  test('names the run that it is about', () => {
    const run = runShown(report.outcome)
    expect(page.texts('p > strong > code')).toEqual(run === undefined ? [] : [run.runId])
  })
})

test('every chart in a summary is read by Mermaid', () => {
  const charts = Object.values(reports).flatMap((report) => show(report).charts)
  expect(charts.length).toBeGreaterThan(10)
  for (const chart of charted(charts)) expect(chart).toMatchObject({ type: 'gantt', title: 'Course of the run' })
})

describe('the verdict', () => {
  const verdictOf = (report: StepReport) => show(report).texts('h3')[0]

  test('comes first, in a word', () => {
    expect(Object.entries(reports).map(([name, report]) => `${name}: ${verdictOf(report)}`)).toEqual([
      'succeeded: ✅ Succeeded: TrueFoundry job run of nightly-import, version 12',
      'succeeded, with a result: ✅ Succeeded: Kubiya execution of release-notes',
      'succeeded, and passed the gate: ✅ Succeeded: TrueFoundry job run of nightly-import, version 12',
      'succeeded, and was rejected by the gate: 🚧 Rejected: TrueFoundry job run of nightly-import, version 12',
      'skipped: ⏭️ Skipped: TrueFoundry job run of nightly-import',
      'failed: ❌ Failed: TrueFoundry job run of nightly-import, version 12 (orders)',
      'terminated: ⏹️ Terminated: TrueFoundry job run of nightly-import, version 12',
      'timed out, left going: ⏱️ Timed out: TrueFoundry job run of nightly-import, version 12',
      'timed out, termination accepted: ⏱️ Timed out: TrueFoundry job run of nightly-import, version 12',
      'timed out, but ended by then: ⏱️ Timed out: TrueFoundry job run of nightly-import, version 12',
      'timed out, termination failed: ⏱️ Timed out: TrueFoundry job run of nightly-import, version 12',
      'cancelled before the trigger: 🚫 Cancelled: TrueFoundry job run of nightly-import',
      'cancelled during the trigger: 🚫 Cancelled: TrueFoundry job run of nightly-import',
      'cancelled, left going: 🚫 Cancelled: TrueFoundry job run of nightly-import, version 12',
      'cancelled, termination accepted: 🚫 Cancelled: TrueFoundry job run of nightly-import, version 12',
      'cancelled, ended already: 🚫 Cancelled: TrueFoundry job run of nightly-import, version 12',
      'cancelled, termination failed: 🚫 Cancelled: TrueFoundry job run of nightly-import',
      'lost: ⚠️ Out of sight: TrueFoundry job run of nightly-import, version 12',
      'lost, never seen: ⚠️ Out of sight: TrueFoundry job run of nightly-import',
      'pending: ▶️ Started: TrueFoundry job run of nightly-import',
      'not started, bad input: ⛔ Not started',
      'not started, refused: ⛔ Not started: TrueFoundry job run of nightly-import',
      'unknown, with candidates: ⚠️ Unknown whether started: TrueFoundry job run of nightly-import',
      'unknown, without candidates: ⚠️ Unknown whether started: Kubiya execution of release-notes',
      'action required: ✋ Waiting for a person: Kubiya execution of release-notes',
    ])
  })
})

describe('a release manager at night', () => {
  test('sees how a run failed, how long it took against the usual, and what was asked for', () => {
    const page = show(sampleReports.failed)
    expect(page.texts('blockquote')).toEqual(['ValueError: the input table is empty'])
    expect(page.table(0)).toEqual([
      ['Status', 'FAILED, exit code 3'],
      ['Duration', '3m 07s, usually 4m 05s (median of 20)'],
      ['Started', '2026-11-22 03:04:05 UTC'],
      ['Ended', '2026-11-22 03:07:12 UTC'],
      ['Course', 'SCHEDULED 21s → RUNNING 2m 46s → FAILED'],
    ])
    expect(page.table(1)).toEqual([
      ['Application', 'prod-cluster:data:nightly-import'],
      ['Parameters', 'date, table, dry_run'],
    ])
    expect(page.links).toEqual([RUN_PAGE])
  })

  test('finds the last log lines of a failed run, without their colours', () => {
    const page = show(sampleReports.failed)
    expect(page.texts('details > summary')).toEqual(['Last 10 log lines'])
    const [log] = page.texts('details > pre')
    expect(log?.split('\n')).toHaveLength(10)
    expect(log).toContain('2026-11-22T03:07:11Z ERROR import failed\nTraceback (most recent call last):\n  File')
  })

  test('is not shown the log of a run that succeeded', () => {
    expect(show({ ...sampleReports.succeeded, lastLines: ['fine'] }).texts('pre:not(:has(.language-mermaid))')).toEqual(
      [],
    )
  })

  test('is told when a run took longer than nearly all before it', () => {
    const slow = show({ ...sampleReports['timed out, left going'] })
    expect(slow.table(0)[1]).toEqual([
      'Waited',
      '59m 58s, usually 4m 05s (median of 20), slower than nearly all runs before',
    ])
  })

  test('reads the result of an execution as it was written', () => {
    const page = show(sampleReports['succeeded, with a result'])
    expect(page.texts('details > blockquote > code')).toEqual([
      '## Release notes for 4.2.1',
      '- Imports are retried when a partition is late',
      '- `dry_run` no longer writes the audit row',
      'Nothing in this release needs a migration. The two open incidents of last week are not touched by it.',
    ])
  })

  test.each([
    'timed out, left going',
    'timed out, but ended by then',
    'timed out, termination failed',
    'cancelled, left going',
    'cancelled, termination failed',
    'lost',
    'pending',
    'action required',
  ] as const)('learns how to wait for a run whose end is open: %s', (name) => {
    const report = sampleReports[name]
    const runId = 'run' in report.outcome ? report.outcome.run?.runId : ''
    expect(paragraphs(show(report))).toContain(`Next: to wait for it, give ${runId} as run-id.`)
  })

  test('is not told to wait for a run by a name that can’t be used', () => {
    expect(paragraphs(show(sampleReports['lost, never seen']))).not.toContain('run-id')
  })

  test('is told where to look for an execution, since its link leads to the first page', () => {
    expect(paragraphs(show(sampleReports['action required']))).toContain('Open Kubiya’s web app, and look for it there')
  })

  test('of a run that was to be waited for and is not there does not read that none was started', () => {
    const outcome: Outcome = { kind: 'not_started', reason: 'it does not exist', given: 'etl-1' }
    const page = show({ ...sampleReports['not started, refused'], outcome })
    expect(page.texts('h3')).toEqual(['⛔ Nothing to wait for: TrueFoundry job run of nightly-import'])
  })

  test('is told of every fault in the inputs', () => {
    const page = show(sampleReports['not started, bad input'])
    expect(page.texts('li')).toEqual([
      'api-key: nothing was given; accepted: a TrueFoundry API key, also from TFY_API_KEY',
      'timeout: "soon" was given; accepted: a duration such as 90s, 5m, 1h30m',
      'job-id: "x" was given; accepted: nothing, since it is an input of platform kubiya',
    ])
  })

  test('is told why a run was lost, not started, or not terminated', () => {
    expect(show(sampleReports.lost).texts('blockquote')[0]).toContain('could not be reached for 10m 00s')
    expect(show(sampleReports['not started, refused']).texts('blockquote')[0]).toContain('404 No active deployment')
    expect(show(sampleReports['timed out, termination failed']).texts('blockquote')[0]).toContain('answered 403')
  })

  test('is shown the runs that a doubtful trigger may have started, and what to do about them', () => {
    const page = show(sampleReports['unknown, with candidates'])
    expect(page.table(0)).toEqual([
      ['Name', 'Status', 'Created'],
      ['nightly-import-2b9xq0', 'RUNNING', '2026-11-22 03:04:06 UTC'],
      ['backfill-k4m1zz', 'SCHEDULED', '–'],
    ])
    expect(paragraphs(page)).toContain('wait for it by giving its name as run-id')
  })

  test('is shown ten of many candidates, and how many there are', () => {
    const report = sampleReports['unknown, with candidates']
    const { outcome } = report
    if (outcome.kind !== 'unknown') throw new Error('the sample has changed')
    const candidates = Array.from({ length: 25 }, () => outcome.candidates).flat()
    const rows = show({ ...report, outcome: { ...outcome, candidates } }).table(0)
    expect(rows).toHaveLength(12)
    expect(rows.at(-1)).toEqual(['and 40 more'])
  })
})

describe('what is not known', () => {
  test('is left out, not guessed', () => {
    expect(show(sampleReports['lost, never seen']).table(0)).toEqual([['Waited', '1m 34s']])
    expect(show(sampleReports.pending).table(0)).toEqual([['Status', 'SCHEDULED']])
  })

  test('is left out when a platform tells times that are none', () => {
    const { outcome } = sampleReports.failed
    if (outcome.kind !== 'ended') throw new Error('the sample has changed')
    const strange = { ...outcome.last, startedAtMs: Number.NaN, endedAtMs: 9e15 }
    const labels = show({ ...sampleReports.failed, outcome: { ...outcome, last: strange } }).table(0)
    expect(labels.map(([label]) => label)).toEqual(['Status', 'Waited', 'Course'])
  })
})

test('the summaries of several steps stand below one another, each with its heading', () => {
  const page = pageOf(renderSummary(sampleReports.failed) + renderSummary(sampleReports.succeeded))
  expect(page.texts('h3')).toEqual([
    '❌ Failed: TrueFoundry job run of nightly-import, version 12 (orders)',
    '✅ Succeeded: TrueFoundry job run of nightly-import, version 12',
  ])
  expect(page.charts).toHaveLength(2)
})

test('the summary of a gate has every condition with what was found', () => {
  const cells = show(sampleReports['succeeded, and was rejected by the gate']).texts('td')
  expect(cells.slice(0, 9)).toEqual([
    ...['accuracy >= 0.9', '0.87', '❌ rejected'],
    ...['metrics.loss < 0.4', '0.31', '✅ holds'],
    ...['verdict == "ship"', 'the result has no such value', '❌ rejected'],
  ])
})
