/** One trigger, one run: where the fate of the trigger is certain, and where the alias settles it. */

import { createServer } from 'node:http'
import { expect } from '@jest/globals'
import type { Fault } from '../../../sandbox/control-plane/faults.ts'
import { startControlPlane } from '../../../sandbox/control-plane/server.ts'
import { errorsOf, onlyRun, triggersOf, warningsOf } from '../promises.ts'
import { at, HOSTS, type Host, neverEnds, type Setup, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

export function tellOneTrigger(story: Teller): void {
  for (const host of HOSTS) tellCertain(host, story)
  tellAdoption(story)
}

/** Where it is certain what became of the trigger. */
function tellCertain(host: Host, story: Teller): void {
  const { name } = host

  for (const status of [400, 401, 403, 404, 422]) {
    story(`${name}: a trigger refused with the platform's own ${status} is not sent again`, () =>
      at(host, troubled({ kind: 'status', status }), async ({ step, plane }) => {
        const result = await step()
        expect(result.outputs).toMatchObject({ conclusion: 'not_started', 'run-id': '' })
        expect(errorsOf(result)[0]).toContain(`Simulated error ${status}`)
        expect(plane.requestsOf('trigger')).toHaveLength(1)
        expect(plane.requests.at(-1)?.operation).toBe('trigger')
      }),
    )
  }

  story(`${name}: after a 429 the trigger is sent again, not before the platform wants it`, () =>
    at(host, troubled({ kind: 'status', status: 429, headers: { 'retry-after': '2' } }), async ({ step, plane }) => {
      expect((await step()).outputs.conclusion).toBe('success')
      const [first, second] = plane.requestsOf('trigger')
      expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(2000)
      onlyRun(plane)
    }),
  )

  story(`${name}: a platform that is not there yet is triggered once it is`, async () => {
    const port = await freePort()
    await at(host, {}, async ({ step, plane }) => {
      const going = step({ 'base-url': `http://127.0.0.1:${port}` })
      await new Promise((resolve) => setTimeout(resolve, 1500))
      const server = await startControlPlane(plane, { port })
      expect((await going).outputs.conclusion).toBe('success')
      expect(triggersOf(plane)).toBe(1)
      await server.close()
    })
  })

  story(`${name}: a platform that never comes up is \`not_started\``, async () => {
    const port = await freePort()
    await at(host, {}, async ({ step }) => {
      const result = await step({ 'base-url': `http://127.0.0.1:${port}`, 'outage-tolerance': '2s' })
      expect(result.outputs.conclusion).toBe('not_started')
      expect(errorsOf(result)[0]).toContain('outage-tolerance')
      expect(result.timing.durationMs).toBeLessThan(5000)
    })
  })
}

/** Doubt that the alias settles. */
function tellAdoption(story: Teller): void {
  const lost: readonly (readonly [what: string, fault: Fault])[] = [
    ['is reset', { kind: 'resetAfter' }],
    ['does not come in time', { kind: 'hang', effect: true }],
    ['is cut off', { kind: 'truncated' }],
    ["is a proxy's page", { kind: 'foreignBody', body: 'html', effect: true }],
    ['is empty', { kind: 'foreignBody', body: 'empty', effect: true }],
    ['is JSON of something else', { kind: 'foreignBody', body: 'otherShape', effect: true }],
    ['is a 500', { kind: 'status', status: 500, effect: true }],
    ['is a 408', { kind: 'status', status: 408, effect: true }],
    ['is far too long', { kind: 'oversized', bytes: 33 * 1024 * 1024 }],
    ['comes as a 502 and the run 4 s later', { kind: 'lateEffect', afterMs: 4000, answer: 502 }],
  ]
  for (const [what, fault] of lost) {
    story(`a run whose answer ${what} is found by its alias`, () =>
      at(TRUEFOUNDRY, troubled(fault), async ({ step, plane }) => {
        const result = await step()
        expect(result.outputs).toMatchObject({ conclusion: 'success', 'run-id': 'train-0001' })
        expect(warningsOf(result)).toEqual([])
        expect(triggersOf(plane)).toBe(1)
      }),
    )
  }

  story('with `wait: false` a run whose answer was lost is found too', () =>
    at(TRUEFOUNDRY, troubled({ kind: 'resetAfter' }), async ({ step, plane }) => {
      const result = await step({ wait: 'false' })
      expect(result).toMatchObject({
        conclusion: 'success',
        outputs: { conclusion: 'pending', 'run-id': 'train-0001' },
      })
      expect(triggersOf(plane)).toBe(1)
    }),
  )

  for (const skewMs of [-600_000, 600_000]) {
    story(`it is found with a clock that is ${skewMs / 1000} s off, and older runs are not taken for it`, () =>
      at(
        TRUEFOUNDRY,
        { now: () => Date.now() + skewMs, ...troubled({ kind: 'resetAfter' }) },
        async ({ step, plane }) => {
          plane.addRun({
            jobId: 'app-train',
            createdAtMs: Date.now() + skewMs - 60_000,
            behaviour: neverEnds(TRUEFOUNDRY),
          })
          expect((await step()).outputs).toMatchObject({ conclusion: 'success', 'run-id': 'train-0002' })
          expect(triggersOf(plane)).toBe(1)
        },
      ),
    )
  }

  story('the trigger goes on a connection of its own', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
      await step({ 'application-id': '', 'application-fqn': 'aws-eu:research:train' })
      const [trigger] = plane.requestsOf('trigger')
      const others = plane.requests.filter((request) => request !== trigger).map(({ connection }) => connection)
      expect(others.length).toBeGreaterThan(1)
      expect(others).not.toContain(trigger?.connection)
    }),
  )
}

/** The first trigger meets with this. */
export function troubled(fault: Fault): Setup {
  return { faults: [{ operation: 'trigger', nth: 1, fault }] }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('the server had no port')
  return address.port
}
