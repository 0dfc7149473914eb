import { describe, expect, test } from '@jest/globals'
import { readState, type SavedAttempt } from '../src/state.ts'

const ATTEMPT: SavedAttempt = {
  platform: 'truefoundry',
  baseUrl: 'https://app.truefoundry.com',
  target: { applicationId: 'app' },
  alias: 'nightly-abc123',
  sentAtEpochMs: 1_768_478_400_000,
  newestBeforeMs: 1_768_478_300_000,
  onCancel: 'terminate',
  wait: true,
}
const RUN = { runId: 'etl-1', runUrl: 'https://app.truefoundry.com/deployments/app', target: { applicationId: 'app' } }

describe('what post reads of what main saved', () => {
  test('is what main saved', () => {
    const env = {
      STATE_attempt: JSON.stringify(ATTEMPT),
      STATE_sends: '2',
      STATE_run: JSON.stringify(RUN),
      STATE_concluded: 'true',
    }
    expect(readState(env)).toEqual({ concluded: true, reportedEnd: false, attempt: ATTEMPT, sends: 2, run: RUN })
  })

  test('is nothing where main saved nothing', () => {
    expect(readState({})).toEqual({ concluded: false, reportedEnd: false, sends: 0 })
    expect(readState({ STATE_attempt: '', STATE_run: '', STATE_concluded: '' })).toEqual({
      concluded: false,
      reportedEnd: false,
      sends: 0,
    })
  })

  test.each([
    '{"platform": "truefou',
    'null',
    '[]',
    '"text"',
    JSON.stringify({ ...ATTEMPT, onCancel: 'explode' }),
    JSON.stringify({ ...ATTEMPT, target: [] }),
    JSON.stringify({ ...ATTEMPT, sentAtEpochMs: 'yesterday' }),
    JSON.stringify({ ...ATTEMPT, sentAtEpochMs: 1 }).replace('"sentAtEpochMs":1', '"sentAtEpochMs":1e999'),
  ])('is nothing where it was cut off or is something else: %s', (text) => {
    expect(readState({ STATE_attempt: text, STATE_run: text })).toEqual({
      concluded: false,
      reportedEnd: false,
      sends: 0,
    })
  })

  test('keeps the attempt where the run was cut off', () => {
    expect(readState({ STATE_attempt: JSON.stringify(ATTEMPT), STATE_run: '{"runId": "et' }).attempt).toEqual(ATTEMPT)
  })

  test('concludes on nothing but `true`', () => {
    for (const text of ['false', 'TRUE', '1', ' true'])
      expect(readState({ STATE_concluded: text }).concluded).toBe(false)
  })
})
