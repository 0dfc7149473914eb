/**
 * Kubiya's stream of an execution's events (server-sent events): history first, then what happens.
 *
 * The own server tells everything again on every connection, under new ids, messages twice: as history, under ids that it makes
 * of their content, and live. A failed execution's stream ends with `error`,
 * and one that somebody ended stays open and says nothing. The older one resumes behind the last id and ends with `done`.
 */

import { assembled, type Event, historyOf, named } from './kubiya-history.ts'
import { permittedExecution, spelled } from './kubiya-model.ts'
import { type Answer, type ApiCall, Refusal } from './route.ts'
import { endedAtMs, phasesOf } from './timeline.ts'
import type { Json, SimRun, StreamChunk, StreamScript } from './types.ts'
import type { World } from './world.ts'

/** The platform reads the run's state at this pace, so nothing is told earlier than the next beat. */
const BEAT_MS = 200
/** How long before the cut the own server warns of it. */
const WARNING_MS = 30_000

interface Opened {
  readonly run: SimRun
  readonly world: World
  readonly atMs: number
  /** The number in the id that the client saw last. */
  readonly seen: number
}

export function streamExecution(call: ApiCall): Answer {
  const { world, nowMs } = call
  const lastId = call.headers['last-event-id'] ?? call.query.get('last_event_id') ?? ''
  const seen = Number(/_(\d+)_\d+$/.exec(lastId)?.[1] ?? 0)
  const isOwn = world.settings.kubiyaServer === 'own'
  try {
    const opened = { run: permittedExecution(call, 'stream'), world, atMs: nowMs, seen }
    return { status: 200, script: () => (isOwn ? ownScript(opened) : olderScript(opened)) }
  } catch (error) {
    if (!(isOwn && error instanceof Refusal && error.status === 404)) throw error
    const payload = { error: '404: Execution not found' }
    const chunks = [chunk(nowMs, world, { atMs: nowMs, event: 'error', payload })]
    return { status: 200, script: () => ({ chunks, endsAtMs: nowMs, abrupt: false }) }
  }
}

/** The messages there are, under ids made anew; then, while the run goes on, all events from the first on. */
function ownScript({ run, world, atMs, seen }: Opened): StreamScript {
  const { streamCutMs } = world.settings
  const events = ownEvents(run, world)
  const isOver = endedAtMs(run, atMs) !== undefined
  const written = [...events, ...(isOver ? assembled(events) : [])].filter(
    (event) => event.event === 'message' && event.atMs <= atMs,
  )
  const history = historyOf(
    run,
    written.toSorted((one, other) => one.atMs - other.atMs),
  )
  const basics = { execution_id: run.name }
  const told = [
    { atMs, event: 'connected', payload: basics },
    ...history,
    { atMs, event: 'history_complete', payload: { ...basics, message_count: history.length } },
    ...events.filter(({ event, atMs: toldMs }) => !isOver || event === 'done' || event === 'error' || toldMs > atMs),
  ].map((event) => ({ event, dueMs: dueAt(event.atMs, atMs) }))
  const last = events.at(-1)
  const isClosing = last?.event === 'done' || last?.event === 'error'
  const cutAtMs = atMs + streamCutMs
  const endsAtMs = Math.min(cutAtMs, isClosing ? dueAt(last.atMs, atMs) : Number.POSITIVE_INFINITY)
  const own = told
    .filter(({ dueMs }) => dueMs <= endsAtMs)
    .map(({ event, dueMs }, index) => chunk(dueMs, world, event, `${run.name}_${seen + index + 1}_${dueMs * 1_000}`))
  const chunks = [...own, ...keepalives(atMs, endsAtMs, world), ...farewell(cutAtMs, world)]
  return {
    chunks: chunks.filter((one) => one.atMs <= endsAtMs).toSorted((a, b) => a.atMs - b.atMs),
    endsAtMs,
    abrupt: false,
  }
}

function farewell(cutAtMs: number, world: World): readonly StreamChunk[] {
  const { streamCutMs } = world.settings
  const goodbye = { atMs: cutAtMs, event: 'reconnect', payload: { reason: 'timeout', duration: streamCutMs / 1_000 } }
  const leave = chunk(cutAtMs, world, goodbye)
  if (streamCutMs <= WARNING_MS) return [leave]
  const warnAtMs = cutAtMs - WARNING_MS
  const warning = { atMs: warnAtMs, event: 'timeout_warning', payload: { seconds_left: WARNING_MS / 1_000 } }
  return [chunk(warnAtMs, world, warning), leave]
}

/** What somebody ended is not told of. */
function ownEvents(run: SimRun, world: World): readonly Event[] {
  const { happened, end } = eventsOf(run, world)
  const execution_id = run.name
  const status = end?.status.toLowerCase()
  const events = happened
    .filter(({ event, atMs }) => event !== 'status' || atMs !== end?.atMs)
    .map((event) => named(event, run))
  if (end === undefined) return events
  if (status === 'failed') {
    const payload = { error: run.behaviour.error ?? 'Execution failed', execution_id, status: 'failed' }
    return [...events, { atMs: end.atMs, event: 'error', payload }]
  }
  if (status !== 'completed') return events
  return [...events, { atMs: end.atMs, event: 'done', payload: { execution_id, status: 'completed' } }]
}

function olderScript({ run, world, atMs: openedAtMs, seen }: Opened): StreamScript {
  const { streamCutMs } = world.settings
  const events = olderEvents(run, world)
  const told = events
    .map((event, index) => ({ ...event, count: index + 1, dueMs: dueAt(event.atMs, openedAtMs) }))
    .filter(({ count }) => count > seen)
    .map(({ count, dueMs, ...event }) => chunk(dueMs, world, event, `${run.name}_${count}_${event.atMs * 1_000}`))
  const isHistory = ({ atMs }: StreamChunk): boolean => atMs === openedAtMs
  const doneAtMs = events.findLast(({ event }) => event === 'done')?.atMs ?? Number.POSITIVE_INFINITY
  const endsAtMs = Math.min(openedAtMs + streamCutMs, dueAt(doneAtMs, openedAtMs))
  const own = (event: string): StreamChunk =>
    chunk(openedAtMs, world, { atMs: openedAtMs, event, payload: { execution_id: run.name } })
  const live = [...told.filter((entry) => !isHistory(entry)), ...keepalives(openedAtMs, endsAtMs, world)].toSorted(
    (a, b) => a.atMs - b.atMs,
  )
  const chunks = [own('connected'), ...told.filter(isHistory), own('history_complete'), ...live]
  return { chunks: chunks.filter(({ atMs }) => atMs <= endsAtMs), endsAtMs, abrupt: false }
}

function olderEvents(run: SimRun, world: World): readonly Event[] {
  const { happened, end } = eventsOf(run, world)
  const endMs = end?.atMs ?? Number.POSITIVE_INFINITY
  const { error } = run.behaviour
  const isFailure = end?.status.toLowerCase() === 'failed' && error !== undefined
  return [
    ...happened,
    ...(isFailure ? [{ atMs: endMs, event: 'error', payload: { error } }] : []),
    { atMs: endMs, event: 'done', payload: { execution_id: run.name } },
  ]
}

/** Everything that happens to the run until its end, in its order. */
function eventsOf(run: SimRun, world: World) {
  const phases = phasesOf(run)
  const statuses = phases.map(({ atMs, status }) => ({
    atMs,
    event: 'status',
    payload: { status: spelled(status, world), execution_id: run.name },
  }))
  const end = phases.find(({ status }) => run.words.isFinal(status))
  const endMs = end?.atMs ?? Number.POSITIVE_INFINITY
  const own = (run.behaviour.events ?? []).map(({ afterMs, ...event }) => ({
    atMs: run.createdAtMs + afterMs,
    ...event,
  }))
  const happened: readonly Event[] = [...own, ...statuses]
    .filter(({ atMs }) => atMs <= endMs)
    .toSorted((a, b) => a.atMs - b.atMs)
  return { happened, end }
}

function dueAt(atMs: number, openedAtMs: number): number {
  return openedAtMs + Math.max(0, Math.ceil((atMs - openedAtMs) / BEAT_MS)) * BEAT_MS
}

function chunk(dueMs: number, { settings }: World, event: Event, id?: string): StreamChunk {
  const data = JSON.stringify(dataOf(event, settings.streamNesting))
  return { atMs: dueMs, text: `${id === undefined ? '' : `id: ${id}\n`}event: ${event.event}\ndata: ${data}\n\n` }
}

function dataOf({ event, payload, atMs }: Event, nesting: World['settings']['streamNesting']): Json {
  if (nesting !== 'mixed') return { event_type: event, [nesting]: payload }
  const isNested = event.startsWith('tool_') || event === 'message_chunk'
  return isNested ? { data: payload, timestamp: new Date(atMs).toISOString() } : payload
}

function keepalives(openedAtMs: number, endsAtMs: number, world: World): readonly StreamChunk[] {
  const { keepaliveMs } = world.settings
  const beats = Math.max(0, Math.ceil((endsAtMs - openedAtMs) / keepaliveMs) - 1)
  return Array.from({ length: beats }, (_, beat) => keepalive(openedAtMs + (beat + 1) * keepaliveMs, world))
}

function keepalive(atMs: number, world: World): StreamChunk {
  if (world.settings.keepaliveAs === 'comment') return { atMs, text: ': keepalive\n\n' }
  return chunk(atMs, world, { atMs, event: 'keepalive', payload: {} })
}
