import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Phase, RunSnapshot } from '../../src/core/model.ts'
import { type Decision, type Observation, type PollPolicy, type PollState, step } from '../../src/core/poll.ts'
import { refusalOf } from '../../src/platforms/wire.ts'

const POLICY: PollPolicy = {
  deadlineMs: 3_600_000,
  outageToleranceMs: 600_000,
  onInputRequired: 'wait',
  expectedByMs: 30_000,
  intervalMs: 12_000,
  nameResolved: true,
  random: 0.5,
}
const LATENCY_MS = 20

type Reading = Observation['reading']
const good = (phase: Phase): Reading => ({ kind: 'good', value: snapshot(phase) })
const denied = (status: number): Reading => ({
  kind: 'denied',
  refusal: refusalOf(status),
  message: `HTTP ${status}: no`,
})
const BAD_GATEWAY: Reading = { kind: 'setback', effect: 'possible', message: 'HTTP 502' }

function snapshot(phase: Phase): RunSnapshot {
  return { phase, status: phase.toUpperCase(), raw: {} }
}

/** Shows these readings one after the other, each looked at when the decision before said so. */
function watch(readings: readonly Reading[], policy: Partial<PollPolicy> = {}, startMs = 100_000) {
  let state: PollState = {}
  let atMs = startMs
  const decisions: Decision[] = []
  for (const reading of readings) {
    const seen = { reading, attemptMs: atMs, nowMs: atMs + LATENCY_MS }
    const [after, decision] = step({ ...POLICY, ...policy }, state, seen)
    state = after
    decisions.push(decision)
    if (decision.kind === 'over') break
    atMs = decision.atMs
  }
  return { state, last: decisions.at(-1), count: decisions.length, atMs }
}

describe('a good answer', () => {
  test.each(['succeeded', 'failed', 'terminated'] as const)(
    'that is final decides, past the deadline too: %s',
    (phase) => {
      const { last } = watch([good(phase)], { deadlineMs: 0 })
      expect(last).toEqual({ kind: 'over', ending: { kind: 'final', phase, last: snapshot(phase) } })
    },
  )

  test.each(['waiting', 'running', 'ending', 'unrecognised', 'input_required'] as const)(
    'that is not is waited on: %s',
    (phase) => {
      expect(watch([good(phase)]).last).toEqual({ kind: 'look_again', atMs: 112_000 + LATENCY_MS })
    },
  )

  test('that asks for a person decides where that is wanted', () => {
    const { last } = watch([good('input_required')], { onInputRequired: 'fail' })
    expect(last).toMatchObject({ kind: 'over', ending: { kind: 'input_required' } })
  })
})

describe('a denial', () => {
  const over = (about: string) => ({ kind: 'over', ending: { kind: 'denied', about } })

  test.each([
    ['401, three times', [401, 401, 401], 'not_allowed'],
    ['401 and 403 together', [401, 403, 401], 'not_allowed'],
    ['404, three times', [404, 404, 404], 'missing'],
  ])('counts when it was said three times over five seconds: %s', (_, statuses, about) => {
    const { last, count, atMs } = watch(statuses.map(denied))
    expect([count, atMs - 100_000 >= 5000 - LATENCY_MS]).toEqual([3, true])
    expect(last).toMatchObject(over(about))
  })

  test('starts anew after a good answer, after a failed attempt, and when it is another one', () => {
    for (const between of [good('running'), BAD_GATEWAY, denied(404)]) {
      const readings = [denied(401), denied(401), between, denied(401), denied(401)]
      expect(watch(readings).last).toMatchObject({ kind: 'look_again' })
      expect(watch([...readings, denied(401)]).last).toMatchObject(over('not_allowed'))
    }
  })

  test('said three times too fast does not count yet', () => {
    let state: PollState = {}
    for (const attemptMs of [100_000, 101_000, 102_000]) {
      const [after, decision] = step(POLICY, state, { reading: denied(403), attemptMs, nowMs: attemptMs + 1 })
      expect(decision.kind).toBe('look_again')
      state = after
    }
    expect(step(POLICY, state, { reading: denied(403), attemptMs: 105_000, nowMs: 105_001 })[1].kind).toBe('over')
  })

  test('said by slow answers counts once five seconds lie between the first answer and the last', () => {
    let state: PollState = {}
    for (const [attemptMs, kind] of [
      [100_000, 'look_again'],
      [101_000, 'look_again'],
      [104_500, 'look_again'],
      [105_500, 'over'],
    ] as const) {
      const [after, decision] = step(POLICY, state, { reading: denied(403), attemptMs, nowMs: attemptMs + 900 })
      expect(decision.kind).toBe(kind)
      state = after
    }
  })

  test('said twice, however slowly, does not count yet', () => {
    let state: PollState = {}
    for (const attemptMs of [100_000, 120_000]) {
      const [after, decision] = step(POLICY, state, { reading: denied(403), attemptMs, nowMs: attemptMs + 15_000 })
      expect(decision.kind).toBe('look_again')
      state = after
    }
  })

  test('that the run does not exist means nothing while it may not have shown up', () => {
    const { last, atMs } = watch(Array(40).fill(denied(404)), {}, 0)
    expect(last).toMatchObject(over('missing'))
    expect(atMs).toBeGreaterThanOrEqual(35_000)
    expect(atMs).toBeLessThan(40_000)
  })

  test('that the run does not exist counts from the moment by which it should have shown up', () => {
    const denials = { sinceMs: 20_000, count: 2, kind: 'missing', message: '' } as const
    const at = (nowMs: number) => step(POLICY, { denials }, { reading: denied(404), attemptMs: nowMs - 10, nowMs })[1]
    expect([at(29_999).kind, at(30_000).kind]).toEqual(['look_again', 'over'])
  })

  test('that comes too early to count breaks the row of another one', () => {
    const { last } = watch([denied(401), denied(401), denied(404), denied(401)], { expectedByMs: 1e6 })
    expect(last).toMatchObject({ kind: 'look_again' })
  })

  test('is asked again after two and a half seconds, and counts once five have passed since the first', () => {
    const first = step(POLICY, {}, { reading: denied(403), attemptMs: 100_000, nowMs: 100_020 })
    expect(first[1]).toEqual({ kind: 'look_again', atMs: 102_520 })
    const second = step(POLICY, first[0], { reading: denied(403), attemptMs: 102_520, nowMs: 102_540 })
    const third = (nowMs: number) =>
      step(POLICY, second[0], { reading: denied(403), attemptMs: nowMs - 20, nowMs })[1].kind
    expect([third(105_019), third(105_020)]).toEqual(['look_again', 'over'])
  })

  test('does not end an outage, and is told in the platform’s words', () => {
    const { state } = watch([BAD_GATEWAY, denied(401)])
    expect(state).toMatchObject({ outage: { attempts: 1 }, denials: { count: 1, message: 'HTTP 401: no' } })
  })

  test('that it is not allowed counts from the start', () => {
    expect(watch([denied(403), denied(403), denied(403)], {}, 0).last).toMatchObject(over('not_allowed'))
  })

  test.each([400, 409, 410, 422])('with another status (%d) is an outage', (status) => {
    const { last } = watch(Array(500).fill(denied(status)))
    const reason = expect.stringContaining(`HTTP ${status}: no`)
    expect(last).toMatchObject({ kind: 'over', ending: { kind: 'unreachable', reason } })
  })
})

describe('an outage', () => {
  test('ends the wait when it is no longer tolerated', () => {
    const { last, atMs } = watch(Array(500).fill(BAD_GATEWAY))
    expect(last).toMatchObject({ kind: 'over', ending: { kind: 'unreachable' } })
    expect(atMs - 100_000).toBeLessThanOrEqual(600_000)
  })

  test('is over with a good answer, and the next one starts anew', () => {
    const half = Array(20).fill(BAD_GATEWAY)
    const { last } = watch([...half, good('running'), ...half, good('running'), ...half])
    expect(last).toMatchObject({ kind: 'look_again' })
  })

  test('keeps what was known', () => {
    expect(watch([good('running'), BAD_GATEWAY, denied(401)]).state.last).toEqual(snapshot('running'))
    const { state, last } = watch([good('running'), denied(404), denied(404), denied(404)])
    expect([state.last, last?.kind]).toEqual([snapshot('running'), 'over'])
  })
})

describe('the deadline', () => {
  test.each([
    [20, 100],
    [300, 600],
    [5000, 1000],
  ])('is preceded by a last look: where one took %d ms, %d ms before', (tookMs, beforeMs) => {
    const deadlineMs = 110_000
    const at = (nowMs: number) =>
      step({ ...POLICY, deadlineMs }, {}, { reading: good('running'), attemptMs: nowMs - tookMs, nowMs })[1]
    expect(at(101_000)).toEqual({ kind: 'look_again', atMs: deadlineMs - beforeMs })
    expect(at(deadlineMs - beforeMs - 1)).toEqual({ kind: 'look_again', atMs: deadlineMs - beforeMs })
    expect(at(deadlineMs - beforeMs)).toEqual({ kind: 'over', ending: { kind: 'timed_out', limit: 'timeout' } })
  })

  test('of the queue counts while the run waits for its work to begin, and only then', () => {
    const nowMs = 110_000
    const at = (phase: Phase, queueUntilMs: number, deadlineMs = 3_600_000) =>
      step({ ...POLICY, deadlineMs, queueUntilMs }, {}, { reading: good(phase), attemptMs: nowMs - 20, nowMs })[1]
    const over = { kind: 'over', ending: { kind: 'timed_out', limit: 'queue-timeout' } }
    expect([at('waiting', 109_000), at('waiting', 110_050)]).toEqual([over, over])
    expect(at('waiting', 115_000)).toEqual({ kind: 'look_again', atMs: 114_900 })
    for (const phase of ['running', 'input_required', 'ending', 'unrecognised'] as const) {
      expect(at(phase, 109_000)).toEqual({ kind: 'look_again', atMs: 122_000 })
    }
    const timedOut = { kind: 'over', ending: { kind: 'timed_out', limit: 'timeout' } }
    expect([at('waiting', 110_050, 110_040), at('waiting', 110_050, 110_050)]).toEqual([timedOut, timedOut])
    const unanswered = { reading: BAD_GATEWAY, attemptMs: nowMs - 20, nowMs }
    const [, decision] = step({ ...POLICY, queueUntilMs: 109_000 }, { last: snapshot('waiting') }, unanswered)
    expect(decision.kind).toBe('look_again')
  })

  test.each(['running', 'input_required'] as const)(
    'of the queue no longer counts for a run that waits once more after it was %s',
    (phase) => {
      const { last } = watch([good('waiting'), good(phase), good('waiting')], { queueUntilMs: 115_000 })
      expect(last?.kind).toBe('look_again')
    },
  )

  const reading = fc.oneof(
    fc.constantFrom(good('running'), good('input_required'), BAD_GATEWAY, denied(404), denied(401)),
    fc.nat(1e8).map((retryAfterMs): Reading => ({ ...BAD_GATEWAY, retryAfterMs })),
  )

  test('is never slept past, and never without a last look shortly before', () => {
    fc.assert(
      fc.property(
        fc.array(reading, { minLength: 1 }),
        fc.integer({ min: 101_000, max: 900_000 }),
        (some, deadlineMs) => {
          const forever = Array.from({ length: 3000 }, (_, index) => some[index % some.length] ?? BAD_GATEWAY)
          const { last, atMs } = watch(forever, { deadlineMs, outageToleranceMs: 1e9 })
          expect(last?.kind).toBe('over')
          if (last?.kind !== 'over' || last.ending.kind !== 'timed_out') return
          expect(atMs).toBeLessThan(deadlineMs)
          expect(atMs).toBeGreaterThanOrEqual(deadlineMs - 1000)
        },
      ),
    )
  })
})
