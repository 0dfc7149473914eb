/**
 * A configured identity provider, as TrueFoundry control planes from v0.143 on check a bearer token that is a JWT: by the
 * provider's key, issuer, audience and time, and by the claims that a virtual account is mapped to.
 */

import { type KeyObject, verify } from 'node:crypto'
import { isRecord } from './route.ts'

export interface IdentityProvider {
  readonly issuer: string
  readonly audience: string
  readonly publicKey: KeyObject
  /** Claims that have to match. */
  readonly claims?: Readonly<Record<string, string>>
}

/** For the setting `acceptsToken`. */
export function acceptsJwtOf(provider: IdentityProvider): (token: string, nowMs: number) => boolean {
  return (token, nowMs) => {
    const [head = '', body = '', signature = ''] = token.split('.')
    const signed = Buffer.from(`${head}.${body}`)
    if (!verify('sha256', signed, provider.publicKey, Buffer.from(signature, 'base64url'))) return false
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))
    if (!isRecord(claims)) return false
    const { iss, aud, exp, nbf } = claims
    const isInTime = typeof exp === 'number' && nowMs < exp * 1000 && typeof nbf === 'number' && nowMs >= nbf * 1000
    const isMapped = Object.entries(provider.claims ?? {}).every(([name, value]) => claims[name] === value)
    return iss === provider.issuer && aud === provider.audience && isInTime && isMapped
  }
}
