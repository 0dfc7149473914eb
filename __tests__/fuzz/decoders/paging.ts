/** Lists and logs that are read a page at a time, from servers that page, count, lag and repeat as they please. */

import fc from 'fast-check'
import type { ListedRun } from '../../../src/core/model.ts'
import type { Platform, RunPage } from '../../../src/core/platform.ts'
import type { HttpStreamEnd, HttpStreams } from '../../../src/core/ports.ts'
import { openChannel } from '../../../src/core/requests/channel.ts'
import type { Reading } from '../../../src/core/requests/reading.ts'
import { listNewerRuns } from '../../../src/core/search/newer-runs.ts'
import { follow } from '../../../src/logs/index.ts'
import { Sweeps } from '../../../src/logs/sweeps.ts'
import { eventsOf } from '../../../src/platforms/kubiya/stream.ts'
import { logOf } from '../../../src/platforms/truefoundry/logs.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeRunner } from '../../support/fake-runner.ts'
import { ensure, type Fuzzed, fuzzed } from '../kit.ts'
import { garbled, text } from '../texts.ts'

const RUN = { runId: 'run-1', runUrl: 'https://x.example', target: { applicationId: 'app' } }

const listed: fc.Arbitrary<ListedRun> = fc
  .record({ id: fc.nat(400), createdAtMs: fc.oneof(fc.nat(2000), fc.constantFrom(undefined, -1, 1e300, 0)) })
  .map(({ id, createdAtMs }) => {
    const handle = { runId: `run-${id}`, runUrl: '', target: {} }
    return { handle, status: '', phase: 'unrecognised', ...(createdAtMs === undefined ? {} : { createdAtMs }) }
  })
const runPages = fc.array(
  fc.record({
    runs: fc.array(listed, { minLength: 1, maxLength: 6 }),
    total: fc.oneof(
      { weight: 1, arbitrary: fc.nat(40) },
      { weight: 12, arbitrary: fc.constantFrom(1e4, 1e15, Number.MAX_SAFE_INTEGER) },
    ),
  }),
  { minLength: 1, maxLength: 20 },
)

/** A list that answers each offset with whatever page is next. */
async function checkNewerRuns([pages, sinceMs]: readonly [readonly RunPage[], number | undefined]): Promise<void> {
  const offsets: number[] = []
  const call = (offset: number) => ({
    what: '',
    method: 'GET' as const,
    path: `${offset}`,
    read: () => ({ runs: [], total: 0 }),
  })
  const ask = async (asked: { readonly path: string }): Promise<Reading<RunPage>> => {
    offsets.push(Number(asked.path))
    return { kind: 'good', value: pages[(offsets.length - 1) % pages.length] ?? { runs: [], total: 0 } }
  }
  const isOld = ({ createdAtMs = Number.NaN }: ListedRun) => sinceMs !== undefined && createdAtMs < sinceMs
  const reading = await listNewerRuns(call, ask, (run) => !isOld(run))
  ensure(reading.kind === 'good', 'not read')
  ensure(offsets.length <= 10, `${offsets.length} pages`)
  ensure(
    offsets.every((offset) => Number.isSafeInteger(offset) && offset >= 0),
    `offsets ${offsets}`,
  )
  const ids = reading.value.runs.map(({ handle }) => handle.runId)
  ensure(new Set(ids).size === ids.length, 'a run is there twice')
  const seen = pages.slice(0, offsets.length).flatMap(({ runs }) => runs)
  // One and the same run may be told with different times: then either may count.
  const newer = seen.filter(({ handle }) =>
    seen.filter((one) => one.handle.runId === handle.runId).every((one) => !isOld(one)),
  )
  ensure(
    newer.every(({ handle }) => ids.includes(handle.runId)),
    'a newer run that was shown is not told',
  )
}

/** What a look at the log comes to, and how long it takes. */
const looks = fc.array(
  fc.record({
    status: fc.constantFrom(200, 200, 200, 200, 404, 500, 429, 403),
    entries: fc.array(fc.record({ log: text, time: fc.bigInt({ min: 0n, max: 10n ** 31n }).map(String) }), {
      maxLength: 5,
    }),
    afterMs: fc.constantFrom(1, 40, 3000, 40_000),
    headers: fc.dictionary(fc.constantFrom('retry-after', 'date'), fc.constantFrom('5', '0', '1e9', 'x', '999999999')),
  }),
  { minLength: 1, maxLength: 10 },
)
const ERROR = '{"statusCode":404,"message":"no"}'
const LIMIT_MS = 5000
/** A page that is just arriving may still arrive, and what is left is written. */
const GRACE_MS = 62_000

async function checkPageFollower(answers: typeof looks extends fc.Arbitrary<infer T> ? T : never): Promise<void> {
  const { clock, runner, parts } = world()
  let asked = 0
  const platform = { name: 'P', readError: () => ({ refusal: 'missing', message: 'no' }) } as unknown as Platform
  const send = async () => {
    const { status, entries, afterMs, headers } = answers[asked % answers.length] ?? {
      status: 200,
      entries: [],
      afterMs: 1,
      headers: {},
    }
    asked += 1
    await clock.sleep(afterMs)
    return {
      kind: 'answer' as const,
      status,
      headers,
      body: status === 200 ? JSON.stringify({ data: entries }) : ERROR,
    }
  }
  const channel = openChannel({ http: { send }, platform, clock, requestTimeoutMs: 30_000, blot: (given) => given })
  const last = () => ({ phase: 'running' as const, status: 'RUNNING', raw: {} })
  const options = { shows: true, requestTimeoutMs: 30_000, last }
  const follower = follow({ ...parts, channel, http: NO_STREAM }, RUN, logOf(RUN), options)
  for (let look = 0; look < 5; look++) {
    follower.onLook()
    await clock.run(clock.sleep(1300))
  }
  const startMs = clock.nowMs()
  await clock.run(follower.drain({ untilMs: startMs + LIMIT_MS, signal: runner.stop }))
  await clock.run(follower.close())
  ensure(clock.nowMs() - startMs <= LIMIT_MS + GRACE_MS + 40_000, `the end took ${clock.nowMs() - startMs} ms`)
  ensure(runner.warnings.length <= 1, 'more than one warning')
}

function world() {
  const clock = new FakeClock()
  const runner = new FakeRunner()
  const parts = { clock, runner, flushed: () => Promise.resolve(), blot: (given: string) => given }
  return { clock, runner, parts }
}

const NO_STREAM: HttpStreams = { stream: () => Promise.resolve({ kind: 'closed' }) }
const EVENT = 'id: 1\nevent: message\ndata: {"content":"x"}\n\nevent: done\ndata: {}\n\n'

const connections = fc.array(
  fc.record({
    type: fc.constantFrom('text/event-stream', 'text/event-stream; charset=utf-8', 'text/html', ''),
    status: fc.constantFrom(200, 200, 200, 404, 500, 429, 401),
    pieces: fc.array(fc.oneof(text, garbled(fc.constant(EVENT))), { maxLength: 5 }),
    lastsMs: fc.constantFrom(1, 700, 40_000),
    end: fc.constantFrom<HttpStreamEnd['kind']>('closed', 'failure', 'answer'),
  }),
  { minLength: 1, maxLength: 6 },
)

async function checkStreamFollower(
  answers: typeof connections extends fc.Arbitrary<infer T> ? T : never,
): Promise<void> {
  const { clock, runner, parts } = world()
  let opened = 0
  const stream: HttpStreams['stream'] = async ({ signal }, sink) => {
    const { type, status, pieces, lastsMs, end } = answers[opened % answers.length] ?? {
      type: '',
      status: 500,
      pieces: [],
      lastsMs: 1,
      end: 'closed',
    }
    opened += 1
    const headers = { 'content-type': type }
    if (status === 200 && sink.onHead({ status, headers })) for (const piece of pieces) sink.onText(piece)
    await clock.sleep(lastsMs, signal)
    if (end === 'failure') return { kind: 'failure', sent: true, cause: 'truncated', message: 'cut' }
    return status === 200 && end === 'closed' ? { kind: 'closed' } : { kind: 'answer', status, headers, body: '' }
  }
  const options = { shows: true, requestTimeoutMs: 30_000, last: () => undefined }
  const channel = openChannel({ ...NOBODY, clock, requestTimeoutMs: 1, blot: (given) => given })
  const follower = follow({ ...parts, channel, http: { stream } }, RUN, eventsOf(RUN), options)
  follower.onLook()
  await clock.run(clock.sleep(60_000))
  const startMs = clock.nowMs()
  await clock.run(follower.drain({ untilMs: startMs + LIMIT_MS, signal: runner.stop }))
  await clock.run(follower.close())
  ensure(clock.nowMs() - startMs <= LIMIT_MS + GRACE_MS, `the end took ${clock.nowMs() - startMs} ms`)
  ensure(opened <= 140, `${opened} connections in ${clock.nowMs()} ms`)
  ensure(runner.warnings.length <= 1, 'more than one warning')
}

const NOBODY = {
  http: { send: () => Promise.reject(new Error('nothing is asked')) },
  platform: { name: 'P' } as unknown as Platform,
}

/** A server that keeps to what is documented of the range: sorted by time, lines at its start skipped as asked. */
function checkRange([lines, sizes, lag]: readonly [
  readonly (readonly [gap: number, log: number])[],
  readonly number[],
  number,
]): void {
  let at = 1_768_000_000_000_000_000n
  const all = lines.map(([gap], index) => {
    at += BigInt(gap)
    return { time: String(at), log: `line ${index}` }
  })
  const startMs = 1_768_000_000_000
  const log = logOf(RUN).open({ phase: 'running', status: 'R', startedAtMs: startMs, raw: {} }, startMs)
  if (log === undefined) throw new Error('no log')
  const sweeps = new Sweeps(log.beginNs)
  const seen: string[] = []
  const look = (delivered: typeof all, size: number, nowMs: number): boolean => {
    const call = log.page(sweeps.next(nowMs, startMs + nowMs), size)
    const query = new URLSearchParams(call.path.split('?')[1])
    const [start, skip] = [BigInt(query.get('startTs') ?? ''), Number(query.get('numLogsToIgnore'))]
    const from = delivered.filter(({ time }) => BigInt(time) >= start)
    const { fresh, goesOn } = sweeps.take(call.read({ data: from.slice(skip, skip + size) }), size)
    seen.push(...fresh.map(({ text }) => text))
    return goesOn
  }
  // Lines are delivered in order, the last ones late.
  const deliveredAt = (turn: number) => all.slice(0, Math.max(0, all.length - lag * (sizes.length - turn)))
  for (const [turn, size] of sizes.entries()) look(deliveredAt(turn), size, 1700 * turn)
  for (let turn = 0; look(all, 7, 1700 * (sizes.length + turn)); turn++) ensure(turn < 60, 'no end to it')
  ensure(!look(all, 1000, 600_000) && !look(all, 1000, 620_000), 'more, where there is none')
  ensure(JSON.stringify(seen) === JSON.stringify(all.map(({ log: text }) => text)), `seen: ${seen}`)
}

const gaps = fc.array(fc.tuple(fc.constantFrom(0, 0, 0, 1, 1_000_000), fc.nat(3)), { maxLength: 60 })

export const paging: readonly Fuzzed[] = [
  fuzzed('newer runs, page by page', fc.tuple(runPages, fc.constantFrom(undefined, 0, 1000, 1999)), checkNewerRuns),
  fuzzed(
    'truefoundry: log ranges',
    fc.tuple(gaps, fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 }), fc.nat(5)),
    checkRange,
  ),
  fuzzed('followed log', looks, checkPageFollower),
  fuzzed('followed stream', connections, checkStreamFollower),
]
