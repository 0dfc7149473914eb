import { describe, expect, test } from '@jest/globals'
import type { RunBehaviour } from '../../../sandbox/control-plane/types.ts'
import { JOB, START_MS, simulate } from './harness.ts'

const WAITING: RunBehaviour = {
  timeline: [
    { afterMs: 0, status: 'CREATED' },
    { afterMs: 50_000, status: 'FAILED' },
  ],
  clusterEvents: [
    { afterMs: 2_000, type: 'Warning', reason: 'FailedScheduling', message: '0/5 nodes are available', everyMs: 7_000 },
    {
      afterMs: 48_000,
      type: 'Normal',
      reason: 'Pulled',
      message: 'pulled',
      object: { kind: 'Pod', name: 'p', containerName: 'main' },
    },
  ],
}

function waiting() {
  const simulated = simulate({ jobs: [{ ...JOB, behaviour: WAITING }] })
  const { name } = simulated.run()
  const events = (more = '') => simulated.get(`/api/svc/v1/events?applicationId=app&jobRunName=${name}${more}`)
  return { ...simulated, name, events }
}

describe('events', () => {
  test('tell once what recurs, with its count, until the run has ended', () => {
    const { events, at, name } = waiting()
    expect(events()).toEqual({ status: 200, body: { data: [] } })
    at(16_000)
    expect(events().body).toMatchObject({
      data: [
        {
          type: 'Warning',
          reason: 'FailedScheduling',
          message: '0/5 nodes are available',
          count: 3,
          firstTimestamp: new Date(START_MS + 2_000).toISOString(),
          lastTimestamp: new Date(START_MS + 16_000).toISOString(),
          involvedObject: { kind: 'Pod', name: `${name}-pod` },
        },
      ],
    })
    at(500_000)
    expect(events().body).toMatchObject({
      data: [{ count: 7 }, { reason: 'Pulled', count: 1, involvedObject: { name: 'p', containerName: 'main' } }],
    })
  })

  test('are cut to a range by when they were last seen', () => {
    const { events, at } = waiting()
    at(60_000)
    expect(events(`&startTs=${new Date(START_MS + 45_000).toISOString()}`).body).toMatchObject({
      data: [{ reason: 'Pulled' }],
    })
    expect(events(`&endTs=${new Date(START_MS + 4_000).toISOString()}`).body).toMatchObject({ data: [{ count: 1 }] })
    expect(events('&startTs=17').status).toBe(400)
  })

  test('are asked for by an application, which one has to be allowed to see', () => {
    const { get } = simulate({ jobs: [{ ...JOB, forbidden: ['events'] }] })
    expect(get('/api/svc/v1/events').status).toBe(400)
    expect(get('/api/svc/v1/events?applicationFqn=cluster:workspace:etl').status).toBe(403)
    expect(get('/api/svc/v1/events?applicationId=nobody').status).toBe(404)
  })
})
