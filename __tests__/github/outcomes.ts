/** Outcomes for the tests of what GitHub is told. */

import type { RunHandle, RunSnapshot } from '../../src/core/model.ts'
import type { Outcome } from '../../src/verdict/outcome.ts'

export const NAMES = { platform: 'TrueFoundry', runNoun: 'job run' }
export const PLATFORM = {
  id: 'truefoundry',
  name: 'TrueFoundry',
  runNoun: 'job run',
  jobIdentity: { applicationId: 'app' },
}

/** In every field that must never leave, and nowhere else. */
export const PRIVATE = 'ZXQ-private'

export const RUN: RunHandle = {
  runId: 'etl-7f3k2a',
  runUrl: 'https://tfy.example.com/deployments/app?tab=previousRuns',
  target: { applicationId: 'app', note: PRIVATE },
}

export function snapshot(more: Partial<RunSnapshot> = {}): RunSnapshot {
  return {
    phase: 'succeeded',
    status: 'FINISHED',
    exitCode: 3,
    error: `${PRIVATE} error`,
    result: `${PRIVATE} result`,
    startedAtMs: Date.UTC(2026, 0, 15, 12, 0, 3),
    endedAtMs: Date.UTC(2026, 0, 15, 12, 4, 8),
    own: { applicationId: 'app' },
    raw: { command: `${PRIVATE} command`, params: { password: PRIVATE } },
    ...more,
  }
}

export const succeeded: Extract<Outcome, { kind: 'ended' }> = {
  kind: 'ended',
  phase: 'succeeded',
  run: RUN,
  last: snapshot(),
}
export const failedRun: Outcome = {
  kind: 'ended',
  phase: 'failed',
  run: RUN,
  last: snapshot({ phase: 'failed', status: 'FAILED' }),
}
const running = snapshot({ phase: 'running', status: 'RUNNING' })
const failed = { kind: 'failed', reason: `${PRIVATE} reason` } as const

/** Each kind of outcome, with what state its commit status has to have. */
export const OUTCOMES: readonly (readonly [state: string, name: string, Outcome])[] = [
  ['success', 'succeeded', succeeded],
  ['failure', 'failed', failedRun],
  ['failure', 'terminated', { ...failedRun, phase: 'terminated', last: snapshot({ status: 'TERMINATED' }) }],
  [
    'failure',
    'rejected by its gate',
    {
      ...succeeded,
      gate: [{ text: 'accuracy >= 0.9', holds: false, found: { kind: 'value', json: `"${PRIVATE}"` } }],
    },
  ],
  ['success', 'skipped', { kind: 'skipped', inTheWay: { run: RUN, status: 'RUNNING' } }],
  [
    'error',
    'timed out',
    { kind: 'timed_out', run: RUN, last: running, limit: 'timeout', timeoutMs: 3_600_000, termination: failed },
  ],
  ['error', 'cancelled', { kind: 'cancelled', run: RUN, last: running, termination: failed, trigger: 'settled' }],
  ['error', 'cancelled early', { kind: 'cancelled', termination: { kind: 'not_requested' }, trigger: 'not_sent' }],
  ['error', 'lost', { kind: 'lost', run: RUN, reason: `${PRIVATE} reason` }],
  ['error', 'not started', { kind: 'not_started', reason: `${PRIVATE} reason` }],
  [
    'error',
    'unknown',
    {
      kind: 'unknown',
      reason: PRIVATE,
      candidates: [{ handle: { ...RUN, runId: PRIVATE }, status: PRIVATE, phase: 'unrecognised' }],
    },
  ],
  ['error', 'action required', { kind: 'action_required', run: RUN, last: running }],
]

export function withRunId(runId: string): Outcome {
  return { kind: 'lost', run: { ...RUN, runId }, reason: '' }
}
