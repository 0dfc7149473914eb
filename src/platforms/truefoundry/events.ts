/** What the cluster tells of a run (TrueFoundry's SDK: `/events`): Kubernetes events such as FailedScheduling. */

import * as v from 'valibot'
import type { RunHandle, RunSnapshot } from '../../core/model.ts'
import type { RunEvent } from '../../core/platform.ts'
import type { Call } from '../../core/requests/calls.ts'
import { decode, lenientNumber, lenientText } from '../wire.ts'
import { API } from './wire.ts'

const events = v.object({
  data: v.array(
    v.object({
      type: lenientText,
      reason: v.fallback(v.string(), ''),
      message: v.fallback(v.string(), ''),
      count: lenientNumber,
      lastTimestamp: lenientText,
    }),
  ),
})

/** The pod may be there a moment before the run is. */
const SLACK_MS = 60_000

export function eventsCall({ runId, target }: RunHandle, last: RunSnapshot | undefined): Call<readonly RunEvent[]> {
  const query = new URLSearchParams({ applicationId: String(target.applicationId), jobRunName: runId })
  const startedAtMs = last?.startedAtMs
  if (startedAtMs !== undefined) query.set('startTs', new Date(startedAtMs - SLACK_MS).toISOString())
  return { what: `read the events of ${runId}`, method: 'GET', path: `${API}/events?${query}`, read: readEvents }
}

/** Oldest first, by when each was last seen. */
function readEvents(json: unknown): readonly RunEvent[] {
  return decode(events, json)
    .data.filter(({ reason, message }) => reason !== '' || message !== '')
    .map((event) => ({ ...event, atMs: Date.parse(event.lastTimestamp ?? '') || 0 }))
    .toSorted((one, other) => one.atMs - other.atMs)
    .map(({ type, reason, message, count }) => ({
      isWarning: type === 'Warning',
      reason,
      message,
      ...(typeof count === 'number' ? { count } : {}),
    }))
}
