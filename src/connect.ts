/** Opens the real connection to a platform, by a key or by GitHub's OIDC token. */

import type { ClosableHttp, Runner } from './core/ports.ts'
import type { Connection } from './inputs/index.ts'
import { connectByOidc } from './oidc/index.ts'
import { systemClock } from './runtime/clock.ts'
import { createHttp } from './runtime/http.ts'
import type { World } from './step/step.ts'

const USER_AGENT = 'run-job-and-wait'

export function connect({ baseUrl, credential }: Connection, env: World['env'], runner: Runner): ClosableHttp {
  const clock = systemClock
  const open = (origin: string, token: string | (() => string)) =>
    createHttp({ baseUrl: origin, token, userAgent: USER_AGENT, env, clock })
  if (credential.kind === 'api_key') return open(baseUrl, credential.key)
  const { origin, pathname, search } = new URL(credential.url)
  return connectByOidc({
    github: open(origin, credential.requestToken),
    path: pathname + search,
    open: (token) => open(baseUrl, token),
    clock,
    mask: (token) => runner.mask(token, 'passing'),
  })
}
