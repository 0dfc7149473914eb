/** GitHub's OIDC token in the place of an API key: a step as its author meets it, with tokens that live for minutes. */

import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { TokenFaultRule } from '../sandbox/github/token-issuer.ts'
import { AUDIENCE, OidcStory, REQUEST_TOKEN } from './support/oidc-story.ts'
import { NEVER_ENDS, timeline } from './support/story.ts'

const MINUTE_MS = 60_000

function lasting(minutes: number) {
  return timeline([0, 'CREATED'], [1000, 'RUNNING'], [minutes * MINUTE_MS, 'FINISHED'])
}

describe('a step without a stored key', () => {
  test('triggers, waits and succeeds with the token that GitHub gave for the audience', async () => {
    const story = await new OidcStory().run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.issuer.issued.map(({ audience }) => audience)).toEqual([AUDIENCE])
    expect(story.runner.masked).toEqual(expect.arrayContaining([REQUEST_TOKEN, story.issuer.issued[0]?.token]))
  })

  test('waits for an hour on tokens of five minutes, and never sends one that has expired', async () => {
    const story = await new OidcStory({ behaviour: lasting(57), inputs: { timeout: '2h' } }).run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.plane.requests.filter(({ status }) => status === 401)).toEqual([])
    // Every four minutes, since each is replaced a minute before its end.
    expect(story.issuer.issued.length).toBeGreaterThanOrEqual(14)
    expect(story.issuer.issued.length).toBeLessThanOrEqual(16)
  })

  test.each([
    ['minutes ahead', 11 * MINUTE_MS],
    ['minutes behind', -11 * MINUTE_MS],
  ])("goes by GitHub's own clock where the runner's is %s", async (_, githubOffsetMs) => {
    const story = await new OidcStory({ behaviour: lasting(13), githubOffsetMs }).run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.plane.requests.filter(({ status }) => status === 401)).toEqual([])
    expect(story.issuer.issued.length).toBeLessThanOrEqual(5)
  })

  test.each([
    ['no Date', { dateHeader: false }],
    ['neither Date nor iat', { dateHeader: false, claims: { iat: undefined } }],
    ['a life that is not told', { claims: { exp: undefined } }],
  ])('works with answers that have %s', async (_, tokens) => {
    const story = new OidcStory({ behaviour: lasting(3), tokens })
    if ('claims' in tokens && 'exp' in tokens.claims) story.plane.settings.acceptsToken = () => true
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.issuer.issued).toHaveLength(1)
  })

  test('asks once for a token that several requests need at the same time', async () => {
    const behaviour = { ...lasting(21), logs: [{ afterMs: 2000, log: 'hello' }] }
    const story = await new OidcStory({ behaviour, inputs: { 'poll-interval': '7m', timeout: '2h' } }).run()
    expect(story.outputs.conclusion).toBe('success')
    // Status and log go out together every seven minutes, each time with the last token long expired.
    expect(new Set(story.askedAtMs).size).toBe(story.askedAtMs.length)
    expect(story.issuer.issued.length).toBeLessThanOrEqual(5)
  })

  test('says nothing of any token, whatever else goes wrong', async () => {
    const story = new OidcStory({ behaviour: lasting(14) })
    story.plane.addFault({ operation: 'status', nth: 2, times: 3, fault: { kind: 'status', status: 500 } })
    story.issuer.faults.push({ nth: 2, times: 2, fault: { kind: 'truncate' } })
    await story.run()
    expect(story.issuer.issued.length).toBeGreaterThan(2)
    for (const { token } of story.issuer.issued) expect(story.said()).not.toContain(token)
    expect(story.said()).not.toContain(REQUEST_TOKEN)
  })
})

describe('a token that the platform refuses', () => {
  test('is replaced once, and the look goes again at once', async () => {
    const story = new OidcStory({ behaviour: lasting(2) })
    const { acceptsToken } = story.plane.settings
    const revoked = () => story.issuer.issued[0]?.token
    let looks = 0
    story.plane.settings.acceptsToken = (token, nowMs) => {
      looks += 1
      return acceptsToken?.(token, nowMs) === true && !(looks > 3 && token === revoked())
    }
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.issuer.issued).toHaveLength(2)
    // The look and the log are asked for at the same moment: both may come back refused, and none after that.
    const refused = story.plane.requests.filter(({ status }) => status === 401)
    expect(new Set(refused.map(({ atMs }) => atMs)).size).toBe(1)
    expect(new Set(refused.map(({ operation }) => operation)).size).toBe(refused.length)
    expect(story.runner.log.join('\n')).not.toContain('401')
  })

  test('is not replaced for ever: three refusals in a row decide, and GitHub is asked once more at most', async () => {
    const story = new OidcStory({ behaviour: NEVER_ENDS.truefoundry })
    const { acceptsToken } = story.plane.settings
    story.plane.settings.acceptsToken = (token, nowMs) =>
      story.plane.requests.length < 4 && acceptsToken?.(token, nowMs) === true
    await story.run()
    expect(story.outputs.conclusion).toBe('lost')
    expect(story.error).toContain(`an identity provider for GitHub's issuer and the audience "${AUDIENCE}"`)
    expect(story.issuer.issued).toHaveLength(2)
  })

  test('makes no second trigger: a trigger that was refused is told with what to check', async () => {
    const story = new OidcStory()
    story.plane.settings.acceptsToken = () => false
    await story.run()
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toContain('HTTP 401')
    expect(story.error).toContain(`the audience "${AUDIENCE}"`)
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
  })
})

describe('GitHub that gives no token', () => {
  test('is an outage while it lasts: the trigger waits, nothing is started twice', async () => {
    const story = new OidcStory({ behaviour: lasting(1) })
    story.issuer.faults.push({ times: 4, fault: { kind: 'status', status: 503 } })
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.ours).toHaveLength(1)
    expect(story.runner.log.join('\n')).toContain('no OIDC token from GitHub')
  })

  test('for as long as the last one is good is not even noticed', async () => {
    const story = new OidcStory({ behaviour: lasting(6) })
    // The second request would come after four minutes; it hangs for half a minute in all.
    story.issuer.faults.push({ nth: 2, times: 3, fault: { kind: 'hang' } })
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.runner.log.join('\n')).not.toContain('No usable answer')
  })

  test('because it refuses, from the first request on, ends the step soon and says so', async () => {
    const story = new OidcStory()
    story.issuer.faults.push({ fault: { kind: 'status', status: 403, body: '{"message":"audience not allowed"}' } })
    await story.run()
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toContain('GitHub gives this job no OIDC token: it answered HTTP 403: audience not allowed')
    expect(story.clock.nowMs()).toBeLessThan(10_000)
    expect(story.plane.requests).toEqual([])
  })

  test('because a proxy answers in its place is an outage, not a refusal', async () => {
    const story = new OidcStory({ behaviour: lasting(1) })
    story.issuer.faults.push({ times: 5, fault: { kind: 'status', status: 401, body: '<html>sign in</html>' } })
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
  })

  test('because it refuses only later is waited for within `outage-tolerance`', async () => {
    const story = new OidcStory({ behaviour: NEVER_ENDS.truefoundry, inputs: { 'outage-tolerance': '3m' } })
    story.issuer.faults.push({ nth: 2, fault: { kind: 'status', status: 403 } })
    await story.run()
    expect(story.outputs.conclusion).toBe('lost')
    expect(story.outputs['run-id']).not.toBe('')
    // Five minutes on the first token, then three of tolerance.
    expect(story.clock.nowMs()).toBeGreaterThan(7.5 * MINUTE_MS)
    expect(story.clock.nowMs()).toBeLessThan(8.5 * MINUTE_MS)
  })

  test.each([
    ['no JSON', 'nonsense'],
    ['no value', '{}'],
    ['a value that no header can carry', '{"value":"two\\r\\nlines"}'],
    ['an empty value', '{"value":""}'],
  ])('but an answer with %s is asked again', async (_, body) => {
    const story = new OidcStory({ behaviour: lasting(1) })
    story.issuer.faults.push({ times: 2, fault: { kind: 'status', status: 200, body } })
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
  })

  test('within `timeout` ends the step by then', async () => {
    const story = new OidcStory({ inputs: { timeout: '90s' } })
    story.issuer.faults.push({ fault: { kind: 'hang' } })
    await story.run()
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.clock.nowMs()).toBeLessThanOrEqual(91_000)
  })
})

test('the wait for a new token leaves time for the request that needs it', async () => {
  const inputs = { 'outage-tolerance': '0', 'poll-interval': '7s' }
  const story = new OidcStory({ behaviour: lasting(6), inputs, latencyMs: 600 })
  // The last token is still good then, and a single attempt has a second.
  story.issuer.faults.push({ nth: 2, times: 1, fault: { kind: 'hang' } })
  await story.run()
  expect(story.outputs.conclusion).toBe('success')
})

describe('a cancel', () => {
  const SLOW = { behaviour: NEVER_ENDS.truefoundry, inputs: { 'poll-interval': '7m', timeout: '2h' } }

  test('long after the last token has expired asks for another and terminates the run', async () => {
    const story = await new OidcStory(SLOW).cancelAt(13 * MINUTE_MS).run()
    expect(story.outputs.conclusion).toBe('cancelled')
    expect(story.ours[0]?.termination).toBeDefined()
    expect(story.clock.nowMs()).toBeLessThan(13 * MINUTE_MS + 7000)
  })

  test('while a new token is waited for ends the step within 7 s, and post terminates the run', async () => {
    const story = new OidcStory(SLOW)
    story.issuer.faults.push({ nth: 2, times: 3, fault: { kind: 'hang' } })
    await story.cancelAt(7 * MINUTE_MS + 5000).run()
    expect(story.outputs.conclusion).toBe('cancelled')
    expect(story.clock.nowMs()).toBeLessThan(7 * MINUTE_MS + 12_000)
    await story.cleanUp()
    expect(story.ours[0]?.termination).toBeDefined()
    expect(story.said()).not.toContain(REQUEST_TOKEN)
  })

  test('while a single request for a token hangs asks for another, and terminates the run itself', async () => {
    const story = new OidcStory(SLOW)
    story.issuer.faults.push({ nth: 2, times: 1, fault: { kind: 'hang' } })
    await story.cancelAt(7 * MINUTE_MS + 5000).run()
    expect(story.outputs.conclusion).toBe('cancelled')
    expect(story.ours[0]?.termination).toBeDefined()
    expect(story.clock.nowMs()).toBeLessThan(7 * MINUTE_MS + 7000)
  })

  test('while GitHub hangs but the last token is still good terminates the run with that', async () => {
    const story = new OidcStory({ behaviour: NEVER_ENDS.truefoundry, inputs: { 'poll-interval': '7s' } })
    story.issuer.faults.push({ nth: 2, fault: { kind: 'hang' } })
    await story.cancelAt(4.6 * MINUTE_MS).run()
    expect(story.outputs.conclusion).toBe('cancelled')
    expect(story.ours[0]?.termination).toBeDefined()
  })

  test('that kills the process leaves post to ask for a token of its own', async () => {
    const story = new OidcStory({ behaviour: NEVER_ENDS.truefoundry })
    await story.runUntilKilled(30_000)
    const { runner } = await story.cleanUp()
    expect(story.ours[0]?.termination).toBeDefined()
    expect(story.issuer.issued).toHaveLength(2)
    expect(runner.warnings).toEqual([])
  })
})

test('whatever GitHub and the clock do, an expired token is never sent and the wait goes on', async () => {
  const faults: fc.Arbitrary<TokenFaultRule> = fc.record({
    nth: fc.integer({ min: 1, max: 12 }),
    times: fc.integer({ min: 1, max: 2 }),
    fault: fc.constantFrom(
      { kind: 'status' as const, status: 500 },
      { kind: 'status' as const, status: 429 },
      { kind: 'status' as const, status: 200, body: 'nonsense' },
      { kind: 'hang' as const },
      { kind: 'reset' as const },
      { kind: 'truncate' as const },
      { kind: 'delay' as const, delayMs: 7000 },
    ),
  })
  const setup = fc.record({
    faults: fc.array(faults, { maxLength: 4 }),
    lifeMs: fc.integer({ min: 15_000, max: 900_000 }),
    githubOffsetMs: fc.integer({ min: -3_600_000, max: 3_600_000 }),
    seed: fc.nat(),
    minutes: fc.integer({ min: 1, max: 90 }),
  })
  await fc.assert(
    fc.asyncProperty(setup, async ({ faults: rules, lifeMs, githubOffsetMs, seed, minutes }) => {
      const tokens = { lifeMs }
      const inputs = { timeout: '3h', 'outage-tolerance': '10m' }
      const story = new OidcStory({ behaviour: lasting(minutes), tokens, githubOffsetMs, seed, inputs })
      story.issuer.faults.push(...rules)
      await story.run()
      expect(story.outputs.conclusion).toBe('success')
      expect(story.ours).toHaveLength(1)
      expect(story.plane.requests.filter(({ status }) => status === 401)).toEqual([])
      for (const { token } of story.issuer.issued) expect(story.said()).not.toContain(token)
    }),
    { numRuns: 40, seed: 20260117 },
  )
}, 60_000)
