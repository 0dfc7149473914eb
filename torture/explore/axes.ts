/** Along which the small worlds vary. */

import type { Fault, FaultRule } from '../../sandbox/control-plane/faults.ts'
import { REPERTOIRES } from '../../sandbox/control-plane/repertoire.ts'
import type { Operation, Platform, Settings } from '../../sandbox/control-plane/types.ts'
import { FACTS } from '../facts.ts'
import { requestsOf, type StoryRecord } from '../record.ts'
import type { StorySetup } from '../story-setup.ts'
import { faulty, nthRequest, same } from './faults.ts'
import type { Axis, Choice, Moment } from './small-world.ts'

/** The list of a job's runs that is read before the trigger, by which of the requests of that name it is. */
const LIST_BEFORE: readonly (readonly [Operation, number])[] = [
  ['recent', 1],
  ['executions', 1],
]
/** The first one after it. */
const LIST_AFTER: readonly (readonly [Operation, number])[] = [
  ['list', 1],
  ['executions', 2],
]

const RESET: Fault = { kind: 'resetBefore' }
export const DENIED: Fault = { kind: 'status', status: 403, body: 'own' }
/** By alias; and all that shows which runs there are. */
export const SEARCHES: readonly Operation[] = ['search', 'allExecutions']
const LISTS: readonly Operation[] = ['recent', 'list', 'executions', ...SEARCHES]

export function onCancelAxis(): Axis {
  const choices = ['terminate', 'leave'].map((value) => ({
    label: value,
    change: (setup: StorySetup): StorySetup => ({ ...setup, inputs: { ...setup.inputs, 'on-cancel': value } }),
  }))
  return { name: 'on-cancel', choices }
}

export function plainSetup(platform: Platform, inputs: Readonly<Record<string, string>>): StorySetup {
  const { jobInput, hasAlias, running } = REPERTOIRES[platform]
  return {
    engine: 'core',
    seed: 1,
    story: 0,
    platform,
    inputs: {
      platform,
      [jobInput]: FACTS[platform].jobId,
      ...(hasAlias ? { 'run-name-alias': 'nightly' } : {}),
      logs: 'false',
      summary: 'false',
      ...inputs,
    },
    settings: {},
    clockOffsetMs: 0,
    latencyMs: 40,
    behaviour: { timeline: [{ afterMs: 0, status: running }] },
    attach: 'no',
    faults: [],
    downtimes: [],
    foreignMs: [],
    interruption: { kind: 'none' },
  }
}

function setting(label: string, settings: Partial<Settings>, shows?: Choice['shows']): Choice {
  const change = (setup: StorySetup): StorySetup => ({ ...setup, settings: { ...setup.settings, ...settings } })
  return { label, change, ...(shows === undefined ? {} : { shows }) }
}

function bySearch(record: StoryRecord): Moment | undefined {
  return nthRequest(record, SEARCHES, 1)
}

/** What was there before the trigger is so old that no lag hides it. */
function byListAfter(record: StoryRecord): Moment | undefined {
  const [, trigger] = nthRequest(record, ['trigger'], 1) ?? []
  const list = requestsOf(record).find(
    ({ operation, index }) => LISTS.includes(operation) && index > (trigger ?? index),
  )
  return list && [list.atMs, list.index]
}

/** Whether, and how well, a run is found by its alias. */
export function aliasAxis(platform: Platform, isShort = false): Axis {
  const hidden = setting('finds no alias', { searchFindsAlias: false }, bySearch)
  const odd = [
    setting('finds an alias, without `Date`', { dateHeader: false }),
    setting('finds no alias, runs dated 20 s back', { searchFindsAlias: false, createdAtSkewMs: -20_000 }),
  ]
  if (REPERTOIRES[platform].search !== undefined) {
    const everything = setting('finds everything', { searchIgnoresPrefix: true }, bySearch)
    const plain = { label: 'finds an alias', change: same }
    return { name: 'search', choices: [plain, everything, hidden, ...(isShort ? [] : odd)] }
  }
  const inPrompt = (setup: StorySetup): StorySetup => ({ ...setup, job: { promptTemplate: 'As {{run_name_alias}}.' } })
  return {
    name: 'alias',
    choices: [
      { label: 'none', change: same },
      { label: 'in the prompt', change: inPrompt },
    ],
  }
}

export function lagAxis(platform: Platform): Axis {
  const hasSearch = REPERTOIRES[platform].search !== undefined
  const both = { listLagMs: 25_000, searchLagMs: 25_000 }
  return {
    name: 'lag',
    choices: [
      { label: 'none', change: same },
      setting('list 9 s', { listLagMs: 9000 }, byListAfter),
      ...(hasSearch ? [setting('search 9 s', { searchLagMs: 9000 }, bySearch)] : []),
      setting(hasSearch ? 'both 25 s' : 'list 25 s', both, byListAfter),
    ],
  }
}

export function otherPeopleAxis(): Axis {
  const at = (label: string, ms: number): Choice => ({ label, change: (setup) => ({ ...setup, foreignMs: [ms] }) })
  return {
    name: 'other people’s run',
    choices: [{ label: 'none', change: same }, at('30 s before', -30_000), at('1 s after', 1000)],
  }
}

/** What is known before the trigger. */
export function listBeforeAxis(): Axis {
  return {
    name: 'list before',
    choices: [{ label: 'read', change: same }, faulty('no answer', struck(LIST_BEFORE, { kind: 'hang' }))],
  }
}

export function listAxis(): Axis {
  const denied = SEARCHES.map((operation): FaultRule => ({ operation, nth: 2, times: 3, fault: DENIED }))
  return {
    name: 'lists after',
    choices: [
      { label: 'answered', change: same },
      faulty('first list reset', struck(LIST_AFTER, RESET)),
      faulty('search denied three times', denied),
    ],
  }
}

function struck(lists: typeof LIST_AFTER, fault: Fault): readonly FaultRule[] {
  return lists.map(([operation, nth]) => ({ operation, nth, times: 1, fault }))
}

/** No run lasts that long, but a clock that was never set may say so. */
const YEARS_MS = 8 * 365 * 86_400_000

/** When the run that is given began, as the platform says. */
export function startAxis(): Axis {
  const shows: Choice['shows'] = (record) => nthRequest(record, ['status'], 1)
  return {
    name: 'start',
    choices: [{ label: 'told', change: same }, setting('8 years ago', { createdAtSkewMs: -YEARS_MS }, shows)],
  }
}

export function timeoutAxis(): Axis {
  const choice = (timeout: string, onTimeout: string): Choice => ({
    label: `${timeout}, ${onTimeout}`,
    change: (setup) => ({ ...setup, inputs: { ...setup.inputs, timeout, 'on-timeout': onTimeout } }),
  })
  return { name: 'time-out', choices: [choice('3m', 'leave'), choice('20s', 'terminate'), choice('20s', 'leave')] }
}
