/** The two small worlds, on every platform: what may become of a trigger, and of a wait. */

import { REPERTOIRES } from '../../sandbox/control-plane/repertoire.ts'
import { type Operation, PLATFORMS, type Platform, type Settings } from '../../sandbox/control-plane/types.ts'
import type { Plot } from '../plot.ts'
import { JOB_IDS } from '../setting.ts'
import {
  fateAxis,
  interruptionAxis,
  LAST_FATES,
  LOOK_FATES,
  lastsAxis,
  NOTHING,
  same,
  TERMINATE_FATES,
  TRIGGER_FATES,
  withFaults,
} from './faults.ts'
import type { Axis, Choice, Space } from './space.ts'

/** What the platforms call the list of a job's runs. */
const LISTS: readonly Operation[] = ['list', 'executions']

export const SPACES: readonly Space[] = PLATFORMS.flatMap((platform) => [triggerSpace(platform), watchSpace(platform)])

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
      listAxis(hasAlias),
      interruptionAxis([300, 6000, 18_000, 30_000], [300, 6000, 18_000, 30_000]),
    ],
    isOwn: (labels) => labels['second trigger'] === NOTHING || !LAST_FATES.includes(labels['first trigger'] ?? ''),
  }
}

export function watchSpace(platform: Platform): Space {
  const { ends } = REPERTOIRES[platform]
  return {
    name: 'watch',
    platform,
    plain: plainPlot(platform, { 'request-timeout': '5s', 'outage-tolerance': '10s', 'on-cancel': 'terminate' }),
    axes: [
      ...[1, 2, 3, 4].map((nth) => fateAxis(`look ${nth}`, ['status'], nth, LOOK_FATES)),
      fateAxis('termination', ['terminate'], 1, TERMINATE_FATES),
      interruptionAxis([2500, 12_000], [2500, 12_000]),
      timeoutAxis(),
      lastsAxis([1500, 40_000], ends.failure),
    ],
    // Without a reason to end the run, nothing becomes of its termination.
    isOwn: (labels) =>
      labels.termination === NOTHING || labels['cut off'] !== 'no' || labels['time-out'] !== '3m, leave',
  }
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

function setting(label: string, settings: Partial<Settings>): Choice {
  return { label, change: (plot) => ({ ...plot, settings: { ...plot.settings, ...settings } }) }
}

function searchAxis(): Axis {
  return {
    name: 'search',
    choices: [
      { label: 'finds an alias', change: same },
      setting('finds everything', { searchIgnoresPrefix: true }),
      setting('finds no alias', { searchFindsAlias: false }),
    ],
  }
}

function lagAxis(hasSearch: boolean): Axis {
  const both = { listLagMs: 25_000, searchLagMs: 25_000 }
  return {
    name: 'lag',
    choices: [
      { label: 'none', change: same },
      setting('list 9 s', { listLagMs: 9000 }),
      ...(hasSearch ? [setting('search 9 s', { searchLagMs: 9000 })] : []),
      setting(hasSearch ? 'both 25 s' : 'list 25 s', both),
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

function listAxis(hasSearch: boolean): Axis {
  const lists = (nth: number, times: number) =>
    withFaults(LISTS.map((operation) => ({ operation, nth, times, fault: { kind: 'resetBefore' } })))
  const denied = { kind: 'status', status: 403, body: 'own' } as const
  return {
    name: 'list and search',
    choices: [
      { label: 'answered', change: same },
      { label: 'first list reset', change: lists(1, 1) },
      { label: 'second list reset', change: lists(2, 1) },
      ...(hasSearch
        ? [
            {
              label: 'search denied three times',
              change: withFaults([{ operation: 'search', nth: 2, times: 3, fault: denied }]),
            },
          ]
        : []),
    ],
  }
}

function timeoutAxis(): Axis {
  const choice = (timeout: string, onTimeout: string): Choice => ({
    label: `${timeout}, ${onTimeout}`,
    change: (plot) => ({ ...plot, inputs: { ...plot.inputs, timeout, 'on-timeout': onTimeout } }),
  })
  return { name: 'time-out', choices: [choice('3m', 'leave'), choice('20s', 'terminate'), choice('20s', 'leave')] }
}
