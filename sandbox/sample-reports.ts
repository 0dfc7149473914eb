/** One report for each way in which a step can end, as they come up in practice: for the tests and for pictures. */

import type { JsonObject } from '../src/core/json.ts'
import type { ListedRun, RunHandle, RunSnapshot } from '../src/core/model.ts'
import type { StepReport } from '../src/summary/report.ts'
import { type Judged, judge, readGate } from '../src/verdict/gate.ts'
import type { Outcome } from '../src/verdict/outcome.ts'

const STARTED_MS = Date.UTC(2026, 10, 22, 3, 4, 5)
const trueFoundry = { platform: 'TrueFoundry', runNoun: 'job run' }
const kubiya = { platform: 'Kubiya', runNoun: 'execution', leadsToFrontPage: true } as const

const run: RunHandle = {
  runId: 'nightly-import-7f3k2a',
  runUrl: 'https://app.truefoundry.com/deployments/cm4x8zq2d01ab?tab=previousRuns',
  target: { applicationId: 'cm4x8zq2d01ab' },
}
const execution: RunHandle = {
  runId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  runUrl: 'https://compose.kubiya.ai',
  target: { jobId: 'release-notes' },
}

const running: RunSnapshot = {
  phase: 'running',
  status: 'RUNNING',
  startedAtMs: STARTED_MS,
  own: { applicationId: 'cm4x8zq2d01ab' },
  version: '12',
  raw: {},
}
const finished: RunSnapshot = { ...running, phase: 'succeeded', status: 'FINISHED', endedAtMs: STARTED_MS + 250_000 }
const failed: RunSnapshot = {
  ...running,
  phase: 'failed',
  status: 'FAILED',
  endedAtMs: STARTED_MS + 187_000,
  exitCode: 3,
  error: 'ValueError: the input table is empty',
}
const terminated: RunSnapshot = {
  ...running,
  phase: 'terminated',
  status: 'TERMINATED',
  endedAtMs: STARTED_MS + 94_000,
}

const waiting = { status: 'SCHEDULED', phase: 'waiting', sinceMs: 0 } as const
const working = { status: 'RUNNING', phase: 'running', sinceMs: 21_000 } as const
const usual = { medianMs: 245_000, nearlyAllMs: 300_000, count: 20 }

const asked = [
  { label: 'Application', value: 'prod-cluster:data:nightly-import' },
  { label: 'Parameters', value: 'date, table, dry_run' },
]

const failedLog = [
  '2026-11-22T03:04:29Z INFO  importer 4.2.1, 16 workers',
  '2026-11-22T03:04:31Z INFO  reading s3://warehouse/orders/2026-11-21/',
  '2026-11-22T03:07:08Z \u001b[33mWARN\u001b[0m  0 of 212 partitions hold rows',
  '2026-11-22T03:07:11Z \u001b[31mERROR\u001b[0m import failed',
  'Traceback (most recent call last):',
  '  File "/app/importer/main.py", line 88, in <module>',
  '    load(table, rows)',
  '  File "/app/importer/load.py", line 41, in load',
  '    raise ValueError("the input table is empty")',
  'ValueError: the input table is empty',
]

const candidates: readonly ListedRun[] = [
  {
    handle: { ...run, runId: 'nightly-import-2b9xq0' },
    status: 'RUNNING',
    phase: 'running',
    createdAtMs: STARTED_MS + 1000,
  },
  { handle: { ...run, runId: 'backfill-k4m1zz' }, status: 'SCHEDULED', phase: 'waiting' },
]

/** A report of TrueFoundry's, with the message left to those who write messages. */
function reportOf(outcome: Outcome, more: Partial<StepReport> = {}): StepReport {
  return {
    names: trueFoundry,
    job: 'nightly-import',
    outcome,
    message: '',
    asked,
    statuses: [waiting, working],
    elapsedMs: 94_000,
    lastLines: [],
    ...more,
  }
}

const timedOut = { kind: 'timed_out', run, last: running, limit: 'timeout', timeoutMs: 3_600_000 } as const
const cancelled = { kind: 'cancelled', trigger: 'settled', run } as const
const noRun = { statuses: [], asked: [], elapsedMs: 30_000 }

function gateOf(result: JsonObject): readonly Judged[] {
  const gate = readGate('accuracy >= 0.9\nmetrics.loss < 0.4\nverdict == "ship"')
  const conditions = gate.kind === 'conditions' ? gate.conditions : []
  return judge(conditions, JSON.stringify(result))
}

export const sampleReports = {
  succeeded: reportOf(
    { kind: 'ended', phase: 'succeeded', run, last: finished },
    {
      statuses: [waiting, working, { status: 'FINISHED', phase: 'succeeded', sinceMs: 251_000 }],
      elapsedMs: 253_000,
      usual,
    },
  ),
  'succeeded, with a result': reportOf(
    {
      kind: 'ended',
      phase: 'succeeded',
      run: execution,
      last: {
        phase: 'succeeded',
        status: 'completed',
        startedAtMs: STARTED_MS,
        endedAtMs: STARTED_MS + 48_000,
        result:
          '## Release notes for 4.2.1\n\n- Imports are retried when a partition is late\n- `dry_run` no longer writes the audit row\n\nNothing in this release needs a migration. The two open incidents of last week are not touched by it.',
        raw: {},
      },
    },
    {
      names: kubiya,
      job: 'release-notes',
      asked: [
        { label: 'Job', value: 'release-notes' },
        { label: 'Parameters', value: 'from, to' },
      ],
      statuses: [
        { status: 'pending', phase: 'waiting', sinceMs: 0 },
        { status: 'running', phase: 'running', sinceMs: 2_000 },
        { status: 'waiting_for_input', phase: 'input_required', sinceMs: 19_000 },
        { status: 'running', phase: 'running', sinceMs: 40_000 },
        { status: 'completed', phase: 'succeeded', sinceMs: 49_000 },
      ],
      elapsedMs: 49_500,
    },
  ),
  'succeeded, and passed the gate': reportOf(
    {
      kind: 'ended',
      phase: 'succeeded',
      run,
      last: finished,
      gate: gateOf({ accuracy: 0.93, metrics: { loss: 0.31 }, verdict: 'ship' }),
    },
    { statuses: [waiting, working, { status: 'FINISHED', phase: 'succeeded', sinceMs: 251_000 }], elapsedMs: 253_000 },
  ),
  'succeeded, and was rejected by the gate': reportOf(
    {
      kind: 'ended',
      phase: 'succeeded',
      run,
      last: finished,
      gate: gateOf({ accuracy: 0.87, metrics: { loss: 0.31 } }),
    },
    { statuses: [waiting, working, { status: 'FINISHED', phase: 'succeeded', sinceMs: 251_000 }], elapsedMs: 253_000 },
  ),
  skipped: reportOf({ kind: 'skipped', inTheWay: { run, status: 'RUNNING' } }, noRun),
  failed: reportOf(
    { kind: 'ended', phase: 'failed', run, last: failed },
    {
      statuses: [waiting, working, { status: 'FAILED', phase: 'failed', sinceMs: 187_000 }],
      elapsedMs: 189_000,
      alias: 'orders',
      usual,
      lastLines: failedLog,
    },
  ),
  terminated: reportOf(
    { kind: 'ended', phase: 'terminated', run, last: terminated },
    {
      statuses: [
        waiting,
        working,
        { status: 'TERMINATION_REQUESTED', phase: 'ending', sinceMs: 80_000 },
        { status: 'TERMINATED', phase: 'terminated', sinceMs: 94_000 },
      ],
    },
  ),
  'timed out, left going': reportOf(
    { ...timedOut, termination: { kind: 'not_requested' } },
    { usual, elapsedMs: 3_598_000, lastLines: failedLog.slice(0, 2) },
  ),
  'timed out, termination accepted': reportOf({
    ...timedOut,
    last: terminated,
    termination: { kind: 'accepted' },
  }),
  'timed out, but ended by then': reportOf({ ...timedOut, termination: { kind: 'already_ended' } }),
  'timed out, termination failed': reportOf({
    ...timedOut,
    termination: { kind: 'failed', reason: 'TrueFoundry answered 403: not allowed to terminate this job' },
  }),
  'cancelled before the trigger': reportOf(
    { kind: 'cancelled', trigger: 'not_sent', termination: { kind: 'not_requested' } },
    { statuses: [] },
  ),
  'cancelled during the trigger': reportOf(
    { kind: 'cancelled', trigger: 'in_doubt', termination: { kind: 'not_requested' } },
    { statuses: [] },
  ),
  'cancelled, left going': reportOf({ ...cancelled, last: running, termination: { kind: 'not_requested' } }),
  'cancelled, termination accepted': reportOf({ ...cancelled, last: running, termination: { kind: 'accepted' } }),
  'cancelled, ended already': reportOf({ ...cancelled, last: terminated, termination: { kind: 'already_ended' } }),
  'cancelled, termination failed': reportOf({
    ...cancelled,
    termination: { kind: 'failed', reason: 'no answer within 5s' },
  }),
  lost: reportOf(
    {
      kind: 'lost',
      run,
      last: running,
      reason: 'TrueFoundry could not be reached for 10m 00s; the last: connection refused (app.truefoundry.com:443)',
    },
    { elapsedMs: 732_000, usual, lastLines: failedLog.slice(0, 2) },
  ),
  'lost, never seen': reportOf(
    { kind: 'lost', run, reason: 'its id can’t be used', isUnusable: true },
    { statuses: [] },
  ),
  pending: reportOf(
    { kind: 'pending', run, last: { phase: 'waiting', status: 'SCHEDULED', raw: {} } },
    { usual, statuses: [waiting], elapsedMs: 400 },
  ),
  'not started, bad input': reportOf(
    {
      kind: 'not_started',
      reason:
        '3 faults in the inputs:\n- api-key: nothing was given; accepted: a TrueFoundry API key, also from TFY_API_KEY\n- timeout: "soon" was given; accepted: a duration such as 90s, 5m, 1h30m\n- job-id: "x" was given; accepted: nothing, since it is an input of platform kubiya',
    },
    { ...noRun, names: { platform: '', runNoun: 'run' } },
  ),
  'not started, refused': reportOf(
    { kind: 'not_started', reason: 'TrueFoundry refused the trigger: 404 No active deployment found' },
    noRun,
  ),
  'unknown, with candidates': reportOf(
    {
      kind: 'unknown',
      reason:
        'the trigger got no answer (connection reset); newer runs exist, and none can be proved to be this step’s',
      candidates,
    },
    { ...noRun, asked },
  ),
  'unknown, without candidates': reportOf(
    { kind: 'unknown', reason: 'the trigger got no answer', candidates: [] },
    { ...noRun, names: kubiya, job: 'release-notes' },
  ),
  'action required': reportOf(
    {
      kind: 'action_required',
      run: execution,
      last: { phase: 'input_required', status: 'waiting_for_input', startedAtMs: STARTED_MS, raw: {} },
    },
    {
      names: kubiya,
      job: 'release-notes',
      statuses: [
        { status: 'running', phase: 'running', sinceMs: 0 },
        { status: 'waiting_for_input', phase: 'input_required', sinceMs: 19_000 },
      ],
      elapsedMs: 20_000,
    },
  ),
} satisfies Record<string, StepReport>
