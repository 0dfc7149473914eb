/** What the campaign and its judge have to know of a platform, beside what its repertoire says. */

import type { Operation, Platform } from '../sandbox/control-plane/types.ts'
import type { Dice } from './random.ts'

export interface PlatformFacts {
  /** The field by which the output `run` names its run. */
  readonly nameField: 'name' | 'id'
  /** What it tells of an end. */
  readonly tellsExitCode: boolean
  readonly tellsResult: boolean
  /** Its statuses come in any letter case. */
  readonly anyCase: boolean
  /** By one of these inputs a run is read; none: by its own id. */
  readonly runIsReadBy: readonly string[]
  /** The inputs that give the job: in one of the ways that there are. */
  jobInputs(dice: Dice, isAttaching: boolean): Readonly<Record<string, string>>
  /** Inputs that this platform alone has, and what may be given. */
  readonly ownInputs: Readonly<Record<string, readonly string[]>>
  /** Statuses between the beginning and the end, one of them never heard of. */
  readonly oddStatuses: readonly string[]
  /** How its runs say what they do. */
  readonly speaksBy: 'logs' | 'events'
  /** GitHub's tokens may stand for its key. */
  readonly takesTokens: boolean
  /** Kinds of requests that a campaign has to strike, beside those that every platform has. */
  readonly ownOperations: readonly Operation[]
}

export const FACTS: Readonly<Record<Platform, PlatformFacts>> = {
  truefoundry: {
    nameField: 'name',
    tellsExitCode: true,
    tellsResult: false,
    anyCase: false,
    runIsReadBy: ['application-id', 'application-fqn'],
    jobInputs(dice, isAttaching) {
      // Of a deployment alone a doubtful trigger can't be looked for.
      if (!isAttaching && dice.chance(0.08)) return { 'application-id': '', 'deployment-id': 'dep-1' }
      if (!dice.chance(0.3)) return { 'application-id': 'app' }
      return { 'application-id': '', 'application-fqn': `cluster:workspace:etl${dice.pick('', '', ':1', ':2')}` }
    },
    ownInputs: {},
    oddStatuses: ['UNKNOWN', 'HIBERNATING'],
    speaksBy: 'logs',
    takesTokens: true,
    ownOperations: ['list', 'search', 'app', 'fqn', 'logs'],
  },
  kubiya: {
    nameField: 'id',
    tellsExitCode: false,
    tellsResult: true,
    anyCase: true,
    runIsReadBy: [],
    jobInputs: () => ({ platform: 'kubiya', 'job-id': 'agent' }),
    ownInputs: { 'on-input-required': ['wait', 'fail'] },
    oddStatuses: ['waiting_for_input', 'hibernating'],
    speaksBy: 'events',
    takesTokens: false,
    ownOperations: ['executions', 'stream'],
  },
}
