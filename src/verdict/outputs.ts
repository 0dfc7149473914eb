/** Outcome -> outputs: the only place that knows their public names, but for those that only one platform has. */

import { durationOf, type RunHandle, type RunSnapshot } from '../core/model.ts'
import type { Platform } from '../core/platform.ts'
import { withoutControls, withoutTerminalSequences } from '../text/controls.ts'
import { cutMiddleToBytes, cutToBytes } from '../text/cut.ts'
import { isoTime } from '../text/time.ts'
import { boundedJson } from './bounded-json.ts'
import { type Conclusion, conclusionOf, inTheWayOf, runOf } from './conclusions.ts'
import type { Outcome } from './outcome.ts'

export type OutputName =
  | 'run-id'
  | 'run-url'
  | 'status'
  | 'conclusion'
  | 'exit-code'
  | 'error'
  | 'started-at'
  | 'ended-at'
  | 'duration-seconds'
  | 'result'
  | 'run'

export type Outputs = Readonly<Record<OutputName, string>>

const KIB = 1024
const LONGEST_ERROR_BYTES = 4 * KIB
const LONGEST_RESULT_BYTES = 64 * KIB
const LONGEST_RUN_BYTES = 64 * KIB

/** All outputs that every platform has, empty where nothing is known. Free of control characters other than newline and tab. */
export function outputsOf(conclusion: Conclusion, run?: RunHandle, last?: RunSnapshot): Outputs {
  const outputs: Outputs = {
    'run-id': run?.runId ?? '',
    'run-url': run?.runUrl ?? '',
    status: last?.status ?? '',
    conclusion,
    'exit-code': last?.exitCode === undefined ? '' : String(last.exitCode),
    error: cutMiddleToBytes(plain(last?.error ?? ''), LONGEST_ERROR_BYTES),
    'started-at': isoTime(last?.startedAtMs),
    'ended-at': isoTime(last?.endedAtMs),
    'duration-seconds': wholeSeconds(durationOf(last)),
    result: cutToBytes(plain(last?.result ?? ''), LONGEST_RESULT_BYTES),
    run: last === undefined ? '' : boundedJson(last.raw, LONGEST_RUN_BYTES),
  }
  // JSON has its controls escaped; what looks like a colour in it may be its own.
  return { ...outputs, ...mapValues(outputs, plain), run: withoutControls(outputs.run) }
}

/** What is written of a run as soon as there is one. */
export function firstOutputs(run: RunHandle, last: RunSnapshot | undefined): Readonly<Record<string, string>> {
  const { runId, runUrl } = run
  const first = { 'run-id': runId, 'run-url': runUrl, status: last?.status ?? '', conclusion: 'pending' }
  return mapValues(first, plain)
}

/** The outputs at the end of the step, with the platform's own where there is a run. */
export function finalOutputs(outcome: Outcome, platform?: Pick<Platform, 'outputs'>): Readonly<Record<string, string>> {
  const { run, last } = runOf(outcome)
  const conclusion = conclusionOf(outcome)
  const other = inTheWayOf(outcome)
  if (other !== undefined) return { ...outputsOf(conclusion, other.run), status: plain(other.status) }
  const own = run === undefined ? {} : (platform?.outputs(run, last) ?? {})
  return { ...mapValues(own, plain), ...outputsOf(conclusion, run, last) }
}

function wholeSeconds(durationMs: number | undefined): string {
  return durationMs === undefined ? '' : String(Math.round(durationMs / 1000))
}

/** Colours and control characters could move a terminal's cursor or end a line early. */
function plain(text: string): string {
  return withoutControls(withoutTerminalSequences(text.replace(/\r\n?/g, '\n')))
}

function mapValues<K extends string>(record: Readonly<Record<K, string>>, change: (value: string) => string) {
  return Object.fromEntries(Object.entries<string>(record).map(([key, value]) => [key, change(value)]))
}
