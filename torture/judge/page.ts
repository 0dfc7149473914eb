/** What a list of a job's runs, or a search among them, showed: worked out from when the runs were created. */

import type { RecordedRequest, RunView } from '../../sandbox/control-plane/simulator.ts'
import type { Evidence } from './evidence.ts'

/** The job whose runs are listed; undefined: those of all jobs. */
export function jobOf({ path }: RecordedRequest): string | undefined {
  const [, id] = /\/jobs\/([^/?]+)\//.exec(path) ?? []
  return id === undefined ? undefined : decodeURIComponent(id)
}

/** A page of the job's list (or search) as it was answered. */
export function pageOf(e: Evidence, request: RecordedRequest): readonly RunView[] {
  const { settings, runs } = e.record
  const query = new URLSearchParams(request.path.split('?')[1] ?? '')
  const prefix = query.get('searchPrefix') ?? ''
  const lagMs = prefix === '' ? settings.listLagMs : settings.searchLagMs
  const statuses = query.getAll('status')
  const matches = (run: RunView) =>
    prefix === '' ||
    settings.searchIgnoresPrefix ||
    run.name.startsWith(prefix) ||
    (settings.searchFindsAlias && run.alias?.startsWith(prefix) === true)
  const isOfJob = ({ jobId }: RunView) => [undefined, jobId].includes(jobOf(request))
  const isThere = (run: RunView) => {
    const ageMs = request.atMs - e.createdMs(run)
    return ageMs >= lagMs && ageMs < (run.behaviour.goneAfterMs ?? Number.POSITIVE_INFINITY)
  }
  const oldestFirst = runs
    .filter((run) => isOfJob(run) && isThere(run) && matches(run))
    .filter((run) => statuses.length === 0 || statuses.includes(e.statusAt(run, request.atMs)))
    .toSorted((a, b) => a.createdAtMs - b.createdAtMs)
  const order = query.get('order') ?? settings.defaultOrder
  const ordered = order === 'asc' ? oldestFirst : oldestFirst.toReversed()
  const offset = Number(query.get('offset') ?? 0)
  return ordered.slice(offset, offset + Math.min(Number(query.get('limit') ?? 100), settings.maxPageSize))
}
