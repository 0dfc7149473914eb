import { describe, expect, it } from '@jest/globals'
import { readEvent } from '../../src/github/event.ts'

const MERGE = 'a'.repeat(40)
const HEAD = 'b'.repeat(40)

const on = (name: string, payload: unknown, sha = MERGE) =>
  readEvent({ GITHUB_EVENT_NAME: name, GITHUB_SHA: sha }, payload)

describe('the commit that a status goes to', () => {
  it.each(['pull_request', 'pull_request_target', 'pull_request_review'])(
    'is the head of the pull request on %s, not the commit the runner checks out',
    (name) => {
      const event = on(name, { pull_request: { number: 7, head: { sha: HEAD }, merge_commit_sha: MERGE } })
      expect(event).toEqual({ sha: HEAD, pull: { kind: 'number', number: 7 } })
    },
  )

  it.each(['push', 'schedule', 'workflow_dispatch', 'merge_group', 'deployment', 'release'])(
    "is the event's own on %s, which is about no pull request",
    (name) => {
      expect(on(name, {})).toEqual({ sha: MERGE, pull: { kind: 'none' } })
    },
  )

  it('is the one that the finished workflow ran on, not the tip of the default branch', () => {
    expect(on('workflow_run', { workflow_run: { head_sha: HEAD } }).sha).toBe(HEAD)
  })

  it.each([undefined, null, 'text', { pull_request: { number: '7', head: { sha: HEAD } } }, { pull_request: null }])(
    'is taken from the runner where the payload %j is not as documented',
    (payload) => {
      expect(on('pull_request', payload)).toEqual({ sha: MERGE, pull: { kind: 'none' } })
    },
  )

  it.each(['', 'main', '../../etc', `${HEAD}/..`])('is never %j, which is no commit', (sha) => {
    expect(on('push', {}, sha).sha).toBeUndefined()
    expect(on('workflow_run', { workflow_run: { head_sha: sha } }).sha).toBeUndefined()
  })
})

describe('the pull request that a comment goes to', () => {
  it('is the one that was commented on, but no plain issue', () => {
    const issue = { number: 12, pull_request: { url: 'https://api.github.com/repos/o/r/pulls/12' } }
    expect(on('issue_comment', { issue }).pull).toEqual({ kind: 'number', number: 12 })
    expect(on('issue_comment', { issue: { number: 12 } }).pull).toEqual({ kind: 'none' })
  })

  it('is looked for by its head on workflow_run, whatever pull requests the payload lists', () => {
    const payload = {
      workflow_run: {
        head_sha: HEAD,
        head_branch: 'fix',
        head_repository: { full_name: 'fork/repo', owner: { login: 'fork' } },
        pull_requests: [{ number: 99, head: { sha: HEAD } }],
      },
    }
    const head = { sha: HEAD, branch: 'fix', repository: 'fork/repo', owner: 'fork' }
    expect(on('workflow_run', payload).pull).toEqual({ kind: 'by_head', head })
  })

  it('is nowhere to be found when the fork of a workflow_run is gone', () => {
    const workflow_run = { head_sha: HEAD, head_branch: 'fix', head_repository: null }
    expect(on('workflow_run', { workflow_run })).toEqual({ sha: HEAD, pull: { kind: 'none' } })
  })
})
