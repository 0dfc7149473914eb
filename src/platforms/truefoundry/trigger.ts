/** The trigger: what is sent, and which run its answer names (API page Trigger Job). */

import type { JsonObject } from '../../core/json.ts'
import type { RunHandle, RunSnapshot, Target } from '../../core/model.ts'
import type { Started } from '../../core/platform.ts'
import type { Call } from '../../core/requests/calls.ts'
import { present, shownId, unusableId } from '../wire.ts'
import { API, readTriggered } from './wire.ts'

/** `deploymentId` goes alone: with an application id beside it, which of the two counts is not documented. */
export function triggerCall(
  input: JsonObject,
  target: Target,
  alias: string,
  handle: (runId: string, target: Target) => RunHandle,
): Call<Started> {
  const { applicationId, deploymentId } = target
  return {
    what: 'trigger the job',
    isSmall: true,
    method: 'POST',
    path: `${API}/jobs/trigger`,
    body: {
      ...(deploymentId === undefined ? { applicationId: applicationId ?? null } : { deploymentId }),
      ...(Object.keys(input).length === 0 ? {} : { input }),
      metadata: { job_run_name_alias: alias },
    },
    read(json, body) {
      const { jobRunName, run } = readTriggered(json, body)
      const started = handle(jobRunName, startedTarget(target, run))
      const reason = whyUnusable(started)
      if (reason !== undefined) return { kind: 'unusable', run: { ...started, runId: shownId(jobRunName) }, reason }
      return { kind: 'run', run: started, ...(run === undefined ? {} : { first: run }) }
    },
  }
}

/** A deployment may belong to another application than the one that was given: the answer knows better. */
function startedTarget(target: Target, run: RunSnapshot | undefined): Target {
  const { applicationId, deploymentId } = run?.own ?? {}
  return target.deploymentId === undefined
    ? { ...present({ deploymentId }), ...target }
    : { ...target, ...present({ applicationId, deploymentId }) }
}

function whyUnusable(run: RunHandle): string | undefined {
  const { applicationId } = run.target
  if (typeof applicationId !== 'string') {
    return 'the answer to the trigger does not name the application, and a run is read by its application: give `application-id` or `application-fqn` beside `deployment-id`; to wait for this run, give one of them and its name as `run-id`'
  }
  const why = unusableId(run.runId)
  return why === undefined ? undefined : `the id that the platform gave can't be used: ${why}`
}
