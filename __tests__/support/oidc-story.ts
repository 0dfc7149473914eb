/** A step that has GitHub's OIDC token in the place of a key: GitHub and the platform are simulated, time is a fake clock's. */

import { acceptsJwtOf } from '../../sandbox/control-plane/identity-provider.ts'
import { ISSUER, TOKEN_PATH, TokenIssuer, type TokenIssuerConfig } from '../../sandbox/github/token-issuer.ts'
import type { ClosableHttp, HttpReply, HttpRequest, Runner } from '../../src/core/ports.ts'
import { connectByOidc } from '../../src/oidc/index.ts'
import type { World } from '../../src/step/step.ts'
import type { FakeClock } from './fake-clock.ts'
import { simulatedHttp } from './simulated-http.ts'
import { Story, type StorySetup } from './story.ts'

export const AUDIENCE = 'truefoundry-production'
export const REQUEST_TOKEN = 'request-token-7f3a'

interface OidcStorySetup extends StorySetup {
  readonly tokens?: Partial<TokenIssuerConfig>
  /** How far GitHub's clock is ahead of the runner's. */
  readonly githubOffsetMs?: number
  /** Told of each request that was not sent, for want of a token too, and when it was begun. */
  readonly onUnsent?: (path: string, atEpochMs: number) => void
}

export class OidcStory extends Story {
  readonly issuer: TokenIssuer
  readonly #clocks: FakeClock[] = []
  readonly #onUnsent: OidcStorySetup['onUnsent']

  constructor(setup: OidcStorySetup = {}) {
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `https://pipelines.example.com${TOKEN_PATH}`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN,
      ...setup.env,
    }
    super({ ...setup, env, inputs: { 'api-key': '', 'oidc-audience': AUDIENCE, ...setup.inputs } })
    this.#onUnsent = setup.onUnsent
    const now = () => (this.#clocks.at(-1) ?? this.clock).epochMs() + (setup.githubOffsetMs ?? 0)
    this.issuer = new TokenIssuer({ now, requestToken: REQUEST_TOKEN, ...setup.tokens })
    const provider = { issuer: ISSUER, audience: AUDIENCE, publicKey: this.issuer.publicKey }
    const accepts = acceptsJwtOf(provider)
    // The platform's clock may be off; whether a token is good it judges by the time at which that token is good.
    this.plane.settings.acceptsToken = (token) => accepts(token, now())
  }

  override world(runner: Runner, clock: FakeClock, env: World['env']): World {
    this.#clocks.push(clock)
    return {
      ...super.world(runner, clock, env),
      connect: (connection) => {
        this.connections.push(connection)
        const { credential } = connection
        if (credential.kind === 'api_key') return this.connect(credential.key, clock)
        const { pathname, search } = new URL(credential.url)
        const connected = connectByOidc({
          github: simulatedHttp({ clock, plane: this.issuer, apiKey: credential.requestToken }),
          path: pathname + search,
          open: (token) => this.connect(token, clock),
          clock,
          mask: (token) => runner.mask(token, 'passing'),
        })
        return { ...connected, send: (request) => this.#told(connected, request, clock) }
      },
    }
  }

  async #told({ send }: ClosableHttp, request: HttpRequest, clock: FakeClock): Promise<HttpReply> {
    const atEpochMs = clock.epochMs()
    const reply = await send(request)
    if (reply.kind === 'failure' && !reply.sent && reply.cause !== 'aborted') this.#onUnsent?.(request.path, atEpochMs)
    return reply
  }

  /** Milliseconds from the step's start at which GitHub was asked. */
  get askedAtMs(): readonly number[] {
    return this.issuer.requests.map(({ atMs }) => atMs - this.clock.startEpochMs)
  }

  /** What each request to the platform carried and when. */
  get carried(): readonly { readonly atMs: number; readonly token: string }[] {
    return this.plane.requests.map(({ atMs, headers }) => ({
      atMs,
      token: (headers.authorization ?? '').replace('Bearer ', ''),
    }))
  }

  /** No token and no request token in anything that was said or kept. */
  said(): string {
    const { runner } = this
    return JSON.stringify([runner.log, runner.warnings, runner.errors, runner.written, runner.state, runner.summary])
  }
}
