/**
 * All that a commit status or a comment may carry. Nobody scrubs these on their way to people, so they are made from
 * this alone: verdict, status, times, ids and link. No parameters, log lines, error texts, reasons, results, nor the run.
 */

import type { RunHandle, RunSnapshot } from '../core/model.ts'
import { visibleLine } from '../text/lines.ts'
import { isTime } from '../text/time.ts'
import { type Conclusion, conclusionOf, inTheWayOf, runOf } from '../verdict/conclusions.ts'
import type { Names } from '../verdict/names.ts'
import type { Outcome } from '../verdict/outcome.ts'

export interface Facts extends Names {
  readonly conclusion: Conclusion
  readonly runId?: string
  /** http or https, without credentials. */
  readonly runUrl?: string
  /** The platform's own last word. */
  readonly status?: string
  /** Epoch milliseconds. */
  readonly startedAtMs?: number
  /** Epoch milliseconds. */
  readonly endedAtMs?: number
  readonly timeoutMs?: number
  /** How many conditions of `gate` there are, and how many of them hold. */
  readonly gate?: { readonly holding: number; readonly all: number }
}

/** Takes secrets out of a text. */
export type Blot = (text: string) => string

const LONGEST_ID = 200
const LONGEST_STATUS = 60
const LONGEST_URL = 1024

export function factsOf(outcome: Outcome, names: Names, blot: Blot): Facts {
  const { run, last } = runOf(outcome)
  const timeout = outcome.kind === 'timed_out' ? { timeoutMs: outcome.timeoutMs } : {}
  const other = inTheWayOf(outcome)
  const shown = runFacts(other?.run ?? run, other ?? last, blot)
  return { ...names, conclusion: conclusionOf(outcome), ...timeout, ...gateFacts(outcome), ...shown }
}

function gateFacts(outcome: Outcome): Pick<Facts, 'gate'> {
  if (outcome.kind !== 'ended' || outcome.gate === undefined) return {}
  return { gate: { holding: outcome.gate.filter(({ holds }) => holds).length, all: outcome.gate.length } }
}

type Seen = Pick<RunSnapshot, 'status' | 'startedAtMs' | 'endedAtMs'>

export function runFacts(run: RunHandle | undefined, last: Seen | undefined, blot: Blot): Partial<Facts> {
  const runUrl = run === undefined ? undefined : harmlessUrl(run.runUrl, blot)
  return {
    ...(run === undefined ? {} : { runId: visibleLine(blot(run.runId), LONGEST_ID) }),
    ...(runUrl === undefined ? {} : { runUrl }),
    ...(last === undefined ? {} : { status: visibleLine(blot(last.status), LONGEST_STATUS) }),
    ...(isTime(last?.startedAtMs) ? { startedAtMs: last.startedAtMs } : {}),
    ...(isTime(last?.endedAtMs) ? { endedAtMs: last.endedAtMs } : {}),
  }
}

function harmlessUrl(text: string, blot: Blot): string | undefined {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined
  return url.href.length <= LONGEST_URL && blot(url.href) === url.href ? url.href : undefined
}
