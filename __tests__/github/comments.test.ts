import { afterEach, describe, expect, it } from '@jest/globals'
import { JOB_TOKEN, type SimulatedGithub } from '../../sandbox/github/simulator.ts'
import { type Draft, keepComment } from '../../src/github/comments.ts'
import { writeMarker } from '../../src/github/marker.ts'
import { closeSites, patient, SHA, startSite, TOKEN } from './site.ts'

afterEach(closeSites)

const KEY = '1'.repeat(32)
const OTHER_SHA = 'c'.repeat(40)
const PULL = 7
const BOT = 'github-actions[bot]'

function draft({ runId = 20, sha = SHA, text = 'result', mayCreate = true, key = KEY } = {}): Draft {
  const marker = { key, runId, sha }
  return { marker, body: `${writeMarker(marker)}\n${text}`, mayCreate }
}

const bodies = (github: SimulatedGithub) => github.comments.map(({ body }) => body)

describe('a comment on a pull request', () => {
  it('is made once and then kept up to date', async () => {
    const { api, github } = await startSite()
    const [first, second] = [draft({ text: 'failed' }), draft({ runId: 21, text: 'succeeded' })]
    expect(await keepComment(api, PULL, first, patient)).toEqual({ kind: 'good', value: 'created' })
    expect(await keepComment(api, PULL, second, patient)).toEqual({ kind: 'good', value: 'updated' })
    expect(github.comments).toMatchObject([{ pull: PULL, author: BOT, body: second.body }])
  })

  it('is found on a later page', async () => {
    const { api, github } = await startSite()
    for (let count = 0; count < 230; count++) github.addComment(PULL, 'somebody', 'talk')
    const own = github.addComment(PULL, BOT, draft({ runId: 19 }).body)
    for (let count = 0; count < 120; count++) github.addComment(PULL, 'somebody', 'more talk')
    expect(await keepComment(api, PULL, draft(), patient)).toMatchObject({ value: 'updated' })
    expect(own.body).toBe(draft().body)
    expect(github.requestsOf('list')).toHaveLength(3)
    expect(github.requestsOf('create')).toEqual([])
  })

  it('is not made where there is nothing to tell, but an old one is set right', async () => {
    const { api, github } = await startSite()
    expect(await keepComment(api, PULL, draft({ mayCreate: false }), patient)).toMatchObject({ value: 'none' })
    expect(github.comments).toEqual([])
    github.addComment(PULL, BOT, draft({ runId: 19, text: 'failed' }).body)
    const fine = draft({ mayCreate: false, text: 'fine now' })
    expect(await keepComment(api, PULL, fine, patient)).toMatchObject({ value: 'updated' })
    expect(bodies(github)).toEqual([fine.body])
  })

  it.each(['mallory', 'github-actions', 'other-app[bot]', ''])(
    'is never another one with our marker, written by %j',
    async (author) => {
      const { api, github } = await startSite()
      const forged = github.addComment(PULL, author, draft({ text: 'forged' }).body)
      expect(await keepComment(api, PULL, draft(), patient)).toMatchObject({ value: 'created' })
      expect(forged.body).toBe(draft({ text: 'forged' }).body)
      expect(github.comments).toHaveLength(2)
    },
  )

  it('is never one of ours that only quotes the marker, nor one of another step', async () => {
    const { api, github } = await startSite()
    const quoting = github.addComment(PULL, BOT, `Somebody said:\n${draft({ text: 'x' }).body}`)
    const other = github.addComment(PULL, BOT, draft({ key: '2'.repeat(32) }).body)
    const before = [quoting.body, other.body]
    await keepComment(api, PULL, draft(), patient)
    expect([quoting.body, other.body]).toEqual(before)
    expect(github.comments).toHaveLength(3)
  })

  it('is left alone, and none is made, while GitHub does not tell whose it is', async () => {
    const { api, github } = await startSite()
    github.addComment(PULL, BOT, draft({ runId: 19 }).body)
    github.faults.push({ operation: 'graphql', fault: { kind: 'status', status: 502 } })
    const reply = await keepComment(api, PULL, draft(), patient)
    expect(reply).toMatchObject({ kind: 'failed', message: expect.stringContaining('whether it is ours') })
    expect(bodies(github)).toEqual([draft({ runId: 19 }).body])
  })

  it('asks who we are only if there is a comment to judge', async () => {
    const { api, github } = await startSite()
    github.addComment(PULL, 'somebody', 'talk')
    await keepComment(api, PULL, draft({ mayCreate: false }), patient)
    expect(github.requestsOf('graphql')).toEqual([])
  })

  it('works with a token of a person, too', async () => {
    const { api, github } = await startSite({ tokens: { [TOKEN]: { ...JOB_TOKEN, login: 'Octocat', kind: 'user' } } })
    const own = github.addComment(PULL, 'octocat', draft({ runId: 19 }).body)
    github.addComment(PULL, BOT, draft({ runId: 18 }).body)
    await keepComment(api, PULL, draft(), patient)
    expect(own.body).toBe(draft().body)
    expect(github.comments).toHaveLength(2)
  })

  it('needs the permission to write', async () => {
    const { api } = await startSite({ tokens: { [TOKEN]: { ...JOB_TOKEN, pullRequests: 'read' } } })
    expect(await keepComment(api, PULL, draft(), patient)).toMatchObject({ kind: 'failed', cause: 'not_allowed' })
  })
})

describe('runs that comment beside each other', () => {
  it('leave the later commit told of, though the earlier one ends last', async () => {
    const { api, github } = await startSite()
    const later = draft({ runId: 21, sha: OTHER_SHA, text: 'later' })
    await keepComment(api, PULL, later, patient)
    expect(await keepComment(api, PULL, draft({ runId: 20 }), patient)).toMatchObject({ value: 'newer' })
    expect(bodies(github)).toEqual([later.body])
  })

  it('of one commit are told in the order in which they end', async () => {
    const { api, github } = await startSite()
    await keepComment(api, PULL, draft({ runId: 21 }), patient)
    await keepComment(api, PULL, draft({ runId: 20, text: 're-run' }), patient)
    expect(bodies(github)).toEqual([draft({ runId: 20, text: 're-run' }).body])
  })

  it('and both find no comment end with one, the later run’s', async () => {
    const { api, github } = await startSite()
    const drafts = [draft({ runId: 20 }), draft({ runId: 21, sha: OTHER_SHA })] as const
    await Promise.all(drafts.map((each) => keepComment(api, PULL, each, patient)))
    expect(bodies(github)).toEqual([drafts[1].body])
  })

  it.each([19, 21])('and come between our look and our comment (run %i) leave one', async (runId) => {
    const other = draft({ runId, sha: OTHER_SHA })
    const { api, github } = await startSite({
      after: (operation, site) => {
        if (operation === 'list' && site.requestsOf('list').length === 1) site.addComment(PULL, BOT, other.body)
      },
    })
    expect(await keepComment(api, PULL, draft(), patient)).toMatchObject({ kind: 'good' })
    expect(bodies(github)).toEqual([runId < 20 ? draft().body : other.body])
  })

  it('and were cut off with two comments left are tidied up after: the latest stays', async () => {
    const { api, github } = await startSite()
    const latest = draft({ runId: 22, sha: OTHER_SHA })
    github.addComment(PULL, BOT, draft({ runId: 18 }).body)
    github.addComment(PULL, BOT, latest.body)
    expect(await keepComment(api, PULL, draft(), patient)).toMatchObject({ value: 'newer' })
    expect(bodies(github)).toEqual([latest.body])
  })

  it('and delete a comment that we are about to update lead to a new one', async () => {
    const { api, github } = await startSite({
      after: (operation, site) => {
        if (operation === 'graphql') site.comments = []
      },
    })
    github.addComment(PULL, BOT, draft({ runId: 19 }).body)
    expect(await keepComment(api, PULL, draft(), patient)).toMatchObject({ value: 'created' })
    expect(bodies(github)).toEqual([draft().body])
  })

  it('and a comment whose making was not confirmed is found again', async () => {
    const { api, github } = await startSite()
    github.faults.push({ operation: 'create', times: 1, fault: { kind: 'reset', applied: true } })
    expect(await keepComment(api, PULL, draft(), patient)).toMatchObject({ kind: 'failed', cause: 'unavailable' })
    expect(await keepComment(api, PULL, draft(), patient)).toMatchObject({ value: 'updated' })
    expect(bodies(github)).toEqual([draft().body])
  })
})
