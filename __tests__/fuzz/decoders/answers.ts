/** What the platforms answer, read by their calls and by the channel. */

import fc from 'fast-check'
import { isObject, type Json } from '../../../src/core/json.ts'
import type { RunHandle, RunSnapshot } from '../../../src/core/model.ts'
import type { Platform, RunPage, Started } from '../../../src/core/platform.ts'
import { type Call, UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import { openChannel } from '../../../src/core/requests/channel.ts'
import { platforms } from '../../../src/platforms/index.ts'
import { mutated } from '../documents.ts'
import { ensure, type Fuzzed, fuzzed, isFiniteOrAbsent, SECRET, thrownBy } from '../kit.ts'
import { garbled, text } from '../texts.ts'

const JOB_RUN = {
  ...{ id: 'x', name: 'run-1', status: 'FINISHED', createdAt: 1_768_000_000_000, endTime: 1_768_000_060_000 },
  ...{ duration: 60, exitCode: 0, error: null, applicationId: 'app', deploymentId: 'dep', deploymentVersion: 3 },
}
const EXECUTION = {
  ...{ id: 'ex-1', execution_id: 'ex-1', status: 'completed', response: 'done', error_message: null, usage: {} },
  ...{
    created_at: '2026-01-15T12:00:00',
    started_at: '2026-01-15 12:00:01.5+01:00',
    completed_at: '2026-01-15T13:00:00Z',
  },
}
const PAGINATION = { total: 2, offset: 0, limit: 100 }

/** For each kind of request the answers that are documented, and what else has been seen. */
const DOCUMENTED: Readonly<Record<string, readonly Json[]>> = {
  trigger: [
    { message: 'ok', jobRunName: 'run-1', data: JOB_RUN },
    { job_id: 'job', execution_id: 'ex-1', workflow_id: 'w', status: 'pending', message: 'ok' },
  ],
  status: [{ data: JOB_RUN }, JOB_RUN, EXECUTION, [EXECUTION]],
  list: [
    { data: [JOB_RUN, { ...JOB_RUN, name: 'run-2', status: 'RUNNING' }], pagination: PAGINATION },
    { executions: [EXECUTION, { ...EXECUTION, id: 'ex-2', execution_id: 'ex-2', status: 'failed' }], total: 2 },
  ],
  terminate: [
    { message: 'ok', jobRunStatus: 'TERMINATING' },
    { success: true, workflow_id: 'w', terminated_at: 'now' },
  ],
  resolve: [
    { applicationId: 'app', workspaceId: 'w' },
    { data: { applicationId: 'app' } },
    { deploymentId: 'dep', applicationId: 'app', workspaceId: 'w' },
  ],
  error: [
    { statusCode: 404, message: 'no such run', code: 'E', details: {} },
    { detail: 'no such execution' },
    { detail: [{ loc: ['body', 0], msg: 'bad', type: 'value_error' }] },
  ],
}
const documents = (kind: string) => mutated(fc.constantFrom(...(DOCUMENTED[kind] ?? [])))

const FINAL: Readonly<Record<string, readonly string[]>> = {
  truefoundry: ['FINISHED', 'FAILED', 'TERMINATED'],
  kubiya: ['completed', 'failed', 'cancelled', 'terminated'],
}

/** The final status that the answer has where it is documented, or undefined. Written without the decoder's help. */
function finalIn(id: string, json: unknown): string | undefined {
  const inner = Array.isArray(json) && json.length === 1 ? json[0] : json
  const run = id === 'truefoundry' && isObject(json) && isObject(json.data) ? json.data : inner
  const status = isObject(run) && typeof run.status === 'string' ? run.status : ''
  const spelled = id === 'kubiya' ? status.toLowerCase() : status
  return FINAL[id]?.includes(spelled) ? status : undefined
}

/** The value that a call reads, or undefined where it refuses the answer as it should. */
function readBy<T>(call: Call<T>, json: unknown): T | undefined {
  let value: T | undefined
  const error = thrownBy(() => {
    value = call.read(json)
  }, UnreadableAnswer)
  const naming =
    /^(?:it is not the documented object|it is about another [\w ]+|`[\w.]+` is missing or not as documented)$/
  ensure(error === undefined || naming.test(error.message), `the error names no field: ${error?.message}`)
  return value
}

function checkSnapshot(id: string, json: unknown, seen: RunSnapshot): void {
  const isFinal = ['succeeded', 'failed', 'terminated'].includes(seen.phase)
  ensure(!isFinal || finalIn(id, json) === seen.status, `a verdict that the answer does not give: ${seen.status}`)
  ensure(seen.status !== '' && seen.status.length <= 200, 'a status that is no word')
  const { startedAtMs, endedAtMs, exitCode } = seen
  const { applicationId = 'x', deploymentId = 'x', deploymentVersion = '' } = seen.own ?? {}
  ensure([startedAtMs, endedAtMs, exitCode].every(isFiniteOrAbsent), 'a number that is none')
  ensure(!/^-?Infinity$/.test(String(deploymentVersion)), 'a version that nobody gave')
  ensure([applicationId, deploymentId].map(String).every(isUsable), 'an id that can’t be used')
  ensure(
    Object.keys(seen).every((key) => key === 'phase' || seen[key as keyof RunSnapshot] !== null),
    'a null',
  )
}

/** One segment of a path, as the contract has it. Written without the decoder's help. */
function isUsable(id: string): boolean {
  return !['', '.', '..'].includes(id) && !/\p{Cc}|\p{Cs}/u.test(id) && Buffer.byteLength(id) <= 512
}

function checkStarted(started: Started): void {
  if (started.kind === 'run') ensure(isUsable(started.run.runId), 'a run that can’t be addressed counts as started')
  ensure(Buffer.byteLength(started.run.runId) <= 4096, 'a name without end')
  ensure(Buffer.byteLength(JSON.stringify(started.run)) <= 8192, 'more than fits into the saved state')
}

function checkPage({ runs, total }: RunPage): void {
  ensure(Number.isSafeInteger(total) && total >= 0, `a total of ${total}`)
  for (const { handle, status, createdAtMs, endedAtMs, isOdd } of runs) {
    ensure(isOdd === true || isUsable(handle.runId), 'a run that can’t be named')
    ensure(Buffer.byteLength(handle.runId) <= 4096, 'a name without end')
    ensure(status.length <= 200, 'a status without end')
    ensure([createdAtMs, endedAtMs].every(isFiniteOrAbsent), 'a time that is none')
  }
}

function answersOf(platform: Platform, run: RunHandle): readonly Fuzzed[] {
  const { id } = platform
  const of = <T>(name: string, kind: string, call: Call<T> | undefined, check: (value: T, json: unknown) => void) =>
    call === undefined
      ? []
      : [
          fuzzed(`${id}: ${name}`, documents(kind), (body) => {
            const json: unknown = JSON.parse(body)
            const value = readBy(call, json)
            if (value !== undefined) check(value, json)
          }),
        ]
  const terminating = platform.terminate(run)
  return [
    ...of('trigger', 'trigger', platform.trigger(platform.target, 'alias-1'), checkStarted),
    ...of('status', 'status', platform.status(run), (seen, json) => checkSnapshot(id, json, seen)),
    ...of('list', 'list', platform.listRuns?.(platform.target, 0), checkPage),
    ...of('search', 'list', platform.findByAlias?.(platform.target, 'alias-1'), checkPage),
    ...of('recent runs', 'list', platform.recentRuns?.(platform.target), checkPage),
    ...of('look-up', 'resolve', platform.resolve, (target) => ensure(isUsable(String(target.applicationId)), 'no id')),
    ...(terminating.kind === 'ready' ? of('terminate', 'terminate', terminating.call, () => undefined) : []),
    channelOf(platform, run),
  ]
}

const STATUSES = [200, 201, 204, 301, 302, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504]
const LONGEST_MESSAGE = 4000

/** Bytes of any kind as an answer: what it means, and that nothing of it is repeated at length. */
function channelOf(platform: Platform, run: RunHandle): Fuzzed {
  const bodies = fc.oneof(documents('status'), documents('error'), text, garbled(documents('error')))
  const headers = fc.dictionary(
    fc.constantFrom('date', 'retry-after', 'x-ratelimit-reset', 'location', '__proto__'),
    text,
  )
  const answers = fc.record({ status: fc.constantFrom(...STATUSES), body: bodies, headers })
  return fuzzed(`${platform.id}: channel`, answers, async ({ status, body, headers }) => {
    const http = { send: () => Promise.resolve({ kind: 'answer' as const, status, headers, body }) }
    const clock = { nowMs: () => 0, epochMs: () => 1_768_000_000_000, sleep: () => Promise.resolve(), random: () => 0 }
    const blot = (given: string) => given.replaceAll(SECRET, '***')
    const channel = openChannel({ http, platform, clock, requestTimeoutMs: 1000, blot })
    const reading = await channel.ask(platform.status(run), { untilMs: 1000 })
    ensure(reading.kind !== 'stopped', 'stopped, though nobody said so')
    if (reading.kind === 'good') ensure(status >= 200 && status < 300, `a good answer of status ${status}`)
    if (reading.kind === 'denied') {
      ensure(status >= 400 && status < 500 && status !== 408 && status !== 429, `denied by ${status}`)
      ensure(/"(?:statusCode|detail)"\s*:/.test(body), 'denied by somebody else than the platform')
    }
    if (reading.kind === 'setback') ensure((reading.effect === 'none') === (status === 429), 'the wrong effect')
    if (reading.kind !== 'good') {
      ensure(!reading.message.includes(SECRET), 'a secret is repeated')
      ensure(reading.message.length <= LONGEST_MESSAGE, `a message of ${reading.message.length} characters`)
    }
    if (reading.kind === 'setback') {
      const { retryAfterMs = 0 } = reading
      ensure(Number.isFinite(retryAfterMs) && retryAfterMs >= 0, `to be asked again after ${retryAfterMs} ms`)
    }
  })
}

const JOBS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  truefoundry: { applicationId: 'app', deploymentId: 'dep', applicationFqn: 'c:w:j' },
  kubiya: { jobId: 'job' },
}

export const answers: readonly Fuzzed[] = platforms.flatMap((definition) => {
  const platform = definition.create('https://x.example', { target: JOBS[definition.id] ?? {}, payload: {} })
  return answersOf(platform, platform.attach(platform.target, 'run-1'))
})
