/** What to check when the platform itself says 401 or 403. */

import { type Credential, isBaseUrlGiven } from '../inputs/index.ts'
import type { Step } from './step.ts'

/** Who refused, and what to check. `what`: "trigger this job". Without a full stop. */
export function accessAdvice({ inputs, env }: Pick<Step, 'inputs' | 'env'>, what: string): string {
  const { baseUrl, platform, credential } = inputs
  const isChosen = isBaseUrlGiven(env, platform)
  const why = isChosen ? '' : ` (${platform.name}'s public address, since no \`base-url\` was given)`
  return `refused by ${new URL(baseUrl).host}${why}: check that ${conditions(credential, what)}`
}

function conditions(credential: Credential, what: string): string {
  switch (credential.kind) {
    case 'api_key':
      return `the API key is valid, not expired, and allowed to ${what}`
    case 'oidc':
      return `the control plane has an identity provider for GitHub's issuer and the audience "${credential.audience}", and that whom the token's claims stand for may ${what}`
  }
}
