/** What of the inputs makes a Kubiya job request. */

import type { Labelled } from '../../core/platform.ts'
import type { InputReader } from '../../inputs/reader.ts'
import type { JobRequest, PlatformInput } from '../definition.ts'
import { labelled, namesIn } from '../describe.ts'
import { unusableId } from '../wire.ts'

export const inputs: readonly PlatformInput[] = [
  { name: 'job-id', value: 'shown' },
  { name: 'params', value: 'secret', triggerOnly: true },
  { name: 'config-override', value: 'secret', triggerOnly: true },
  { name: 'run-name-alias', value: 'shown', triggerOnly: true },
  { name: 'on-input-required', value: 'shown', filledIn: 'wait' },
]

/** The target is `{ jobId }`, or empty where a run is attached to; the payload is the trigger's whole body. */
export function readJob(reader: InputReader, mode: 'trigger' | 'attach'): JobRequest {
  const jobId = reader.segment('job-id')
  const target = jobId === undefined ? {} : { jobId }
  if (mode === 'attach') {
    checkRunId(reader)
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

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/** Its own server answers 500 to any other id, which nobody could tell from an outage. */
function checkRunId(reader: InputReader): void {
  const runId = reader.text('run-id')
  if (runId === undefined || UUID.test(runId) || unusableId(runId) !== undefined) return
  reader.fault('run-id', runId, 'the id of an execution, a UUID such as 0f3b5c1e-8d7a-4e2b-9c6f-1a2b3c4d5e6f')
}

/** What is triggered, for a person: of parameters and overrides only the names. */
export function describe({ target, payload }: JobRequest): readonly Labelled[] {
  return labelled({
    Job: target.jobId,
    Parameters: namesIn(payload.parameters),
    Overrides: namesIn(payload.config_override),
  })
}
