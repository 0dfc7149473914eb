/** What the campaign and its judge have to know of a platform, beside what its repertoire says. */

import { AGENT, JOB } from '../__tests__/support/story.ts'
import type { TrueFoundryJob } from '../sandbox/control-plane/truefoundry-job.ts'
import type { Json, Operation, Platform } from '../sandbox/control-plane/types.ts'
import type { Dice } from './random.ts'

/** A job that no step is given, on the same platform: but a deployment of it may be. */
export const OTHER_JOB: TrueFoundryJob = {
  platform: 'truefoundry',
  jobId: 'other',
  fqn: 'cluster:workspace:etl-other',
  activeDeploymentId: 'dep-9',
}

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
  /** The job that a step is given, and the input that gives it by its full name, where the platform has such names. */
  readonly jobId: string
  readonly jobName?: Readonly<Record<string, string>>
  /** Ways in which the job may be set up on the platform. */
  readonly jobs: readonly Readonly<Record<string, string>>[]
  /** Deployments that a step may be given beside its job: of the job, and of another one. */
  readonly deployments: readonly Readonly<Record<string, string>>[]
  /** What a list may tell of a run in ways that no page documents: a name that can't be used, hardly any fields. */
  readonly oddRuns: Readonly<Record<'unusable' | 'bare', Readonly<Record<string, Json>>>>
  /** What all names of runs have in common: it may be somebody's password. */
  readonly partOfNames: string
  /** Inputs that this platform alone has, and what may be given. */
  readonly ownInputs: Readonly<Record<string, readonly string[]>>
  /** What it calls a run that goes on, and one that ended in each way. */
  readonly words: Readonly<Record<'going' | 'well' | 'badly' | 'terminated', string>>
  /** Statuses between the beginning and the end, one of them never heard of. */
  readonly oddStatuses: readonly string[]
  /** How its runs say what they do. */
  readonly speaksBy: 'logs' | 'events'
  /** GitHub's tokens may stand for its key. */
  readonly takesTokens: boolean
  /** What faults are made up for: the oftener a kind of request stands here, the more. */
  readonly strikes: readonly Operation[]
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
    jobId: JOB.jobId,
    jobName: { 'application-fqn': JOB.fqn },
    jobs: [{}],
    deployments: [{ 'deployment-id': 'dep-1' }, { 'deployment-id': OTHER_JOB.activeDeploymentId ?? '' }],
    oddRuns: { unusable: { name: '..' }, bare: { name: null, status: null, createdAt: null } },
    partOfNames: 'etl-',
    ownInputs: {},
    words: { going: 'RUNNING', well: 'FINISHED', badly: 'FAILED', terminated: 'TERMINATED' },
    oddStatuses: ['UNKNOWN', 'HIBERNATING'],
    speaksBy: 'logs',
    takesTokens: true,
    strikes: [
      ...(['trigger', 'trigger', 'status', 'status', 'list', 'search', 'terminate', 'app', 'fqn', 'logs'] as const),
      ...(['deploymentFqn', 'deploymentStatuses', 'deployment', 'events'] as const),
    ],
    ownOperations: ['list', 'search', 'app', 'fqn', 'logs'],
  },
  kubiya: {
    nameField: 'id',
    tellsExitCode: false,
    tellsResult: true,
    anyCase: true,
    runIsReadBy: [],
    jobInputs: () => ({ platform: 'kubiya', 'job-id': 'agent' }),
    jobId: AGENT.jobId,
    // With the alias in the prompt an execution can be proved ours.
    jobs: [{}, { promptTemplate: 'As {{run_name_alias}}.' }],
    deployments: [],
    oddRuns: {
      unusable: { id: '..', execution_id: '..' },
      // One without an id was deleted, and counts as gone.
      bare: { created_at: null, started_at: null, trigger_type: null, trigger_metadata: null },
    },
    partOfNames: '4000-8000',
    ownInputs: { 'on-input-required': ['wait', 'fail'] },
    words: { going: 'running', well: 'completed', badly: 'failed', terminated: 'cancelled' },
    oddStatuses: ['waiting_for_input', 'paused', 'queued', 'hibernating'],
    speaksBy: 'events',
    takesTokens: false,
    strikes: [
      ...(['trigger', 'trigger', 'status', 'status', 'executions', 'executions', 'terminate', 'stream'] as const),
      ...(['job', 'allExecutions', 'cancel'] as const),
    ],
    ownOperations: ['executions', 'stream'],
  },
}
