/** What to check when the platform itself says 401 or 403. */

import type { Credential } from '../inputs/index.ts'

/** `deed`: "trigger this job". Without a full stop. */
export function accessAdvice(credential: Credential, deed: string): string {
  switch (credential.kind) {
    case 'api_key':
      return `check that the API key is valid, not expired, and allowed to ${deed}`
    case 'oidc':
      return `check that the control plane has an identity provider for GitHub's issuer and the audience "${credential.audience}", and that whom the token's claims stand for may ${deed}`
  }
}
