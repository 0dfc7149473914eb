/** What workflows are told of a TrueFoundry run beside what every platform has. */

import type { Json } from '../../core/json.ts'
import type { RunHandle, RunSnapshot, Target } from '../../core/model.ts'

/** The run's own word comes first: a deployment may belong to another application than the one that was given. */
export function ownOutputs({ target }: RunHandle, last?: RunSnapshot): Readonly<Record<string, string>> {
  const own = last?.own ?? {}
  return {
    'application-id': textOf(own.applicationId ?? target.applicationId),
    'deployment-id': textOf(own.deploymentId ?? target.deploymentId),
    'deployment-version': textOf(own.deploymentVersion ?? target.version),
  }
}

/** A version and a deployment's id change with every deployment: they say nothing lasting. */
export function jobIdentity({ deploymentId: _id, version: _version, ...lasting }: Target): Target {
  return lasting
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
