import { describe, expect, test } from '@jest/globals'
import type { RunSnapshot } from '../../../src/core/model.ts'
import { UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import { eventsCall } from '../../../src/platforms/truefoundry/events.ts'

const RUN = { runId: 'etl 1', runUrl: 'http://x/', target: { applicationId: 'app' } }
const SEEN: RunSnapshot = { phase: 'waiting', status: 'SCHEDULED', raw: {} }

const read = (data: unknown) => eventsCall(RUN, undefined).read({ data })

describe('what the cluster tells of a run', () => {
  test('is asked for from a minute before the run was created, since its pod may have been there first', () => {
    const last = { ...SEEN, startedAtMs: Date.UTC(2026, 0, 15, 12) }
    expect(eventsCall(RUN, last)).toMatchObject({
      method: 'GET',
      path: '/api/svc/v1/events?applicationId=app&jobRunName=etl+1&startTs=2026-01-15T11%3A59%3A00.000Z',
    })
  })

  test('is asked for from the beginning while it is not known when the run was created', () => {
    const path = '/api/svc/v1/events?applicationId=app&jobRunName=etl+1'
    expect([eventsCall(RUN, undefined).path, eventsCall(RUN, SEEN).path]).toEqual([path, path])
  })

  test('is told with how often it was seen, where that is known', () => {
    const backOff = { type: 'Warning', reason: 'BackOff', message: 'Back-off restarting', count: 3 }
    const pulling = { type: 'Normal', reason: 'Pulling', message: 'Pulling image', count: null }
    expect(read([backOff, pulling])).toStrictEqual([
      { isWarning: true, reason: 'BackOff', message: 'Back-off restarting', count: 3 },
      { isWarning: false, reason: 'Pulling', message: 'Pulling image' },
    ])
  })

  test('is told in the order in which it was last seen, what has no time first', () => {
    const at = (reason: string, lastTimestamp: unknown) => ({ reason, lastTimestamp })
    const told = read([
      at('third', '2026-01-15T12:00:02Z'),
      at('second', '2026-01-15T14:00:01+02:00'),
      at('undated', null),
      at('odd', 'yesterday'),
      at('fourth', '2026-01-15T12:00:03Z'),
    ])
    expect(told.map(({ reason }) => reason)).toEqual(['undated', 'odd', 'second', 'third', 'fourth'])
  })

  test('may have a reason or a message alone, and is nothing without both', () => {
    const told = read([{ reason: 'Killing' }, { message: 'Stopping container' }, { reason: 7, message: null }, {}])
    expect(told).toStrictEqual([
      { isWarning: false, reason: 'Killing', message: '' },
      { isWarning: false, reason: '', message: 'Stopping container' },
    ])
  })

  test.each([[null], [{}], ['text'], [['text']]])('is not read from %j', (data) => {
    expect(() => read(data)).toThrow(UnreadableAnswer)
  })
})
