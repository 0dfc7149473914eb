/** What may leave of an outcome: the same without secrets. Before anything is cut, since half a secret is not recognised. */

import type { Json, JsonObject } from '../core/json.ts'
import type { ListedRun, RunHandle, RunSnapshot, Termination } from '../core/model.ts'
import { isRawNumber } from '../core/requests/exact-json.ts'
import type { Judged } from './gate.ts'
import type { Glimpse, Outcome } from './outcome.ts'

type Blot = (text: string) => string

export function shownOutcome(outcome: Outcome, blot: Blot): Outcome {
  switch (outcome.kind) {
    case 'ended':
      return {
        ...outcome,
        run: shownRun(outcome.run, blot),
        last: shownSnapshot(outcome.last, blot),
        ...(outcome.gate === undefined ? {} : { gate: outcome.gate.map((judged) => shownJudged(judged, blot)) }),
      }
    case 'skipped':
      return { ...outcome, inTheWay: shownGlimpse(outcome.inTheWay, blot) }
    case 'action_required':
      return { ...outcome, run: shownRun(outcome.run, blot), last: shownSnapshot(outcome.last, blot) }
    case 'timed_out':
      return {
        ...outcome,
        ...shownParts(outcome, blot),
        run: shownRun(outcome.run, blot),
        termination: shownTermination(outcome.termination, blot),
      }
    case 'cancelled':
      return {
        ...outcome,
        ...shownParts(outcome, blot),
        termination: shownTermination(outcome.termination, blot),
      }
    case 'lost':
      return {
        ...outcome,
        ...shownParts(outcome, blot),
        run: shownRun(outcome.run, blot),
        reason: blot(outcome.reason),
      }
    case 'pending':
      return { ...outcome, ...shownParts(outcome, blot), run: shownRun(outcome.run, blot) }
    case 'not_started':
      return {
        ...outcome,
        reason: blot(outcome.reason),
        ...(outcome.inTheWay === undefined ? {} : { inTheWay: shownGlimpse(outcome.inTheWay, blot) }),
      }
    case 'unknown':
      return {
        ...outcome,
        reason: blot(outcome.reason),
        candidates: outcome.candidates.map((candidate) => shownListed(candidate, blot)),
      }
  }
}

/** A run and its last known state, as far as there are any. */
export function shownParts({ run, last }: { readonly run?: RunHandle; readonly last?: RunSnapshot }, blot: Blot) {
  return {
    ...(run === undefined ? {} : { run: shownRun(run, blot) }),
    ...(last === undefined ? {} : { last: shownSnapshot(last, blot) }),
  }
}

function shownRun({ runId, runUrl, version, target }: RunHandle, blot: Blot): RunHandle {
  return {
    runId: blot(runId),
    runUrl: blot(runUrl),
    ...(version === undefined ? {} : { version: blot(version) }),
    target: shownObject(target, blot),
  }
}

function shownGlimpse(glimpse: Glimpse, blot: Blot): Glimpse {
  return { ...glimpse, run: shownRun(glimpse.run, blot), status: blot(glimpse.status) }
}

function shownJudged(judged: Judged, blot: Blot): Judged {
  const { found } = judged
  return { ...judged, found: found.kind === 'value' ? { ...found, json: blot(found.json) } : found }
}

function shownListed(run: ListedRun, blot: Blot): ListedRun {
  return { ...run, handle: shownRun(run.handle, blot), status: blot(run.status) }
}

function shownTermination(termination: Termination, blot: Blot): Termination {
  return termination.kind === 'failed' ? { ...termination, reason: blot(termination.reason) } : termination
}

function shownSnapshot(last: RunSnapshot, blot: Blot): RunSnapshot {
  return {
    ...last,
    status: blot(last.status),
    ...(last.version === undefined ? {} : { version: blot(last.version) }),
    ...(last.error === undefined ? {} : { error: blot(last.error) }),
    ...(last.result === undefined ? {} : { result: blot(last.result) }),
    raw: shownObject(last.raw, blot),
  }
}

/** Nobody reads what is nested deeper, and to go there takes the whole stack. */
const MOST_LEVELS = 200
const LEFT_OUT = '…'

function shownObject(object: JsonObject, blot: Blot, level = 0): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [blot(key), shownJson(value, blot, level + 1)]),
  )
}

function shownJson(value: Json, blot: Blot, level: number): Json {
  if (typeof value === 'string') return blot(value)
  if (typeof value !== 'object' || value === null || isRawNumber(value)) return value
  if (level > MOST_LEVELS) return LEFT_OUT
  return isList(value) ? value.map((item) => shownJson(item, blot, level + 1)) : shownObject(value, blot, level)
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value)
}
