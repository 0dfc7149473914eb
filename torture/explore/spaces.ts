/** The small worlds, on every platform: what may become of a trigger, of a wait, and of a wait for a run that is given. */

import type { Fault, FaultRule } from '../../sandbox/control-plane/faults.ts'
import { PLATFORMS, REPERTOIRES } from '../../sandbox/control-plane/repertoire.ts'
import { HOSTILE_LINES } from '../../sandbox/control-plane/scenarios.ts'
import type { Operation, Platform, Settings } from '../../sandbox/control-plane/types.ts'
import { API_KEY, ATTACHED, type Plot } from '../plot.ts'
import type { StoryRecord } from '../record.ts'
import { JOB_IDS, JOB_NAMES } from '../setting.ts'
import {
  fateAxis,
  faulty,
  interruptionAxis,
  LOOK_FATES,
  LOOK_UP_FATES,
  lastsAxis,
  nthRequest,
  same,
  TERMINATE_FATES,
  TRIGGER_FATES,
} from './faults.ts'
import type { Axis, Choice, Moment, Space } from './space.ts'

/** What a run that failed says: it would command the runner, and it knows the key in several forms. */
const NASTY = [
  ...HOSTILE_LINES.slice(0, 4),
  JSON.stringify(API_KEY),
  Buffer.from(API_KEY).toString('base64'),
  encodeURIComponent(API_KEY),
].join('\n')

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
const LISTS: readonly Operation[] = ['recent', 'list', 'search', 'executions']

export const SPACES: readonly Space[] = PLATFORMS.flatMap((platform) => [
  triggerSpace(platform),
  watchSpace(platform),
  attachSpace(platform),
])

export function triggerSpace(platform: Platform): Space {
  const { ends, hasAlias } = REPERTOIRES[platform]
  return {
    name: 'trigger',
    platform,
    plain: plainPlot(platform, { timeout: '7m', 'request-timeout': '5s', 'on-cancel': 'terminate' }),
    axes: [
      fateAxis('first trigger', ['trigger'], 1, TRIGGER_FATES),
      fateAxis('second trigger', ['trigger'], 2, TRIGGER_FATES),
      ...(hasAlias ? [searchAxis()] : []),
      lagAxis(hasAlias),
      otherPeopleAxis(),
      lastsAxis([1500, 55_000], ends.success),
      listBeforeAxis(),
      listAxis(hasAlias),
      interruptionAxis([300, 6000, 18_000, 30_000], [300, 6000, 18_000, 30_000]),
    ],
  }
}

export function watchSpace(platform: Platform): Space {
  const { ends } = REPERTOIRES[platform]
  const inputs = { 'request-timeout': '5s', 'outage-tolerance': '10s', 'on-cancel': 'terminate' }
  const plain = plainPlot(platform, inputs)
  return {
    name: 'watch',
    platform,
    plain: { ...plain, behaviour: { ...plain.behaviour, error: NASTY } },
    axes: [
      ...[1, 2, 3, 4].map((nth) => fateAxis(`look ${nth}`, ['status'], nth, LOOK_FATES)),
      fateAxis('termination', ['terminate'], 1, TERMINATE_FATES),
      interruptionAxis([2500, 12_000], [2500, 12_000]),
      timeoutAxis(),
      lastsAxis([1500, 40_000], ends.failure),
    ],
  }
}

/** A run that is given, by the id of its job or, where there is one, by its job's full name. */
export function attachSpace(platform: Platform): Space {
  const { ends, jobInput } = REPERTOIRES[platform]
  const byName = JOB_NAMES[platform]
  const inputs = { timeout: '3m', 'request-timeout': '5s', 'outage-tolerance': '10s', 'run-name-alias': '' }
  const plain = plainPlot(platform, { ...inputs, ...byName, ...(byName ? { [jobInput]: '' } : {}) })
  const lookUps = byName ? [1, 2, 3].map((nth) => fateAxis(`look-up ${nth}`, ['fqn'], nth, LOOK_UP_FATES)) : []
  return {
    name: 'attach',
    platform,
    plain: { ...plain, attach: 'existing', behaviour: { ...plain.behaviour, name: ATTACHED } },
    axes: [
      ...lookUps,
      ...(byName ? [1, 2] : [1, 2, 3]).map((nth) => fateAxis(`look ${nth}`, ['status'], nth, LOOK_FATES)),
      fateAxis('termination', ['terminate'], 1, TERMINATE_FATES),
      onCancelAxis(),
      interruptionAxis([20, 2500], [20, 2500]),
      lastsAxis([40_000], ends.failure),
    ],
  }
}

function onCancelAxis(): Axis {
  const choices = ['terminate', 'leave'].map((value) => ({
    label: value,
    change: (plot: Plot): Plot => ({ ...plot, inputs: { ...plot.inputs, 'on-cancel': value } }),
  }))
  return { name: 'on-cancel', choices }
}

function plainPlot(platform: Platform, inputs: Readonly<Record<string, string>>): Plot {
  const { jobInput, hasAlias, running } = REPERTOIRES[platform]
  return {
    engine: 'core',
    seed: 1,
    story: 0,
    platform,
    inputs: {
      platform,
      [jobInput]: JOB_IDS[platform],
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
  const change = (plot: Plot): Plot => ({ ...plot, settings: { ...plot.settings, ...settings } })
  return { label, change, ...(shows === undefined ? {} : { shows }) }
}

function bySearch(record: StoryRecord): Moment | undefined {
  return nthRequest(record, ['search'], 1)
}

/** What was there before the trigger is so old that no lag hides it. */
function byListAfter(record: StoryRecord): Moment | undefined {
  const [, trigger = record.requests.length] = nthRequest(record, ['trigger'], 1) ?? []
  return nthRequest({ ...record, requests: record.requests.slice(trigger) }, LISTS, 1)
}

function searchAxis(): Axis {
  return {
    name: 'search',
    choices: [
      { label: 'finds an alias', change: same },
      setting('finds everything', { searchIgnoresPrefix: true }, bySearch),
      setting('finds no alias', { searchFindsAlias: false }, bySearch),
      setting('finds an alias, without `Date`', { dateHeader: false }),
      setting('finds no alias, runs dated 20 s back', { searchFindsAlias: false, createdAtSkewMs: -20_000 }),
    ],
  }
}

function lagAxis(hasSearch: boolean): Axis {
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

function otherPeopleAxis(): Axis {
  const at = (label: string, ms: number): Choice => ({ label, change: (plot) => ({ ...plot, foreignMs: [ms] }) })
  return {
    name: 'other people’s run',
    choices: [{ label: 'none', change: same }, at('30 s before', -30_000), at('1 s after', 1000)],
  }
}

/** What is known before the trigger. */
function listBeforeAxis(): Axis {
  return {
    name: 'list before',
    choices: [
      { label: 'read', change: same },
      faulty('reset', struck(LIST_BEFORE, RESET)),
      faulty('no answer', struck(LIST_BEFORE, { kind: 'hang' })),
    ],
  }
}

function listAxis(hasSearch: boolean): Axis {
  const denied = { kind: 'status', status: 403, body: 'own' } as const
  const search: FaultRule = { operation: 'search', nth: 2, times: 3, fault: denied }
  return {
    name: 'lists after',
    choices: [
      { label: 'answered', change: same },
      faulty('first list reset', struck(LIST_AFTER, RESET)),
      ...(hasSearch ? [faulty('search denied three times', [search])] : []),
    ],
  }
}

function struck(lists: typeof LIST_AFTER, fault: Fault): readonly FaultRule[] {
  return lists.map(([operation, nth]) => ({ operation, nth, times: 1, fault }))
}

function timeoutAxis(): Axis {
  const choice = (timeout: string, onTimeout: string): Choice => ({
    label: `${timeout}, ${onTimeout}`,
    change: (plot) => ({ ...plot, inputs: { ...plot.inputs, timeout, 'on-timeout': onTimeout } }),
  })
  return { name: 'time-out', choices: [choice('3m', 'leave'), choice('20s', 'terminate'), choice('20s', 'leave')] }
}
