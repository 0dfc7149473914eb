/** The job summary: there whatever ended the step, verdict first, and with nothing in it that is not for everybody's eyes. */

import { expect } from '@jest/globals'
import fc from 'fast-check'
import { HOSTILE_LINES } from '../../../sandbox/control-plane/scenarios.ts'
import type { StepOptions } from '../../../sandbox/runner/index.ts'
import { hostileText, MARK } from '../../summary/hostile.ts'
import { type Page, pageOf } from '../../summary/rendered.ts'
import {
  at,
  course,
  endsAs,
  HOSTS,
  type Host,
  KEY,
  KUBIYA,
  neverEnds,
  type Setup,
  type Site,
  TRUEFOUNDRY,
} from '../site.ts'
import type { Teller } from '../teller.ts'
import { onTrigger } from './cancel.ts'

/** The step's heading, without its sign and the platform. */
type Verdict = 'Succeeded' | 'Failed' | 'Terminated' | 'Timed out' | 'Cancelled' | 'Started' | 'Out of sight'
interface Ending {
  readonly verdict: Verdict
  readonly setup: (host: Host) => Setup
  readonly inputs?: Readonly<Record<string, string>>
  readonly options?: (site: Site) => Partial<StepOptions>
}

const WITH_RUN: readonly Ending[] = [
  { verdict: 'Succeeded', setup: () => ({}) },
  { verdict: 'Failed', setup: (host) => ({ behaviour: { ...endsAs(host, 'failure'), error: 'no data' } }) },
  { verdict: 'Terminated', setup: (host) => ({ behaviour: endsAs(host, 'terminated') }) },
  { verdict: 'Timed out', setup: (host) => ({ behaviour: neverEnds(host) }), inputs: { timeout: '2s' } },
  {
    verdict: 'Cancelled',
    setup: (host) => ({ behaviour: neverEnds(host) }),
    options: ({ when }) => ({ cancelOn: when('status', 2) }),
  },
  { verdict: 'Started', setup: (host) => ({ behaviour: neverEnds(host) }), inputs: { wait: 'false' } },
  {
    verdict: 'Out of sight',
    setup: (host) => ({
      behaviour: neverEnds(host),
      faults: [{ operation: 'status', fault: { kind: 'resetBefore' } }],
    }),
    inputs: { 'outage-tolerance': '1s' },
  },
]
/** Every element that a summary may have. */
const ALLOWED = 'h3 p strong br code pre blockquote details summary ul li table tbody tr th td a'.split(' ')
const SECRET = 'hunter2'

export function writeSummary(story: Teller): void {
  for (const host of HOSTS) {
    for (const ending of WITH_RUN) reportVerdict(host, ending, story)
    tellHostile(host, story)
  }
  tellWithoutRun(story)
  tellDetails(story)
}

function reportVerdict(host: Host, { verdict, setup, inputs = {}, options }: Ending, story: Teller): void {
  story(`${host.name}: "${verdict}" comes first, then the run and the way to it; no values of parameters`, () =>
    at(host, setup(host), async (site) => {
      const result = await site.step({ params: `token: ${SECRET}`, ...inputs }, options?.(site))
      const page = pageOf(result.summary)
      expectFit(page, result.rawSummary)
      expect(page.texts('h3')).toEqual([expect.stringContaining(`${verdict}: ${host.name} ${host.runNoun}`)])
      expect(page.texts('p > strong > code')).toEqual([host.firstRun])
      expect(page.links).toEqual([new URL(result.outputs['run-url'] ?? '').href])
      expect(result.summary).toContain('token')
    }),
  )
}

function tellWithoutRun(story: Teller): void {
  story('bad inputs leave a summary that says so, without a run', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
      const result = await step({ params: `token: ${SECRET}`, timeout: 'soon' })
      const page = pageOf(result.summary)
      expectFit(page, result.rawSummary)
      expect(page.texts('h3')).toEqual([expect.stringContaining('Not started')])
      expect(result.summary).toContain('timeout')
      expect(page.links).toEqual([])
      expect(plane.requests).toEqual([])
    }),
  )

  story('a trigger that is refused leaves a summary that says that no run exists', () =>
    at(TRUEFOUNDRY, { faults: [onTrigger({ kind: 'status', status: 403 })] }, async ({ step }) => {
      const result = await step({ params: `token: ${SECRET}` })
      const page = pageOf(result.summary)
      expectFit(page, result.rawSummary)
      expect(result.outputs.conclusion).toBe('not_started')
      expect(page.texts('h3')).toEqual([expect.stringContaining('Not started: TrueFoundry job run')])
    }),
  )

  story('a trigger in doubt leaves a summary that says what to do', () =>
    at(TRUEFOUNDRY, { faults: [onTrigger({ kind: 'hang' })] }, async ({ step }) => {
      const result = await step({ params: `token: ${SECRET}`, timeout: '3s' })
      const page = pageOf(result.summary)
      expectFit(page, result.rawSummary)
      expect(result.outputs.conclusion).toBe('unknown')
      expect(page.texts('h3')).toEqual([expect.stringContaining('Unknown whether started: TrueFoundry job run')])
      expect(page.texts('p').join('\n')).toContain('run-id')
    }),
  )

  story('with `summary: false` none is written, whatever happens', () =>
    at(TRUEFOUNDRY, { behaviour: endsAs(TRUEFOUNDRY, 'failure') }, async ({ step }) => {
      const results = await Promise.all([step({ summary: 'false' }), step({ summary: 'false', timeout: 'soon' })])
      expect(results.map(({ outputs }) => outputs.conclusion)).toEqual(['failure', 'not_started'])
      expect(results.map(({ rawSummary }) => rawSummary)).toEqual(['', ''])
    }),
  )

  story('a step that stops for a person says so in its summary', () =>
    at(KUBIYA, { behaviour: course([0, 'waiting_for_input']) }, async ({ step }) => {
      const result = await step({ 'on-input-required': 'fail' })
      const page = pageOf(result.summary)
      expectFit(page, result.rawSummary)
      expect(page.texts('h3')).toEqual([expect.stringContaining('Waiting for a person: Kubiya execution')])
      expect(page.texts('p > strong > code')).toEqual([KUBIYA.firstRun])
    }),
  )
}

function tellDetails(story: Teller): void {
  story('the last lines of the log are in the summary of a run that failed, late ones included', () => {
    const logs = Array.from({ length: 40 }, (_, index) => ({ afterMs: 100, nanos: index, log: `line ${index}` }))
    const logged = [...logs, { afterMs: 1100, log: 'ValueError: no data', lagMs: 450 }]
    const behaviour = { ...endsAs(TRUEFOUNDRY, 'failure', 1200), exitCode: 3, error: 'exit 3', logs: logged }
    return at(TRUEFOUNDRY, { behaviour }, async ({ step }) => {
      const page = pageOf((await step()).summary)
      const [log = ''] = page.texts('details > pre')
      expect(log.trim().split('\n').slice(-2)).toEqual(['line 39', 'ValueError: no data'])
      expect(page.table(0)).toContainEqual(['Status', 'FAILED, exit code 3'])
      expect(page.charts).toHaveLength(1)
    })
  })

  story('a log of a million characters a line leaves a summary far below the limit', () => {
    const logs = Array.from({ length: 20 }, (_, index) => ({ afterMs: 50, nanos: index, log: '&'.repeat(1_000_000) }))
    const behaviour = { ...endsAs(TRUEFOUNDRY, 'failure'), error: '<'.repeat(1_000_000), logs }
    return at(TRUEFOUNDRY, { behaviour }, async ({ step }) => {
      const { summary, rawSummary } = await step()
      expect(Buffer.byteLength(rawSummary)).toBeLessThan(512 * 1024)
      expectFit(pageOf(summary), rawSummary)
    })
  })

  story("the result of an execution is in its summary, the run's key blotted out", () =>
    at(KUBIYA, { behaviour: { ...endsAs(KUBIYA, 'success'), response: `All good, ${KEY}.` } }, async ({ step }) => {
      const page = pageOf((await step()).summary)
      expect(page.texts('blockquote')).toEqual(['All good, ***.'])
    }),
  )
}

function tellHostile(host: Host, story: Teller): void {
  story(`${host.name}: hostile names, statuses, errors, logs and results are text in the summary`, () => {
    const texts = [...HOSTILE_LINES, ...fc.sample(hostileText, { numRuns: 30, seed: 7 })]
    const behaviour = {
      ...course([0, `<b>${MARK}</b>|*x*`], [900, `[${MARK}](x)`], [1500, host.ends.failure]),
      name: `\`|<b>*${MARK}*@octocat`,
      error: texts.join('\n'),
      response: texts.join('\n'),
      logs: texts.map((log, index) => ({ afterMs: 50, nanos: index, log })),
      events: texts.map((content) => ({ afterMs: 50, event: 'message', payload: { content } })),
    }
    return at(host, { behaviour, kubiyaServer: 'older' }, async ({ step }) => {
      const result = await step({ 'poll-interval': '0.3s', params: `token: ${SECRET}` })
      const page = pageOf(result.summary)
      expectFit(page, result.rawSummary)
      expect(page.texts('h3')).toEqual([expect.stringContaining('Failed')])
      expect(page.texts('p > strong > code')).toEqual([behaviour.name])
      if (host.log !== undefined) expect(page.texts('details > pre').join('')).toContain(MARK)
      expect(page.exposed).not.toContain(MARK)
      expect(page.exposed).not.toMatch(/[<>`*_@$|[\]\\]/)
    })
  })
}

/** One heading, first of all; no element, link or comment but our own; nothing that is not for everybody. */
function expectFit(page: Page, source: string): void {
  expect(page.elements[0]?.localName).toBe('h3')
  expect(page.texts('h1, h2, h3, h4, h5, h6')).toHaveLength(1)
  expect(ALLOWED).toEqual(expect.arrayContaining([...new Set(page.elements.map(({ localName }) => localName))]))
  expect(page.links.length).toBeLessThanOrEqual(1)
  for (const link of page.links) expect(link).toMatch(/^https?:\/\/[^@]*(?:[/?#]|$)/)
  expect(page.comments).toBe(0)
  expect(source).not.toContain(SECRET)
  expect(source).not.toContain(KEY)
}
