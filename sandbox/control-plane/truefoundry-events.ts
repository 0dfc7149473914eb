/** TrueFoundry's events: what the cluster tells of a run's pod, each kind once with its count. */

import { type ApiCall, json, Refusal } from './route.ts'
import { endedAtMs } from './timeline.ts'
import { jobIdOf, permittedJob } from './truefoundry-model.ts'
import type { ClusterEvent, Json, SimResponse, SimRun } from './types.ts'

const DAY_MS = 86_400_000

/** Of the last 24 hours unless asked otherwise; an event counts by when it was last seen. */
export function listEvents({ world, nowMs, query }: ApiCall): SimResponse {
  const applicationId = query.get('applicationId') ?? jobIdOf(world, query.get('applicationFqn'))
  if (!applicationId) throw new Refusal(400, 'applicationId or applicationFqn is required')
  const endMs = isoQuery(query, 'endTs') ?? nowMs
  const startMs = isoQuery(query, 'startTs') ?? endMs - DAY_MS
  if (startMs > endMs) throw new Refusal(400, 'startTs must be less than or equal to endTs')
  permittedJob(world, applicationId, 'events')
  const name = query.get('jobRunName')
  const data = world
    .visibleRuns('truefoundry', nowMs, 0)
    .filter((run) => run.jobId === applicationId && (!name || run.name === name))
    .flatMap((run) => eventsOf(run, Math.min(nowMs, endMs)))
    .filter(({ lastMs }) => lastMs >= startMs && lastMs <= endMs)
    .toSorted((a, b) => a.lastMs - b.lastMs)
    .map(({ event }) => event)
  return json(200, { data })
}

function eventsOf(run: SimRun, untilMs: number): readonly { readonly lastMs: number; readonly event: Json }[] {
  const lastPossibleMs = Math.min(untilMs, endedAtMs(run, untilMs) ?? untilMs)
  return (run.behaviour.clusterEvents ?? []).flatMap((event, index) => {
    const firstMs = run.createdAtMs + event.afterMs
    if (firstMs > untilMs) return []
    const { everyMs } = event
    const again = everyMs === undefined ? 0 : Math.max(0, Math.floor((lastPossibleMs - firstMs) / everyMs))
    const lastMs = firstMs + again * (everyMs ?? 0)
    return [{ lastMs, event: toEvent(run, event, { index, firstMs, lastMs, count: again + 1 }) }]
  })
}

function toEvent(
  run: SimRun,
  { type, reason, message, object }: ClusterEvent,
  seen: { readonly index: number; readonly firstMs: number; readonly lastMs: number; readonly count: number },
): Json {
  return {
    name: `${run.name}.${seen.index + 1}`,
    namespace: 'sandbox',
    type,
    reason,
    message,
    count: seen.count,
    firstTimestamp: new Date(seen.firstMs).toISOString(),
    lastTimestamp: new Date(seen.lastMs).toISOString(),
    involvedObject: { ...(object ?? { kind: 'Pod', name: `${run.name}-pod` }) },
    chart: { category: reason === 'OOMKilled' ? 'ContainerOOM' : 'General' },
  }
}

function isoQuery(query: URLSearchParams, name: string): number | undefined {
  const given = query.get(name)
  if (given === null) return undefined
  const atMs = /^\d{4}-\d\d-\d\dT/.test(given) ? Date.parse(given) : Number.NaN
  if (Number.isNaN(atMs)) throw new Refusal(400, `${name} must be an ISO 8601 time`)
  return atMs
}
