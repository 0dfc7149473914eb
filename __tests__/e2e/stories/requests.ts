/** What the platforms receive for what a workflow gives. */

import { fileURLToPath } from 'node:url'
import { expect } from '@jest/globals'
import { errorsOf, expectNoSecret, onlyRun, warningsOf } from '../promises.ts'
import { at, KEY, KUBIYA, pem, type Site, TLS, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

const FQN = 'aws-eu:research:train'
const NO_CONNECTION = { 'base-url': '', 'api-key': '' }

export function tellRequests(story: Teller): void {
  story('a job is found by its FQN', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
      const result = await step({ 'application-id': '', 'application-fqn': FQN })
      expect(result.outputs).toMatchObject({ conclusion: 'success', 'application-id': 'app-train' })
      expect(warningsOf(result)).toEqual([])
      expect(plane.requestsOf('fqn').map(({ path }) => path)).toEqual([
        `/api/svc/v1/fqn/app?${new URLSearchParams({ fqn: FQN })}`,
      ])
      expect(triggerOf(plane)).toMatchObject({ applicationId: 'app-train' })
    }),
  )

  story('with a version at the end of the FQN, exactly that version runs', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
      const result = await step({ 'application-id': '', 'application-fqn': `${FQN}:6` })
      expect(result.outputs).toMatchObject({
        conclusion: 'success',
        'deployment-id': 'dep-6',
        'deployment-version': '6',
      })
      expect(warningsOf(result)).toEqual([])
      expect(plane.requestsOf('deploymentFqn').map(({ path }) => path)).toEqual([
        `/api/svc/v1/fqn/deployment?${new URLSearchParams({ fqn: `${FQN}:6` })}`,
      ])
      expect(Object.keys(triggerOf(plane)).sort()).toEqual(['deploymentId', 'metadata'])
    }),
  )

  story('headers for an access proxy go with every request, and their values are nowhere', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
      const result = await step({ headers: 'X-Access-Token: proxy-token-4711' })
      expect(result.outputs.conclusion).toBe('success')
      expect(plane.requests.filter(({ headers }) => headers['x-access-token'] !== 'proxy-token-4711')).toEqual([])
      expectNoSecret(result, 'proxy-token-4711')
    }),
  )

  story('a job that nobody knows by that FQN is `not_started`', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
      const result = await step({ 'application-id': '', 'application-fqn': 'aws-eu:research:other' })
      expect(result.outputs).toMatchObject({ conclusion: 'not_started', 'run-id': '' })
      expect(errorsOf(result)[0]).toContain('not found')
      expect(plane.requestsOf('trigger')).toHaveLength(0)
    }),
  )

  story('a deployment id is sent alone', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
      const { outputs } = await step({ 'deployment-id': 'dep-6' })
      expect(outputs).toMatchObject({ conclusion: 'success', 'deployment-id': 'dep-6', 'deployment-version': '6' })
      expect(Object.keys(triggerOf(plane)).sort()).toEqual(['deploymentId', 'metadata'])
    }),
  )

  story('a deployment id without its application works where the answer names it', () =>
    at(TRUEFOUNDRY, {}, async ({ step }) => {
      const result = await step({ 'application-id': '', 'deployment-id': 'dep-6' })
      expect(result.outputs).toMatchObject({ conclusion: 'success', 'application-id': 'app-train' })
      expect(warningsOf(result)).toEqual([expect.stringContaining('deployment-id')])
    }),
  )

  story('a Spark job gets its three fields', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
      const spark = { 'main-class': 'org.acme.Main', 'main-application-file': 's3://jars/a.jar', arguments: '--day 1' }
      await step({ 'application-id': 'app-spark', ...spark })
      const input = { mainClass: 'org.acme.Main', mainApplicationFile: 's3://jars/a.jar', arguments: '--day 1' }
      expect(triggerOf(plane)).toMatchObject({ applicationId: 'app-spark', input })
    }),
  )

  tellCommands(story)
  tellMaps(story)
  tellAliases(story)
  tellConnections(story)
}

function tellCommands(story: Teller): void {
  const commands: readonly (readonly [given: string, sent: string | readonly string[]])[] = [
    ['python train.py --lr 0.1', 'python train.py --lr 0.1'],
    ['["python", "train.py"]', ['python', 'train.py']],
    ['- python\n- 1.10\n- "a b"', ['python', '1.10', 'a b']],
    ['[ -f x ] && echo', '[ -f x ] && echo'],
  ]
  for (const [given, sent] of commands) {
    story(`the command ${JSON.stringify(given)} is sent as ${JSON.stringify(sent)}`, () =>
      at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
        expect((await step({ command: given, wait: 'false' })).conclusion).toBe('success')
        expect(triggerOf(plane)).toMatchObject({ input: { command: sent } })
      }),
    )
  }
}

function tellMaps(story: Teller): void {
  story('TrueFoundry gets every parameter as the string that was written', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
      const params = 'version: 1.10\nday: 2026-01-02\nyes: yes\nempty: ""\nquoted: "a: b"'
      await step({ params, wait: 'false' })
      const sent = { version: '1.10', day: '2026-01-02', yes: 'yes', empty: '', quoted: 'a: b' }
      expect(triggerOf(plane)).toMatchObject({ input: { params: sent } })
    }),
  )

  story('JSON numbers reach TrueFoundry as they were written too', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
      await step({ params: '{"version": 1.10, "on": true, "big": 12345678901234567890}', wait: 'false' })
      const sent = { version: '1.10', on: 'true', big: '12345678901234567890' }
      expect(triggerOf(plane)).toMatchObject({ input: { params: sent } })
    }),
  )

  story('Kubiya gets nested parameters, YAML scalars as written and typed overrides', () =>
    at(KUBIYA, {}, async ({ step, plane }) => {
      const params = 'env:\n  version: 1.10\n  list: [1, two]\nempty:'
      await step({ params, 'config-override': 'retries: 3\ndry: true\nname: "7"', wait: 'false' })
      expect(triggerOf(plane)).toEqual({
        parameters: { env: { version: '1.10', list: ['1', 'two'] }, empty: '' },
        config_override: { retries: 3, dry: true, name: '7' },
      })
    }),
  )

  story('Kubiya gets JSON parameters with their types', () =>
    at(KUBIYA, {}, async ({ step, plane }) => {
      await step({ params: '{"a": 1, "b": {"c": false}, "d": ["x"]}', wait: 'false' })
      expect(triggerOf(plane)).toMatchObject({ parameters: { a: 1, b: { c: false }, d: ['x'] } })
    }),
  )
}

function tellAliases(story: Teller): void {
  story('a given alias gets the identity of the step and a random suffix', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
      await Promise.all([1, 2].map(() => step({ 'run-name-alias': 'nightly', wait: 'false' })))
      const aliases = plane.runs.map(({ alias }) => alias)
      for (const alias of aliases) expect(alias).toMatch(/^nightly-[0-9a-z]{8}-[0-9a-z]{6}$/)
      expect(new Set(aliases).size).toBe(2)
      expect(new Set(aliases.map((alias) => alias?.slice(0, -6))).size).toBe(1)
    }),
  )

  story('without one, the alias names repository and job', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
      await step({ wait: 'false' }, { runnerEnv: { GITHUB_RUN_ATTEMPT: '4', GITHUB_JOB: 'deploy' } })
      expect(onlyRun(plane).alias).toMatch(/^octo-org-octo-repo-deploy-[0-9a-z]{8}-[0-9a-z]{6}$/)
    }),
  )
}

function tellConnections(story: Teller): void {
  story('a path prefix is kept, its trailing slashes are not', () =>
    at(TRUEFOUNDRY, { pathPrefix: '/plane/one' }, async ({ step, plane, url }) => {
      const { outputs } = await step({ 'base-url': `${url}//` })
      expect(outputs.conclusion).toBe('success')
      expect(outputs['run-url']).toBe(`${url}/deployments/app-train?tab=previousRuns`)
      for (const { path } of plane.requests) expect(path).toMatch(/^\/plane\/one\/api\/svc\/v1\//)
    }),
  )

  story('a bare host means https', () => {
    const tls = { key: pem('server.key'), cert: pem('server.pem') }
    return at(TRUEFOUNDRY, { tls }, async ({ step, url }) => {
      const env = { NODE_EXTRA_CA_CERTS: fileURLToPath(new URL('authority.pem', TLS)) }
      const result = await step({ 'base-url': url.replace('https://', '') }, { env })
      expect(result.outputs).toMatchObject({ conclusion: 'success', 'run-url': expect.stringContaining(url) })
    })
  })

  story('a key from a file, with a line end behind it, is the key', () =>
    at(TRUEFOUNDRY, {}, async ({ step }) => {
      expect((await step({ 'api-key': `${KEY}\n` })).outputs.conclusion).toBe('success')
    }),
  )

  story('TrueFoundry is found by TFY_HOST and TFY_API_KEY', () =>
    at(TRUEFOUNDRY, {}, async ({ step, url }) => {
      const env = { TFY_HOST: url, TFY_API_KEY: KEY }
      expect((await step(NO_CONNECTION, { env })).outputs.conclusion).toBe('success')
    }),
  )

  const variables = ['KUBIYA_CONTROL_PLANE_BASE_URL', 'CONTROL_PLANE_GATEWAY_URL', 'CONTROL_PLANE_URL']
  for (const [index, variable] of variables.entries()) {
    story(`Kubiya is found by ${variable}, which goes before those after it`, () =>
      at(KUBIYA, {}, async ({ step, url }) => {
        const later = variables.slice(index + 1).map((name) => [name, 'http://127.0.0.1:9'] as const)
        const env = { [variable]: url, ...Object.fromEntries(later), KUBIYA_API_KEY: KEY }
        expect((await step(NO_CONNECTION, { env })).outputs.conclusion).toBe('success')
      }),
    )
  }

  story('inputs go before the environment', () =>
    at(TRUEFOUNDRY, {}, async ({ step }) => {
      const env = { TFY_HOST: 'http://127.0.0.1:9', TFY_API_KEY: 'another-key' }
      expect((await step({}, { env })).outputs.conclusion).toBe('success')
    }),
  )

  story('every request carries the key as a bearer token', () =>
    at(KUBIYA, {}, async ({ step, plane }) => {
      await step()
      for (const { headers } of plane.requests) expect(headers.authorization).toBe(`Bearer ${KEY}`)
    }),
  )
}

function triggerOf(plane: Site['plane']): object {
  const [trigger, ...others] = plane.requestsOf('trigger')
  expect(others).toEqual([])
  expect(trigger?.headers['content-type']).toContain('application/json')
  if (typeof trigger?.body !== 'object' || trigger.body === null)
    throw new Error('no trigger with a JSON object came in')
  return trigger.body
}
