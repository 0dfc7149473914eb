import { expect, test } from '@jest/globals'
import type { RunHandle, RunSnapshot } from '../../src/core/model.ts'
import { readGate } from '../../src/verdict/gate.ts'
import { withResult } from '../../src/verdict/result.ts'

const RUN: RunHandle = { runId: 'etl-1', runUrl: 'https://example.com/etl', target: {} }
const SEEN: RunSnapshot = { phase: 'succeeded', status: 'FINISHED', raw: {} }
const read = readGate('a == 1')
const GATE = read.kind === 'conditions' ? read.conditions : []
const ended = { kind: 'ended', phase: 'succeeded', run: RUN, last: SEEN } as const

test('a success is judged by the result that its log shows', () => {
  expect(withResult(ended, '{"a": 1}', GATE)).toMatchObject({ last: { result: '{"a": 1}' }, gate: [{ holds: true }] })
  expect(withResult(ended, undefined, GATE)).toMatchObject({ gate: [{ holds: false }] })
})

test('what the platform itself tells as the result comes before what is in the log', () => {
  const last = { ...SEEN, result: '{"a": 1}' }
  expect(withResult({ ...ended, last }, '{"a": 2}', GATE)).toMatchObject({ last, gate: [{ holds: true }] })
})

test('a run that failed or timed out keeps its verdict and has its result', () => {
  const failed = { ...ended, phase: 'failed' } as const
  expect(withResult(failed, '{"a": 2}', GATE)).toEqual({ ...failed, last: { ...SEEN, result: '{"a": 2}' } })
  const late = {
    kind: 'timed_out',
    run: RUN,
    limit: 'timeout',
    timeoutMs: 1,
    termination: { kind: 'not_requested' },
  } as const
  expect(withResult(late, '7', GATE)).toEqual(late)
})
