/** Pull requests, and runs that are there already. */

import assert from 'node:assert/strict'
import { FAILS } from '../jobs.ts'
import { REPOSITORY } from '../repository.ts'
import type { Story } from './story.ts'

const HEAD = '5f0c1d2e3b4a59687786950a1b2c3d4e5f607182'

const pullRequest: Story = {
  title: 'evaluate-pull-request.yml: the head commit gets the status and the pull request one comment',
  setup: { runs: { evaluate: FAILS } },
  tell: async (site) => {
    const owner = { full_name: REPOSITORY }
    const head = { sha: HEAD, ref: 'feature', repo: owner }
    const payload = {
      action: 'opened',
      number: 7,
      pull_request: { number: 7, head, base: { ref: 'main', repo: owner } },
    }
    const record = await site.run('evaluate-pull-request.yml', { event: 'pull_request', payload })
    assert.equal(record.exitCode, 1)
    const statuses = site.github.statuses.map(({ sha, context, state }) => [sha, context, state])
    assert.deepEqual(statuses, [
      [HEAD, 'jobs/evaluate', 'pending'],
      [HEAD, 'jobs/evaluate', 'failure'],
    ])
    assert.deepEqual(
      site.github.comments.map(({ pull }) => pull),
      [7],
    )
    assert.match(site.github.comments[0]?.body ?? '', /FAILED/)
    assert.deepEqual(site.plane.runs[0]?.input, { params: { commit: HEAD } })
  },
}

const fork: Story = {
  title: 'evaluate-pull-request.yml: nothing is started for a pull request from a fork',
  tell: async (site) => {
    const head = { sha: HEAD, ref: 'feature', repo: { full_name: 'stranger/my-repo' } }
    const payload = { action: 'opened', number: 7, pull_request: { number: 7, head, base: { ref: 'main' } } }
    const record = await site.run('evaluate-pull-request.yml', { event: 'pull_request', payload })
    assert.equal(record.exitCode, 0)
    assert.deepEqual(
      record.jobResults('evaluate').filter((result) => result !== 'skipped'),
      [],
    )
    assert.deepEqual(site.plane.requests, [])
  },
}

const waits: Story = {
  title: 'wait-for-run.yml: a run that somebody else started is waited for, and no other is started',
  tell: async (site) => {
    const run = site.plane.addRun({ jobId: 'app-my-workspace-train', createdAtMs: Date.now() })
    const record = await site.run('wait-for-run.yml', { inputs: { 'run-id': run.name } })
    assert.equal(record.exitCode, 0)
    assert.match(record.printed({ job: 'wait' }).join('\n'), /Succeeded: TrueFoundry job run train-0001/)
    assert.deepEqual(site.plane.requestsOf('trigger'), [])
  },
}

export const github: readonly Story[] = [pullRequest, fork, waits]
