/** What may be put in by hand over HTTP; the types themselves are in types.ts and faults.ts. */

import * as v from 'valibot'
import { FAULT_KINDS, type Fault, type FaultRule } from './faults.ts'
import { durationMs, maybe } from './job-basics.ts'
import { PLATFORMS, REPERTOIRES } from './repertoire.ts'
import { type Job, OPERATIONS, type Settings } from './types.ts'
import { DEFAULT_SETTINGS } from './world.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(1))
const status = v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599))

/** Each platform says itself what its jobs may say. */
export const JobSchema: v.GenericSchema<unknown, Job> = v.union(
  Object.values(REPERTOIRES).map(({ jobSchema }) => jobSchema),
  `expected a job of ${PLATFORMS.join(' or ')}`,
)

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
