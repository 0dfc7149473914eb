/** Opens the real connection to a platform, by a key or by GitHub's OIDC token. */

import type { ClosableHttp, Runner } from './core/ports.ts'
import type { Connection } from './inputs/index.ts'
import { connectByOidc } from './oidc/index.ts'
import { systemClock } from './runtime/clock.ts'
import { createHttp } from './runtime/http.ts'
import type { World } from './step/step.ts'

const USER_AGENT = { 'user-agent': 'run-job-and-wait' }

export function connect({ baseUrl, credential, headers }: Connection, env: World['env'], runner: Runner): ClosableHttp {
  const clock = systemClock
  const open = (token: string | (() => string)) =>
    createHttp({ baseUrl, token, headers: { ...USER_AGENT, ...headers }, env, clock })
  if (credential.kind === 'api_key') return open(credential.key)
  const { origin, pathname, search } = new URL(credential.url)
  return connectByOidc({
    github: createHttp({ baseUrl: origin, token: credential.requestToken, headers: USER_AGENT, env, clock }),
    path: pathname + search,
    open,
    clock,
    mask: (token) => runner.mask(token, 'passing'),
  })
}
