/** What of the inputs makes a Kubiya job request. */

import type { Labelled } from '../../core/platform.ts'
import type { InputReader } from '../../inputs/reader.ts'
import type { JobRequest } from '../definition.ts'
import { labelled, namesIn } from '../describe.ts'

/** What a trigger takes and an attach has no use for. */
const TRIGGER_INPUTS = ['params', 'config-override'] as const

/** Every input that Kubiya has and not all platforms have. */
export const inputNames: readonly string[] = ['job-id', ...TRIGGER_INPUTS, 'on-input-required']

export const filledIn = { 'on-input-required': 'wait' } as const

/** The target is `{ jobId }`, or empty where a run is attached to; the payload is the trigger's whole body. */
export function readJob(reader: InputReader, mode: 'trigger' | 'attach'): JobRequest {
  const jobId = reader.segment('job-id')
  const target = jobId === undefined ? {} : { jobId }
  if (mode === 'attach') {
    reader.refuse(TRIGGER_INPUTS, 'nothing with run-id, which attaches to an execution and triggers none')
    return { target, payload: {} }
  }
  if (reader.text('job-id') === undefined) reader.fault('job-id', undefined, 'the id of the job to trigger')
  const configOverride = reader.map('config-override', 'typed')
  const payload = {
    parameters: reader.map('params', 'written') ?? {},
    ...(configOverride === undefined ? {} : { config_override: configOverride }),
  }
  return { target, payload }
}

/** What is triggered, for a person: of parameters and overrides only the names. */
export function describe({ target, payload }: JobRequest): readonly Labelled[] {
  return labelled({
    Job: target.jobId,
    Parameters: namesIn(payload.parameters),
    Overrides: namesIn(payload.config_override),
  })
}
