import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { HttpFailureCause } from '../../../src/core/ports.ts'
import { afterSetback, attemptUntilMs, type Outage } from '../../../src/core/requests/outage.ts'
import type { Setback } from '../../../src/core/requests/reading.ts'

const SETBACK: Setback = { kind: 'setback', effect: 'possible', message: 'HTTP 502' }
const PATIENT = { toleranceMs: 600_000, nameResolved: true }

/** A platform that answers every attempt with the same, `answerMs` after it was asked. */
function endure(setback: Setback, policy: typeof PATIENT, answerMs: number, random = 0.5) {
  let [nowMs, outage]: [number, Outage | undefined] = [0, undefined]
  const waits: number[] = []
  while (waits.length < 10_000) {
    const attemptMs = nowMs
    nowMs = Math.min(nowMs + answerMs, attemptUntilMs(outage, nowMs, policy))
    const step = afterSetback(outage, setback, { attemptMs, nowMs, random }, policy)
    if (step.kind === 'give_up') return { endMs: nowMs, waits, reason: step.reason, attempts: step.outage.attempts }
    waits.push(step.waitMs)
    nowMs += step.waitMs
    outage = step.outage
  }
  throw new Error('it is endured for ever')
}

describe('an outage', () => {
  test('is endured for as long as it is tolerated, to the second, and not a moment longer', () => {
    const answer = fc.integer({ min: 1, max: 30_000 })
    const tolerance = fc.integer({ min: 1, max: 3_600_000 })
    fc.assert(
      fc.property(
        answer,
        tolerance,
        fc.option(fc.nat(1e7)),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (answerMs, toleranceMs, asked, random) => {
          const setback = asked === null ? SETBACK : { ...SETBACK, retryAfterMs: asked }
          const { endMs } = endure(setback, { ...PATIENT, toleranceMs }, answerMs, random)
          const lastAttemptMs = toleranceMs - Math.min(1000, toleranceMs / 4)
          expect(endMs).toBeGreaterThanOrEqual(lastAttemptMs - 1)
          // Every attempt is given a second, so a tolerance of a few seconds may be overrun by a part of one.
          expect(endMs).toBeLessThanOrEqual(lastAttemptMs + 1001)
        },
      ),
    )
  })

  test('is met with waits that grow from half a second to a quarter of a minute', () => {
    const { waits } = endure(SETBACK, PATIENT, 1)
    expect(waits.slice(0, 5)).toEqual([500, 1000, 2000, 2400, 2400])
    expect(waits.slice(-3, -1)).toEqual([15_000, 15_000])
  })

  test('is looked into every three seconds in its first minute, however long the answers take', () => {
    const random = fc.double({ min: 0, max: 0.999, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), random, (answerMs, jitter) => {
        const { waits } = endure(SETBACK, PATIENT, answerMs, jitter)
        let nowMs = 0
        for (const waitMs of waits) {
          nowMs += answerMs
          if (nowMs < 60_000) expect(waitMs).toBeLessThanOrEqual(3000)
          nowMs += waitMs
        }
      }),
    )
  })

  test('is looked into rarely from the end of that minute on', () => {
    const outage: Outage = { sinceMs: 0, attempts: 20, message: 'HTTP 502' }
    const waitAt = (nowMs: number) => {
      const step = afterSetback(outage, SETBACK, { attemptMs: nowMs - 20, nowMs, random: 0.5 }, PATIENT)
      return step.kind === 'retry' ? step.waitMs : undefined
    }
    expect([waitAt(59_999), waitAt(60_000)]).toEqual([2400, 15_000])
  })

  test('is met with waits that differ from step to step', () => {
    const [least = 0] = endure(SETBACK, PATIENT, 1, 0).waits
    const [most = 0] = endure(SETBACK, PATIENT, 1, 0.99).waits
    expect([least, Math.round(most)]).toEqual([375, 623])
  })

  test('is waited out for as long as the platform asks, or to the end of what is tolerated', () => {
    expect(endure({ ...SETBACK, retryAfterMs: 40_000 }, PATIENT, 1).waits[0]).toBe(40_000)
    const { waits, attempts } = endure({ ...SETBACK, retryAfterMs: 3_600_000 }, PATIENT, 1)
    expect(waits[0]).toBeLessThan(600_000)
    expect(attempts).toBe(2)
  })

  test('that is not tolerated at all ends with the first failed attempt', () => {
    const { endMs, attempts, reason } = endure(SETBACK, { ...PATIENT, toleranceMs: 0 }, 30)
    expect([endMs, attempts]).toEqual([30, 1])
    expect(reason).toContain('HTTP 502')
    expect(endure(SETBACK, { ...PATIENT, toleranceMs: 0 }, 0).attempts).toBe(1)
  })

  test('lets a request last to its end, and gives even one that comes late a second', () => {
    const since = (sinceMs: number): Outage => ({ sinceMs, attempts: 3, message: 'HTTP 502' })
    const toleranceMs = 60_000
    expect(attemptUntilMs(undefined, 7000, { toleranceMs })).toBe(67_000)
    expect(attemptUntilMs(since(7000), 30_000, { toleranceMs })).toBe(67_000)
    expect(attemptUntilMs(since(7000), 66_800, { toleranceMs })).toBe(67_800)
    expect(attemptUntilMs(undefined, 7000, { toleranceMs: 0 })).toBe(8000)
  })

  test('is told with its length, its attempts and the last failure', () => {
    expect(endure(SETBACK, { ...PATIENT, toleranceMs: 20_000 }, 1).reason).toMatch(
      /19s.*outage-tolerance.* of 20s.*11 attempts.*502/,
    )
    expect(endure(SETBACK, { ...PATIENT, toleranceMs: 0 }, 30).reason).toMatch(/in one attempt; the last: HTTP 502/)
  })
})

describe('what can’t get better', () => {
  const failing = (cause: HttpFailureCause): Setback => ({ ...SETBACK, effect: 'none', cause })

  test.each(['certificate', 'proxy_auth', 'settings'] as const)('ends the wait at once: %s', (cause) => {
    expect(endure(failing(cause), PATIENT, 50).endMs).toBe(50)
  })

  test('ends it after half a minute where the host name never resolved', () => {
    const { endMs } = endure(failing('name_not_resolved'), { ...PATIENT, nameResolved: false }, 50)
    expect(endMs).toBeGreaterThanOrEqual(30_000)
    expect(endMs).toBeLessThan(46_000)
    expect(endure(failing('name_not_resolved'), PATIENT, 50).endMs).toBeGreaterThan(590_000)
    const at = (nowMs: number) => ({ attemptMs: 0, nowMs, random: 0 })
    const fatedAt = (nowMs: number) =>
      afterSetback(undefined, failing('name_not_resolved'), at(nowMs), { ...PATIENT, nameResolved: false }).kind
    expect([fatedAt(29_999), fatedAt(30_000)]).toEqual(['retry', 'give_up'])
  })

  test.each(['timeout', 'connection', 'proxy', 'truncated', 'too_large', 'redirect'] as const)(
    'does not include %s',
    (cause) => {
      expect(endure(failing(cause), { ...PATIENT, nameResolved: false }, 50).endMs).toBeGreaterThan(590_000)
    },
  )
})
