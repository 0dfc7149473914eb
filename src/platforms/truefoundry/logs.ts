/**
 * TrueFoundry's log of a job run: pages of `GET /api/svc/v1/logs`. A range begins at a time in nanoseconds, as text since it
 * does not fit into a number (`startTs`), and skips so many lines of exactly that time (`numLogsToIgnore`).
 */

import * as v from 'valibot'
import type { LogEntry, LogPages, LogPlace } from '../../core/follow.ts'
import type { RunHandle, RunSnapshot } from '../../core/model.ts'
import { decode, lenientText } from '../wire.ts'

const entry = v.object({
  log: v.fallback(v.string(), ''),
  time: v.pipe(v.string(), v.regex(/^\d{1,30}$/)),
  stream: lenientText,
  containerName: lenientText,
})
const answer = v.object({ data: v.array(entry) })

/** Who stamps a line and who stamps the run need not have the same clock. */
const SLACK_MS = 10 * 60_000
/** Where to begin when the run's creation is not known: a range without a beginning is some default of the platform's. */
const UNKNOWN_BEGIN_MS = 7 * 24 * 3_600_000
/** How far ahead of the runner's clock a creation may lie and still be believed. */
const MOST_SKEW_MS = 24 * 3_600_000

export function logOf(run: RunHandle): LogPages {
  return {
    kind: 'pages',
    open(last, epochMs) {
      if (last === undefined) return undefined
      return {
        beginNs: beginning(last, epochMs),
        page: (from, limit) => ({
          what: `read the log of ${run.runId}`,
          method: 'GET',
          path: `/api/svc/v1/logs?${query(run, last, from, limit)}`,
          read: (json) => decode(answer, json).data.map(toEntry),
        }),
      }
    },
  }
}

function beginning({ startedAtMs = 0 }: RunSnapshot, epochMs: number): bigint {
  const isKnown = startedAtMs > 0 && startedAtMs < epochMs + MOST_SKEW_MS
  const beginMs = isKnown ? startedAtMs - SLACK_MS : epochMs - UNKNOWN_BEGIN_MS
  return BigInt(Math.max(0, Math.floor(beginMs))) * 1_000_000n
}

/** The run's own deployment goes along, as far as it is known. */
function query(run: RunHandle, last: RunSnapshot, { startNs, skip }: LogPlace, limit: number): URLSearchParams {
  const deploymentId = last.own?.deploymentId ?? run.target.deploymentId
  return new URLSearchParams({
    applicationId: String(run.target.applicationId),
    ...(typeof deploymentId === 'string' ? { deploymentId } : {}),
    jobRunName: run.runId,
    startTs: String(startNs),
    numLogsToIgnore: String(skip),
    direction: 'asc',
    limit: String(limit),
  })
}

function toEntry({ log, time, stream, containerName }: v.InferOutput<typeof entry>): LogEntry {
  return { timeNs: BigInt(time), text: log, stream: stream ?? 'stdout', container: containerName ?? '' }
}
