/** A step that has GitHub's OIDC token in the place of a key: GitHub and the platform are simulated, time is a fake clock's. */

import { acceptsJwtOf } from '../../sandbox/control-plane/identity-provider.ts'
import { ISSUER, TOKEN_PATH, TokenIssuer, type TokenIssuerConfig } from '../../sandbox/github/token-issuer.ts'
import { connectByOidc } from '../../src/oidc/index.ts'
import type { World } from '../../src/step/step.ts'
import type { FakeClock } from './fake-clock.ts'
import type { FakeRunner } from './fake-runner.ts'
import { simulatedHttp } from './simulated-http.ts'
import { type Plot, Story } from './story.ts'

export const AUDIENCE = 'truefoundry-production'
export const REQUEST_TOKEN = 'request-token-7f3a'

interface OidcPlot extends Plot {
  readonly tokens?: Partial<TokenIssuerConfig>
  /** How far GitHub's clock is ahead of the runner's. */
  readonly githubOffsetMs?: number
}

export class OidcStory extends Story {
  readonly issuer: TokenIssuer
  readonly #clocks: FakeClock[] = []

  constructor(plot: OidcPlot = {}) {
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `https://pipelines.example.com${TOKEN_PATH}`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN,
      ...plot.env,
    }
    super({ ...plot, env, inputs: { 'api-key': '', 'oidc-audience': AUDIENCE, ...plot.inputs } })
    const now = () => (this.#clocks.at(-1) ?? this.clock).epochMs() + (plot.githubOffsetMs ?? 0)
    this.issuer = new TokenIssuer({ now, requestToken: REQUEST_TOKEN, ...plot.tokens })
    const provider = { issuer: ISSUER, audience: AUDIENCE, publicKey: this.issuer.publicKey }
    const accepts = acceptsJwtOf(provider)
    // The platform's clock may be off; whether a token is good it judges by the time at which that token is good.
    this.plane.settings.acceptsToken = (token) => accepts(token, now())
  }

  override world(runner: FakeRunner, clock: FakeClock, env: World['env']): World {
    this.#clocks.push(clock)
    return {
      ...super.world(runner, clock, env),
      connect: (connection) => {
        this.connections.push(connection)
        const { credential } = connection
        if (credential.kind === 'api_key') return this.connect(credential.key, clock)
        const { pathname, search } = new URL(credential.url)
        return connectByOidc({
          github: simulatedHttp({ clock, plane: this.issuer, apiKey: credential.requestToken }),
          path: pathname + search,
          open: (token) => this.connect(token, clock),
          clock,
          mask: (token) => runner.mask(token),
        })
      },
    }
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
