/** What may be put in by hand over HTTP; the types themselves are in types.ts and faults.ts. */

import * as v from 'valibot'
import { FAULT_KINDS, type Fault, type FaultRule } from './faults.ts'
import { type ClusterEvent, type Job, OPERATIONS, type RunBehaviour, type Settings } from './types.ts'
import { DEFAULT_SETTINGS } from './world.ts'

const durationMs = v.pipe(v.number(), v.minValue(0))
const count = v.pipe(v.number(), v.integer(), v.minValue(1))
const status = v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599))
const maybe = v.exactOptional

const timeline = v.pipe(v.array(v.object({ afterMs: durationMs, status: v.string() })), v.minLength(1))

const ClusterEventSchema: v.GenericSchema<unknown, ClusterEvent> = v.object({
  afterMs: durationMs,
  type: v.picklist(['Normal', 'Warning']),
  reason: v.string(),
  message: v.string(),
  everyMs: maybe(v.pipe(v.number(), v.minValue(1))),
  object: maybe(v.object({ kind: v.string(), name: v.string(), containerName: maybe(v.string()) })),
})

const BehaviourSchema: v.GenericSchema<unknown, RunBehaviour> = v.object({
  timeline,
  exitCode: maybe(v.number()),
  error: maybe(v.string()),
  response: maybe(v.string()),
  logs: maybe(
    v.array(
      v.object({
        afterMs: durationMs,
        log: v.string(),
        nanos: maybe(v.pipe(v.number(), v.integer())),
        stream: maybe(v.picklist(['stdout', 'stderr'])),
        containerName: maybe(v.string()),
        lagMs: maybe(durationMs),
      }),
    ),
  ),
  clusterEvents: maybe(v.array(ClusterEventSchema)),
  goneAfterMs: maybe(durationMs),
  forbiddenAfterMs: maybe(durationMs),
  survivesTermination: maybe(v.boolean()),
  terminatedAfterMs: maybe(durationMs),
  name: maybe(v.string()),
})

const basics = {
  triggerable: maybe(v.boolean()),
  forbidden: maybe(v.array(v.picklist(OPERATIONS))),
  behaviour: maybe(BehaviourSchema),
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

export const JobSchema: v.GenericSchema<unknown, Job> = v.variant('platform', [
  v.object({
    platform: v.literal('truefoundry'),
    applicationId: v.string(),
    fqn: v.string(),
    activeDeploymentId: maybe(v.string()),
    deploymentVersion: maybe(v.string()),
    deployments: maybe(v.record(v.string(), v.union([v.string(), rollout]))),
    supportsParams: maybe(v.boolean()),
    params: maybe(params),
    paused: maybe(v.boolean()),
    isSpark: maybe(v.boolean()),
    ...basics,
  }),
  v.object({
    platform: v.literal('kubiya'),
    jobId: v.string(),
    promptTemplate: maybe(v.string()),
    hasWorkers: maybe(v.boolean()),
    ...basics,
  }),
])

const foreignBody = v.picklist(['html', 'otherShape', 'otherRun', 'notJson', 'empty', 'echo'])
const effect = maybe(v.boolean())

const FaultSchema: v.GenericSchema<unknown, Fault> = v.variant(
  'kind',
  [
    v.object({
      kind: v.literal('status'),
      status,
      headers: maybe(v.record(v.string(), v.string())),
      body: maybe(v.union([v.literal('own'), v.literal('ownEcho'), foreignBody])),
      effect,
    }),
    v.object({ kind: v.literal('resetBefore') }),
    v.object({ kind: v.literal('resetAfter') }),
    v.object({
      kind: v.literal('lateEffect'),
      afterMs: durationMs,
      answer: v.union([v.literal('reset'), v.literal('hang'), status]),
    }),
    v.object({ kind: v.literal('hang'), effect }),
    v.object({ kind: v.literal('truncated') }),
    v.object({ kind: v.literal('foreignBody'), body: foreignBody, status: maybe(status), effect }),
    v.object({ kind: v.literal('oversized'), bytes: maybe(count) }),
    v.object({ kind: v.literal('delay'), delayMs: durationMs }),
    v.object({ kind: v.literal('redirect'), location: v.string(), status: maybe(status) }),
  ],
  `expected one of the kinds ${FAULT_KINDS.join(', ')}`,
)

export const FaultRuleSchema: v.GenericSchema<unknown, FaultRule> = v.object({
  operation: v.picklist([...OPERATIONS, 'any']),
  pathIncludes: maybe(v.string()),
  nth: maybe(count),
  times: maybe(count),
  afterMs: maybe(durationMs),
  untilMs: maybe(durationMs),
  fault: FaultSchema,
})

/** Switches and numbers alone: the rest is for code. */
export const SettingsSchema: v.GenericSchema<unknown, Partial<Settings>> = v.custom<Partial<Settings>>(
  (given) =>
    typeof given === 'object' &&
    given !== null &&
    Object.entries(given).every(([name, value]) => {
      const known = Object.entries(DEFAULT_SETTINGS).find(([setting]) => setting === name)
      return typeof value === typeof known?.[1] && (typeof value === 'boolean' || typeof value === 'number')
    }),
  'expected settings (see types.ts) that are booleans or numbers',
)
