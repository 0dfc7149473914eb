import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { HttpReply, HttpRequest } from '../../../src/core/ports.ts'
import { HedgedReads } from '../../../src/core/requests/hedged-reads.ts'
import { FakeClock } from '../../support/fake-clock.ts'

const TIMEOUT_MS = 30_000

interface Answer {
  /** Infinite: none, ever. */
  readonly afterMs: number
  readonly fails?: boolean
}

/** A platform that answers the nth request as told, and then in 70 ms. */
function platform(...answers: readonly Answer[]) {
  const clock = new FakeClock()
  const sent: { readonly request: HttpRequest; readonly atMs: number; wasCalledOff: boolean }[] = []
  const send = async (request: HttpRequest): Promise<HttpReply> => {
    const nth = sent.length
    const exchange = { request, atMs: clock.nowMs(), wasCalledOff: false }
    sent.push(exchange)
    const { afterMs, fails = false } = answers[nth] ?? { afterMs: 70 }
    await clock.sleep(Math.min(afterMs, request.timeoutMs), request.signal)
    if (request.signal?.aborted) {
      exchange.wasCalledOff = true
      return { kind: 'failure', sent: true, cause: 'aborted', message: 'called off' }
    }
    if (afterMs > request.timeoutMs) return { kind: 'failure', sent: true, cause: 'timeout', message: `late ${nth}` }
    if (fails) return { kind: 'failure', sent: true, cause: 'connection', message: `broken ${nth}` }
    return { kind: 'answer', status: 200, headers: {}, body: `${nth}` }
  }
  const reads = new HedgedReads({ send }, clock)
  const ask = async (how: 'read' | 'send' = 'read', signal?: AbortSignal) => {
    const startMs = clock.nowMs()
    const request: HttpRequest = { method: 'GET', path: '/', timeoutMs: TIMEOUT_MS, ...(signal ? { signal } : {}) }
    const reply = await clock.run(reads[how](request))
    return { reply, tookMs: clock.nowMs() - startMs }
  }
  return { clock, sent, reads, ask }
}

const HANGS: Answer = { afterMs: Number.POSITIVE_INFINITY }
const quick = (count: number): Answer[] => Array.from({ length: count }, () => ({ afterMs: 70 }))

describe('a read whose answer hangs', () => {
  test('is asked again on a fresh connection once it is overdue, and that answer counts', async () => {
    const { ask, sent } = platform(...quick(3), HANGS, { afterMs: 90 })
    for (let n = 0; n < 3; n++) await ask()
    expect(await ask()).toEqual({ reply: expect.objectContaining({ kind: 'answer', body: '4' }), tookMs: 2090 })
    expect(sent.map(({ request }) => request.freshConnection ?? false)).toEqual([false, false, false, false, true])
    expect(sent[3]?.wasCalledOff).toBe(true)
  })

  test('is waited for all the same, and counts if it comes first', async () => {
    const { ask, sent } = platform(...quick(3), { afterMs: 2500 }, { afterMs: 900 })
    for (let n = 0; n < 3; n++) await ask()
    expect(await ask()).toEqual({ reply: expect.objectContaining({ body: '3' }), tookMs: 2500 })
    expect(sent[4]?.wasCalledOff).toBe(true)
  })

  test('has the whole time limit, though the second request breaks', async () => {
    const { ask } = platform(...quick(3), { afterMs: 11_000 }, { afterMs: 30, fails: true })
    for (let n = 0; n < 3; n++) await ask()
    expect(await ask()).toEqual({ reply: expect.objectContaining({ body: '3' }), tookMs: 11_000 })
  })

  test('is answered by the second request, though the first one breaks meanwhile', async () => {
    const { ask } = platform(...quick(3), { afterMs: 2500, fails: true }, { afterMs: 1500 })
    for (let n = 0; n < 3; n++) await ask()
    expect(await ask()).toEqual({ reply: expect.objectContaining({ body: '4' }), tookMs: 3500 })
  })

  test('is not asked again where its time is up when it would be overdue', async () => {
    const { clock, reads, sent } = platform(HANGS)
    const reply = await clock.run(reads.read({ method: 'GET', path: '/', timeoutMs: 5000 }))
    expect([reply.kind, sent.length, clock.nowMs()]).toEqual(['failure', 1, 5000])
  })

  test('is not asked again in no time at all, though it is told late that its time is up', async () => {
    const clock = new FakeClock()
    const sent: HttpRequest[] = []
    const send = async (request: HttpRequest): Promise<HttpReply> => {
      sent.push(request)
      await clock.sleep(request.timeoutMs + 10)
      return { kind: 'failure', sent: true, cause: 'timeout', message: 'late' }
    }
    const reads = new HedgedReads({ send }, clock)
    await clock.run(reads.read({ method: 'GET', path: '/', timeoutMs: reads.overdueMs }))
    expect(sent).toHaveLength(1)
  })

  test('is told by its own failure if neither is answered', async () => {
    const { ask } = platform(...quick(3), HANGS, HANGS)
    for (let n = 0; n < 3; n++) await ask()
    expect(await ask()).toEqual({ reply: expect.objectContaining({ message: 'late 3' }), tookMs: TIMEOUT_MS })
  })

  test('is not asked again when it is called off', async () => {
    const { ask, sent, clock } = platform(...quick(3), HANGS)
    for (let n = 0; n < 3; n++) await ask()
    const stop = new AbortController()
    clock.at(clock.nowMs() + 700, () => stop.abort())
    expect(await ask('read', stop.signal)).toEqual({
      reply: expect.objectContaining({ cause: 'aborted' }),
      tookMs: 700,
    })
    expect(sent).toHaveLength(4)
  })
})

test('a read that is answered in time leaves nothing behind that would keep the step waiting', async () => {
  const { ask, clock } = platform()
  expect((await ask()).tookMs).toBe(70)
  await expect(clock.run(new Promise(() => undefined))).rejects.toThrow('nothing is due at 70 ms')
})

test('overdue is ten times what is usual on this platform, two seconds at least, and five while nothing is known', async () => {
  const { ask, reads } = platform(...Array.from({ length: 9 }, () => ({ afterMs: 1300 })))
  expect(reads.overdueMs).toBe(5000)
  await ask()
  expect(reads.overdueMs).toBe(13_000)
  for (let n = 0; n < 40; n++) await ask()
  expect(reads.overdueMs).toBe(2000)
})

test('usual is the median of the last 21 answers; what was not answered tells nothing', async () => {
  const broken = Array.from({ length: 5 }, () => ({ afterMs: 3, fails: true }))
  const slow = Array.from({ length: 30 }, () => ({ afterMs: 1000 }))
  const { ask, reads } = platform(...broken, { afterMs: 600 }, { afterMs: 300 }, { afterMs: 1000 }, ...slow)
  for (let n = 0; n < 5; n++) await ask()
  expect(reads.overdueMs).toBe(5000)
  for (let n = 0; n < 3; n++) await ask()
  expect(reads.overdueMs).toBe(6000)
  for (let n = 0; n < 30; n++) await ask()
  expect(reads.overdueMs).toBe(10_000)
  for (let n = 0; n < 11; n++) await ask()
  expect(reads.overdueMs).toBe(2000)
})

test('five reads may be asked twice, and one more for every twenty answers', async () => {
  const late = Array.from({ length: 5 }, () => [HANGS, { afterMs: 70 }]).flat()
  const { ask, sent } = platform(...quick(3), ...late, HANGS, ...quick(12), HANGS, { afterMs: 70 }, HANGS)
  for (let n = 0; n < 3 + 5; n++) expect((await ask()).reply.kind).toBe('answer')
  expect(sent).toHaveLength(3 + 10)
  expect((await ask()).tookMs).toBe(TIMEOUT_MS)
  for (let n = 0; n < 12; n++) await ask()
  expect((await ask()).reply.kind).toBe('answer')
  expect((await ask()).tookMs).toBe(TIMEOUT_MS)
})

test('of many reads that are overdue at once the first ones are asked twice, and the others are waited for', async () => {
  const { clock, reads, sent } = platform(...Array.from({ length: 20 }, () => ({ afterMs: 9000 })))
  const request: HttpRequest = { method: 'GET', path: '/', timeoutMs: TIMEOUT_MS }
  const replies = await clock.run(Promise.all(Array.from({ length: 7 }, () => reads.read(request))))
  expect(replies.map(({ kind }) => kind)).toEqual(Array.from({ length: 7 }, () => 'answer'))
  expect(sent).toHaveLength(7 + 5)
})

test('what is not a read is sent once, however long it takes', async () => {
  const { ask, sent } = platform(...quick(3), HANGS)
  for (let n = 0; n < 3; n++) await ask()
  expect((await ask('send')).tookMs).toBe(TIMEOUT_MS)
  expect(sent).toHaveLength(4)
})

test('a read is answered as soon as one of two could, asks for two at most, and few are asked twice', async () => {
  const afterMs = fc.oneof(fc.nat(400), fc.integer({ min: 400, max: 40_000 }), fc.constant(Number.POSITIVE_INFINITY))
  const answers = fc.array(fc.record({ afterMs, fails: fc.boolean() }), { minLength: 1, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(answers, async (script) => {
      const { ask, sent, reads } = platform(...script)
      let answered = 0
      for (let n = 0; n < 30; n++) {
        const [before, overdueMs] = [sent.length, reads.overdueMs]
        const { reply, tookMs } = await ask()
        const asked = sent
          .slice(before)
          .map(({ atMs }, index) => ({ fails: false, afterMs: 70, ...script[before + index], atMs }))
        expect(asked.length).toBeLessThanOrEqual(2)
        const [first, second] = asked
        if (second !== undefined) expect(second.atMs - (first?.atMs ?? 0)).toBe(overdueMs)
        const good = asked.filter(({ fails }) => !fails).map((one) => one.atMs - (first?.atMs ?? 0) + one.afterMs)
        const soonestMs = Math.min(...good)
        expect(reply.kind).toBe(soonestMs <= TIMEOUT_MS ? 'answer' : 'failure')
        if (reply.kind === 'answer') expect(tookMs).toBe(soonestMs)
        expect(tookMs).toBeLessThanOrEqual(TIMEOUT_MS)
        if (reply.kind === 'answer') answered += 1
      }
      expect(sent.length - 30).toBeLessThanOrEqual(5 + answered / 20 + 1)
    }),
    { numRuns: 60 },
  )
})
