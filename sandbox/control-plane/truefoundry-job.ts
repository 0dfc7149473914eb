/** A job of the simulated TrueFoundry; its `jobId` is the application id. */

import * as v from 'valibot'
import { JOB_BASICS, maybe, timeline } from './job-basics.ts'
import type { JobBasics, Json, TimelineEntry } from './types.ts'

export interface TrueFoundryJob extends JobBasics {
  readonly platform: 'truefoundry'
  /** `cluster:workspace:job`. */
  readonly fqn: string
  /** Absent: triggering by application answers 404. */
  readonly activeDeploymentId?: string
  /** Of the active deployment; default `1`. */
  readonly deploymentVersion?: string
  /** Other deployments by id: the version of one that was rolled out long ago, or how it comes about. */
  readonly deployments?: Readonly<Record<string, string | Rollout>>
  /** Default: whether `params` names any. */
  readonly supportsParams?: boolean
  /** What the manifest says of parameters; absent: nothing. */
  readonly params?: readonly JobParam[]
  /** Put over the manifest in every answer. */
  readonly manifest?: Readonly<Record<string, Json>>
  /** Its pods are taken away: trigger answers 400. */
  readonly paused?: boolean
  readonly isSpark?: boolean
}

/** A version of a job that comes about while the simulator runs. */
export interface Rollout {
  readonly version: string
  /**
   * After the job was put in; with the first one the deployment exists, with DEPLOY_SUCCESS it is the active one unless
   * a higher version is already.
   */
  readonly statuses: readonly TimelineEntry[]
  /** Told with its last status. */
  readonly message?: string
  /** Default: the job's. */
  readonly params?: readonly JobParam[]
}

/** A parameter that a job's manifest names. */
export interface JobParam {
  readonly name: string
  readonly description?: string
  readonly default?: string
  readonly param_type?: 'string' | 'ml_repo'
}

const params = v.array(
  v.object({
    name: v.string(),
    description: maybe(v.string()),
    default: maybe(v.string()),
    param_type: maybe(v.picklist(['string', 'ml_repo'])),
  }),
)

const rollout = v.object({
  version: v.string(),
  statuses: timeline,
  message: maybe(v.string()),
  params: maybe(params),
})

export const TrueFoundryJobSchema: v.GenericSchema<unknown, TrueFoundryJob> = v.object({
  platform: v.literal('truefoundry'),
  fqn: v.string(),
  activeDeploymentId: maybe(v.string()),
  deploymentVersion: maybe(v.string()),
  deployments: maybe(v.record(v.string(), v.union([v.string(), rollout]))),
  supportsParams: maybe(v.boolean()),
  params: maybe(params),
  paused: maybe(v.boolean()),
  isSpark: maybe(v.boolean()),
  ...JOB_BASICS,
})
