/**
 * When the runner tells the step to stop. That main is gone within 7 s of SIGINT, and post within 30 s, is checked for
 * every step of every story (promises.ts).
 */

import { expect } from '@jest/globals'
import type { Fault } from '../../../sandbox/control-plane/faults.ts'
import type { StepResult } from '../../../sandbox/runner/index.ts'
import { errorsOf, isTerminated, onlyRun, warningsOf } from '../promises.ts'
import { at, endsAs, HOSTS, type Host, neverEnds } from '../site.ts'
import type { Teller } from '../teller.ts'

export function tellCancel(story: Teller): void {
  for (const host of HOSTS) {
    tellWaiting(host, story)
    tellTrouble(host, story)
  }
}

function tellWaiting(host: Host, story: Teller): void {
  const { name } = host
  const behaviour = neverEnds(host)

  story(`${name}: cancelling while waiting ends the run, writes the outputs and leaves post nothing to do`, () =>
    at(host, { behaviour, terminatedAfterMs: 0 }, async ({ step, plane, when }) => {
      const result = await step({}, { cancelOn: when('status', 2) })
      expectCancelled(result, host.firstRun)
      expect(result.outputs.status).toBe(host.ends.terminated)
      expect(isTerminated(onlyRun(plane))).toBe(true)
      expect(plane.requestsOf('terminate')).toHaveLength(1)
      expect(result.timing.cancelToExitMs).toBeLessThan(2500)
      expect(result.post).toMatchObject({ ran: true, rawStdout: '' })
    }),
  )

  story(`${name}: the step's own time limit is a cancel too`, () =>
    at(host, { behaviour }, async ({ step, plane }) => {
      const result = await step({}, { stepTimeoutMs: 1500 })
      expect(result).toMatchObject({ conclusion: 'failure', outputs: { conclusion: 'cancelled' } })
      expect(isTerminated(onlyRun(plane))).toBe(true)
    }),
  )

  story(`${name}: with \`on-cancel: leave\` the run is left going, and the log says so`, () =>
    at(host, { behaviour }, async ({ step, plane, when }) => {
      const result = await step({ 'on-cancel': 'leave' }, { cancelOn: when('status', 2) })
      expectCancelled(result, host.firstRun)
      expect(plane.requestsOf('terminate')).toEqual([])
      expect(result.log).toMatch(new RegExp(`${host.firstRun}.*left`))
    }),
  )

  story(`${name}: cancelling during an outage ends the run`, () => {
    const faults = [{ operation: 'status' as const, fault: { kind: 'status' as const, status: 502 } }]
    return at(host, { behaviour, faults }, async ({ step, plane, when }) => {
      const result = await step({}, { cancelOn: when('status', 3) })
      expectCancelled(result, host.firstRun)
      expect(isTerminated(onlyRun(plane))).toBe(true)
    })
  })

  story(`${name}: cancelling while a look hangs ends the run`, () => {
    const faults = [{ operation: 'status' as const, nth: 2, fault: { kind: 'hang' as const } }]
    return at(host, { behaviour, faults }, async ({ step, plane, when }) => {
      const result = await step({ 'request-timeout': '30s' }, { cancelOn: when('status', 2) })
      expectCancelled(result, host.firstRun)
      expect(isTerminated(onlyRun(plane))).toBe(true)
      expect(result.timing.cancelToExitMs).toBeLessThan(3000)
    })
  })

  story(`${name}: cancelling finds that the run has ended by itself`, () =>
    at(host, { behaviour: endsAs(host, 'success', 1200) }, async ({ step, plane, when }) => {
      const ended = new AbortController()
      when('trigger').addEventListener('abort', () => setTimeout(() => ended.abort(), 1800))
      const result = await step({ 'poll-interval': '20s' }, { cancelOn: ended.signal })
      expectCancelled(result, host.firstRun)
      expect(result.outputs.status).toBe(host.ends.success)
      expect(isTerminated(onlyRun(plane))).toBe(false)
      expect(result.post.rawStdout).toBe('')
    }),
  )

  story(`${name}: cancelling while the trigger's answer is under way waits for it and ends the run`, () =>
    at(host, { behaviour, faults: [onTrigger({ kind: 'delay', delayMs: 1500 })] }, async ({ step, plane, when }) => {
      const result = await step({ 'request-timeout': '30s' }, { cancelOn: when('trigger') })
      expectCancelled(result, host.firstRun)
      expect(isTerminated(onlyRun(plane))).toBe(true)
    }),
  )
}

function tellTrouble(host: Host, story: Teller): void {
  const { name } = host
  const behaviour = neverEnds(host)

  story(`${name}: a termination that fails at first is asked for again`, () => {
    const faults = [
      { operation: 'terminate' as const, nth: 1, times: 2, fault: { kind: 'status' as const, status: 500 } },
    ]
    return at(host, { behaviour, faults }, async ({ step, plane, when }) => {
      expectCancelled(await step({}, { cancelOn: when('status', 2) }), host.firstRun)
      expect(isTerminated(onlyRun(plane))).toBe(true)
    })
  })

  story.long(`${name}: what the platform did not accept in time is repeated by post`, () => {
    const faults = [{ operation: 'terminate' as const, untilMs: 9500, fault: { kind: 'hang' as const } }]
    return at(host, { behaviour, faults }, async ({ step, plane, when }) => {
      const result = await step({}, { cancelOn: when('status', 2) })
      expectCancelled(result, host.firstRun)
      expect(result.post.ran).toBe(true)
      expect(warningsOf(result.post)).toEqual([])
      expect(isTerminated(onlyRun(plane))).toBe(true)
    })
  })

  story.long(`${name}: a platform that hangs from the cancel on costs 7 s, and then post's warning`, () =>
    at(host, { behaviour }, async ({ step, plane, when }) => {
      const cancelOn = when('status', 2)
      cancelOn.addEventListener('abort', () => plane.addFault({ operation: 'any', fault: { kind: 'hang' } }))
      const result = await step({ 'request-timeout': '30s' }, { cancelOn })
      expectCancelled(result, host.firstRun)
      expect(isTerminated(onlyRun(plane))).toBe(false)
      expect(warningsOf(result.post)).toEqual([expect.stringContaining(host.firstRun)])
    }),
  )
}

export function onTrigger(fault: Fault) {
  return { operation: 'trigger' as const, nth: 1, fault }
}

export function expectCancelled(result: StepResult, runId: string): void {
  expect(result).toMatchObject({ conclusion: 'cancelled', outputs: { conclusion: 'cancelled', 'run-id': runId } })
  expect(result.timing.signals).toEqual(['SIGINT'])
  expect(errorsOf(result)).toEqual([])
}
