/** Kubiya: a job's definition, its executions, and all executions of the organization. */

import { isoTime, isVisible, permittedJob, promptOf, spelled, toExecution } from './kubiya-model.ts'
import { type ApiCall, json } from './route.ts'
import { endedAtMs, startedAtMs, statusAt } from './timeline.ts'
import type { Json, SimResponse, SimRun } from './types.ts'
import type { World } from './world.ts'

export function getJob({ world, segments: [jobId = ''] }: ApiCall): SimResponse {
  const job = permittedJob(world, jobId, 'job')
  const isEnabled = job.triggerable !== false
  return json(200, {
    id: job.jobId,
    name: job.jobId,
    enabled: isEnabled,
    status: isEnabled ? 'active' : 'disabled',
    trigger_type: 'manual',
    prompt_template: promptOf(job),
    planning_mode: 'predefined_agent',
    entity_type: 'agent',
    entity_id: 'agent-of-the-sandbox',
  })
}

/** Of a job that nobody knows the own server has an empty list. */
export function listExecutions({ world, nowMs, query, segments: [jobId = ''] }: ApiCall): SimResponse {
  const { kubiyaServer, maxPageSize } = world.settings
  const isUnknown = world.job('kubiya', jobId) === undefined
  if (!(isUnknown && kubiyaServer === 'own')) permittedJob(world, jobId, 'executions')
  const runs = newestFirst(world, nowMs).filter((run) => run.jobId === jobId)
  if (kubiyaServer === 'older') {
    const executions = runs.slice(0, maxPageSize).map((run) => toExecution(world, run, nowMs))
    return json(200, { executions, total: runs.length })
  }
  const page = pageOf(runs, query.get('offset'), Math.min(maxPageSize, Number(query.get('limit') ?? 50)))
  return json(200, {
    job_id: jobId,
    total_count: runs.length,
    executions: page.map((run) => toListed(world, run, nowMs)),
  })
}

/** A bare list of whole executions, of all jobs. */
export function listAllExecutions({ world, nowMs, query }: ApiCall): SimResponse {
  const wanted = query.get('status_filter')
  const runs = newestFirst(world, nowMs).filter(
    (run) => wanted === null || statusAt(run, nowMs).toLowerCase() === wanted.toLowerCase(),
  )
  const limit = Math.min(world.settings.maxPageSize, Number(query.get('limit') ?? 100))
  return json(
    200,
    pageOf(runs, query.get('skip'), limit).map((run) => toExecution(world, run, nowMs)),
  )
}

function newestFirst(world: World, nowMs: number): readonly SimRun[] {
  const { defaultOrder, listLagMs } = world.settings
  const oldestFirst = world.runs
    .filter((run) => isVisible(run, nowMs, listLagMs))
    .toSorted((a, b) => a.createdAtMs - b.createdAtMs)
  return defaultOrder === 'asc' ? oldestFirst : oldestFirst.toReversed()
}

function pageOf(runs: readonly SimRun[], offset: string | null, limit: number): readonly SimRun[] {
  const first = Number(offset ?? 0)
  return runs.slice(first, first + limit)
}

/** Without the time of its creation. */
function toListed(world: World, run: SimRun, nowMs: number): Json {
  const startMs = startedAtMs(run, nowMs)
  const endMs = endedAtMs(run, nowMs)
  return {
    execution_id: run.name,
    trigger_type: 'manual',
    status: spelled(statusAt(run, nowMs), world),
    started_at: startMs === undefined ? null : isoTime(startMs, world),
    completed_at: endMs === undefined ? null : isoTime(endMs, world),
    duration_ms: startMs === undefined || endMs === undefined ? null : endMs - startMs,
    error_message: endMs === undefined ? null : (run.behaviour.error ?? null),
    trigger_metadata: { triggered_by: run.triggeredBy },
    ...run.behaviour.fields,
  }
}
