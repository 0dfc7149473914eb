/** GitHub's OIDC token in the place of an API key, with the shipped action over HTTP and tokens that live for seconds. */

import { expect } from '@jest/globals'
import { acceptsJwtOf } from '../../../sandbox/control-plane/identity-provider.ts'
import { type RunningTokenIssuer, startTokenIssuer } from '../../../sandbox/github/server.ts'
import { ISSUER, type TokenIssuerConfig } from '../../../sandbox/github/token-issuer.ts'
import type { StepOptions, StepResult } from '../../../sandbox/runner/index.ts'
import { errorsOf, expectMessage, expectNoSecret, isTerminated, onlyRun } from '../promises.ts'
import { at, course, endsAs, neverEnds, type Setup, type Site, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

const AUDIENCE = 'https://tfy.example.com'
const REQUEST_TOKEN = 'e2e-request-token-93b1'

interface OidcSite extends Site {
  readonly github: RunningTokenIssuer
  /** Runs the action with `oidc-audience` and no key, and sees to it that no token is in what it wrote. */
  stepByOidc(inputs?: Readonly<Record<string, string>>, options?: Partial<StepOptions>): Promise<StepResult>
}

/** A control plane that trusts GitHub's tokens for the audience, and no key. */
function withOidc(setup: Setup, tokens: Partial<TokenIssuerConfig>, tell: (site: OidcSite) => Promise<void>) {
  return at(TRUEFOUNDRY, { ...setup, apiKeys: [] }, async (site) => {
    const github = await startTokenIssuer({ now: Date.now, requestToken: REQUEST_TOKEN, ...tokens })
    const { publicKey } = github.issuer
    site.plane.settings.acceptsToken = acceptsJwtOf({ issuer: ISSUER, audience: AUDIENCE, publicKey })
    const stepByOidc: OidcSite['stepByOidc'] = async (inputs = {}, options = {}) => {
      const given = { 'api-key': '', 'oidc-audience': AUDIENCE, ...inputs }
      const result = await site.step(given, { runnerEnv: github.env, ...options })
      for (const secret of [REQUEST_TOKEN, ...github.issuer.issued.map(({ token }) => token)]) {
        expectNoSecret(result, secret)
        expectNoSecret(result.post, secret)
      }
      return result
    }
    try {
      await tell({ ...site, github, stepByOidc })
    } finally {
      await github.close()
    }
  })
}

export function tellOidc(story: Teller): void {
  story('a job without any stored key runs by the token that GitHub gives it', () =>
    withOidc({}, {}, async ({ stepByOidc, github, plane }) => {
      const result = await stepByOidc()
      expect(result.outputs.conclusion).toBe('success')
      expect(github.issuer.issued.map(({ audience }) => audience)).toEqual([AUDIENCE])
      expect(new Set(plane.requests.map(({ headers }) => headers.authorization)).size).toBe(1)
    }),
  )

  story.long('a run that outlives many tokens is watched to its end, and none is sent when it has expired', () =>
    withOidc({ behaviour: endsAs(TRUEFOUNDRY, 'success', 14_000) }, { lifeMs: 5000 }, async (site) => {
      const result = await site.stepByOidc({ 'poll-interval': '0.7s' })
      expect(result.outputs.conclusion).toBe('success')
      expect(site.plane.requests.filter(({ status }) => status === 401)).toEqual([])
      expect(site.github.issuer.issued.length).toBeGreaterThan(4)
    }),
  )

  story('a token that the platform refuses in the middle is replaced, and nobody hears of it', () =>
    withOidc({ behaviour: endsAs(TRUEFOUNDRY, 'success', 2500) }, {}, async ({ stepByOidc, plane, github }) => {
      plane.addFault({ operation: 'status', nth: 2, fault: { kind: 'status', status: 401 } })
      const result = await stepByOidc({ 'poll-interval': '0.3s' })
      expect(result.outputs.conclusion).toBe('success')
      expect(github.issuer.issued).toHaveLength(2)
      expect(result.log).not.toContain('401')
    }),
  )

  story('without `id-token: write` one message says so, and nothing is sent', () =>
    withOidc({}, {}, async ({ stepByOidc, plane, github }) => {
      const result = await stepByOidc({}, { runnerEnv: {} })
      expectMessage(result, ['oidc-audience', 'GitHub offers this job no OIDC token', '`permissions: id-token: write`'])
      expect(result.outputs.conclusion).toBe('not_started')
      expect(plane.requests).toEqual([])
      expect(github.issuer.requests).toEqual([])
    }),
  )

  story('an audience that the control plane does not trust is told with what to check', () =>
    withOidc({}, {}, async ({ stepByOidc, plane }) => {
      const result = await stepByOidc({ 'oidc-audience': 'someone-else' })
      expectMessage(result, ['HTTP 401', 'identity provider', 'the audience "someone-else"'])
      expect(result.outputs.conclusion).toBe('not_started')
      expect(plane.runs).toEqual([])
    }),
  )

  story('a token goes to the platform alone, and the request token to GitHub alone', () =>
    withOidc({}, {}, async ({ stepByOidc, plane, github }) => {
      await stepByOidc({}, { env: { TFY_API_KEY: 'a-key-for-other-steps' } })
      const [issued] = github.issuer.issued
      for (const { headers } of plane.requests) expect(headers.authorization).toBe(`Bearer ${issued?.token}`)
      expect(JSON.stringify(plane.requests)).not.toContain(REQUEST_TOKEN)
      for (const { authorization } of github.issuer.requests) expect(authorization).toBe(`Bearer ${REQUEST_TOKEN}`)
    }),
  )

  story('GitHub that sends elsewhere for a token is not followed there', () =>
    withOidc({}, {}, async ({ stepByOidc, github }) => {
      github.issuer.faults.push({ fault: { kind: 'redirect', to: 'http://localhost:9/token' } })
      const result = await stepByOidc({ 'outage-tolerance': '1s' })
      expect(result.outputs.conclusion).toBe('not_started')
      expect(errorsOf(result)[0]).toContain('is not followed')
    }),
  )

  story('a cancel while GitHub hangs over a new token ends in time, and post terminates the run', () =>
    withOidc({ behaviour: neverEnds(TRUEFOUNDRY) }, { lifeMs: 4000 }, async ({ stepByOidc, plane, github }) => {
      github.issuer.faults.push({ nth: 2, times: 1, fault: { kind: 'hang' } })
      const result = await stepByOidc({ 'poll-interval': '3s' }, { cancelAfterMs: 5500 })
      expect(result.outputs).toMatchObject({ conclusion: 'cancelled', 'run-id': 'train-0001' })
      expect(result.timing.cancelToExitMs).toBeLessThan(7000)
      expect(isTerminated(onlyRun(plane))).toBe(true)
    }),
  )

  story('post of a step that was killed asks for a token of its own and terminates the run', () =>
    withOidc({ behaviour: neverEnds(TRUEFOUNDRY) }, {}, async ({ stepByOidc, plane, github, when }) => {
      const result = await stepByOidc({}, { cancelOn: when('status'), container: true })
      expect(isTerminated(onlyRun(plane))).toBe(true)
      expect(github.issuer.issued).toHaveLength(2)
      expect(result.post.annotations).toEqual([])
    }),
  )

  story('a token that the platform echoes in its error is blotted out', () =>
    withOidc({ behaviour: course([0, 'RUNNING'], [1500, 'FAILED']) }, {}, async ({ stepByOidc, plane, github }) => {
      const echo = setInterval(() => {
        const [issued] = github.issuer.issued
        for (const job of plane.jobs) {
          plane.addJob({
            ...job,
            behaviour: { ...course([0, 'RUNNING'], [1500, 'FAILED']), error: `bad ${issued?.token}` },
          })
        }
      }, 1)
      const result = await stepByOidc().finally(() => clearInterval(echo))
      expect(result.outputs).toMatchObject({ conclusion: 'failure', error: 'bad ***' })
    }),
  )
}
