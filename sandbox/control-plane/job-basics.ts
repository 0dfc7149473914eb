/** What can be said by hand of every platform's jobs; the types are in types.ts. */

import * as v from 'valibot'
import { type ClusterEvent, OPERATIONS, type RunBehaviour } from './types.ts'

export const maybe = v.exactOptional
export const durationMs = v.pipe(v.number(), v.minValue(0))
export const timeline = v.pipe(v.array(v.object({ afterMs: durationMs, status: v.string() })), v.minLength(1))

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

export const JOB_BASICS = {
  jobId: v.string(),
  triggerable: maybe(v.boolean()),
  forbidden: maybe(v.array(v.picklist(OPERATIONS))),
  behaviour: maybe(BehaviourSchema),
}
