/** Which application a deployment belongs to: `application-id` and `deployment-id` may be given that do not go together. */

import * as v from 'valibot'
import type { Target } from '../../core/model.ts'
import type { Call } from '../../core/requests/calls.ts'
import { decode, segment, usableId } from '../wire.ts'
import { API } from './wire.ts'

/** `GET /api/svc/v1/apps/{id}/deployments/{deploymentId}`: one that does not say whose it is might be about anything. */
const answer = v.object({ data: v.object({ applicationId: usableId }) })

export function ownerOf(target: Target): Call<Target> | undefined {
  const { applicationId, deploymentId, version } = target
  // By a version, both have been looked up together.
  if (version !== undefined || typeof applicationId !== 'string' || typeof deploymentId !== 'string') return undefined
  return {
    what: `look up the application of the deployment ${deploymentId}`,
    isSmall: true,
    method: 'GET',
    path: `${API}/apps/${segment(applicationId)}/deployments/${segment(deploymentId)}`,
    read: (json) => ({ ...target, applicationId: decode(answer, json).data.applicationId }),
  }
}
