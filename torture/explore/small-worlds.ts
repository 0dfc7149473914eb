/** The small worlds, on every platform: what may become of a trigger, of a wait, of a wait for a run that is given, and of two steps. */

import { PLATFORMS, REPERTOIRES } from '../../sandbox/control-plane/repertoire.ts'
import { HOSTILE_LINES } from '../../sandbox/control-plane/scenarios.ts'
import type { Platform, RunBehaviour } from '../../sandbox/control-plane/types.ts'
import { FACTS } from '../facts.ts'
import { API_KEY, ATTACHED } from '../story-setup.ts'
import {
  aliasAxis,
  lagAxis,
  listAxis,
  listBeforeAxis,
  onCancelAxis,
  otherPeopleAxis,
  plainSetup,
  startAxis,
  timeoutAxis,
} from './axes.ts'
import {
  fateAxis,
  interruptionAxis,
  LOOK_FATES,
  LOOK_UP_FATES,
  lastsAxis,
  only,
  TERMINATE_FATES,
  TRIGGER_FATES,
} from './faults.ts'
import { oddWorld } from './odd-world.ts'
import type { SmallWorld } from './small-world.ts'
import {
  afterAxis,
  firstAttemptAxis,
  ifRunningAxis,
  itsListAxis,
  itsSearchAxis,
  onRerunAxis,
  secondCutOffAxis,
} from './two-steps.ts'
import { wayWorld } from './way-world.ts'

/** What a run that failed says: it would command the runner, and it knows the key in several forms. */
const NASTY = [
  ...HOSTILE_LINES.slice(0, 4),
  JSON.stringify(API_KEY),
  Buffer.from(API_KEY).toString('base64'),
  encodeURIComponent(API_KEY),
].join('\n')

export const SMALL_WORLDS: readonly SmallWorld[] = PLATFORMS.flatMap((platform) => [
  triggerWorld(platform),
  watchWorld(platform),
  attachWorld(platform),
  rerunWorld(platform),
  besideWorld(platform),
  wayWorld(platform),
  oddWorld(platform),
])

export function triggerWorld(platform: Platform): SmallWorld {
  const { ends } = REPERTOIRES[platform]
  return {
    name: 'trigger',
    platform,
    plain: plainSetup(platform, { timeout: '7m', 'request-timeout': '5s', 'on-cancel': 'terminate' }),
    axes: [
      fateAxis('first trigger', ['trigger'], 1, TRIGGER_FATES),
      fateAxis('second trigger', ['trigger'], 2, TRIGGER_FATES),
      aliasAxis(platform),
      lagAxis(platform),
      otherPeopleAxis(),
      lastsAxis([1500, 55_000], ends.success),
      listBeforeAxis(),
      listAxis(),
      interruptionAxis([300, 6000, 18_000, 30_000], [300, 6000, 18_000, 30_000]),
    ],
  }
}

export function watchWorld(platform: Platform): SmallWorld {
  const { ends } = REPERTOIRES[platform]
  const inputs = { 'request-timeout': '5s', 'outage-tolerance': '10s', 'on-cancel': 'terminate' }
  const plain = plainSetup(platform, inputs)
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

/** A log that would command the runner. */
function hostileLog(platform: Platform): Partial<RunBehaviour> {
  const lines = HOSTILE_LINES.slice(0, 4)
  if (FACTS[platform].speaksBy === 'logs') return { logs: lines.map((log) => ({ afterMs: 300, log })) }
  const payloads = lines.map((content) => ({ role: 'assistant', content }))
  return { events: payloads.map((payload) => ({ afterMs: 300, event: 'message', payload })) }
}

/** A run that is given, by the id of its job or, where there is one, by its job's full name. */
export function attachWorld(platform: Platform): SmallWorld {
  const { ends, jobInput } = REPERTOIRES[platform]
  const byName = FACTS[platform].jobName
  const inputs = {
    timeout: '3m',
    'request-timeout': '5s',
    'outage-tolerance': '10s',
    'run-name-alias': '',
    logs: 'true',
  }
  const plain = plainSetup(platform, { ...inputs, ...byName, ...(byName ? { [jobInput]: '' } : {}) })
  const lookUps = byName ? [1, 2, 3].map((nth) => fateAxis(`look-up ${nth}`, ['fqn'], nth, LOOK_UP_FATES)) : []
  return {
    name: 'attach',
    platform,
    plain: { ...plain, attach: 'existing', behaviour: { ...plain.behaviour, ...hostileLog(platform), name: ATTACHED } },
    axes: [
      ...lookUps,
      ...(byName ? [1, 2] : [1, 2, 3]).map((nth) => fateAxis(`look ${nth}`, ['status'], nth, LOOK_FATES)),
      fateAxis('termination', ['terminate'], 1, TERMINATE_FATES),
      onCancelAxis(),
      ...(byName ? [startAxis()] : []),
      interruptionAxis([20, 2500], [20, 2500]),
      lastsAxis([40_000], ends.failure),
    ],
  }
}

/** The second attempt of a step, after each way in which the first may end. */
export function rerunWorld(platform: Platform): SmallWorld {
  const { ends } = REPERTOIRES[platform]
  const inputs = { timeout: '7m', 'request-timeout': '5s', 'outage-tolerance': '10s', 'poll-interval': '7s' }
  const plain = plainSetup(platform, inputs)
  const fates = only(
    TRIGGER_FATES,
    'reset, took effect',
    'reset, takes effect after 16 s',
    '502, takes effect after 40 s',
  )
  return {
    name: 'rerun',
    platform,
    plain: {
      ...plain,
      interruption: { kind: 'lost runner', atMs: 20_000 },
      // So that the second attempt may find a run that is being ended.
      settings: { terminatedAfterMs: 12_000 },
      second: { kind: 'rerun', afterMs: 60_000, inputs: {}, faults: [], interruption: { kind: 'none' } },
    },
    axes: [
      firstAttemptAxis(),
      fateAxis('first trigger', ['trigger'], 1, fates),
      fateAxis('second trigger', ['trigger'], 2, only(TRIGGER_FATES, 'reset, no effect', 'reset, took effect')),
      aliasAxis(platform, true),
      lagAxis(platform),
      lastsAxis([300_000, 40_000], ends.success),
      afterAxis([60_000, 5000]),
      onRerunAxis(),
      itsSearchAxis(),
      secondCutOffAxis([2500, 12_000], [300, 2500]),
    ],
  }
}

/** Two steps on one job at the same time, of which the second minds what is running. */
export function besideWorld(platform: Platform): SmallWorld {
  const { ends } = REPERTOIRES[platform]
  const plain = plainSetup(platform, { timeout: '3m', 'request-timeout': '5s', 'outage-tolerance': '10s' })
  const fates = only(
    TRIGGER_FATES,
    'reset, no effect',
    'reset, took effect',
    'reset, takes effect after 16 s',
    '429, to wait 12 s',
  )
  return {
    name: 'beside',
    platform,
    plain: {
      ...plain,
      second: { kind: 'beside', afterMs: 6000, inputs: {}, faults: [], interruption: { kind: 'none' } },
    },
    axes: [
      fateAxis('first trigger', ['trigger'], 1, fates),
      fateAxis('second trigger', ['trigger'], 2, fates),
      aliasAxis(platform, true),
      lagAxis(platform),
      lastsAxis([55_000, 8000], ends.success),
      afterAxis([6000, 20, 20_000]),
      ifRunningAxis(),
      itsListAxis(),
      interruptionAxis([18_000], [18_000]),
      secondCutOffAxis([2500], [2500]),
    ],
  }
}
