/** Outcome -> outputs: the only place that knows the outputs' public names. */

import type { Json } from '../core/json.ts'
import type { RunHandle, RunSnapshot } from '../core/model.ts'
import { boundedJson } from './bounded-json.ts'
import { type Conclusion, conclusionOf, durationOf, runOf } from './conclusions.ts'
import { cutToBytes } from './cut.ts'
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
  | 'application-id'
  | 'deployment-id'
  | 'deployment-version'
  | 'result'
  | 'run'

export type Outputs = Readonly<Record<OutputName, string>>

const KIB = 1024
const LONGEST_ERROR_BYTES = 4 * KIB
const LONGEST_RESULT_BYTES = 64 * KIB
const LONGEST_RUN_BYTES = 64 * KIB

/** All outputs, empty where nothing is known. Free of control characters other than newline and tab. */
export function outputsOf(conclusion: Conclusion, run?: RunHandle, last?: RunSnapshot): Outputs {
  const target = run?.target ?? {}
  const outputs: Outputs = {
    'run-id': run?.runId ?? '',
    'run-url': run?.runUrl ?? '',
    status: last?.status ?? '',
    conclusion,
    'exit-code': last?.exitCode === undefined ? '' : String(last.exitCode),
    error: cutToBytes(last?.error ?? '', LONGEST_ERROR_BYTES),
    'started-at': isoTime(last?.startedAtMs),
    'ended-at': isoTime(last?.endedAtMs),
    'duration-seconds': wholeSeconds(durationOf(last)),
    'application-id': last?.applicationId ?? textOr(target.applicationId),
    'deployment-id': last?.deploymentId ?? textOr(target.deploymentId),
    'deployment-version': last?.deploymentVersion ?? '',
    result: cutToBytes(last?.result ?? '', LONGEST_RESULT_BYTES),
    run: last === undefined ? '' : boundedJson(last.raw, LONGEST_RUN_BYTES),
  }
  return { ...outputs, ...mapValues(outputs, withoutControls) }
}

/** What is written of a run as soon as there is one. */
export function firstOutputs(run: RunHandle, last: RunSnapshot | undefined): Partial<Outputs> {
  const { runId, runUrl } = run
  const first = { 'run-id': runId, 'run-url': runUrl, status: last?.status ?? '', conclusion: 'pending' }
  return mapValues(first, withoutControls)
}

/** The outputs at the end of the step. */
export function finalOutputs(outcome: Outcome): Outputs {
  const { run, last } = runOf(outcome)
  return outputsOf(conclusionOf(outcome), run, last)
}

function textOr(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function isoTime(epochMs: number | undefined): string {
  // Beyond 8.64e15 ms a Date can't be written.
  return epochMs === undefined || Math.abs(epochMs) > 8.64e15 ? '' : new Date(epochMs).toISOString()
}

function wholeSeconds(durationMs: number | undefined): string {
  return durationMs === undefined ? '' : String(Math.round(durationMs / 1000))
}

/** Control characters could move a terminal's cursor or end a line early; JSON has them escaped already. */
function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
}

function mapValues<K extends string>(record: Readonly<Record<K, string>>, change: (value: string) => string) {
  return Object.fromEntries(Object.entries<string>(record).map(([key, value]) => [key, change(value)]))
}
