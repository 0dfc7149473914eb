import { expect, test } from '@jest/globals'
import type { RunSnapshot } from '../../../src/core/model.ts'
import { lacks } from '../../../src/platforms/truefoundry/status.ts'

const FAILED: RunSnapshot = { phase: 'failed', status: 'FAILED', endedAtMs: Date.UTC(2026, 0, 15), raw: {} }
const { endedAtMs: _, ...UNDATED } = FAILED

test.each([
  ['has failed without a reason', FAILED],
  ['has failed with a reason, and not said when', { ...UNDATED, exitCode: 1, error: 'no' }],
  ['has finished, and not said when', { ...UNDATED, phase: 'succeeded' } as const],
])('a run that %s may tell more a moment later', (_what, run) => {
  expect(lacks(run)).toBe('details')
})

test.each([
  ['an exit code', { ...FAILED, exitCode: 1 }],
  ['an error', { ...FAILED, error: 'no' }],
  ['success', { ...FAILED, phase: 'succeeded' } as const],
  ['its termination', { ...FAILED, phase: 'terminated' } as const],
])('a run that has ended with %s has told all', (_what, run) => {
  expect(lacks(run)).toBe('nothing')
})
