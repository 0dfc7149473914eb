/** Kubiya's stream of an execution's events (server-sent events): history first, then what happens, then `done`. */

import { permittedExecution, spelled } from './kubiya-model.ts'
import type { Answer, Call } from './route.ts'
import { isFinal, phasesOf } from './timeline.ts'
import type { Json, SimRun, StreamChunk, StreamScript } from './types.ts'
import type { World } from './world.ts'

/** The platform reads the run's state at this pace, so nothing is told earlier than the next beat. */
const BEAT_MS = 200

interface Event {
  readonly atMs: number
  readonly event: string
  readonly payload: Json
}

/** Resumes behind the event named by the `Last-Event-ID` header or the `last_event_id` query. */
export function streamExecution(call: Call): Answer {
  const run = permittedExecution(call, 'stream')
  const lastId = call.headers['last-event-id'] ?? call.query.get('last_event_id') ?? ''
  const seen = Number(/_(\d+)_\d+$/.exec(lastId)?.[1] ?? 0)
  const openedAtMs = call.nowMs
  return { status: 200, script: () => script(run, call.world, openedAtMs, seen) }
}

function script(run: SimRun, world: World, openedAtMs: number, seen: number): StreamScript {
  const { streamCutMs, keepaliveMs } = world.settings
  const events = eventsOf(run, world)
  const told = events
    .map((event, index) => ({ ...event, count: index + 1, dueMs: dueAt(event.atMs, openedAtMs) }))
    .filter(({ count }) => count > seen)
    .map(({ count, dueMs, ...event }) => chunk(dueMs, world, event, `${run.name}_${count}_${event.atMs * 1_000}`))
  const isHistory = ({ atMs }: StreamChunk): boolean => atMs === openedAtMs
  const doneAtMs = events.findLast(({ event }) => event === 'done')?.atMs ?? Number.POSITIVE_INFINITY
  const endsAtMs = Math.min(openedAtMs + streamCutMs, dueAt(doneAtMs, openedAtMs))
  const beats = Math.max(0, Math.ceil((endsAtMs - openedAtMs) / keepaliveMs) - 1)
  const keepalives = Array.from({ length: beats }, (_, beat) => keepalive(openedAtMs + (beat + 1) * keepaliveMs, world))
  const own = (event: string): StreamChunk =>
    chunk(openedAtMs, world, { atMs: openedAtMs, event, payload: { execution_id: run.name } })
  const live = [...told.filter((entry) => !isHistory(entry)), ...keepalives].toSorted((a, b) => a.atMs - b.atMs)
  const chunks = [own('connected'), ...told.filter(isHistory), own('history_complete'), ...live]
  return { chunks: chunks.filter(({ atMs }) => atMs <= endsAtMs), endsAtMs, abrupt: false }
}

/** Everything there is to tell of the run, whenever it happens, in its order. */
function eventsOf(run: SimRun, world: World): readonly Event[] {
  const phases = phasesOf(run)
  const statuses = phases.map(({ atMs, status }) => ({
    atMs,
    event: 'status',
    payload: { status: spelled(status, world), execution_id: run.name },
  }))
  const end = phases.find(({ status }) => isFinal('kubiya', status))
  const endMs = end?.atMs ?? Number.POSITIVE_INFINITY
  const own = (run.behaviour.events ?? []).map(({ afterMs, ...event }) => ({
    atMs: run.createdAtMs + afterMs,
    ...event,
  }))
  const { error } = run.behaviour
  const isFailure = end?.status.toLowerCase() === 'failed' && error !== undefined
  const last: readonly Event[] = [
    ...(isFailure ? [{ atMs: endMs, event: 'error', payload: { error } }] : []),
    { atMs: endMs, event: 'done', payload: { execution_id: run.name } },
  ]
  return [...[...own, ...statuses].filter(({ atMs }) => atMs <= endMs).toSorted((a, b) => a.atMs - b.atMs), ...last]
}

function dueAt(atMs: number, openedAtMs: number): number {
  return openedAtMs + Math.max(0, Math.ceil((atMs - openedAtMs) / BEAT_MS)) * BEAT_MS
}

function chunk(dueMs: number, { settings }: World, { event, payload }: Event, id?: string): StreamChunk {
  const data = JSON.stringify({ event_type: event, [settings.streamNesting]: payload })
  return { atMs: dueMs, text: `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n` }
}

function keepalive(atMs: number, world: World): StreamChunk {
  if (world.settings.keepaliveAs === 'comment') return { atMs, text: ': keepalive\n\n' }
  return chunk(atMs, world, { atMs, event: 'keepalive', payload: {} })
}
