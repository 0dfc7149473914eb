/** Kubiya's stream of events beside the looks at the status: what it tells is shown, and its end is a hint. */

import { expect } from '@jest/globals'
import type { Fault } from '../../../sandbox/control-plane/faults.ts'
import type { RunBehaviour, StreamEvent } from '../../../sandbox/control-plane/types.ts'
import { warningsOf } from '../promises.ts'
import { at, course, endsAs, KUBIYA } from '../site.ts'
import type { Teller } from '../teller.ts'
import { count, numbers, type Setup } from './logs.ts'

export function tellEventStream(story: Teller): void {
  tellStream(story)
  tellBrokenStream(story)
}

function tellStream(story: Teller): void {
  story('messages are put together from their parts, and tools are told as they start and end', () => {
    const part = (afterMs: number, id: string, content: string) =>
      event(afterMs, 'message_chunk', { message_id: id, content })
    const events = [
      event(50, 'message', { role: 'user', content: 'the prompt' }),
      part(100, 'm1', 'Hel'),
      part(150, 'm1', 'lo\nwor'),
      part(200, 'm1', 'ld'),
      event(250, 'message', { message_id: 'm1', role: 'assistant', content: 'Hello\nworld' }),
      event(300, 'tool_started', { tool_name: 'grep', tool_input: { pattern: 'a secret pattern' } }),
      event(350, 'tool_completed', { tool_name: 'grep', tool_status: 'success', tool_output: 'many\nlines' }),
      event(400, 'tool_started', { tool_name: 'kubectl' }),
      event(450, 'tool_completed', {
        tool_name: 'kubectl',
        tool_status: 'failed',
        tool_output: { error: 'no\ncluster' },
      }),
      event(500, 'message', { role: 'assistant', content: 'Goodbye' }),
    ]
    return atStream(events, 900, { kubiyaServer: 'older' }, async ({ step }) => {
      const result = await step()
      expect(result.logLines.filter((line) => /^(Hello|world|Goodbye|Tool .*)$/.test(line))).toEqual([
        'Hello',
        'world',
        'Tool grep started',
        'Tool grep ended: success',
        'Tool kubectl started',
        'Tool kubectl ended: failed (no cluster)',
        'Goodbye',
      ])
      expect(result.log).not.toMatch(/the prompt|secret pattern|many/)
    })
  })

  for (const streamNesting of ['data', 'message'] as const) {
    story(
      `Kubiya: a stream that is cut again and again is resumed without repeats (nested in ${streamNesting})`,
      () => {
        const events = count(16, (index) => event(100 + index * 200, 'message', { content: `line ${index}` }))
        const settings = {
          kubiyaServer: 'older' as const,
          streamCutMs: 600,
          streamNesting,
          keepaliveMs: 200,
          keepaliveAs: 'event' as const,
        }
        return atStream(events, 3600, settings, async ({ step, plane }) => {
          const result = await step()
          expect(result).toMatchObject({ outputs: { conclusion: 'success' }, annotations: [] })
          expect(numbers(result, 'line')).toEqual(count(16, (index) => index))
          const [first, ...later] = plane.requestsOf('stream')
          expect(first?.headers).not.toHaveProperty('last-event-id')
          expect(later.length).toBeGreaterThan(1)
          for (const { headers } of later) expect(headers['last-event-id']).toMatch(new RegExp(`^${KUBIYA.firstRun}_`))
        })
      },
    )
  }

  story('a stream that is cut again and again and tells everything anew each time is shown without repeats', () => {
    const events = [
      ...count(16, (index) =>
        event(100 + index * 200, 'message', { content: `line ${index}`, message_id: `m${index}` }),
      ),
      event(450, 'tool_started', { tool_name: 'grep', tool_execution_id: 't1' }),
      event(700, 'message', { content: 'nameless' }),
    ]
    return atStream(events, 3600, { streamCutMs: 900 }, async ({ step, plane }) => {
      const result = await step()
      expect(result).toMatchObject({ outputs: { conclusion: 'success' }, annotations: [] })
      expect(numbers(result, 'line').toSorted((a, b) => a - b)).toEqual(count(16, (index) => index))
      expect(result.logLines.filter((line) => line === 'Tool grep started')).toHaveLength(1)
      expect(result.logLines.filter((line) => line === 'nameless')).toHaveLength(1)
      expect(plane.requestsOf('stream').length).toBeGreaterThan(2)
    })
  })

  story(
    'a failed run’s stream ends without `done`: its error is told once, and nothing is said of a log that is not complete',
    () =>
      at(
        KUBIYA,
        {
          behaviour: {
            ...course([0, 'running'], [1500, 'failed']),
            error: 'no table',
            events: [event(100, 'message', { content: 'on it' })],
          },
        },
        async ({ step, plane }) => {
          const result = await step()
          expect(result.outputs).toMatchObject({ conclusion: 'failure', status: 'failed', error: 'no table' })
          expect(result.logLines.filter((line) => line === 'Error: no table')).toHaveLength(1)
          expect(result.log).not.toContain('may not be complete')
          expect(warningsOf(result)).toEqual([])
          expect(plane.requestsOf('stream').length).toBeLessThanOrEqual(2)
        },
      ),
  )

  story('a run that somebody else ends leaves a silent stream: that is seen within 6 s', () =>
    at(KUBIYA, { behaviour: course([0, 'running'], [2500, 'cancelled']) }, async ({ step, plane }) => {
      const result = await step()
      expect(result.outputs).toMatchObject({ conclusion: 'terminated', status: 'cancelled' })
      const [run] = plane.runs
      const seenMs = plane.requestsOf('status').at(-1)?.atMs ?? 0
      expect(seenMs - (run?.createdAtMs ?? 0) - 2500).toBeLessThan(6000)
    }),
  )

  story('a connection that breaks in mid-stream loses and repeats nothing', () => {
    const events = count(16, (index) => event(100 + index * 150, 'message', { content: `line ${index}` }))
    const faults = [{ operation: 'stream' as const, nth: 1, fault: { kind: 'truncated' as const } }]
    return atStream(events, 3000, { faults }, async ({ step }) => {
      const result = await step()
      expect(numbers(result, 'line')).toEqual(count(16, (index) => index))
      expect(result.annotations).toEqual([])
    })
  })

  story('the stream tells the end at once, so that few looks are needed', () => {
    const events = [event(100, 'message', { content: 'on it' })]
    const answered = { ...course([0, 'running'], [8000, 'completed']), events, response: 'done' }
    return at(KUBIYA, { behaviour: answered, responseLagMs: 0 }, async ({ step, plane }) => {
      const result = await step()
      expect(result.outputs.conclusion).toBe('success')
      expect(plane.requestsOf('status').length).toBeLessThanOrEqual(4)
      const [first] = plane.runs
      expect(result.timing.exitMs - (first?.createdAtMs ?? 0)).toBeLessThan(8000 + 2500)
    })
  })

  story('with `logs: false` nothing of the stream is shown', () =>
    atStream([event(100, 'message', { content: 'unseen' })], 600, {}, async ({ step }) => {
      const result = await step({ logs: 'false' })
      expect(result.outputs.conclusion).toBe('success')
      expect(result.log).not.toContain('unseen')
    }),
  )
}

function tellBrokenStream(story: Teller): void {
  const refusals: readonly (readonly [what: string, fault: Fault])[] = [
    ['a denial', { kind: 'status', status: 403 }],
    ["a proxy's denial", { kind: 'status', status: 403, body: 'html' }],
    ['a web page', { kind: 'foreignBody', body: 'html' }],
    ['JSON', { kind: 'foreignBody', body: 'otherShape' }],
  ]
  for (const [what, fault] of refusals) {
    story(`a stream that is refused (${what}) is left alone, and the status is polled`, () =>
      at(
        KUBIYA,
        { behaviour: endsAs(KUBIYA, 'success', 2500), faults: [{ operation: 'stream', fault }] },
        async ({ step, plane }) => {
          const result = await step()
          expect(result).toMatchObject({ outputs: { conclusion: 'success' }, annotations: [] })
          expect(plane.requestsOf('stream')).toHaveLength(1)
          expect(result.logLines.filter((line) => line.includes('stream is refused'))).toHaveLength(1)
        },
      ),
    )
  }

  const troubles: readonly (readonly [what: string, fault: Fault])[] = [
    ['resets', { kind: 'resetBefore' }],
    ['silence', { kind: 'hang' }],
    ['redirects to another origin', { kind: 'redirect', location: 'http://127.0.0.1:9/login' }],
    ["the platform's own 500", { kind: 'status', status: 500 }],
    ['a rate limit', { kind: 'status', status: 429, headers: { 'retry-after': '120' } }],
  ]
  for (const [what, fault] of troubles) {
    story(`a stream that does not come about (${what}) costs one warning, and the verdict stands`, () =>
      at(
        KUBIYA,
        { behaviour: endsAs(KUBIYA, 'failure', 1500), faults: [{ operation: 'stream', fault }] },
        async ({ step }) => {
          const result = await step()
          expect(result.outputs).toMatchObject({ conclusion: 'failure', status: 'failed' })
          expect(warningsOf(result)).toEqual([expect.stringMatching(/log can't be read.*/)])
          // The run's 1.5 s, the 10 s for which a failed run's log is read on, and what a slow machine takes.
          expect(result.timing.durationMs).toBeLessThan(15_000)
        },
      ),
    )
  }
}

function atStream(
  events: readonly StreamEvent[],
  endsAfterMs: number,
  setup: Setup,
  tell: Parameters<typeof at>[2],
): Promise<void> {
  const behaviour: RunBehaviour = { ...course([0, 'running'], [endsAfterMs, 'completed']), events }
  return at(KUBIYA, { behaviour, ...setup }, tell)
}

function event(afterMs: number, name: string, payload: StreamEvent['payload']): StreamEvent {
  return { afterMs, event: name, payload }
}
