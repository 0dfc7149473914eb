/** What a redirect asks for, and whether that may be done. */

import type { HttpAnswer } from '../../core/ports.ts'

export type Redirect =
  | { readonly kind: 'none' }
  | { readonly kind: 'follow'; readonly path: string }
  | { readonly kind: 'refused'; readonly message: string }

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Only within the origin of the request: the token goes nowhere else. Other origins are named without path and query. */
export function redirectOf({ status, headers }: HttpAnswer, requested: URL): Redirect {
  const location = headers.location
  if (!REDIRECTS.has(status) || location === undefined) return { kind: 'none' }
  const target = URL.parse(location, requested.href)
  if (target === null) return { kind: 'refused', message: `${requested.host} redirects to an address that is no URL` }
  if (target.origin !== requested.origin) {
    const other = target.origin === 'null' ? `a ${target.protocol} address` : target.origin
    return { kind: 'refused', message: `${requested.origin} redirects to ${other}, which is not followed` }
  }
  return { kind: 'follow', path: target.pathname + target.search }
}
