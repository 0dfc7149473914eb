/** What TrueFoundry's command line asks before anything else: its own least version, the tenant, and who holds the key. */

import { type ApiCall, json, Refusal } from './route.ts'
import { SUBJECT, TENANT } from './truefoundry-model.ts'
import type { SimResponse } from './types.ts'

export function getMinCliVersion(): SimResponse {
  return json(200, {
    minVersion: '0.1.0',
    truefoundryCliMinVersion: '0.1.0',
    useSFYServerAuthAPIs: true,
    pythonBuildDefaultImageTag: '3.11',
  })
}

export function getTenant({ query, headers }: ApiCall): SimResponse {
  if (!query.get('hostName')) throw new Refusal(422, 'hostName is required')
  return json(200, { tenantName: TENANT, auth_server_url: `http://${headers.host ?? 'localhost'}/auth` })
}

export function getSession(): SimResponse {
  const { subjectSlug } = SUBJECT
  return json(200, { user: { id: SUBJECT.subjectId, tenantName: TENANT, email: subjectSlug, subject: SUBJECT } })
}
