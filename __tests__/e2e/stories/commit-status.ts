/** `commit-status`: pending while the run goes, then its verdict, on the commit that people look at. */

import { createServer as createSecureServer } from 'node:https'
import { expect } from '@jest/globals'
import { errorsOf, expectMessage, isTerminated, onlyRun, warningsOf } from '../promises.ts'
import { at, endsAs, HOSTS, type Host, neverEnds, pem, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'
import { expectCancelled, onTrigger } from './cancel.ts'
import { atGithub, EVENT_SHA, HEAD_SHA, killedOn, PUSH_EVENT, TOKEN, tokenThatMayOnlyRead } from './github.ts'

const CONTEXT = 'jobs/train'
const INPUTS = { 'commit-status': CONTEXT }
const WORKFLOW_RUN = 'https://github.com/octo-org/octo-repo/actions/runs/1658821493/job/48019357221'

export function tellCommitStatus(story: Teller): void {
  for (const host of HOSTS) tellVerdicts(host, story)
  tellPlaces(story)
  tellCutOff(story)
  tellTrouble(story)
}

function tellVerdicts(host: Host, story: Teller): void {
  const { name } = host
  const ends = [
    ['success', 'success'],
    ['failure', 'failure'],
    ['terminated', 'failure'],
  ] as const
  for (const [end, state] of ends) {
    story(
      `${name}: a run that ends as ${host.ends[end]} sets pending, then ${state}, with the run's name and link`,
      () =>
        atGithub(
          host,
          { behaviour: { ...endsAs(host, end, 900), error: 'no data', response: 'a result' } },
          async ({ step, github }) => {
            const result = await step({ ...INPUTS, params: 'token: hunter2' })
            expect(result).toMatchObject({ outputs: { conclusion: end }, state: { status: '' } })
            const link = new URL(result.outputs['run-url'] ?? '').href
            const common = { sha: HEAD_SHA, context: CONTEXT, targetUrl: link }
            expect(github.statuses).toMatchObject([
              { ...common, state: 'pending', description: expect.stringContaining(host.firstRun) },
              { ...common, state, description: expect.stringContaining(host.firstRun) },
            ])
            expect(JSON.stringify(github.requests)).not.toMatch(/hunter2|no data|a result/)
            expect(warningsOf(result)).toEqual([])
            expect(result.post.rawStdout).toBe('')
          },
        ),
    )
  }

  story(`${name}: a step that times out sets error`, () =>
    atGithub(host, { behaviour: neverEnds(host) }, async ({ step, github }) => {
      await step({ ...INPUTS, timeout: '2s' })
      expect(github.statuses.map(({ state }) => state)).toEqual(['pending', 'error'])
      expect(github.statuses.at(-1)?.description).toContain('Timed out after 2')
    }),
  )

  story(`${name}: a step that is cancelled sets error, and post has nothing left to do`, () =>
    atGithub(host, { behaviour: neverEnds(host) }, async ({ step, github, when }) => {
      const result = await step(INPUTS, { cancelOn: when('status', 2) })
      expectCancelled(result, host.firstRun)
      expect(github.statuses.map(({ state }) => state)).toEqual(['pending', 'error'])
      expect(result.post.rawStdout).toBe('')
    }),
  )

  story(`${name}: the longest of names leaves a description that GitHub takes`, () => {
    const behaviour = { ...endsAs(host, 'failure', 600), name: `${'é'.repeat(150)}🚀${'n'.repeat(49)}` }
    // Kubiya's own server has UUIDs alone; whatever else a name may be, it is cut.
    return atGithub(host, { behaviour, kubiyaServer: 'older' }, async ({ step, github }) => {
      const result = await step(INPUTS)
      expect(github.statuses.map(({ state }) => state)).toEqual(['pending', 'failure'])
      for (const { description } of github.statuses) expect(description?.length).toBeLessThanOrEqual(140)
      expect(warningsOf(result)).toEqual([])
    })
  })
}

function tellPlaces(story: Teller): void {
  story('on a push the status goes to the commit that was pushed', () =>
    atGithub(TRUEFOUNDRY, {}, async ({ step, github }) => {
      await step(INPUTS, { event: PUSH_EVENT })
      expect(github.statuses.map(({ sha }) => sha)).toEqual([EVENT_SHA, EVENT_SHA])
    }),
  )

  story('GitHub Enterprise Server is spoken to at its own address', () =>
    atGithub(TRUEFOUNDRY, { prefix: '/api/v3' }, async ({ step, github }) => {
      await step(INPUTS)
      expect(github.statuses.map(({ state }) => state)).toEqual(['pending', 'success'])
    }),
  )

  story('a trigger that is refused sets error, with a link to the run of the workflow', () =>
    atGithub(TRUEFOUNDRY, { faults: [onTrigger({ kind: 'status', status: 403 })] }, async ({ step, github }) => {
      expect((await step(INPUTS)).outputs.conclusion).toBe('not_started')
      expect(github.statuses).toMatchObject([{ state: 'error', sha: HEAD_SHA, targetUrl: WORKFLOW_RUN }])
    }),
  )

  story('it can not be asked for with `wait: false`, and nothing is sent to anybody', () =>
    atGithub(TRUEFOUNDRY, {}, async ({ step, plane, github }) => {
      const result = await step({ ...INPUTS, wait: 'false' })
      expect(result.outputs.conclusion).toBe('not_started')
      expectMessage(result, ['commit-status', 'wait'])
      expect([...plane.requests, ...github.requests]).toEqual([])
    }),
  )

  story('nothing is sent to GitHub that nobody asked for, whatever happens', () =>
    atGithub(TRUEFOUNDRY, { behaviour: endsAs(TRUEFOUNDRY, 'failure') }, async ({ step, when, github }) => {
      const ends = when('status', 2)
      await Promise.all([step(), step({ timeout: 'soon' }), step({ wait: 'false' })])
      await step({}, killedOn(ends))
      expect(github.requests).toEqual([])
    }),
  )
}

function tellCutOff(story: Teller): void {
  for (const host of HOSTS) {
    story(`${host.name}: where main was killed, post sets error, so that no check stays pending`, () =>
      atGithub(host, { behaviour: neverEnds(host) }, async ({ step, plane, github, when }) => {
        const result = await step(INPUTS, killedOn(when('status', 2)))
        expect(result.signal).toBe('SIGKILL')
        expect(github.statuses).toMatchObject([
          { state: 'pending' },
          { state: 'error', sha: HEAD_SHA, context: CONTEXT, description: expect.stringContaining(host.firstRun) },
        ])
        expect(isTerminated(onlyRun(plane))).toBe(true)
        expect(warningsOf(result.post)).toEqual([])
      }),
    )
  }

  story('in a container job, where main hears of no cancel, post sets error too', () =>
    atGithub(TRUEFOUNDRY, { behaviour: neverEnds(TRUEFOUNDRY) }, async ({ step, github, when }) => {
      await step(INPUTS, { container: true, cancelOn: when('status', 2) })
      expect(github.statuses.map(({ state }) => state)).toEqual(['pending', 'error'])
    }),
  )

  story('a verdict that GitHub did not take in time is set by post as it was', () =>
    atGithub(
      TRUEFOUNDRY,
      { githubFaults: [{ operation: 'status', nth: 2, times: 2, fault: { kind: 'hang' } }] },
      async ({ step, github }) => {
        const result = await step(INPUTS)
        expect(result.outputs.conclusion).toBe('success')
        expect(github.statuses.map(({ state }) => state)).toEqual(['pending', 'success'])
        expect(result.post.log).toContain('is set: success')
        expect([...warningsOf(result), ...warningsOf(result.post)]).toEqual([])
      },
    ),
  )

  story('post sends to no other GitHub than main did', () =>
    atGithub(TRUEFOUNDRY, { behaviour: neverEnds(TRUEFOUNDRY) }, async ({ step, github, when }) => {
      const postEnv = { GITHUB_API_URL: 'http://127.0.0.1:9' }
      const result = await step(INPUTS, { ...killedOn(when('status', 2)), postEnv })
      expect(github.statuses.map(({ state }) => state)).toEqual(['pending'])
      expect(warningsOf(result.post)).toEqual([expect.stringContaining(CONTEXT)])
    }),
  )
}

function tellTrouble(story: Teller): void {
  story('NODE_TLS_REJECT_UNAUTHORIZED=0 gives GitHub’s token to no server whose certificate does not verify', () =>
    at(TRUEFOUNDRY, {}, async ({ step }) => {
      const requests: string[] = []
      const tls = { key: pem('server.key'), cert: pem('self-signed.pem') }
      const server = createSecureServer(tls, ({ headers }, response) => {
        requests.push(headers.authorization ?? '')
        response.writeHead(201).end('{}')
      })
      const port = await new Promise<number>((resolve) => {
        server.listen(0, '127.0.0.1', () => {
          const address = server.address()
          resolve(typeof address === 'object' && address !== null ? address.port : 0)
        })
      })
      const runnerEnv = { GITHUB_API_URL: `https://127.0.0.1:${port}`, GITHUB_SHA: EVENT_SHA }
      const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
      const result = await step(INPUTS, { githubToken: TOKEN, event: PUSH_EVENT, env, runnerEnv })
      server.close()
      expect(result.outputs.conclusion).toBe('success')
      expect(requests).toEqual([])
      expect(warningsOf(result).join()).toMatch(/could not be set.*DEPTH_ZERO_SELF_SIGNED_CERT/)
    }),
  )

  story('a token that may not do this is one warning that names the permission, and the verdict stands', () =>
    atGithub(TRUEFOUNDRY, { github: tokenThatMayOnlyRead() }, async ({ step, github }) => {
      const result = await step(INPUTS)
      expect(result.outputs.conclusion).toBe('success')
      expect(warningsOf(result)).toEqual([expect.stringContaining('statuses: write')])
      expect(github.requestsOf('status')).toHaveLength(1)
      expect(result.post.rawStdout).toBe('')
    }),
  )

  story('a token that GitHub does not know is one warning, and is not shown', () =>
    atGithub(TRUEFOUNDRY, { behaviour: endsAs(TRUEFOUNDRY, 'failure') }, async ({ step }) => {
      const result = await step({ ...INPUTS, 'github-token': 'ghp_expired' })
      expect(result.outputs.conclusion).toBe('failure')
      expect([...warningsOf(result), ...warningsOf(result.post)]).toHaveLength(1)
      expect(result.masks).toContain('ghp_expired')
    }),
  )

  for (const kind of ['rate-limit', 'secondary-limit'] as const) {
    story(`GitHub's limit (${kind}) is one warning in all, and the verdict stands`, () =>
      atGithub(TRUEFOUNDRY, { githubFaults: [{ operation: 'status', fault: { kind } }] }, async ({ step, github }) => {
        const result = await step(INPUTS)
        expect(result).toMatchObject({ conclusion: 'success', outputs: { conclusion: 'success' } })
        expect([...warningsOf(result), ...warningsOf(result.post)]).toEqual([expect.stringContaining(CONTEXT)])
        expect(github.requestsOf('status').length).toBeLessThanOrEqual(3)
        expect(result.timing.durationMs).toBeLessThan(9000)
      }),
    )
  }

  story.long('a GitHub that hangs delays neither the verdict by much nor a cancel beyond 7 s', () =>
    atGithub(
      TRUEFOUNDRY,
      { githubFaults: [{ operation: 'status', fault: { kind: 'hang' } }] },
      async ({ step, plane, when }) => {
        plane.queue('app-train', endsAs(TRUEFOUNDRY, 'failure'), neverEnds(TRUEFOUNDRY))
        const failed = await step(INPUTS)
        expect(errorsOf(failed)).toHaveLength(1)
        // Up to 10 s for the end of the log, and 5 s for GitHub, side by side with nothing else.
        expect(failed.timing.durationMs).toBeLessThan(20_000)
        const cancelled = await step(INPUTS, { cancelOn: when('status', 2) })
        expectCancelled(cancelled, 'train-0002')
        expect(plane.runs.map(isTerminated)).toEqual([false, true])
        for (const { post } of [failed, cancelled]) {
          expect(warningsOf(post)).toEqual([expect.stringContaining(CONTEXT)])
        }
      },
    ),
  )

  story('a GitHub that is down for a moment is asked again', () =>
    atGithub(
      TRUEFOUNDRY,
      { githubFaults: [{ operation: 'status', nth: 2, times: 1, fault: { kind: 'reset' } }] },
      async ({ step, github }) => {
        const result = await step(INPUTS)
        expect(github.statuses.map(({ state }) => state)).toEqual(['pending', 'success'])
        expect(warningsOf(result)).toEqual([])
      },
    ),
  )

  story('a GitHub that can not be reached at all is one warning, and the verdict stands', () =>
    at(TRUEFOUNDRY, {}, async ({ step }) => {
      const result = await step(INPUTS, { runnerEnv: { GITHUB_API_URL: 'http://127.0.0.1:9' } })
      expect(result).toMatchObject({ conclusion: 'success', outputs: { conclusion: 'success' } })
      expect([...warningsOf(result), ...warningsOf(result.post)]).toHaveLength(1)
    }),
  )
}
