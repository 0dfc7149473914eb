/** The cells of the fault matrix: what may go wrong, with which request, once or for good. */

import { FAULT_KINDS, type Fault, type FaultRule, SAMPLE_FAULTS } from '../../../sandbox/control-plane/faults.ts'
import type { Operation, Platform } from '../../../sandbox/control-plane/types.ts'

/** When in a step the fault strikes. */
export interface Phase {
  readonly name: string
  readonly operation: Operation
  /** Inputs that bring the step to this phase. */
  readonly inputs?: Readonly<Record<string, string>>
  /** The answer to the trigger is lost beforehand, so that the step has to look among the job's runs. */
  readonly settling?: boolean
  readonly endless?: boolean
  readonly cancelAfterMs?: number
}

export type Strikes = 'once' | 'for good'
export const STRIKES: readonly Strikes[] = ['once', 'for good']

export interface Cell {
  readonly platform: Platform
  readonly phase: Phase
  readonly fault: Fault
  readonly strikes: Strikes
}

/** The job, as TrueFoundry looks it up. */
export const FQN = 'aws-eu:research:train'

const ENDING: readonly Phase[] = [
  {
    name: 'terminate (timeout)',
    operation: 'terminate',
    inputs: { timeout: '60', 'on-timeout': 'terminate' },
    endless: true,
  },
  { name: 'terminate (cancel)', operation: 'terminate', endless: true, cancelAfterMs: 20_000 },
]

export const PHASES: Readonly<Record<Platform, readonly Phase[]>> = {
  truefoundry: [
    { name: 'look-up', operation: 'fqn', inputs: { 'application-fqn': FQN } },
    { name: 'trigger', operation: 'trigger' },
    { name: 'list', operation: 'list', settling: true },
    { name: 'search', operation: 'search', settling: true },
    { name: 'status', operation: 'status' },
    ...ENDING,
  ],
  kubiya: [
    { name: 'trigger', operation: 'trigger' },
    { name: 'list', operation: 'executions', settling: true },
    { name: 'status', operation: 'status' },
    ...ENDING,
  ],
}

export const FAULTS: readonly Fault[] = FAULT_KINDS.flatMap((kind) => SAMPLE_FAULTS[kind])

export function rulesOf({ phase, fault, strikes }: Cell): readonly FaultRule[] {
  const lost: FaultRule = { operation: 'trigger', nth: 1, fault: { kind: 'resetAfter' } }
  const rule: FaultRule = { operation: phase.operation, fault, ...(strikes === 'once' ? { nth: 1 } : {}) }
  return phase.settling ? [lost, rule] : [rule]
}

/** Short and unmistakable, for people. */
export function describeFault(fault: Fault): string {
  const effect = 'effect' in fault && fault.effect ? ', took effect' : ''
  switch (fault.kind) {
    case 'status': {
      const wait = fault.headers?.['retry-after']
      const body = ERROR_BODIES[fault.body ?? 'own']
      return `${fault.status}${body}${wait === undefined ? '' : `, Retry-After ${wait} s`}${effect}`
    }
    case 'resetBefore':
      return 'reset, no effect'
    case 'resetAfter':
      return 'reset, took effect'
    case 'lateEffect': {
      const answer = fault.answer === 'hang' ? 'no answer' : `${fault.answer}`
      return `${answer}, takes effect ${fault.afterMs / 1000} s later`
    }
    case 'hang':
      return `no answer${effect || ', no effect'}`
    case 'truncated':
      return 'half an answer'
    case 'foreignBody':
      return `${fault.status ?? 200} with ${FOREIGN[fault.body]}${effect}`
    case 'oversized':
      return 'an answer of over 32 MiB'
    case 'delay':
      return `answered after ${fault.delayMs / 1000} s`
    case 'redirect':
      return `${fault.status ?? 302} to another origin`
  }
}

const FOREIGN = {
  html: 'a web page',
  otherShape: 'JSON of something else',
  otherRun: 'another run’s status',
  notJson: 'what only claims to be JSON',
  empty: 'nothing',
  echo: 'an echo of the request',
} as const

const ERROR_BODIES = {
  own: '',
  ownEcho: ', repeating the key',
  html: ' by a proxy',
  otherShape: ' with JSON of something else',
  otherRun: ' with another run’s status',
  notJson: ' with what only claims to be JSON',
  empty: ' with nothing',
  echo: ' with an echo of the request',
} as const
