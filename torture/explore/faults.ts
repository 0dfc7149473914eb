/** The fates of requests that the small worlds are made of. */

import type { Fault, FaultRule } from '../../sandbox/control-plane/faults.ts'
import type { Operation } from '../../sandbox/control-plane/types.ts'
import { requestsOf, type StoryRecord } from '../record.ts'
import type { Interruption, StorySetup } from '../story-setup.ts'
import type { Axis, Choice, Moment } from './small-world.ts'

const NOTHING = 'nothing'

/** What may become of a trigger. */
export const TRIGGER_FATES: Readonly<Record<string, Fault>> = {
  'reset, no effect': { kind: 'resetBefore' },
  'reset, took effect': { kind: 'resetAfter' },
  '502, no effect': { kind: 'status', status: 502, body: 'html', effect: false },
  '502, took effect': { kind: 'status', status: 502, body: 'html', effect: true },
  'reset, takes effect after 2.5 s': { kind: 'lateEffect', afterMs: 2500, answer: 'reset' },
  'reset, takes effect after 16 s': { kind: 'lateEffect', afterMs: 16_000, answer: 'reset' },
  '502, takes effect after 40 s': { kind: 'lateEffect', afterMs: 40_000, answer: 502 },
  '429, to wait 12 s': { kind: 'status', status: 429, body: 'own', headers: { 'retry-after': '12' } },
  'no answer, no effect': { kind: 'hang', effect: false },
  'no answer, took effect': { kind: 'hang', effect: true },
  'half an answer': { kind: 'truncated' },
  'a web page, took effect': { kind: 'foreignBody', body: 'html', effect: true },
  'a web page as 403, took effect': { kind: 'status', status: 403, body: 'html', effect: true },
  refused: { kind: 'status', status: 422, body: 'own' },
}
/** What may become of a look at the run. */
export const LOOK_FATES: Readonly<Record<string, Fault>> = {
  'its own 404': { kind: 'status', status: 404, body: 'own' },
  'a web page as 404': { kind: 'status', status: 404, body: 'html' },
  'its own 401': { kind: 'status', status: 401, body: 'own' },
  '502': { kind: 'status', status: 502, body: 'html' },
  reset: { kind: 'resetBefore' },
  'another shape': { kind: 'foreignBody', body: 'otherShape' },
  'another run’s end': { kind: 'foreignBody', body: 'otherRun' },
  'no answer': { kind: 'hang' },
}

/** What may become of a look-up of the job's name. */
export const LOOK_UP_FATES: Readonly<Record<string, Fault>> = only(
  LOOK_FATES,
  'its own 404',
  'its own 401',
  '502',
  'no answer',
)

export const TERMINATE_FATES: Readonly<Record<string, Fault>> = {
  'reset, took effect': { kind: 'resetAfter' },
  'its own 404': { kind: 'status', status: 404, body: 'own' },
  '502, takes effect after 7 s': { kind: 'lateEffect', afterMs: 7000, answer: 502 },
}

/** Some of them, by their labels. */
export function only(fates: Readonly<Record<string, Fault>>, ...labels: readonly string[]): typeof fates {
  return Object.fromEntries(Object.entries(fates).filter(([label]) => labels.includes(label)))
}

/** The nth request of these operations meets that fate. */
export function fateAxis(
  name: string,
  operations: readonly Operation[],
  nth: number,
  fates: Readonly<Record<string, Fault>>,
): Axis {
  const struck = Object.entries(fates).map(([label, fault]) =>
    faulty(
      label,
      operations.map((operation) => ({ operation, nth, times: 1, fault })),
    ),
  )
  return { name, choices: [{ label: NOTHING, change: same }, ...struck] }
}

/** Requests are struck, the first one by the `nth` of its rule. It shows where one is. */
export function faulty(label: string, rules: readonly FaultRule[]): Choice {
  return {
    label,
    change: (setup) => ({ ...setup, faults: [...setup.faults, ...rules] }),
    shows: (record) => {
      const struck = rules.map(({ operation, nth = 1 }) => nthRequest(record, [operation], nth))
      return struck.filter((moment) => moment !== undefined).toSorted(([, one], [, other]) => one - other)[0]
    },
  }
}

/** When the nth request of these operations was sent, by main or by post. */
export function nthRequest(
  record: StoryRecord,
  operations: readonly (Operation | 'any')[],
  nth: number,
): Moment | undefined {
  const request = requestsOf(record).filter(({ operation }) => operations.includes(operation))[nth - 1]
  return request && [request.atMs, request.index]
}

export function same(setup: StorySetup): StorySetup {
  return setup
}

const SIGTERM_AFTER_MS = 7500
const SIGKILL_AFTER_MS = 2500

export function cancelled(atMs: number): Interruption {
  return { kind: 'cancel', atMs, sigtermAfterMs: SIGTERM_AFTER_MS, sigkillAfterMs: SIGKILL_AFTER_MS }
}

export function killed(atMs: number): Interruption {
  return { kind: 'kill', atMs }
}

/** In a step that is still going then: before all else that happens in the same millisecond, since it may be the cause of it. */
export function from(atMs: number): Choice['shows'] & object {
  return ({ main }) => (main.endMs >= atMs ? [atMs, -1] : undefined)
}

/** The step is cut off at one of these times: told to stop, as the runner does it, or killed at once. */
export function interruptionAxis(cancelMs: readonly number[], killMs: readonly number[]): Axis {
  const cut = (label: string, interruption: Interruption, atMs: number): Choice => ({
    label,
    change: (setup) => ({ ...setup, interruption }),
    shows: from(atMs),
  })
  return {
    name: 'cut off',
    choices: [
      { label: 'no', change: same },
      ...cancelMs.map((atMs) => cut(`cancelled after ${atMs / 1000} s`, cancelled(atMs), atMs)),
      ...killMs.map((atMs) => cut(`killed after ${atMs / 1000} s`, killed(atMs), atMs)),
    ],
  }
}

export function lastsAxis(lastsMs: readonly number[], status: string): Axis {
  return {
    name: 'the run lasts',
    choices: lastsMs.map((ms) => ({
      label: `${ms / 1000} s`,
      change: (setup) => ({
        ...setup,
        behaviour: { ...setup.behaviour, timeline: [...setup.behaviour.timeline, { afterMs: ms, status }] },
      }),
    })),
  }
}
