import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { JSDOM } from 'jsdom'
import MarkdownIt from 'markdown-it'
import { commentBody } from '../../src/github/comment.ts'
import { factsOf } from '../../src/github/facts.ts'
import type { Outcome } from '../../src/verdict/outcome.ts'
import { NAMES, OUTCOMES, PRIVATE, RUN, snapshot, succeeded, withRunId } from './outcomes.ts'

const MARKER = { key: '0'.repeat(32), runId: 42, sha: 'b'.repeat(40) }
const WORKFLOW = { id: 42, attempt: '1', job: 'nightly', url: 'https://github.com/o/r/actions/runs/42' }
const asIs = (text: string) => text

const bodyOf = (outcome: Outcome = succeeded, workflow = WORKFLOW) =>
  commentBody(factsOf(outcome, NAMES, asIs), MARKER, workflow)

const markdown = new MarkdownIt({ html: true, linkify: true })

/** As GitHub shows it, but for its sanitizer: what must not be in it must not even reach that. */
const rendered = (body: string) => JSDOM.fragment(markdown.render(body))

type Page = ReturnType<typeof rendered>

const texts = (page: Page, selector: string) =>
  [...page.querySelectorAll(selector)].map(({ textContent }) => textContent)
const links = (page: Page) => [...page.querySelectorAll('a')].map((link) => link.getAttribute('href'))
const elementsOf = (page: Page) => [...page.querySelectorAll('*')].map(({ localName }) => localName)

describe('a comment', () => {
  it('says how the run ended, when, and where to look', () => {
    const page = rendered(bodyOf())
    expect(texts(page, 'h3')).toEqual(['✅ Succeeded: TrueFoundry job run etl-7f3k2a'])
    expect(texts(page, 'li')).toEqual([
      'Status: FINISHED',
      'Started: 2026-01-15T12:00:03Z',
      'Ended: 2026-01-15T12:04:08Z, after 4m 05s',
      `Commit: ${MARKER.sha}`,
      'Workflow run: 42, attempt 1, job nightly',
    ])
    expect(links(page)).toEqual([RUN.runUrl, WORKFLOW.url])
  })

  it('tells of a gate how much of it holds, and no value', () => {
    const gate = [
      { text: 'accuracy >= 0.9', holds: false, found: { kind: 'value', json: '0.87' } },
      { text: 'loss < 0.4', holds: true, found: { kind: 'value', json: '0.31' } },
    ] as const
    const page = rendered(bodyOf({ ...succeeded, gate }))
    expect(texts(page, 'h3')[0]).toMatch(/^🚧 Rejected: /)
    expect(texts(page, 'li')).toContain('Gate: 1 of 2 conditions hold')
    expect(page.textContent).not.toMatch(/0\.87|0\.31/)
  })

  it('tells no duration where the times contradict each other', () => {
    const last = snapshot({ startedAtMs: Date.UTC(2026, 0, 2), endedAtMs: Date.UTC(2026, 0, 1) })
    const page = rendered(bodyOf({ kind: 'ended', phase: 'succeeded', run: RUN, last }))
    expect(texts(page, 'li')).toContain('Ended: 2026-01-01T00:00:00Z')
  })

  it.each(OUTCOMES)(
    '(%s) of a run that was %s holds no error, reason, result, command or parameter',
    (_state, _name, outcome) => {
      expect(bodyOf(outcome)).not.toContain(PRIVATE)
      expect(rendered(bodyOf(outcome)).textContent).not.toContain(PRIVATE)
    },
  )

  it('hides its marker', () => {
    expect(bodyOf().startsWith('<!-- run-job-and-wait key=')).toBe(true)
    expect(rendered(bodyOf()).textContent).not.toContain(MARKER.key)
  })

  const HOSTILE = [
    '@octo-org/everyone',
    '#1 GH-1 octo-org/repo#1',
    '</code></a><img src=x onerror=alert(1)>',
    '--> <script>alert(1)</script>',
    '`x` **bold** [link](https://evil.example) ![pixel](https://evil.example/p.png)',
    'https://evil.example www.evil.example',
    '\n\n# heading\n\n```mermaid\ngraph TD\n```',
    '&lt;b&gt; &#64;octocat',
    '| a | b |',
    '<!-- run-job-and-wait key=00000000000000000000000000000000 run=9 commit=- -->',
  ]

  it.each(HOSTILE)('shows a run called %j as just that', (runId) => {
    const page = rendered(bodyOf(withRunId(runId)))
    const shown = runId.replaceAll(/\s+/g, ' ').trim()
    expect(texts(page, 'h3 code')).toEqual([shown])
    expect(elementsOf(page)).toEqual(elementsOf(rendered(bodyOf(withRunId('plain')))))
  })

  it('keeps its shape whatever the platform calls a run and its status, and the workflow its job', () => {
    const usual = elementsOf(rendered(bodyOf({ kind: 'action_required', run: RUN, last: snapshot() })))
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'<>&`*_[]()!#@|\\"\'\n-:/w.') }),
    )
    fc.assert(
      fc.property(text, text, text, (runId, status, job) => {
        const outcome = { kind: 'action_required', run: { ...RUN, runId }, last: snapshot({ status }) } as const
        const page = rendered(bodyOf(outcome, { ...WORKFLOW, job }))
        expect(elementsOf(page)).toEqual(usual)
        expect(links(page)).toEqual([RUN.runUrl, WORKFLOW.url])
      }),
      { numRuns: 200 },
    )
  })

  it('shows no foreign text outside of code, where GitHub looks for mentions and references', () => {
    const outside = bodyOf(withRunId('@octocat #1')).replaceAll(/<code>.*?<\/code>/g, '')
    expect(rendered(outside).textContent).not.toMatch(/@|#/)
  })
})
