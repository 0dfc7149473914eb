/** The cells of the fault matrix: what may go wrong, with which request, once or for good. */

import { FAULT_KINDS, type Fault, type FaultRule, SAMPLE_FAULTS } from '../../../sandbox/control-plane/faults.ts'
import { REPERTOIRES, type Repertoire } from '../../../sandbox/control-plane/repertoire.ts'
import type { Job, Operation, Platform } from '../../../sandbox/control-plane/types.ts'

/** When in a step the fault strikes. */
export interface StruckPhase {
  readonly name: string
  /** `courtesy`: what the step can do without. `settling`: the answer to the trigger is lost beforehand, so that the step has to look among the job's runs. */
  readonly kind: 'courtesy' | 'look-up' | 'version' | 'trigger' | 'settling' | 'status' | 'ending'
  readonly operation: Operation
  /** Inputs that bring the step to this phase. */
  readonly inputs?: Readonly<Record<string, string>>
  readonly endless?: boolean
  /** The status that the run stays in. */
  readonly status?: string
  readonly cancelAfterMs?: number
}

export type Strikes = 'once' | 'for good'
export const STRIKES: readonly Strikes[] = ['once', 'for good']

export interface Cell {
  readonly platform: Platform
  readonly phase: StruckPhase
  readonly fault: Fault
  readonly strikes: Strikes
}

const ENDING: readonly StruckPhase[] = [
  {
    name: 'terminate (timeout)',
    kind: 'ending',
    operation: 'terminate',
    inputs: { timeout: '60', 'on-timeout': 'terminate' },
    endless: true,
  },
  { name: 'terminate (cancel)', kind: 'ending', operation: 'terminate', endless: true, cancelAfterMs: 20_000 },
]

/** The requests that a step on this platform depends on. */
export function phasesOf(platform: Platform): readonly StruckPhase[] {
  const { list, search, lookUp, definition, version, blocked }: Repertoire = REPERTOIRES[platform]
  return [
    ...(definition === undefined ? [] : [{ name: 'definition', kind: 'courtesy', operation: definition } as const]),
    ...(lookUp === undefined ? [] : [{ name: 'look-up', kind: 'look-up', operation: lookUp.operation } as const]),
    ...(version === undefined ? [] : [{ name: 'version', kind: 'version', operation: version.operation } as const]),
    { name: 'trigger', kind: 'trigger', operation: 'trigger' },
    { name: 'list', kind: 'settling', operation: list },
    ...(search === undefined ? [] : [{ name: 'search', kind: 'settling', operation: search } as const]),
    { name: 'status', kind: 'status', operation: 'status' },
    ...ENDING,
    ...(blocked === undefined ? [] : [endingOf(blocked)]),
  ]
}

function endingOf({ status, operation }: NonNullable<Repertoire['blocked']>): StruckPhase {
  const inputs = { timeout: '60', 'on-timeout': 'terminate' }
  return { name: `${operation} (timeout, ${status})`, kind: 'ending', operation, inputs, endless: true, status }
}

/** By what the step knows its job: by its id, unless it is to look it up. */
export function inputsNaming(job: Job, { kind }: StruckPhase): Readonly<Record<string, string>> {
  const { jobInput, lookUp, version }: Repertoire = REPERTOIRES[job.platform]
  const named = { 'look-up': lookUp, version }[String(kind)]
  return named === undefined ? { [jobInput]: job.jobId } : { [jobInput]: '', ...named.inputs(job) }
}

export const FAULTS: readonly Fault[] = FAULT_KINDS.flatMap((kind) => SAMPLE_FAULTS[kind])

export function rulesOf({ phase, fault, strikes }: Cell): readonly FaultRule[] {
  const lost: FaultRule = { operation: 'trigger', nth: 1, fault: { kind: 'resetAfter' } }
  const rule: FaultRule = { operation: phase.operation, fault, ...(strikes === 'once' ? { nth: 1 } : {}) }
  return phase.kind === 'settling' ? [lost, rule] : [rule]
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
