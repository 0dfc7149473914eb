/** `timeout`, and what becomes of the run then; and how often a step asks. */

import { expect } from '@jest/globals'
import { expectMessage, isTerminated, onlyRun } from '../promises.ts'
import { at, endsAs, HOSTS, type Host, neverBegins, neverEnds, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

export function tellTimeouts(story: Teller): void {
  for (const host of HOSTS) tellOf(host, story)

  story('a fixed `poll-interval` is kept to', () =>
    at(TRUEFOUNDRY, { behaviour: endsAs(TRUEFOUNDRY, 'success', 3500) }, async ({ step, plane }) => {
      await step({ 'poll-interval': '1s' })
      const asked = plane.requestsOf('status').map(({ atMs }) => atMs)
      expect(asked.length).toBeGreaterThanOrEqual(3)
      expect(asked.length).toBeLessThanOrEqual(5)
    }),
  )
}

function tellOf(host: Host, story: Teller): void {
  const { name, running, ends } = host

  story(`${name}: past \`timeout\` the step fails, says that the run still goes, and leaves it`, () =>
    at(host, { behaviour: neverEnds(host) }, async ({ step, plane }) => {
      const result = await step({ timeout: '3s' })
      expect(result.outputs).toMatchObject({ conclusion: 'timed_out', status: running, 'run-id': host.firstRun })
      expectMessage(result, [host.firstRun, running, 'run-id'])
      expect(isTerminated(onlyRun(plane))).toBe(false)
      expect(result.timing.durationMs).toBeGreaterThan(2000)
      expect(result.timing.durationMs).toBeLessThan(5000)
    }),
  )

  story(`${name}: with \`on-timeout: terminate\` the run is ended, and the message tells what became of it`, () =>
    at(
      host,
      { behaviour: neverEnds(host), terminatedAfterMs: 1200, terminatingAfterMs: 300 },
      async ({ step, plane }) => {
        const result = await step({ timeout: '3s', 'on-timeout': 'terminate' })
        expect(result.outputs).toMatchObject({ conclusion: 'timed_out', status: ends.terminated })
        expectMessage(result, [host.firstRun, ends.terminated])
        expect(onlyRun(plane)).toMatchObject({ ended: true })
      },
    ),
  )

  story(`${name}: past \`queue-timeout\` the step fails, and says that the run never began to work`, () =>
    at(host, { behaviour: neverBegins(host) }, async ({ step, plane }) => {
      const result = await step({ 'queue-timeout': '3s', timeout: '30s', 'on-timeout': 'terminate' })
      expect(result.outputs).toMatchObject({ conclusion: 'timed_out', 'run-id': host.firstRun })
      expectMessage(result, [host.firstRun, 'queue-timeout', 'never began to work'])
      expect(isTerminated(onlyRun(plane))).toBe(true)
      expect(result.timing.durationMs).toBeLessThan(10_000)
    }),
  )

  story(`${name}: a run that ends just before \`timeout\` is not reported as timed out`, () =>
    at(host, { behaviour: endsAs(host, 'success', 2500) }, async ({ step }) => {
      expect((await step({ timeout: '6s', 'poll-interval': '10s' })).outputs.conclusion).toBe('success')
    }),
  )

  story.long(`${name}: a run that outlives its termination is named as still going, within 30 s of \`timeout\``, () =>
    at(host, { behaviour: { ...neverEnds(host), survivesTermination: true } }, async ({ step }) => {
      const result = await step({ timeout: '3s', 'on-timeout': 'terminate' })
      expect(result.outputs).toMatchObject({ conclusion: 'timed_out', status: running })
      expectMessage(result, [host.firstRun, running])
      expect(result.timing.durationMs).toBeLessThan(35_000)
    }),
  )
}
