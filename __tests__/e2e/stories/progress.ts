/** How far the run is, and what is usual for it: one request beside the others, which nothing depends on. */

import { expect } from '@jest/globals'
import type { Fault } from '../../../sandbox/control-plane/faults.ts'
import type { ControlPlane, RecordedRequest } from '../../../sandbox/control-plane/simulator.ts'
import { at, course, endsAs, HOSTS, type Host, neverEnds, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

export function tellProgress(story: Teller): void {
  for (const host of HOSTS) tellOf(host, story)

  story.long('a run of half a minute gives a sign of life, with what is usual and what is left', () =>
    at(TRUEFOUNDRY, { behaviour: endsAs(TRUEFOUNDRY, 'success', 31_500) }, async ({ step, plane }) => {
      addHistory(plane, TRUEFOUNDRY, [30_000, 40_000, 70_000])
      const result = await step({ 'poll-interval': '1s' })
      expect(result.outputs.conclusion).toBe('success')
      expect(usualIn(result.logLines)).toEqual([
        expect.stringMatching(/^» RUNNING 3\ds · usually 40s \(median of 3\) · about (?:\d\.\d|1\d)s left$/),
      ])
      expect(result.annotations).toEqual([])
    }),
  )

  story('a change of status is told at once, with the time since the start', () => {
    const behaviour = course([0, 'CREATED'], [700, 'SCHEDULED'], [1400, 'RUNNING'], [2100, 'FINISHED'])
    return at(TRUEFOUNDRY, { behaviour }, async ({ step }) => {
      const { logLines } = await step({ 'poll-interval': '0.3s' })
      const told = logLines.flatMap((line) => /^» (\w+) after [\d.]+m?s$/.exec(line)?.[1] ?? [])
      expect(told).toEqual(['CREATED', 'SCHEDULED', 'RUNNING', 'FINISHED'])
    })
  })
}

function tellOf(host: Host, story: Teller): void {
  const { name } = host

  story(`${name}: a run slower than nearly all before it is told as such, once, and in the summary`, () =>
    at(host, { behaviour: endsAs(host, 'success', 4000) }, async ({ step, plane }) => {
      addHistory(plane, host, Array(9).fill(1000))
      const { logLines, summary, annotations } = await step({ 'poll-interval': '0.4s' })
      const usual = 'usually 1.0s \\(median of 9\\) · slower than nearly all runs before'
      expect(usualIn(logLines)).toEqual([expect.stringMatching(new RegExp(`^» ${host.running} [\\d.]+s · ${usual}$`))])
      expect(summary).toContain('usually 1.0s (median of 9)')
      expect(annotations).toEqual([])
    }),
  )

  story(`${name}: earlier runs are asked for once, before the trigger`, () =>
    at(host, { behaviour: endsAs(host, 'success', 2500) }, async ({ step, plane }) => {
      addHistory(plane, host, Array(30).fill(2000))
      const { summary } = await step({ 'poll-interval': '0.3s' })
      const [asked, ...more] = historyOf(plane, host)
      const [sent] = plane.requestsOf('trigger')
      expect(more).toEqual([])
      expect(asked?.index).toBeLessThan(sent?.index ?? Number.NEGATIVE_INFINITY)
      expect(summary).toMatch(/usually 2\.0s \(median of \d+\)/)
    }),
  )

  const faults: readonly Fault[] = [
    { kind: 'status', status: 500 },
    { kind: 'status', status: 403 },
    { kind: 'resetAfter' },
    { kind: 'hang' },
    { kind: 'foreignBody', body: 'otherShape' },
    { kind: 'truncated' },
  ]
  for (const fault of faults) {
    const what = fault.kind === 'status' ? `HTTP ${fault.status}` : fault.kind
    story(`${name}: earlier runs that can't be read (${what}) change nothing`, () =>
      at(
        host,
        { behaviour: endsAs(host, 'success', 1500), faults: [{ operation: host.recent ?? host.list, fault }] },
        async ({ step, plane }) => {
          const result = await step({ 'request-timeout': '30s' })
          expect(result).toMatchObject({ outputs: { conclusion: 'success' }, annotations: [], rawStderr: '' })
          expect(result.log).not.toMatch(/usually|No usable answer/)
          // Before the trigger and again after a setback, when the run has been seen, and once more where that is overdue.
          expect(historyOf(plane, host).length).toBeLessThanOrEqual(4)
          expect(result.timing.durationMs).toBeLessThan(9000)
        },
      ),
    )
  }

  story(`${name}: earlier runs that are slow to come do not delay a cancel`, () =>
    at(
      host,
      { behaviour: neverEnds(host), faults: [{ operation: host.list, fault: { kind: 'hang' } }] },
      async ({ step, when }) => {
        const result = await step({ 'request-timeout': '30s' }, { cancelOn: when('status', 2) })
        expect(result.outputs.conclusion).toBe('cancelled')
        expect(result.timing.cancelToExitMs).toBeLessThan(4500)
      },
    ),
  )
}

/** Runs of an hour ago that took so long. */
function addHistory(plane: ControlPlane, host: Host, durationsMs: readonly number[]): void {
  for (const [index, durationMs] of durationsMs.entries()) {
    plane.addRun({
      jobId: host.jobId,
      createdAtMs: plane.now() - 3_600_000 - index * 60_000,
      behaviour: { ...endsAs(host, 'success', durationMs), name: `earlier-${index}` },
    })
  }
}

function historyOf(plane: ControlPlane, host: Host): readonly RecordedRequest[] {
  return plane.requestsOf(host.recent ?? host.list)
}

function usualIn(logLines: readonly string[]): readonly string[] {
  return logLines.filter((line) => line.includes('usually'))
}
