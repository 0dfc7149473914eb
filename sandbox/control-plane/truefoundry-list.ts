/** TrueFoundry's List Job Runs: filters, order and pages, and the ways in which real lists may disappoint. */

import { type ApiCall, json, Refusal } from './route.ts'
import { endedAtMs, statusAt } from './timeline.ts'
import { integer, permittedJob, toJobRun } from './truefoundry-model.ts'
import type { SimResponse, SimRun } from './types.ts'

const STATUSES = [
  'CREATED',
  'SCHEDULED',
  'RUNNING',
  'FINISHED',
  'FAILED',
  'TERMINATION_REQUESTED',
  'TERMINATING',
  'TERMINATED',
  'UNKNOWN',
]

type SortKey = (run: SimRun, nowMs: number) => number | string

const SORT_KEYS: Readonly<Record<string, SortKey>> = {
  startTime: (run) => run.createdAtMs,
  duration: (run, nowMs) => (endedAtMs(run, nowMs) ?? nowMs) - run.createdAtMs,
  deploymentVersion: (run) => Number(run.deploymentVersion),
  triggeredBy: (run) => run.triggeredBy,
  status: statusAt,
}

export function listRuns(call: ApiCall): SimResponse {
  const { world, nowMs, query, segments } = call
  const jobId = segments[0] ?? ''
  const limit = integer(query, 'limit', { min: 1, max: 1_000, otherwise: 100 })
  const offset = integer(query, 'offset', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 })
  const order = ordering(call)
  const isWanted = filter(call)
  permittedJob(world, jobId, query.get('searchPrefix') ? 'search' : 'list')
  const { settings } = world
  const lagMs = query.get('searchPrefix') ? settings.searchLagMs : settings.listLagMs
  const runs = world.visibleRuns('truefoundry', nowMs, lagMs).filter((run) => run.jobId === jobId && isWanted(run))
  const page = runs.toSorted(order).slice(offset, offset + Math.min(limit, settings.maxPageSize))
  return json(200, {
    data: page.map((run) => toJobRun(world, run, nowMs)),
    pagination: { total: runs.length, offset, limit },
  })
}

function filter({ query, nowMs, world: { settings } }: ApiCall): (run: SimRun) => boolean {
  const prefix = query.get('searchPrefix') ?? ''
  const statuses = query.getAll('status')
  const versions = query.getAll('versionNumbers')
  const people = query.getAll('triggeredBy')
  if (!statuses.every((status) => STATUSES.includes(status))) {
    throw new Refusal(422, `status must be one of ${STATUSES.join(', ')}`)
  }
  if (!versions.every((version) => /^\d+(\.\d+)?$/.test(version))) {
    throw new Refusal(422, 'versionNumbers must be numbers')
  }
  const isFound = (run: SimRun): boolean =>
    prefix === '' ||
    settings.searchIgnoresPrefix ||
    run.name.startsWith(prefix) ||
    run.id.startsWith(prefix) ||
    (settings.searchFindsAlias && run.alias?.startsWith(prefix) === true)
  return (run) =>
    isFound(run) &&
    (statuses.length === 0 || statuses.includes(statusAt(run, nowMs))) &&
    (versions.length === 0 || versions.some((version) => Number(version) === Number(run.deploymentVersion))) &&
    (people.length === 0 || people.includes(run.triggeredBy))
}

/** By creation unless asked otherwise; among equals the order of creation decides. */
function ordering({ query, nowMs, world: { settings } }: ApiCall): (a: SimRun, b: SimRun) => number {
  const sortBy = query.get('sortBy') ?? 'startTime'
  const order = query.get('order') ?? settings.defaultOrder
  const key = Object.hasOwn(SORT_KEYS, sortBy) ? SORT_KEYS[sortBy] : undefined
  if (key === undefined) throw new Refusal(422, `sortBy must be one of ${Object.keys(SORT_KEYS).join(', ')}`)
  if (order !== 'asc' && order !== 'desc') throw new Refusal(422, 'order must be asc or desc')
  const [sortKey, direction] = settings.ignoresSortBy
    ? [(run: SimRun) => run.createdAtMs, settings.defaultOrder]
    : [key, order]
  const sign = direction === 'asc' ? 1 : -1
  return (a, b) =>
    sign * (compare(sortKey(a, nowMs), sortKey(b, nowMs)) || a.createdAtMs - b.createdAtMs || compare(a.id, b.id))
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
