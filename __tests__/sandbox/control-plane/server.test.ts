import { request } from 'node:http'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Fault } from '../../../sandbox/control-plane/faults.ts'
import { REPERTOIRES } from '../../../sandbox/control-plane/repertoire.ts'
import { scenarioJobs, scenarios } from '../../../sandbox/control-plane/scenarios.ts'
import { type RunningControlPlane, startControlPlane } from '../../../sandbox/control-plane/server.ts'
import { ControlPlane, type ControlPlaneConfig } from '../../../sandbox/control-plane/simulator.ts'
import { AGENT, JOB } from './harness.ts'

const AUTHORIZATION = { authorization: 'Bearer sandbox-key' }
const started: RunningControlPlane[] = []

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()))
})

async function start(
  config: Partial<ControlPlaneConfig> = {},
  onRequest: () => void = () => {},
): Promise<RunningControlPlane> {
  const server = await startControlPlane({ jobs: [JOB, AGENT], ...config }, { onRequest })
  started.push(server)
  return server
}

interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** A plain request; rejects as Node does when the connection breaks. */
function ask(url: string, method = 'GET', body = ''): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { ...AUTHORIZATION, 'content-type': 'application/json' }
    const outgoing = request(url, { method, headers, agent: false }, (incoming) => {
      const chunks: string[] = []
      incoming.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: chunks.join('') }),
      )
    })
    outgoing.on('error', reject).end(body)
  })
}

describe('over real HTTP', () => {
  test('a run is triggered and read, dated by the platform’s clock', async () => {
    const clock = { nowMs: Date.UTC(2031, 1, 3) }
    const { url, controlPlane } = await start({ now: () => clock.nowMs, pathPrefix: '/cp' })
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/cp$/)
    const answer = await ask(`${url}/api/svc/v1/jobs/trigger`, 'POST', '{"applicationId": "app"}')
    expect(JSON.parse(answer.body)).toMatchObject({ jobRunName: 'etl-0001' })
    expect(answer).toMatchObject({ status: 200, headers: { date: 'Mon, 03 Feb 2031 00:00:00 GMT' } })
    clock.nowMs += 20_000
    const status = await ask(`${url}/api/svc/v1/jobs/app/runs/etl-0001`)
    expect(JSON.parse(status.body)).toMatchObject({ data: { status: 'FINISHED' } })
    expect(controlPlane.requests.map(({ connection }) => connection)).toEqual([1, 2])
  })

  test('a server that takes the place of another goes on numbering connections', async () => {
    const first = await startControlPlane()
    await ask(`${first.url}/api/v1/executions/none`)
    await first.close()
    const second = await startControlPlane(first.controlPlane)
    await ask(`${second.url}/api/v1/executions/none`)
    await second.close()
    expect(first.controlPlane.requests.map(({ connection }) => connection)).toEqual([1, 2])
  })

  test.each<readonly [string, Fault, RegExp]>([
    ['a reset', { kind: 'resetAfter' }, /ECONNRESET/],
    ['a truncated answer', { kind: 'truncated' }, /aborted|ECONNRESET/],
  ])('%s breaks the connection', async (_, fault, message) => {
    const { url } = await start({ faults: [{ operation: 'app', fault }] })
    await expect(ask(`${url}/api/svc/v1/apps/app`)).rejects.toThrow(message)
  })

  test.each<readonly [string, Fault]>([
    ['a hanging answer', { kind: 'hang' }],
    ['a very slow answer', { kind: 'delay', delayMs: 600_000 }],
  ])('%s lasts until the server is closed, and does not hold that up', async (_, fault) => {
    const arrival = Promise.withResolvers<void>()
    const { url, close } = await start({ faults: [{ operation: 'app', fault }] }, arrival.resolve)
    const outcome = ask(`${url}/api/svc/v1/apps/app`).catch(String)
    await arrival.promise
    await close()
    expect(await outcome).toMatch(/ECONNRESET|hang up/)
  })

  test('a delayed answer comes late and whole', async () => {
    const { url } = await start({ faults: [{ operation: 'app', fault: { kind: 'delay', delayMs: 30 } }] })
    const startedMs = performance.now()
    expect((await ask(`${url}/api/svc/v1/apps/app`)).status).toBe(200)
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(29)
  })

  test('a stream is told as its time comes, and closed in good order', async () => {
    const behaviour = {
      timeline: [
        { afterMs: 0, status: 'running' },
        { afterMs: 150, status: 'completed' },
      ],
    }
    const { url, controlPlane } = await start({ jobs: [{ ...AGENT, behaviour }] })
    const { name } = controlPlane.addRun({ jobId: 'agent', createdAtMs: Date.now() })
    const { headers, body } = await ask(`${url}/api/v1/executions/${name}/stream`)
    expect(headers['content-type']).toBe('text/event-stream')
    expect([...body.matchAll(/^event: (.*)$/gm)].map(([, event]) => event)).toEqual([
      'connected',
      'history_complete',
      'status',
      'done',
    ])
  })
})

describe('the surface for use by hand', () => {
  test('takes faults, jobs and settings, and tells what came in', async () => {
    const { url, controlPlane } = await start()
    const job = { platform: 'kubiya', jobId: 'mine', behaviour: { timeline: [{ afterMs: 0, status: 'completed' }] } }
    const fault = { operation: 'app', nth: 1, fault: { kind: 'status', status: 502 } }
    expect((await ask(`${url}/_sandbox/jobs`, 'POST', JSON.stringify(job))).status).toBe(200)
    expect((await ask(`${url}/_sandbox/faults`, 'POST', JSON.stringify(fault))).status).toBe(200)
    expect((await ask(`${url}/_sandbox/settings`, 'POST', '{"searchFindsAlias": false}')).status).toBe(200)
    expect(controlPlane.settings.searchFindsAlias).toBe(false)
    expect((await ask(`${url}/api/v1/jobs/mine/trigger`, 'POST', '{}')).status).toBe(200)
    expect((await ask(`${url}/api/svc/v1/apps/app`)).status).toBe(502)
    const told = async (what: string): Promise<unknown> => JSON.parse((await ask(`${url}/_sandbox/${what}`)).body)
    expect(await told('requests')).toMatchObject([{ operation: 'trigger' }, { operation: 'app', status: 502 }])
    expect(JSON.stringify(await told('requests'))).not.toContain('sandbox-key')
    expect(await told('runs')).toMatchObject([{ jobId: 'mine', status: 'completed' }])
    expect(await told('jobs')).toHaveLength(3)
    expect(await told('faults')).toEqual([fault])
    await ask(`${url}/_sandbox/faults`, 'DELETE')
    expect(await told('faults')).toEqual([])
  })

  test.each([
    ['faults', '{"operation": "app", "fault": {"kind": "explode"}}'],
    ['jobs', '{"platform": "kubiya"}'],
    ['settings', '{"noSuchThing": true}'],
    ['settings', 'not JSON'],
  ])('says why it does not take %s: %s', async (what, body) => {
    const { url } = await start()
    const answer = await ask(`${url}/_sandbox/${what}`, 'POST', body)
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body)).toMatchObject({ issues: [expect.any(String)] })
  })
})

describe('the ready-made jobs', () => {
  test.each(scenarios(0.1).flatMap(({ name, jobs }) => jobs.map((job) => [name, job] as const)))(
    'of %s run to where they should, whatever the scale',
    (name, job) => {
      const clock = { nowMs: 0 }
      const plane = new ControlPlane({ now: () => clock.nowMs, jobs: [job] })
      plane.addRun({ jobId: job.jobId, createdAtMs: 0 })
      clock.nowMs = 12_000
      const { running, ends } = REPERTOIRES[job.platform]
      const badly = new Map([
        ['fails', ends.failure],
        ['hostile', ends.failure],
        ['terminated', ends.terminated],
      ])
      const isEndless = name === 'never-ends'
      expect(plane.runs[0]?.ended).toBe(!isEndless)
      expect(plane.runs[0]?.status).toBe(isEndless ? running : (badly.get(name) ?? ends.success))
    },
  )

  test('exist on all platforms, under distinct ids', () => {
    const ids = scenarioJobs().map((job) => job.jobId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(['app-succeeds', 'job-succeeds', 'app-hostile', 'job-asks']))
  })
})
