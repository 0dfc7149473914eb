/** Stories for the judge's own tests: real ones, in which nothing is wrong until somebody tampers with their record. */

import type { FaultRule } from '../../sandbox/control-plane/faults.ts'
import type { RunBehaviour } from '../../sandbox/control-plane/types.ts'
import { playCore } from '../../torture/play-core.ts'
import type { StoryRecord } from '../../torture/record.ts'
import { ATTACHED, type SecondStep, type StorySetup } from '../../torture/story-setup.ts'

const BASE: Omit<StorySetup, 'behaviour'> = {
  engine: 'core',
  seed: 1,
  story: 1,
  platform: 'truefoundry',
  inputs: { timeout: '180s', 'request-timeout': '5s', 'outage-tolerance': '20s', 'application-id': 'app' },
  settings: {},
  clockOffsetMs: 90_000,
  latencyMs: 40,
  attach: 'no',
  faults: [],
  downtimes: [],
  foreignMs: [1000],
  interruption: { kind: 'none' },
}
const KUBIYA_INPUTS = { timeout: '180s', 'request-timeout': '5s', platform: 'kubiya', 'job-id': 'agent' }
const CANCEL = { kind: 'cancel', atMs: 9000, sigtermAfterMs: 7500, sigkillAfterMs: 2500 } as const

function going(...more: readonly (readonly [number, string])[]): RunBehaviour {
  const statuses = [[0, 'RUNNING'] as const, ...more]
  return { timeline: statuses.map(([afterMs, status]) => ({ afterMs, status })), exitCode: 3, error: 'out of memory' }
}

const onTrigger = (fault: FaultRule['fault']): FaultRule => ({ operation: 'trigger', nth: 1, fault })
const onStatus = (fault: FaultRule['fault'], times = 1000): FaultRule => ({ operation: 'status', nth: 3, times, fault })

function second(kind: SecondStep['kind'], inputs: SecondStep['inputs'] = {}): SecondStep {
  return { kind, afterMs: 7000, inputs, faults: [], interruption: { kind: 'none' } }
}

const SETUPS = {
  fails: { behaviour: going([12_000, 'FAILED']) },
  succeeds: { behaviour: going([12_000, 'FINISHED']) },
  'two runs': {
    behaviour: going([80_000, 'FINISHED']),
    foreignMs: [],
    faults: [onTrigger({ kind: 'lateEffect', afterMs: 30_000, answer: 'reset' })],
  },
  'times out': { behaviour: going(), inputs: { ...BASE.inputs, timeout: '30s', 'on-timeout': 'terminate' } },
  cancelled: { behaviour: going(), interruption: CANCEL },
  killed: { behaviour: going(), interruption: { kind: 'kill', atMs: 9000 } },
  'is lost': { behaviour: going(), faults: [onStatus({ kind: 'resetBefore' })] },
  'is denied': { behaviour: going(), faults: [onStatus({ kind: 'status', status: 403 })] },
  'has a second run that shows up within its last search': {
    platform: 'kubiya',
    inputs: { ...KUBIYA_INPUTS, 'poll-interval': '7s' },
    latencyMs: 900,
    job: { promptTemplate: 'As {{run_name_alias}}.' },
    behaviour: {
      timeline: [
        { afterMs: 0, status: 'running' },
        { afterMs: 12_000, status: 'failed' },
      ],
    },
    foreignMs: [],
    faults: [onTrigger({ kind: 'lateEffect', afterMs: 35_200, answer: 'reset' })],
  },
  'is denied slowly': {
    platform: 'kubiya',
    inputs: { ...KUBIYA_INPUTS, 'request-timeout': '30s' },
    settings: { streamCutMs: 3000 },
    behaviour: { timeline: [{ afterMs: 0, status: 'running' }], forbiddenAfterMs: 900 },
    faults: [{ operation: 'status', nth: 3, times: 5, fault: { kind: 'delay', delayMs: 4000 } }],
  },
  'stays unknown': {
    platform: 'kubiya',
    inputs: KUBIYA_INPUTS,
    behaviour: { timeline: [{ afterMs: 0, status: 'running' }] },
    faults: [onTrigger({ kind: 'resetAfter' })],
  },
  'may not end its run': {
    platform: 'kubiya',
    inputs: KUBIYA_INPUTS,
    behaviour: {
      timeline: [
        { afterMs: 0, status: 'running' },
        { afterMs: 4000, status: 'hibernating' },
      ],
    },
    interruption: CANCEL,
  },
  'can’t tell its run from somebody else’s': {
    behaviour: going([80_000, 'FINISHED']),
    faults: [onTrigger({ kind: 'resetBefore' })],
  },
  'is given a deployment of another job': {
    behaviour: going([80_000, 'FINISHED']),
    inputs: { ...BASE.inputs, 'deployment-id': 'dep-9' },
    faults: [onTrigger({ kind: 'resetAfter' })],
  },
  'has a password that is in all names': {
    behaviour: going(),
    proxyPassword: 'etl-',
    interruption: CANCEL,
  },
  'takes its run for an older one': {
    behaviour: going([80_000, 'FINISHED']),
    foreignMs: [],
    settings: { searchFindsAlias: false, createdAtSkewMs: -20_000 },
    faults: [onTrigger({ kind: 'resetAfter' }), { operation: 'recent', nth: 1, fault: { kind: 'hang' } }],
  },
  'hears late answers in an outage': {
    behaviour: going(),
    faults: [
      { operation: 'status', nth: 5, fault: { kind: 'delay', delayMs: 13_000 } },
      { operation: 'status', afterMs: 4300, untilMs: 45_000, fault: { kind: 'resetBefore' } },
    ],
    inputs: { ...BASE.inputs, 'request-timeout': '30s' },
  },
  'never hears a proof of a second run': {
    behaviour: going([80_000, 'FINISHED']),
    settings: { maxPageSize: 1 },
    foreignMs: [],
    faults: [
      onTrigger({ kind: 'lateEffect', afterMs: 30_000, answer: 502 }),
      { operation: 'search', nth: 8, times: 2, fault: { kind: 'hang' } },
    ],
  },
  'is killed before it hears its result': {
    platform: 'kubiya',
    inputs: KUBIYA_INPUTS,
    behaviour: {
      timeline: [
        { afterMs: 0, status: 'running' },
        { afterMs: 10_000, status: 'completed' },
      ],
      response: 'all is well',
    },
    interruption: { kind: 'kill', atMs: 11_400 },
  },
  'is told to wait': {
    behaviour: going([60_000, 'FINISHED']),
    faults: [onStatus({ kind: 'status', status: 503, headers: { 'retry-after': '9' } }, 1)],
  },
  'is refused': { behaviour: going(), faults: [onTrigger({ kind: 'status', status: 403 })] },
  'sends twice': {
    behaviour: going([80_000, 'FINISHED']),
    foreignMs: [],
    faults: [onTrigger({ kind: 'resetBefore' })],
  },
  'ends a second run that it sees': {
    behaviour: going([80_000, 'FINISHED']),
    foreignMs: [],
    settings: { searchLagMs: 9000 },
    faults: [
      onTrigger({ kind: 'lateEffect', afterMs: 16_500, answer: 502 }),
      { operation: 'trigger', nth: 2, fault: { kind: 'resetAfter' } },
    ],
  },
  'goes on with its earlier run': {
    behaviour: going([100_000, 'FINISHED']),
    foreignMs: [],
    interruption: { kind: 'lost runner', atMs: 9000 },
    second: second('rerun'),
  },
  'waits for a run to end before its own': {
    behaviour: going([40_000, 'FINISHED']),
    foreignMs: [],
    second: second('beside', { 'if-running': 'wait' }),
  },
  'skips, since a run is going': {
    behaviour: going([40_000, 'FINISHED']),
    foreignMs: [],
    second: second('beside', { 'if-running': 'skip' }),
  },
  'waits for the run that is going': {
    behaviour: going([40_000, 'FINISHED']),
    foreignMs: [],
    second: second('beside', { 'if-running': 'attach' }),
  },
  'does not wait': { behaviour: going(), inputs: { ...BASE.inputs, wait: 'false' } },
  attaches: {
    behaviour: { ...going([12_000, 'FINISHED']), name: ATTACHED },
    attach: 'existing',
    inputs: { ...BASE.inputs, 'run-name-alias': '' },
  },
} satisfies Readonly<Record<string, Partial<StorySetup> & Pick<StorySetup, 'behaviour'>>>

export type SceneName = keyof typeof SETUPS
export const SCENES = Object.keys(SETUPS).filter((name): name is SceneName => name in SETUPS)

export function playScene(name: SceneName): Promise<StoryRecord> {
  return playCore({ ...BASE, ...SETUPS[name] })
}
