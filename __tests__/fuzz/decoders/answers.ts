/** What the platforms answer, read by their calls and by the channel. */

import fc from 'fast-check'
import type { RunHandle, RunSnapshot, Target } from '../../../src/core/model.ts'
import type { Definition, Platform, RunPage, Started } from '../../../src/core/platform.ts'
import type { Call } from '../../../src/core/requests/calls.ts'
import { openChannel } from '../../../src/core/requests/channel.ts'
import { platforms } from '../../../src/platforms/index.ts'
import { type DocumentKind, fixtureOf } from '../../platforms/fixtures.ts'
import { ensure, type Fuzzed, fuzzed, isFiniteOrAbsent, SECRET } from '../kit.ts'
import { documentsOf, nearly, readBy } from '../platform-documents.ts'
import { garbled, text } from '../texts.ts'
import { logOf } from './platform-logs.ts'

function checkSnapshot(id: string, json: unknown, seen: RunSnapshot): void {
  const isFinal = ['succeeded', 'failed', 'terminated'].includes(seen.phase)
  ensure(
    !isFinal || fixtureOf(id).finalIn(json) === seen.status,
    `a verdict that the answer does not give: ${seen.status}`,
  )
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

/** A reader under its rules, and proof that it reads what it is meant to: else nothing of it would be fuzzed. */
function fuzzedCall<T>(
  { id, name: platform }: Platform,
  [name, kind]: readonly [name: string, kind: DocumentKind],
  call: Call<T> | undefined,
  check: (value: T, json: unknown) => void = () => undefined,
): readonly Fuzzed[] {
  if (call === undefined) return []
  const isRead = (json: unknown) => {
    const read = readBy(call, json)
    if (read !== undefined) check(read.value, json)
    return read !== undefined
  }
  if (!documentsOf(id, kind).some(isRead)) {
    throw new Error(`${platform} reads none of its fixture's documents of \`${kind}\``)
  }
  return [fuzzed(`${id}: ${name}`, nearly(id, kind), (body) => void isRead(JSON.parse(body)))]
}

function answersOf(platform: Platform, run: RunHandle): readonly Fuzzed[] {
  const { id, target } = platform
  const of = <T>(
    name: string,
    kind: DocumentKind,
    call: Call<T> | undefined,
    check?: (value: T, json: unknown) => void,
  ) => fuzzedCall(platform, [name, kind], call, check)
  const ending = platform.terminate(run)
  return [
    ...of('trigger', 'trigger', platform.trigger(target, 'alias-1'), checkStarted),
    ...of('status', 'status', platform.status(run), (seen, json) => checkSnapshot(id, json, seen)),
    ...of('list', 'list', platform.listRuns?.(target, 0), checkPage),
    ...of('search', 'search', platform.findByAlias?.(target, 'alias-1'), checkPage),
    ...of('creation times', 'search', platform.creationTimes?.(target), checkTimes),
    ...of('recent runs', 'recent', platform.recentRuns?.(target), checkPage),
    ...of('look-up', 'resolve', platform.resolve, checkIds),
    ...of('definition', 'definition', platform.definition?.(target), checkDefinition),
    ...of('version', 'version', platform.version?.status(target)),
    ...of('events', 'events', platform.events?.(run)),
    ...(ending.kind === 'ready' ? of('terminate', 'terminate', ending.call) : []),
    ...logOf(platform, run),
    channelOf(platform, run),
  ]
}

function checkTimes(times: ReadonlyMap<string, number>): void {
  ensure(
    [...times].every(([id, time]) => isUsable(id) && Number.isFinite(time)),
    'a time that is none',
  )
}

function checkIds(target: Target): void {
  for (const [name, id] of Object.entries(target)) ensure(isUsable(String(id)), `${name} can’t be used`)
}

function checkDefinition({ refusal = '', warning = '' }: Definition): void {
  ensure(refusal.length + warning.length < 4000, 'a sentence without end')
}

/** Whether there is a field in it with which one of the platform's own errors begins. */
function isNamedIn(body: string, id: string): boolean {
  const fields = documentsOf(id, 'error').map((error) => Object.keys(Object(error))[0] ?? '')
  return fields.some((field) => new RegExp(`"${field}"\\s*:`).test(body))
}

const STATUSES = [200, 201, 204, 301, 302, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504]
const LONGEST_MESSAGE = 4000

/** Bytes of any kind as an answer: what it means, and that nothing of it is repeated at length. */
function channelOf(platform: Platform, run: RunHandle): Fuzzed {
  const { id } = platform
  const bodies = fc.oneof(nearly(id, 'status'), nearly(id, 'error'), text, garbled(nearly(id, 'error')))
  const headers = fc.dictionary(
    fc.constantFrom('date', 'retry-after', 'x-ratelimit-reset', 'location', '__proto__'),
    text,
  )
  const answers = fc.record({ status: fc.constantFrom(...STATUSES), body: bodies, headers })
  return fuzzed(`${id}: channel`, answers, async ({ status, body, headers }) => {
    const http = { send: () => Promise.resolve({ kind: 'answer' as const, status, headers, body }) }
    const clock = { nowMs: () => 0, epochMs: () => 1_768_000_000_000, sleep: () => Promise.resolve(), random: () => 0 }
    const blot = (given: string) => given.replaceAll(SECRET, '***')
    const channel = openChannel({ http, platform, clock, requestTimeoutMs: 1000, blot })
    const reading = await channel.ask(platform.status(run), { untilMs: 1000 })
    ensure(reading.kind !== 'stopped', 'stopped, though nobody said so')
    if (reading.kind === 'good') ensure(status >= 200 && status < 300, `a good answer of status ${status}`)
    if (reading.kind === 'denied') {
      ensure(status >= 400 && status < 500 && status !== 408 && status !== 429, `denied by ${status}`)
      ensure(isNamedIn(body, id), 'denied by somebody else than the platform')
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

/** Under each target that the platform can be given; what several have in common is fuzzed once. */
export const answers: readonly Fuzzed[] = platforms.flatMap((definition) => {
  const all = fixtureOf(definition.id).placeholders.targets.flatMap((target) => {
    const platform = definition.create('https://x.example', { target, payload: {} })
    return answersOf(platform, platform.attach(target, 'run-1'))
  })
  return [...new Map(all.map((each) => [each.name, each])).values()]
})
