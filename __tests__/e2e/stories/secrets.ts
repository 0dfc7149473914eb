/** No secret leaves. That none is printed, written or saved is checked for every step of every story (promises.ts). */

import { createServer, type RequestListener } from 'node:http'
import { expect } from '@jest/globals'
import { startControlPlane } from '../../../sandbox/control-plane/server.ts'
import { errorsOf, expectNoSecret, isTerminated, onlyRun, warningsOf } from '../promises.ts'
import { at, endsAs, HOSTS, KEY, neverEnds, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

const NASTY_KEY = 'k"e\\y/+=%41&<é>-1234'

export function tellSecrets(story: Teller): void {
  story('the key is masked before anything else is printed', () =>
    at(TRUEFOUNDRY, {}, async ({ step }) => {
      const { rawStdout } = await step()
      const lines = rawStdout.split('\n')
      const masks = lines.findIndex((line) => !line.startsWith('::add-mask::'))
      expect(lines.slice(0, masks)).toContain(`::add-mask::${KEY}`)
    }),
  )

  for (const host of HOSTS) {
    story(`${host.name}: a key that the platform repeats in its texts is blotted out, however it is written`, () => {
      const text = `${NASTY_KEY} ${JSON.stringify(NASTY_KEY)} ${encodeURIComponent(NASTY_KEY)}`
      const behaviour = { ...endsAs(host, 'failure'), error: text, response: text, fields: { note: text } }
      return at(host, { behaviour, acceptsToken: () => true }, async ({ step }) => {
        const result = await step({ 'api-key': NASTY_KEY })
        expect(result.outputs.conclusion).toBe('failure')
        expect(result.outputs.run).toContain('***')
        expectNoSecret(result, NASTY_KEY)
      })
    })
  }

  const WORDS = [
    ['acme', {}, /^\*{3}-train/],
    ['acme-train', { headers: 'X-Team: acme-train' }, /^\*{3}-\d/],
  ] as const
  for (const [word, inputs, runId] of WORDS) {
    story(`a run, a job and an address that hold a secret (${word}) are found, waited for and ended by post`, () =>
      at(
        TRUEFOUNDRY,
        { behaviour: neverEnds(TRUEFOUNDRY), job: { fqn: 'aws-eu:acme:acme-train' }, pathPrefix: '/acme' },
        async ({ step, plane, when }) => {
          const kill = (pid: number) => when('status', 2).addEventListener('abort', () => process.kill(pid, 'SIGKILL'))
          const env = { HTTPS_PROXY: 'http://ci:acme@127.0.0.1:9' }
          const result = await step(inputs, { env, onSpawn: kill })
          expect(plane.runs[0]?.name).toMatch(/^acme-train/)
          expect(isTerminated(onlyRun(plane))).toBe(true)
          expect(result.outputs['run-id']).toMatch(runId)
          expectNoSecret(result, word)
          expectNoSecret(result.post, word)
        },
      ),
    )
  }

  story('a key that a refusal repeats is blotted out', () =>
    answering(
      (request, response) => {
        response.writeHead(403, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ statusCode: 403, message: `bad header ${request.headers.authorization}` }))
      },
      (url) =>
        at(TRUEFOUNDRY, {}, async ({ step }) => {
          const result = await step({ 'base-url': url })
          expect(result.outputs.conclusion).toBe('not_started')
          expect(errorsOf(result)[0]).toContain('bad header Bearer ***')
        }),
    ),
  )

  story('a key that a proxy page or an address repeats is blotted out', () =>
    answering(
      (request, response) => {
        const { authorization = '' } = request.headers
        response.writeHead(302, { location: `http://127.0.0.1:9/${encodeURIComponent(authorization)}` })
        response.end(`<html>${authorization}</html>`)
      },
      (url) =>
        at(TRUEFOUNDRY, {}, async ({ step }) => {
          const fqn = { 'application-id': '', 'application-fqn': 'a:b:c' }
          const look = await step({ 'base-url': url, ...fqn, 'outage-tolerance': '1s' })
          expect(look.outputs.conclusion).toBe('not_started')
          const trigger = await step({ 'base-url': url, timeout: '6s' })
          expect(trigger.outputs.conclusion).toBe('unknown')
        }),
    ),
  )

  story('a key that is a part of the base URL is not repeated when that is refused', () =>
    at(TRUEFOUNDRY, {}, async ({ step }) => {
      const result = await step({ 'base-url': `https://user:${KEY}@example.com` })
      expect(result.outputs.conclusion).toBe('not_started')
      expect(result.rawStdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(KEY)
    }),
  )

  story('a key from the environment is masked even if another is used', () =>
    at(TRUEFOUNDRY, {}, async ({ step }) => {
      const result = await step({}, { env: { TFY_API_KEY: 'key-of-the-environment' } })
      expect(result.outputs.conclusion).toBe('success')
      expect(result.masks).toContain('key-of-the-environment')
      expectNoSecret(result, 'key-of-the-environment')
    }),
  )

  story('debug logging keeps the key to itself too', () =>
    at(TRUEFOUNDRY, { behaviour: endsAs(TRUEFOUNDRY, 'failure') }, async ({ step }) => {
      expect((await step({}, { debug: true })).outputs.conclusion).toBe('failure')
    }),
  )

  story('values of parameters and commands are not printed', () =>
    at(TRUEFOUNDRY, { behaviour: endsAs(TRUEFOUNDRY, 'failure') }, async ({ step }) => {
      const results = await Promise.all([step({ params: 'token: hunter2' }), step({ command: 'login hunter2' })])
      for (const result of results) expectNoSecret(result, 'hunter2')
    }),
  )

  story('a redirect to another origin is not followed, with the key or without', () =>
    at(TRUEFOUNDRY, { behaviour: endsAs(TRUEFOUNDRY, 'success', 600) }, async ({ step, plane }) => {
      const elsewhere = await startControlPlane()
      const location = `${elsewhere.url}/api/svc/v1/jobs/app-train/runs/train-0001`
      plane.addFault({ operation: 'status', nth: 1, times: 2, fault: { kind: 'redirect', location, status: 307 } })
      expect((await step()).outputs.conclusion).toBe('success')
      expect(elsewhere.controlPlane.requests).toEqual([])
      await elsewhere.close()
    }),
  )

  story('a redirect within the origin is followed when looking', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane, url }) => {
      const location = `${url}/api/svc/v1/jobs/app-train/runs/train-0001`
      plane.addFault({ operation: 'status', nth: 1, fault: { kind: 'redirect', location } })
      const result = await step()
      expect(result.outputs.conclusion).toBe('success')
      expect(result.log).not.toContain('No usable answer')
    }),
  )

  story('post sends nothing when its inputs name another base URL, and warns of the run', () =>
    at(TRUEFOUNDRY, { behaviour: neverEnds(TRUEFOUNDRY) }, async ({ step, plane, url, when }) => {
      const elsewhere = await startControlPlane()
      const inputs = { 'base-url': elsewhere.url, 'api-key': KEY, ...TRUEFOUNDRY.inputs }
      const killed = { cancelOn: when('status'), container: true, postInputs: inputs }
      const before = await step({ 'base-url': url }, killed)
      expect(elsewhere.controlPlane.requests).toEqual([])
      expect(plane.requestsOf('terminate')).toEqual([])
      expect(isTerminated(onlyRun(plane))).toBe(false)
      expect(warningsOf(before.post)).toEqual([expect.stringContaining('train-0001')])
      await elsewhere.close()
    }),
  )
}

/** A server of its own, for answers that no control plane would give. */
async function answering(listener: RequestListener, tell: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  try {
    await tell(`http://127.0.0.1:${address.port}`)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}
