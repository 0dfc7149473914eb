/** When main is cut off without a word: `container:` jobs, SIGKILL. Post finds the run and ends it, or says that it could not. */

import { expect } from '@jest/globals'
import type { StepOptions } from '../../../sandbox/runner/index.ts'
import { isTerminated, onlyRun, triggersOf, warningsOf } from '../promises.ts'
import { at, endsAs, HOSTS, type Host, KUBIYA, neverEnds, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

export function tellPost(story: Teller): void {
  for (const host of HOSTS) tellOf(host, story)
  tellSearch(story)

  story.long('a platform that hangs costs post less than 30 s, and it warns of the run', () =>
    at(TRUEFOUNDRY, { behaviour: neverEnds(TRUEFOUNDRY) }, async ({ step, plane, when }) => {
      const seen = when('status')
      seen.addEventListener('abort', () => plane.addFault({ operation: 'any', fault: { kind: 'hang' } }))
      const result = await step({}, killedOn(seen))
      expect(result.post.ran).toBe(true)
      expect(warningsOf(result.post)).toEqual([expect.stringContaining('train-0001')])
    }),
  )

  story('post does not fail without a key, and names the run', () =>
    at(TRUEFOUNDRY, { behaviour: neverEnds(TRUEFOUNDRY) }, async ({ step, url, when }) => {
      const postInputs = { 'base-url': url, ...TRUEFOUNDRY.inputs }
      const result = await step({}, { ...killedOn(when('status')), postInputs })
      expect(warningsOf(result.post)).toEqual([expect.stringContaining('train-0001')])
    }),
  )

  story('post does not fail with a key that the platform refuses, and names the run', () =>
    at(TRUEFOUNDRY, { behaviour: neverEnds(TRUEFOUNDRY) }, async ({ step, url, when }) => {
      const postInputs = { 'base-url': url, 'api-key': 'expired-key', ...TRUEFOUNDRY.inputs }
      const result = await step({}, { ...killedOn(when('status')), postInputs })
      expect(warningsOf(result.post)).toEqual([expect.stringContaining('train-0001')])
    }),
  )

  story('post does nothing when main never got to send anything', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
      const result = await step({}, { ...killed(), cancelAfterMs: 1 })
      expect(result.post).toMatchObject({ ran: true, annotations: [] })
      expect(plane.requests).toEqual([])
    }),
  )
}

function tellOf(host: Host, story: Teller): void {
  const { name } = host
  const behaviour = neverEnds(host)

  story(`${name}: in a container job post ends the run, though no signal reached main`, () =>
    at(host, { behaviour }, async ({ step, plane, when }) => {
      const result = await step({}, killedOn(when('status', 2)))
      expect(result.timing.signals).not.toContain('SIGINT')
      expect(result.outputs).toMatchObject({ conclusion: 'pending', 'run-id': host.firstRun, status: host.running })
      expect(result.outputs['run-url']).toMatch(/^http/)
      expect(isTerminated(onlyRun(plane))).toBe(true)
      expect(warningsOf(result.post)).toEqual([])
      expect(result.post.log).toContain(host.firstRun)
      expect(result.summary).toBe('')
      expect(result.post.summary).toMatch(/^<h3>🚫 Cut off: /)
      expect(result.post.summary).toContain(`<code>${host.firstRun}</code>`)
    }),
  )

  story(`${name}: post ends the run also while main lingers unseen`, () =>
    at(host, { behaviour }, async ({ step, plane, when }) => {
      const result = await step({}, { container: 'lingering', cancelOn: when('status', 2) })
      expect(isTerminated(onlyRun(plane))).toBe(true)
      expect(result.post.ran).toBe(true)
    }),
  )

  story(`${name}: post ends the run when main was killed`, () =>
    at(host, { behaviour }, async ({ step, plane, when }) => {
      const seen = when('status', 2)
      const result = await step(
        {},
        { onSpawn: (pid) => seen.addEventListener('abort', () => process.kill(pid, 'SIGKILL')) },
      )
      expect(result.signal).toBe('SIGKILL')
      expect(isTerminated(onlyRun(plane))).toBe(true)
    }),
  )

  story(`${name}: with \`on-cancel: leave\` post leaves the run, and one warning names it`, () =>
    at(host, { behaviour }, async ({ step, plane, when }) => {
      const result = await step({ 'on-cancel': 'leave' }, killedOn(when('status', 2)))
      expect(isTerminated(onlyRun(plane))).toBe(false)
      expect(warningsOf(result.post)).toEqual([expect.stringContaining(host.firstRun)])
    }),
  )

  story(`${name}: a run that has ended meanwhile is nothing to warn of`, () => {
    const faults = [{ operation: 'status' as const, nth: 1, times: 2, fault: { kind: 'status' as const, status: 502 } }]
    return at(host, { faults }, async ({ step, when }) => {
      const result = await step({}, killedOn(when('status', 2)))
      expect(result.outputs).toMatchObject({ conclusion: 'pending', 'run-id': host.firstRun })
      expect(warningsOf(result.post)).toEqual([])
      expect(result.post.log).toContain(host.ends.success)
    })
  })

  story(`${name}: post does nothing after a step that concluded`, () =>
    at(
      host,
      { behaviour: { ...endsAs(host, 'success'), response: 'ok' }, responseLagMs: 0 },
      async ({ step, plane }) => {
        const result = await step()
        expect(result.post).toMatchObject({ ran: true, rawStdout: '', rawStderr: '' })
        expect(result.post.timing.durationMs).toBeLessThan(2000)
        const endedAtMs = onlyRun(plane).createdAtMs + 300
        expect(plane.requestsOf('status').filter(({ atMs }) => atMs >= endedAtMs)).toHaveLength(1)
        expect(plane.requestsOf('terminate')).toEqual([])
      },
    ),
  )
}

/** Killed before it knew its run. */
function tellSearch(story: Teller): void {
  const lost = [{ operation: 'trigger' as const, nth: 1, fault: { kind: 'hang' as const, effect: true } }]

  story('killed while its trigger hangs: post finds the run by its alias and ends it', () =>
    at(TRUEFOUNDRY, { behaviour: neverEnds(TRUEFOUNDRY), faults: lost }, async ({ step, plane, when }) => {
      const result = await step({ 'request-timeout': '30s' }, killedOn(when('trigger')))
      expect(isTerminated(onlyRun(plane))).toBe(true)
      expect(warningsOf(result.post)).toEqual([])
      expect(triggersOf(plane)).toBe(1)
    }),
  )

  story('with `wait: false` post leaves the run that it finds, and one warning names it', () =>
    at(TRUEFOUNDRY, { behaviour: neverEnds(TRUEFOUNDRY), faults: lost }, async ({ step, plane, when }) => {
      const result = await step({ wait: 'false', 'request-timeout': '30s' }, killedOn(when('trigger')))
      expect(isTerminated(onlyRun(plane))).toBe(false)
      expect(warningsOf(result.post)).toEqual([expect.stringContaining('train-0001')])
    }),
  )

  story.long("where the search knows no aliases post ends nobody else's run: it names the candidates", () =>
    at(
      TRUEFOUNDRY,
      { behaviour: neverEnds(TRUEFOUNDRY), faults: lost, searchFindsAlias: false },
      async ({ step, plane, when }) => {
        const result = await step({ 'request-timeout': '30s' }, killedOn(when('trigger')))
        expect(isTerminated(onlyRun(plane))).toBe(false)
        expect(warningsOf(result.post)).toEqual([expect.stringContaining('train-0001')])
      },
    ),
  )

  story.long('on Kubiya post names the newer executions and ends none', () =>
    at(KUBIYA, { behaviour: neverEnds(KUBIYA), faults: lost }, async ({ step, plane, when }) => {
      const result = await step({ 'request-timeout': '30s' }, killedOn(when('trigger')))
      expect(isTerminated(onlyRun(plane))).toBe(false)
      expect(warningsOf(result.post)).toEqual([expect.stringContaining(KUBIYA.firstRun)])
    }),
  )
}

function killed(): Partial<StepOptions> {
  return { container: true }
}

function killedOn(cancelOn: AbortSignal): Partial<StepOptions> {
  return { ...killed(), cancelOn }
}
