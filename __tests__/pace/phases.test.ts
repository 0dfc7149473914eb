import { describe, expect, test } from '@jest/globals'
import { planPace } from '../../src/pace/index.ts'
import { planPhases } from '../../src/pace/phases.ts'

const history = [30, 200, 5, 90, 400].map((queue) => ({ durationMs: (queue + 240) * 1000, workMs: 240_000 }))

describe('a platform that tells when a run started', () => {
  const pace = planPhases(history)

  test('is asked by how long the run has worked, however long it waited before', () => {
    const aboutToEnd = { elapsedMs: 1_000_000, workedMs: 236_000 }
    expect(pace.gapMs(aboutToEnd, 0.5)).toBeLessThan(4000)
  })

  test('is not asked often about a run that still waits', () => {
    expect(pace.gapMs({ elapsedMs: 10_000, workedMs: 0 }, 0.5)).toBeGreaterThan(10_000)
  })

  test('is not asked more often for a long wait before short work than any run of that age', () => {
    const brief = planPhases(history.map(({ durationMs }) => ({ durationMs, workMs: 700 })))
    expect(brief.gapMs({ elapsedMs: 3_600_000, workedMs: 0 }, 0.5)).toBeGreaterThanOrEqual(2099)
  })
})

describe('a platform that tells only when runs began and ended', () => {
  test('is asked by the whole', () => {
    const pace = planPhases(history.map(({ durationMs }) => ({ durationMs })))
    const whole = planPace(history.map(({ durationMs }) => durationMs))
    expect(pace.gapMs({ elapsedMs: 200_000, workedMs: 100_000 }, 0.3)).toBe(whole.gapMs(200_000, 0.3))
  })
})
