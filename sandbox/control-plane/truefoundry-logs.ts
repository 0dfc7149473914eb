/** TrueFoundry's application logs: a range of nanosecond times, and a count of lines to skip at its very start. */

import { type ApiCall, isRecord, json, Refusal } from './route.ts'
import { phasesOf } from './timeline.ts'
import { integer, jobIdOf, permittedJob, WORKSPACE } from './truefoundry-model.ts'
import type { LogLine, SimResponse, SimRun } from './types.ts'

interface Line {
  readonly timeNs: bigint
  readonly line: LogLine
}

interface Asked {
  readonly applicationId: string | null
  readonly deploymentId: string | null
  readonly query: URLSearchParams
  /** Where none is asked for. */
  readonly direction: 'asc' | 'desc'
}

/** Without `direction` the newest lines come first (no page says; ask for one). */
export function readLogs(call: ApiCall): SimResponse {
  const { world, query } = call
  const applicationId = query.get('applicationId') ?? jobIdOf(world, query.get('applicationFqn')) ?? null
  return answerLogs(call, { applicationId, deploymentId: query.get('deploymentId'), query, direction: 'desc' })
}

/** As the platform's command line asks: by workspace, with the ids as JSON in `getLogsQuery`; it reads them in order. */
export function readLogsOfWorkspace(call: ApiCall): SimResponse {
  const { query, segments } = call
  if (segments[0] !== WORKSPACE) throw new Refusal(404, `Workspace ${segments[0]} not found`)
  const ids = parsedQuery(query.get('getLogsQuery'))
  return answerLogs(call, {
    applicationId: text(ids.applicationId),
    deploymentId: text(ids.deploymentId),
    query,
    direction: 'asc',
  })
}

/** Both ends of the range belong to it. */
function answerLogs(
  { world, nowMs }: ApiCall,
  { applicationId, deploymentId, query, direction: usual }: Asked,
): SimResponse {
  if (!applicationId) throw new Refusal(422, 'applicationId or applicationFqn is required')
  const startNs = nanoseconds(query, 'startTs') ?? 0n
  const endNs = nanoseconds(query, 'endTs')
  const direction = query.get('direction') ?? usual
  if (direction !== 'asc' && direction !== 'desc') throw new Refusal(422, 'direction must be asc or desc')
  const limit = integer(query, 'limit', { min: 1, max: Number.MAX_SAFE_INTEGER, otherwise: 5_000 })
  const ignored = integer(query, 'numLogsToIgnore', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 })
  permittedJob(world, applicationId, 'logs')
  const isWanted = (run: SimRun): boolean =>
    run.jobId === applicationId &&
    [null, '', run.name].includes(query.get('jobRunName')) &&
    [null, '', run.deploymentId].includes(deploymentId)
  const inRange = world
    .visibleRuns('truefoundry', nowMs, 0)
    .filter(isWanted)
    .flatMap((run) => linesOf(run, nowMs, world.settings.logLagMs))
    .filter(({ timeNs }) => timeNs >= startNs && (endNs === undefined || timeNs <= endNs))
    .toSorted((a, b) => (a.timeNs < b.timeNs ? -1 : a.timeNs > b.timeNs ? 1 : 0))
  const atStart = inRange.filter(({ timeNs }) => timeNs === startNs).length
  const rest = inRange.slice(Math.min(atStart, ignored))
  return json(200, { data: (direction === 'asc' ? rest : rest.toReversed()).slice(0, limit).map(toLogEntry) })
}

function parsedQuery(given: string | null): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(given ?? '')
    if (isRecord(parsed)) return parsed
  } catch {}
  throw new Refusal(422, 'getLogsQuery must be a JSON object')
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** The lines that have been delivered by now; a run that was terminated writes no more. */
function linesOf(run: SimRun, nowMs: number, lagMs: number): readonly Line[] {
  const cutAtMs =
    run.termination === undefined
      ? Number.POSITIVE_INFINITY
      : (phasesOf(run).find((phase) => run.words.isFinal(phase.status))?.atMs ?? Number.POSITIVE_INFINITY)
  return (run.behaviour.logs ?? [])
    .filter((line) => run.createdAtMs + line.afterMs <= cutAtMs)
    .filter((line) => run.createdAtMs + line.afterMs + (line.lagMs ?? lagMs) <= nowMs)
    .map((line) => ({ timeNs: BigInt(run.createdAtMs + line.afterMs) * 1_000_000n + BigInt(line.nanos ?? 0), line }))
}

function toLogEntry({ timeNs, line }: Line): Readonly<Record<string, string>> {
  return {
    log: line.log,
    stream: line.stream ?? 'stdout',
    time: timeNs.toString(),
    containerName: line.containerName ?? 'main',
  }
}

function nanoseconds(query: URLSearchParams, name: string): bigint | undefined {
  const given = query.get(name)
  if (given === null) return undefined
  if (!/^\d+$/.test(given)) throw new Refusal(422, `${name} must be nanoseconds since the Unix epoch`)
  return BigInt(given)
}
