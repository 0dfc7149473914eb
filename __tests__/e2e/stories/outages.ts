/** A verdict comes from the platform alone: what goes wrong while waiting decides nothing, and nothing waits for ever. */

import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect } from '@jest/globals'
import type { Fault, FaultRule } from '../../../sandbox/control-plane/faults.ts'
import { startControlPlane } from '../../../sandbox/control-plane/server.ts'
import { errorsOf, isTerminated, onlyRun, triggersOf, warningsOf } from '../promises.ts'
import { at, course, endsAs, HOSTS, type Host, neverEnds, pem, type Setup, TLS, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

export function tellOutages(story: Teller): void {
  for (const host of HOSTS) {
    tellSurvived(host, story)
    tellLimits(host, story)
    tellDenials(host, story)
  }
  tellCertificates(story)
}

function tellSurvived(host: Host, story: Teller): void {
  const decidesNothing: readonly (readonly [what: string, fault: Fault])[] = [
    ["a gateway's 502", { kind: 'status', status: 502, body: 'html' }],
    ["the platform's own 500", { kind: 'status', status: 500 }],
    ['a 429', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
    ["a proxy's 403", { kind: 'status', status: 403, body: 'html' }],
    ["a load balancer's 404", { kind: 'status', status: 404, body: 'html' }],
    ['a reset', { kind: 'resetAfter' }],
    ['a silence', { kind: 'hang' }],
    ['half an answer', { kind: 'truncated' }],
    ['an empty answer', { kind: 'foreignBody', body: 'empty' }],
    ['a web page', { kind: 'foreignBody', body: 'html' }],
    ['JSON of something else', { kind: 'foreignBody', body: 'otherShape' }],
    ['what only claims to be JSON', { kind: 'foreignBody', body: 'notJson' }],
    ['an answer of 33 MiB', { kind: 'oversized', bytes: 33 * 1024 * 1024 }],
    ['a redirect to another origin', { kind: 'redirect', location: 'http://127.0.0.1:9/login' }],
  ]
  for (const [what, fault] of decidesNothing) {
    story(`${host.name}: ${what} while waiting decides nothing`, () =>
      at(host, troubled({ fault, nth: 2, times: 2 }, endsAs(host, 'success', 600)), async ({ step, plane }) => {
        const result = await step()
        expect(result.outputs).toMatchObject({ conclusion: 'success', 'run-id': host.firstRun })
        expect(result.annotations).toEqual([])
        expect(triggersOf(plane)).toBe(1)
      }),
    )
  }

  story(`${host.name}: a control plane that restarts meanwhile decides nothing`, () =>
    at(host, {}, async ({ step, plane }) => {
      const before = await startControlPlane(plane)
      const result = step({ 'base-url': before.url })
      while (triggersOf(plane) === 0) await sleep(20)
      await sleep(100)
      await before.close()
      await sleep(1500)
      const after = await startControlPlane(plane, { port: Number(new URL(before.url).port) })
      expect((await result).outputs).toMatchObject({ conclusion: 'success', 'run-id': host.firstRun })
      await after.close()
    }),
  )

  story(`${host.name}: a run that shows up seconds after its trigger is waited for`, () =>
    at(host, { getLagMs: 3000 }, async ({ step }) => {
      expect((await step()).outputs.conclusion).toBe('success')
    }),
  )
}

function tellLimits(host: Host, story: Teller): void {
  const { name } = host

  story(`${name}: an outage beyond the tolerance ends as \`lost\`, with the run named and left going`, () => {
    const fault: Fault = { kind: 'status', status: 503, body: 'html' }
    return at(host, troubled({ fault, nth: 2, times: 999 }, neverEnds(host)), async ({ step, plane }) => {
      const result = await step({ 'outage-tolerance': '3s' })
      expect(result.outputs).toMatchObject({ conclusion: 'lost', 'run-id': host.firstRun, status: host.running })
      expect(errorsOf(result)[0]).toMatch(new RegExp(`${host.firstRun}.*503.*still`, 's'))
      expect(isTerminated(onlyRun(plane))).toBe(false)
      expect(result.timing.exitMs - (plane.requestsOf('status')[1]?.atMs ?? 0)).toBeLessThan(5000)
    })
  })

  story(`${name}: a \`Retry-After\` of an hour is bounded by the tolerance`, () => {
    const fault: Fault = { kind: 'status', status: 503, headers: { 'retry-after': '3600' } }
    return at(host, troubled({ fault }, neverEnds(host)), async ({ step }) => {
      const result = await step({ 'outage-tolerance': '3s' })
      expect(result.outputs.conclusion).toBe('lost')
      expect(result.timing.durationMs).toBeLessThan(8000)
    })
  })

  story(`${name}: a \`Retry-After\` of an hour is bounded by \`timeout\``, () => {
    const fault: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '3600' } }
    return at(host, troubled({ fault }, neverEnds(host)), async ({ step }) => {
      const result = await step({ timeout: '3s' })
      expect(result.outputs.conclusion).toBe('timed_out')
      expect(result.timing.durationMs).toBeLessThan(5000)
    })
  })

  story(`${name}: a request that hangs is bounded by \`timeout\``, () =>
    at(host, troubled({ fault: { kind: 'hang' } }, neverEnds(host)), async ({ step }) => {
      const result = await step({ timeout: '3s', 'request-timeout': '30s' })
      expect(result.outputs).toMatchObject({ conclusion: 'timed_out', 'run-id': host.firstRun })
      expect(result.timing.durationMs).toBeLessThan(5000)
    }),
  )

  story.long(`${name}: a request that hangs is bounded by the tolerance`, () =>
    at(host, troubled({ fault: { kind: 'hang' }, nth: 2, times: 999 }, neverEnds(host)), async ({ step, plane }) => {
      const result = await step({ 'outage-tolerance': '6s', 'request-timeout': '30s' })
      expect(result.outputs.conclusion).toBe('lost')
      expect(result.timing.exitMs - (plane.requestsOf('status')[1]?.atMs ?? 0)).toBeLessThan(8000)
    }),
  )
}

function tellDenials(host: Host, story: Teller): void {
  const { name } = host

  for (const status of [401, 403]) {
    story(`${name}: ${status} three times over 5 s loses the run, and the message says what to check`, () =>
      at(host, troubled({ fault: { kind: 'status', status } }, neverEnds(host)), async ({ step, plane }) => {
        const result = await step()
        expect(result.outputs).toMatchObject({ conclusion: 'lost', 'run-id': host.firstRun })
        expect(errorsOf(result)[0]).toContain('API key')
        expect(errorsOf(result)[0]).toContain(`${status}`)
        const asked = plane.requestsOf('status').map(({ atMs }) => atMs)
        expect(asked.length).toBeGreaterThanOrEqual(3)
        expect(Math.max(...asked) - Math.min(...asked)).toBeGreaterThanOrEqual(4900)
      }),
    )
  }

  story(`${name}: 401 and 403 add up`, () => {
    const refused = (status: number, nth: number): FaultRule => ({
      operation: 'status',
      nth,
      fault: { kind: 'status', status },
    })
    const faults = [refused(401, 1), refused(403, 2), refused(401, 3), refused(403, 4)]
    return at(host, { faults, behaviour: neverEnds(host) }, async ({ step, plane }) => {
      expect((await step()).outputs.conclusion).toBe('lost')
      expect(plane.requestsOf('status').length).toBeLessThanOrEqual(4)
    })
  })

  story.long(`${name}: a good answer between them starts anew`, () => {
    const faults: readonly FaultRule[] = [
      { operation: 'status', nth: 1, times: 2, fault: { kind: 'status', status: 401 } },
      { operation: 'status', nth: 4, times: 2, fault: { kind: 'status', status: 401 } },
    ]
    return at(host, { faults, behaviour: endsAs(host, 'success', 9000) }, async ({ step, plane }) => {
      // At a pace of its own the step might not look often enough between them.
      const result = await step({ 'poll-interval': '0.5s' })
      expect(result.outputs.conclusion).toBe('success')
      expect(plane.requestsOf('status').filter(({ status }) => status === 401)).toHaveLength(4)
    })
  })

  story.long(`${name}: a run that disappears is \`lost\`, but not within 30 s of its trigger`, () => {
    const behaviour = { ...course([0, host.running]), goneAfterMs: 2000 }
    return at(host, { behaviour }, async ({ step }) => {
      const result = await step()
      expect(result.outputs).toMatchObject({ conclusion: 'lost', 'run-id': host.firstRun, status: host.running })
      expect(result.timing.durationMs).toBeGreaterThan(30_000)
      expect(result.timing.durationMs).toBeLessThan(45_000)
    })
  })
}

function tellCertificates(story: Teller): void {
  const tls = { key: pem('server.key'), cert: pem('server.pem') }

  story('a certificate that does not verify is not waited on', () =>
    at(TRUEFOUNDRY, { tls }, async ({ step, plane }) => {
      const result = await step()
      expect(result.outputs.conclusion).toBe('not_started')
      expect(errorsOf(result)[0]).toContain('NODE_EXTRA_CA_CERTS')
      expect(result.timing.durationMs).toBeLessThan(4000)
      expect(plane.requests).toEqual([])
    }),
  )

  story('a private authority is trusted by NODE_EXTRA_CA_CERTS', () =>
    at(TRUEFOUNDRY, { tls }, async ({ step }) => {
      const env = { NODE_EXTRA_CA_CERTS: fileURLToPath(new URL('authority.pem', TLS)) }
      const result = await step({}, { env })
      expect(result.outputs.conclusion).toBe('success')
      expect(warningsOf(result)).toEqual([])
    }),
  )
}

/** Looks at the run meet with this; all of them unless told otherwise. */
function troubled(rule: Omit<FaultRule, 'operation'>, behaviour: Setup['behaviour'] & object): Setup {
  return { behaviour, faults: [{ operation: 'status', ...rule }] }
}
