/** `pr-comment`: one comment on the pull request, kept up to date, and nobody else's touched. */

import { expect } from '@jest/globals'
import { HOSTILE_LINES } from '../../../sandbox/control-plane/scenarios.ts'
import type { SimulatedGithub } from '../../../sandbox/github/simulator.ts'
import { pageOf } from '../../summary/rendered.ts'
import { isTerminated, onlyRun, warningsOf } from '../promises.ts'
import { endsAs, HOSTS, type Host, neverEnds, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'
import { expectCancelled } from './cancel.ts'
import { atGithub, HEAD_SHA, PULL, PUSH_EVENT, REPOSITORY, tokenThatMayOnlyRead } from './github.ts'

const ALWAYS = { 'pr-comment': 'always' }
const ON_FAILURE = { 'pr-comment': 'failure' }
const BOT = 'github-actions[bot]'
const WORKFLOW_RUN_EVENT = {
  name: 'workflow_run',
  payload: {
    workflow_run: {
      head_sha: HEAD_SHA,
      head_branch: 'feature',
      head_repository: { full_name: REPOSITORY, owner: { login: 'octo-org' } },
    },
  },
}
const HEAD = { headSha: HEAD_SHA, headBranch: 'feature', headRepository: REPOSITORY }

export function tellPrComment(story: Teller): void {
  for (const host of HOSTS) tellOf(host, story)
  tellWhose(story)
  tellWhere(story)
  tellTrouble(story)
}

function tellOf(host: Host, story: Teller): void {
  const { name, ends } = host

  story(`${name}: the comment tells verdict, status, run and link, and nothing that is not for everybody`, () => {
    const logs = [{ afterMs: 0, log: 'a log line' }]
    const behaviour = { ...endsAs(host, 'failure', 600), error: 'no data', response: 'a result', logs }
    return atGithub(host, { behaviour }, async ({ step, github }) => {
      const result = await step({ ...ALWAYS, params: 'token: hunter2' })
      expect(result.outputs.conclusion).toBe('failure')
      const body = onlyComment(github)
      const page = pageOf(body)
      expect(page.texts('h3')).toEqual([expect.stringContaining(`Failed: ${name}`)])
      expect(page.texts('code')).toEqual(expect.arrayContaining([host.firstRun, ends.failure, HEAD_SHA]))
      expect(page.links).toContain(new URL(result.outputs['run-url'] ?? '').href)
      expect(JSON.stringify(github.requests)).not.toMatch(/hunter2|no data|a result|a log line/)
      expect(warningsOf(result)).toEqual([])
    })
  })

  story(`${name}: hostile names and statuses are text in the comment`, () => {
    const behaviour = {
      ...endsAs(host, 'failure', 600),
      name: '`|<b>*x*@octocat](//x)',
      error: HOSTILE_LINES.join('\n'),
    }
    return atGithub(host, { behaviour }, async ({ step, github }) => {
      await step(ALWAYS)
      const page = pageOf(onlyComment(github))
      const elements = new Set(page.elements.map(({ localName }) => localName))
      expect(['h3', 'ul', 'li', 'a', 'code', 'p']).toEqual(expect.arrayContaining([...elements]))
      expect(page.texts('h3 code')).toEqual([behaviour.name])
      expect(page.exposed).not.toContain('octocat')
    })
  })

  story(`${name}: with \`failure\` a success makes no comment, and a cancelled step does`, () =>
    atGithub(host, { behaviour: neverEnds(host) }, async ({ step, plane, github, when }) => {
      plane.queue(host.jobId, endsAs(host, 'success'))
      expect((await step(ON_FAILURE)).outputs.conclusion).toBe('success')
      expect(github.comments).toEqual([])
      await step(ON_FAILURE, { cancelOn: when('status', 2) })
      expect(onlyComment(github)).toContain('Cancelled')
    }),
  )
}

function tellWhose(story: Teller): void {
  story('the next run brings the comment up to date, with `failure` too where all is well again', () =>
    atGithub(TRUEFOUNDRY, {}, async ({ step, plane, github }) => {
      plane.queue('app-train', endsAs(TRUEFOUNDRY, 'failure'))
      await step(ON_FAILURE)
      expect(onlyComment(github)).toContain('Failed')
      await step(ON_FAILURE)
      expect(onlyComment(github)).toContain('Succeeded')
    }),
  )

  story('a comment by somebody else is left alone, though it carries our marker', () =>
    atGithub(TRUEFOUNDRY, {}, async ({ step, github }) => {
      await step(ALWAYS)
      const stolen = `${onlyComment(github)}\nI am the build.`
      github.comments = []
      github.addComment(PULL, 'mallory', stolen)
      await step(ALWAYS)
      await step(ALWAYS)
      expect(github.comments.map(({ author }) => author)).toEqual(['mallory', BOT])
      expect(github.comments[0]?.body).toBe(stolen)
      expect(github.requestsOf('delete')).toEqual([])
    }),
  )

  story('other comments of the same author are left alone, and the one of this step is found behind them', () =>
    atGithub(TRUEFOUNDRY, {}, async ({ step, github }) => {
      for (let index = 0; index < 120; index += 1) github.addComment(PULL, BOT, `another ${index}`)
      await step(ALWAYS)
      await step(ALWAYS)
      expect(github.comments).toHaveLength(121)
      expect(github.requestsOf('create')).toHaveLength(1)
      expect(github.comments.filter(({ body }) => /^another \d+$/.test(body))).toHaveLength(120)
    }),
  )
}

function tellWhere(story: Teller): void {
  story('after another workflow the comment goes to the one open pull request with its head', () =>
    atGithub(
      TRUEFOUNDRY,
      {
        github: {
          pulls: [
            { number: 11, ...HEAD },
            { number: 12, ...HEAD, state: 'closed' },
          ],
        },
      },
      async ({ step, github }) => {
        await step(ALWAYS, { event: WORKFLOW_RUN_EVENT })
        expect(github.comments.map(({ pull }) => pull)).toEqual([11])
      },
    ),
  )

  const unclear = [
    [
      'two pull requests',
      [
        { number: 11, ...HEAD },
        { number: 12, ...HEAD },
      ],
    ],
    ['none', [{ number: 11, ...HEAD, headRepository: 'mallory/octo-repo' }]],
  ] as const
  for (const [what, pulls] of unclear) {
    story(`where ${what} could be meant, nothing is written, and one warning says so`, () =>
      atGithub(TRUEFOUNDRY, { github: { pulls } }, async ({ step, github }) => {
        const result = await step(ALWAYS, { event: WORKFLOW_RUN_EVENT })
        expect(result.outputs.conclusion).toBe('success')
        expect(github.comments).toEqual([])
        expect(warningsOf(result)).toEqual([expect.stringContaining('pull request')])
      }),
    )
  }

  story('a push is about no pull request, which is nothing to warn of', () =>
    atGithub(TRUEFOUNDRY, {}, async ({ step, github }) => {
      const result = await step(ALWAYS, { event: PUSH_EVENT })
      expect(result).toMatchObject({ outputs: { conclusion: 'success' }, annotations: [] })
      expect(github.requests).toEqual([])
    }),
  )

  story('a comment and a status go together', () =>
    atGithub(TRUEFOUNDRY, {}, async ({ step, github }) => {
      await step({ ...ALWAYS, 'commit-status': 'jobs/train' })
      expect(github.statuses.map(({ state }) => state)).toEqual(['pending', 'success'])
      expect(onlyComment(github)).toContain('Succeeded')
    }),
  )
}

function tellTrouble(story: Teller): void {
  story('a token that may not do this is one warning that names the permission, and the verdict stands', () =>
    atGithub(TRUEFOUNDRY, { github: tokenThatMayOnlyRead() }, async ({ step, github }) => {
      const result = await step(ALWAYS)
      expect(result).toMatchObject({ conclusion: 'success', outputs: { conclusion: 'success' } })
      expect(warningsOf(result)).toEqual([expect.stringContaining('pull-requests: write')])
      expect(github.requestsOf('create')).toHaveLength(1)
    }),
  )

  story("GitHub's rate limit is one warning, and the verdict stands", () =>
    atGithub(
      TRUEFOUNDRY,
      { githubFaults: [{ operation: 'list', fault: { kind: 'rate-limit' } }] },
      async ({ step, github }) => {
        const result = await step(ALWAYS)
        expect(result.outputs.conclusion).toBe('success')
        expect(warningsOf(result)).toEqual([expect.stringContaining('rate limit')])
        expect(github.requests).toHaveLength(1)
      },
    ),
  )

  story('a GitHub that hangs does not delay a cancel beyond 7 s', () =>
    atGithub(
      TRUEFOUNDRY,
      { behaviour: neverEnds(TRUEFOUNDRY), githubFaults: [{ operation: 'list', fault: { kind: 'hang' } }] },
      async ({ step, plane, when }) => {
        const result = await step(ALWAYS, { cancelOn: when('status', 2) })
        expectCancelled(result, 'train-0001')
        expect(isTerminated(onlyRun(plane))).toBe(true)
        expect(warningsOf(result)).toHaveLength(1)
        expect(result.rawSummary).toContain('Cancelled')
      },
    ),
  )

  story('an answer that is lost on its way leaves one comment', () =>
    atGithub(
      TRUEFOUNDRY,
      { githubFaults: [{ operation: 'create', nth: 1, times: 1, fault: { kind: 'reset', applied: true } }] },
      async ({ step, github }) => {
        const result = await step(ALWAYS)
        expect(onlyComment(github)).toContain('Succeeded')
        expect(warningsOf(result)).toEqual([])
      },
    ),
  )
}

/** The body of the one comment that there is: on the pull request, by the job's own token. */
function onlyComment(github: SimulatedGithub): string {
  expect(github.comments).toMatchObject([{ pull: PULL, author: BOT }])
  return github.comments[0]?.body ?? ''
}
