/** Servers that behave oddly, as gateways and bugs make them: the step neither lies, nor crashes, nor forgets. */

import { describe, expect, test } from '@jest/globals'
import type { HttpReply, HttpRequest } from '../src/core/ports.ts'
import { run } from '../src/run.ts'
import { NEVER_ENDS, Story, timeline } from './support/story.ts'

const QUICK = timeline([0, 'RUNNING'], [2000, 'FINISHED'])

/** A story in which some answers are changed on their way. */
async function tamper(story: Story, change: (request: HttpRequest, reply: HttpReply) => HttpReply): Promise<Story> {
  const world = story.world(story.runner, story.clock, story.env)
  const connect: typeof world.connect = (connection) => {
    const http = world.connect(connection)
    return {
      close: () => http.close(),
      stream: (request, sink) => http.stream(request, sink),
      send: async (request) => change(request, await http.send(request)),
    }
  }
  await story.clock.run(run({ ...world, connect }))
  return story
}

function withBody(reply: HttpReply, body: unknown): HttpReply {
  return reply.kind === 'answer' ? { ...reply, body: typeof body === 'string' ? body : JSON.stringify(body) } : reply
}

describe('a gateway that repeats the trigger by itself', () => {
  test('leaves one run: the other one is found by the alias too, terminated and told of', async () => {
    const story = new Story({
      behaviour: QUICK,
      plane: { faults: [{ operation: 'trigger', fault: { kind: 'resetAfter' } }] },
    })
    const world = story.world(story.runner, story.clock, story.env)
    const connect: typeof world.connect = (connection) => {
      const http = world.connect(connection)
      const send = async (request: HttpRequest) => {
        if (request.path.endsWith('/trigger')) await http.send(request)
        return http.send(request)
      }
      return { close: () => http.close(), stream: (request, sink) => http.stream(request, sink), send }
    }
    await story.clock.run(run({ ...world, connect }))
    expect(story.outputs.conclusion).toBe('success')
    expect(story.ours).toHaveLength(2)
    expect(story.runner.warnings).toEqual([expect.stringContaining('a second job run')])
  })
})

describe('a search that shows an older run under our alias', () => {
  test('does not make it ours', async () => {
    const story = new Story({
      behaviour: NEVER_ENDS.truefoundry,
      plane: { searchFindsAlias: false },
      inputs: { timeout: '2m' },
    })
    story.plane.addFault({ operation: 'trigger', nth: 1, fault: { kind: 'resetBefore' } })
    const older = story.addForeignRun(-4000, QUICK)
    await tamper(story, (request, reply) => {
      if (!request.path.includes('searchPrefix=nightly-') || reply.kind !== 'answer') return reply
      const isControl = !story.runner.state.attempt?.includes(/searchPrefix=([^&]+)/.exec(request.path)?.[1] ?? '?')
      const data = isControl ? [] : [{ name: older.name, status: 'FINISHED', createdAt: older.createdAtMs }]
      return withBody(reply, { data, pagination: { total: data.length } })
    })
    expect(story.outputs['run-id']).not.toBe(older.name)
    expect(story.outputs.conclusion).not.toBe('success')
  })
})

describe('a list that ignores the offset', () => {
  test('proves nothing: the trigger is not sent again', async () => {
    const story = new Story({
      behaviour: QUICK,
      plane: { searchFindsAlias: false, faults: [{ operation: 'trigger', fault: { kind: 'resetAfter' } }] },
    })
    const old = Array.from({ length: 100 }, (_, index) => ({
      name: `old-${index}`,
      status: 'FINISHED',
      createdAt: index + 1,
    }))
    await tamper(story, (request, reply) =>
      request.path.includes('offset=')
        ? withBody(reply, { data: old, pagination: { total: 1500, offset: 0, limit: 100 } })
        : reply,
    )
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
    expect(story.outputs.conclusion).toBe('unknown')
  })
})

describe('an answer that is nested thousands deep', () => {
  test('neither hides the verdict nor the run', async () => {
    const deep = `${'['.repeat(8000)}${']'.repeat(8000)}`
    const story = await tamper(new Story({ behaviour: QUICK }), (_, reply) =>
      reply.kind === 'answer' ? withBody(reply, reply.body.replace('"status":', `"deep":${deep},"status":`)) : reply,
    )
    expect(story.outputs.conclusion).toBe('success')
    expect(JSON.parse(story.outputs.run ?? '')).toMatchObject({ status: 'FINISHED' })
  })
})

describe('a platform that can no longer be asked', () => {
  test('does not take away what its answer to the trigger said', async () => {
    const story = new Story({ inputs: { 'outage-tolerance': '20s' } })
    story.plane.addFault({ operation: 'status', fault: { kind: 'status', status: 503 } })
    await story.run()
    expect(story.outputs).toMatchObject({ conclusion: 'lost', status: 'CREATED' })
    expect(story.outputs['started-at']).not.toBe('')
  })
})

describe('a platform that asks for more patience than there is', () => {
  test('is asked once more before `timeout`: it may have come back', async () => {
    const story = new Story({ behaviour: timeline([0, 'RUNNING'], [100, 'FINISHED']), inputs: { timeout: '20s' } })
    const fault = { kind: 'status', status: 429, headers: { 'retry-after': '300' } } as const
    story.plane.addFault({ operation: 'trigger', untilMs: 5000, fault })
    await story.run()
    expect(story.ours).toHaveLength(1)
    expect(story.timesOf('trigger')[1]).toBeGreaterThan(18_000)
  })
})

describe('a run that goes back and forth', () => {
  test('is warned of once, however often', async () => {
    const back = Array.from({ length: 20 }, (_, index) => [index * 5000, index % 2 ? 'RUNNING' : 'PAUSED'] as const)
    const story = await new Story({ behaviour: timeline(...back, [100_000, 'FINISHED']) }).run()
    expect(story.runner.warnings).toHaveLength(1)
  })

  test('that waits for a person is not said to be waited for where it isn’t', async () => {
    const behaviour = timeline([0, 'running'], [5000, 'waiting_for_input'])
    const story = await new Story({ platform: 'kubiya', behaviour, inputs: { 'on-input-required': 'fail' } }).run()
    expect(story.outputs.conclusion).toBe('action_required')
    expect(story.runner.warnings).toEqual([])
  })
})
