/** One trigger, one run: where nothing was started the trigger is sent once more, and without proof the step stops. */

import { expect } from '@jest/globals'
import type { Fault } from '../../../sandbox/control-plane/faults.ts'
import { startControlPlane } from '../../../sandbox/control-plane/server.ts'
import type { StepResult } from '../../../sandbox/runner/index.ts'
import { errorsOf, isTerminated, onlyRun, triggersOf, warningsOf } from '../promises.ts'
import { at, course, endsAs, HOSTS, KEY, KUBIYA, neverEnds, type Setup, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'
import { troubled } from './one-trigger.ts'

const SETTLING_MS = 15_000
/** The step counts from when it asks, the platform from when that arrives. */
const ARRIVAL_MS = 500

export function tellSecondTrigger(story: Teller): void {
  tellNothingNewer(story)
  warnOfTwins(story)
  tellNoProof(story)
  tellKubiya(story)
}

/** Doubt, and no newer run at all. */
function tellNothingNewer(story: Teller): void {
  const nothingCame: readonly (readonly [what: string, fault: Fault])[] = [
    ['a reset', { kind: 'resetBefore' }],
    ["a proxy's 403", { kind: 'status', status: 403, body: 'html' }],
    ['a silence', { kind: 'hang' }],
  ]
  for (const [what, fault] of nothingCame) {
    story.long(`after ${what} that started nothing, the trigger is sent once more under the same alias`, () =>
      at(TRUEFOUNDRY, troubled(fault), async ({ step, plane }) => {
        plane.addRun({ jobId: 'app-train', createdAtMs: Date.now() - 3_600_000 })
        const result = await step()
        expect(result.outputs).toMatchObject({ conclusion: 'success', 'run-id': 'train-0002' })
        expectSettled(plane.requests)
        const aliases = plane.requestsOf('trigger').map(({ body }) => JSON.stringify(body))
        expect(aliases).toHaveLength(2)
        expect(aliases[0]).toBe(aliases[1])
        expect(plane.runs).toHaveLength(2)
      }),
    )
  }

  for (const status of [302, 307, 308]) {
    story.long(`a ${status} in answer to the trigger is not followed`, async () => {
      const elsewhere = await startControlPlane({ apiKeys: [KEY] })
      const fault: Fault = { kind: 'redirect', status, location: `${elsewhere.url}/api/svc/v1/jobs/trigger` }
      await at(TRUEFOUNDRY, troubled(fault), async ({ step, plane }) => {
        expect((await step()).outputs.conclusion).toBe('success')
        expect(elsewhere.controlPlane.requests).toEqual([])
        expect(triggersOf(plane)).toBe(2)
        onlyRun(plane)
      })
      await elsewhere.close()
    })
  }

  story.long('when the first trigger takes effect late after all, its run is terminated and warned of', () => {
    const behaviour = endsAs(TRUEFOUNDRY, 'success', 8000)
    const fault: Fault = { kind: 'lateEffect', afterMs: 19_000, answer: 'reset' }
    return at(TRUEFOUNDRY, { behaviour, ...troubled(fault) }, async ({ step, plane }) => {
      const result = await step()
      const [late, ours] = plane.runs
      expect(result.outputs).toMatchObject({ conclusion: 'success', 'run-id': ours?.name })
      expect(late?.termination).toBeDefined()
      expect(warningsOf(result)).toEqual([expect.stringContaining(late?.name ?? '?')])
      expect(triggersOf(plane)).toBe(2)
    })
  })

  story.long('it is not sent a third time', () =>
    at(TRUEFOUNDRY, { faults: [{ operation: 'trigger', fault: { kind: 'resetBefore' } }] }, async ({ step, plane }) => {
      const result = await step()
      expect(result.outputs).toMatchObject({ conclusion: 'unknown', 'run-id': '' })
      expect(triggersOf(plane)).toBe(2)
    }),
  )

  story.long('with `wait: false` nobody would look after a second run, so none is triggered', () =>
    at(TRUEFOUNDRY, troubled({ kind: 'resetBefore' }), async ({ step, plane }) => {
      const result = await step({ wait: 'false' })
      expectStopped(result, [])
      expectSettled(plane.requests)
      expect(triggersOf(plane)).toBe(1)
    }),
  )

  story.long('a refusal after doubt does not prove that there is no run', () => {
    const faults = [
      { operation: 'trigger' as const, nth: 1, fault: { kind: 'resetBefore' as const } },
      { operation: 'trigger' as const, nth: 2, fault: { kind: 'status' as const, status: 403 } },
    ]
    return at(TRUEFOUNDRY, { faults }, async ({ step, plane }) => {
      expectStopped(await step(), ['Simulated error 403'])
      expect(triggersOf(plane)).toBe(2)
    })
  })

  story.long('a 429 after doubt is waited out', () => {
    const faults = [
      { operation: 'trigger' as const, nth: 1, fault: { kind: 'resetBefore' as const } },
      { operation: 'trigger' as const, nth: 2, fault: { kind: 'status' as const, status: 429 } },
    ]
    return at(TRUEFOUNDRY, { faults }, async ({ step, plane }) => {
      expect((await step()).outputs.conclusion).toBe('success')
      onlyRun(plane)
    })
  })
}

/** The first trigger takes effect late, after the second was sent: whatever ends the step, one of the two is ended. */
function warnOfTwins(story: Teller): void {
  const late: Fault = { kind: 'lateEffect', afterMs: 19_000, answer: 'reset' }
  const setup: Setup = { behaviour: neverEnds(TRUEFOUNDRY), ...troubled(late) }

  story.long('past `timeout` the second run is ended, and the one that was waited for is left', () =>
    at(TRUEFOUNDRY, setup, async ({ step, plane }) => {
      const result = await step({ timeout: '25s' })
      const [twin, ours] = plane.runs
      expect(result.outputs).toMatchObject({ conclusion: 'timed_out', 'run-id': ours?.name })
      expect([twin, ours].map((run) => run?.termination !== undefined)).toEqual([true, false])
      expect(warningsOf(result)).toEqual([expect.stringContaining(twin?.name ?? '?')])
    }),
  )

  story.long('a cancel ends both', () =>
    at(TRUEFOUNDRY, setup, async ({ step, plane }) => {
      const result = await step({}, { cancelAfterMs: 24_000 })
      expect(result.outputs.conclusion).toBe('cancelled')
      expect(plane.runs.map(isTerminated)).toEqual([true, true])
    }),
  )

  story.long('post ends both when main was killed', () =>
    at(TRUEFOUNDRY, setup, async ({ step, plane }) => {
      await step({}, { container: true, cancelAfterMs: 24_000 })
      expect(plane.runs.map(isTerminated)).toEqual([true, true])
    }),
  )
}

/** Doubt that can't be settled. */
function tellNoProof(story: Teller): void {
  const unprovable: readonly (readonly [why: string, setup: Setup])[] = [
    ['the search does not know aliases', { searchFindsAlias: false }],
    ['the search finds everything', { searchIgnoresPrefix: true }],
  ]
  for (const [why, setup] of unprovable) {
    story.long(`where ${why}, a newer run stops the step, which names it`, () =>
      at(TRUEFOUNDRY, { ...setup, ...troubled({ kind: 'resetAfter' }) }, async ({ step, plane }) => {
        expectStopped(await step(), ['train-0001', 'run-id'])
        expectSettled(plane.requests)
        expect(triggersOf(plane)).toBe(1)
      }),
    )
  }

  story.long("somebody else's newer run stops the step too", () =>
    at(TRUEFOUNDRY, troubled({ kind: 'resetBefore' }), async ({ step, plane }) => {
      plane.addRun({ jobId: 'app-train', createdAtMs: Date.now() + 3000, alias: 'of-another-step' })
      expectStopped(await step(), ['train-0001', 'run-id'])
      expect(isTerminated(onlyRun(plane))).toBe(false)
      expect(triggersOf(plane)).toBe(1)
    }),
  )

  for (const host of HOSTS) {
    story(`${host.name}: \`timeout\` bounds the settling too`, () =>
      at(host, troubled({ kind: 'resetBefore' }), async ({ step, plane }) => {
        const result = await step({ timeout: '4s' })
        expectStopped(result, ['timeout'])
        expect(result.timing.durationMs).toBeLessThan(6000)
        expect(triggersOf(plane)).toBe(1)
      }),
    )
  }
}

function tellKubiya(story: Teller): void {
  story.long('Kubiya has no alias: a newer execution is named, and nothing is triggered again', () =>
    at(KUBIYA, troubled({ kind: 'resetAfter' }), async ({ step, plane }) => {
      plane.addRun({ jobId: KUBIYA.jobId, createdAtMs: Date.now() - 3_600_000 })
      const result = await step()
      expectStopped(result, ['00000000-0000-4000-8000-000000000002', 'run-id'])
      expect(errorsOf(result)[0]).not.toContain('00000000-0000-4000-8000-000000000001')
      expect(triggersOf(plane)).toBe(1)
    }),
  )

  story.long('Kubiya has no alias: nothing is triggered again even if there is no newer execution', () =>
    at(KUBIYA, { behaviour: course([0, 'running']), ...troubled({ kind: 'resetBefore' }) }, async ({ step, plane }) => {
      expectStopped(await step(), ['run-id'])
      expect(triggersOf(plane)).toBe(1)
      expect(plane.runs).toEqual([])
    }),
  )
}

function expectStopped(result: StepResult, told: readonly string[]): void {
  expect(result.conclusion).toBe('failure')
  expect(result.outputs).toMatchObject({ conclusion: 'unknown', 'run-id': '' })
  for (const part of told) expect(errorsOf(result)[0]).toContain(part)
}

/** Looked at least three times over at least 15 s. */
function expectSettled(requests: readonly { readonly operation: string; readonly atMs: number }[]): void {
  const looks = requests.filter(({ operation }) => operation === 'list').map(({ atMs }) => atMs)
  expect(looks.length).toBeGreaterThanOrEqual(3)
  expect(Math.max(...looks) - Math.min(...looks)).toBeGreaterThanOrEqual(SETTLING_MS - ARRIVAL_MS)
}
