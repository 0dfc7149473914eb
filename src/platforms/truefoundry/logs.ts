/**
 * TrueFoundry's log of a job run: pages of `GET /api/svc/v1/logs`, read with an exact cursor.
 *
 * The cursor is the newest line's time, in nanoseconds as text (it does not fit into a number), and how many lines at
 * exactly that time have been seen: the range that is asked for begins at the one (`startTs`) and skips the other
 * (`numLogsToIgnore`). So no line comes twice and none is left out, through equal times and full pages.
 *
 * What it can't do, as the platform's own tools can't: a line that is delivered after a line with a later time lies
 * before the range and is never seen here.
 */

import * as v from 'valibot'
import type { LogCursor, LogPage, LogPages } from '../../core/follow.ts'
import type { RunHandle, RunSnapshot } from '../../core/model.ts'
import { linesOf, oneLine } from '../../text/lines.ts'
import { decode, lenientText, present } from '../wire.ts'

const entry = v.object({
  log: v.fallback(v.string(), ''),
  time: v.pipe(v.string(), v.regex(/^\d{1,30}$/)),
  stream: lenientText,
  containerName: lenientText,
})
const answer = v.object({ data: v.array(entry) })

export type LogEntry = v.InferOutput<typeof entry>

/** How far a log has been read. */
export interface LogPlace {
  /** Epoch nanoseconds of the newest line, or of where to begin. */
  readonly startTs: string
  /** How many lines at exactly that time have been seen. */
  readonly numLogsToIgnore: number
  readonly containers: Containers
}

/** Which containers have been seen: with more than one, each line names its own. */
type Containers =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly name: string }
  | { readonly kind: 'several' }

/** Of a container: far beyond what Kubernetes allows. It stands before every line. */
const LONGEST_NAME = 100

/** Who stamps a line and who stamps the run need not have the same clock. */
const SLACK_MS = 10 * 60_000
/** Where to begin when the run's creation is not known: a range without a beginning is some default of the platform's. */
const UNKNOWN_BEGIN_MS = 7 * 24 * 3_600_000
/** How far ahead of the runner's clock a creation may lie and still be believed. */
const MOST_SKEW_MS = 24 * 3_600_000

export function logOf(run: RunHandle): LogPages {
  return {
    kind: 'pages',
    begin: (last, epochMs) => (last === undefined ? undefined : cursor(run, last, beginning(last, epochMs))),
  }
}

function beginning({ startedAtMs }: RunSnapshot, epochMs: number): LogPlace {
  const isKnown = startedAtMs !== undefined && startedAtMs > 0 && startedAtMs < epochMs + MOST_SKEW_MS
  const beginMs = isKnown ? startedAtMs - SLACK_MS : epochMs - UNKNOWN_BEGIN_MS
  const startTs = BigInt(Math.max(0, Math.floor(beginMs))) * 1_000_000n
  return { startTs: String(startTs), numLogsToIgnore: 0, containers: { kind: 'none' } }
}

function cursor(run: RunHandle, last: RunSnapshot, place: LogPlace): LogCursor {
  return {
    page: (limit) => ({
      what: `read the log of ${run.runId}`,
      method: 'GET',
      path: `/api/svc/v1/logs?${query(run, last, place, limit)}`,
      read(json): LogPage {
        const entries = decode(answer, json).data
        const [next, lines] = advance(place, entries)
        return { lines, isFull: entries.length >= limit, next: cursor(run, last, next) }
      },
    }),
  }
}

/** The run's own application and deployment go along, as far as they are known. */
function query(run: RunHandle, last: RunSnapshot, place: LogPlace, limit: number): URLSearchParams {
  const { applicationId = last.own?.applicationId, deploymentId } = run.target
  return new URLSearchParams({
    ...present({
      applicationId: textOf(applicationId),
      deploymentId: textOf(last.own?.deploymentId ?? deploymentId),
    }),
    jobRunName: run.runId,
    startTs: place.startTs,
    numLogsToIgnore: String(place.numLogsToIgnore),
    direction: 'asc',
    limit: String(limit),
  })
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The place behind a page, and the page's lines as they are shown. Entries before the place are no part of the range. */
export function advance(place: LogPlace, page: readonly LogEntry[]): readonly [LogPlace, readonly string[]] {
  const startNs = BigInt(place.startTs)
  const entries = page.filter(({ time }) => BigInt(time) >= startNs)
  const newestNs = entries.reduce((newest, { time }) => (BigInt(time) > newest ? BigInt(time) : newest), startNs)
  const atNewest = entries.filter(({ time }) => BigInt(time) === newestNs).length
  const containers = entries.reduce(withContainer, place.containers)
  const next: LogPlace = {
    startTs: String(newestNs),
    numLogsToIgnore: newestNs === startNs ? place.numLogsToIgnore + atNewest : atNewest,
    containers,
  }
  return [next, entries.flatMap((one) => shown(one, containers))]
}

function withContainer(seen: Containers, { containerName }: LogEntry): Containers {
  const name = containerName ?? ''
  switch (seen.kind) {
    case 'none':
      return { kind: 'one', name }
    case 'one':
      return seen.name === name ? seen : { kind: 'several' }
    case 'several':
      return seen
  }
}

/** `[container] [stderr] text`: the container where there are several, the stream where it is not standard output. */
function shown({ log, stream, containerName }: LogEntry, containers: Containers): readonly string[] {
  const name = containers.kind === 'several' ? oneLine(containerName ?? '', LONGEST_NAME) : ''
  const container = name === '' ? '' : `[${name}] `
  const prefix = stream === 'stderr' ? `${container}[stderr] ` : container
  const lines = linesOf(log)
  return prefix === '' ? lines : lines.map((line) => prefix + line)
}
