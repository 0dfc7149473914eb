/**
 * GitHub's OIDC token in the place of an API key: a connection to the platform whose requests always carry a token that
 * is still good, however long the wait. Tokens live for minutes only (docs.github.com, OpenID Connect), so each is asked
 * for when it is needed, and again before it expires or once the platform refuses it.
 */

import type { Clock, ClosableHttp, Http, HttpReply, HttpRequest } from '../core/ports.ts'
import { TokenKeeper } from './token-keeper.ts'

export interface OidcParts {
  /** GitHub's token endpoint: requests to it carry the job's own request token. */
  readonly github: Http & { close(): void }
  /** Path and query at which GitHub is asked for a token. */
  readonly path: string
  /** Opens the platform. The token is asked for when a request is composed. */
  open(token: () => string): ClosableHttp
  readonly clock: Clock
  /** Called with each token before it is used. */
  mask(token: string): void
}

/** The time that a token takes is part of the request's own. A request without a token was provably not sent. */
export function connectByOidc({ github, path, open, clock, mask }: OidcParts): ClosableHttp {
  const keeper = new TokenKeeper({ github, path, clock, mask })
  const platform = open(() => keeper.token)
  return {
    async send(request) {
      const untilMs = clock.nowMs() + request.timeoutMs
      const ready = await keeper.makeReady({ ...request, untilMs })
      if (ready.kind === 'failure') return ready
      const token = keeper.token
      const reply = await platform.send(within(request, untilMs, clock))
      if (!mayGoAgain(keeper, token, request, reply)) return reply
      const renewed = await keeper.makeReady({ ...request, untilMs })
      return renewed.kind === 'failure' ? reply : platform.send(within(request, untilMs, clock))
    },
    async stream(request, sink) {
      const untilMs = clock.nowMs() + request.timeoutMs
      const ready = await keeper.makeReady({ ...request, untilMs })
      if (ready.kind === 'failure') return ready
      const token = keeper.token
      const end = await platform.stream(within(request, untilMs, clock), sink)
      if (end.kind !== 'closed') keeper.learn(token, end)
      return end
    },
    close() {
      platform.close()
      github.close()
    },
  }
}

/**
 * A refused token is replaced once, and the request goes again with the new one. Not one that must not be sent twice,
 * such as the trigger: its answer stands.
 */
function mayGoAgain(keeper: TokenKeeper, token: string, request: HttpRequest, reply: HttpReply): boolean {
  return keeper.learn(token, reply) && request.freshConnection !== true
}

function within<T extends { readonly timeoutMs: number }>(request: T, untilMs: number, clock: Clock): T {
  return { ...request, timeoutMs: Math.max(1, untilMs - clock.nowMs()) }
}
