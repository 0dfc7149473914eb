/** Workflows are green or red as their runs were, and later steps and jobs get the outputs. */

import assert from 'node:assert/strict'
import { acceptsJwtOf } from '../../control-plane/identity-provider.ts'
import { HOSTILE_LINES } from '../../control-plane/scenarios.ts'
import { startTokenIssuer } from '../../github/server.ts'
import { ISSUER } from '../../github/token-issuer.ts'
import { EVALUATES, FAILS, SUCCEEDS } from '../jobs.ts'
import type { Site } from '../site.ts'
import type { Story } from './story.ts'

export function pushTo(ref: string, { sha }: Site): { event: string; payload: Readonly<Record<string, unknown>> } {
  return { event: 'push', payload: { ref, after: sha, deleted: false } }
}

export const train: Story = {
  title: 'train.yml, with the address in the environment: a green run makes a green workflow, and post stays silent',
  tell: async (site) => {
    const record = await site.run('train.yml', { env: { TFY_HOST: site.url } })
    assert.equal(record.exitCode, 0)
    assert.deepEqual(record.jobResults('train'), ['success'])
    assert.equal(record.stepResult({ job: 'train', stage: 'Post' }), 'success')
    assert.deepEqual(record.printed({ job: 'train', stage: 'Post' }), [])
    const [run, ...more] = site.plane.runs
    assert.deepEqual([run?.status, more.length], ['FINISHED', 0])
    assert.deepEqual(site.plane.requestsOf('terminate'), [])
    assert.match(record.lines.find(({ command }) => command === 'summary')?.content ?? '', /Succeeded.*train-0001/s)
  },
}

const deployAndTrain: Story = {
  title: 'deploy-and-train.yml: what `tfy deploy` has just deployed runs once it is ready, not the version before it',
  setup: { deployed: ['train'] },
  tell: async (site) => {
    const record = await site.run('deploy-and-train.yml', pushTo('refs/heads/main', site))
    assert.equal(record.exitCode, 0)
    const runs = site.plane.runs.map(({ deploymentVersion, status }) => [deploymentVersion, status])
    assert.deepEqual(runs, [['2', 'FINISHED']])
    const said = record.printed({ job: 'train' }).join('\n')
    assert.match(said, /Version 2 is BUILDING[\s\S]*Version 2 is DEPLOY_SUCCESS[\s\S]*Started .* \(version 2\): /)
  },
}

const deploy: Story = {
  title: 'deploy.yml: the smoke tests run on the commit that was deployed, which gets a green status',
  tell: async (site) => {
    const record = await site.run('deploy.yml', pushTo('refs/heads/main', site))
    assert.equal(record.exitCode, 0)
    assert.deepEqual(record.printed({ job: 'deploy' }), ['Deployed to staging'])
    assert.deepEqual(record.jobResults('smoke-tests'), ['success'])
    const runs = site.plane.runs.map(({ input, status }) => ({ input, status }))
    assert.deepEqual(runs, [{ input: { params: { commit: site.sha, suite: 'quick' } }, status: 'FINISHED' }])
    const statuses = site.github.statuses.map(({ sha, context, state }) => [sha, context, state])
    assert.deepEqual(statuses, [
      [site.sha, 'staging/smoke-tests', 'pending'],
      [site.sha, 'staging/smoke-tests', 'success'],
    ])
  },
}

export const deployFails: Story = {
  title: 'deploy.yml: smoke tests that fail make the workflow red, with one error that says all',
  setup: { runs: { 'smoke-tests': FAILS } },
  tell: async (site) => {
    const record = await site.run('deploy.yml', pushTo('refs/heads/main', site))
    assert.equal(record.exitCode, 1)
    assert.deepEqual(record.jobResults('smoke-tests'), ['failure'])
    const [error = '', ...more] = record.annotations('error')
    assert.match(error, /^Failed: .*smoke-tests-0001.* ended as FAILED\. Exit code 3\. Error: ValueError: the input/s)
    assert.deepEqual(more, [])
    assert.deepEqual(
      site.github.statuses.map(({ state }) => state),
      ['pending', 'failure'],
    )
  },
}

const release: Story = {
  title: 'release.yml: the job that releases gets the name and the address of the run from the job before it',
  setup: { runs: { evaluate: EVALUATES } },
  tell: async (site) => {
    const record = await site.run('release.yml', pushTo('refs/tags/v1.2.3', site))
    assert.equal(record.exitCode, 0)
    const [run] = site.plane.runs
    assert.match(run?.alias ?? '', /^release-/)
    assert.deepEqual(run?.input, { command: ['python', 'evaluate.py', `--commit=${site.sha}`] })
    const address = `${site.url}/deployments/app-staging-evaluate?tab=previousRuns`
    assert.deepEqual(record.printed({ job: 'release' }), [`Released after ${run?.name}, see ${address}`])
  },
}

const releaseFails: Story = {
  title: 'release.yml: nothing is released after an evaluation that failed',
  setup: { runs: { evaluate: FAILS } },
  tell: async (site) => {
    const record = await site.run('release.yml', pushTo('refs/tags/v1.2.3', site))
    assert.equal(record.exitCode, 1)
    assert.deepEqual(record.jobResults('evaluate'), ['failure'])
    assert.deepEqual(
      record.jobResults('release').filter((result) => result !== 'skipped'),
      [],
    )
    assert.deepEqual(record.printed({ job: 'release' }), [])
  },
}

const lost: Story = {
  title: 'train.yml: a lost answer to the trigger makes no second run, and bad gateways on the way no red workflow',
  tell: async (site) => {
    site.plane.addFault({ operation: 'trigger', nth: 1, fault: { kind: 'resetAfter' } })
    site.plane.addFault({ operation: 'status', nth: 1, times: 2, fault: { kind: 'status', status: 502, body: 'html' } })
    const record = await site.run('train.yml', { env: { TFY_HOST: site.url } })
    assert.equal(record.exitCode, 0)
    assert.deepEqual(
      site.plane.runs.map(({ name, status }) => `${name} ${status}`),
      ['train-0001 FINISHED'],
    )
    assert.deepEqual(record.annotations('error'), [])
  },
}

const hostile: Story = {
  title: 'train.yml: nothing that a run writes into its log is a command to the runner',
  setup: { runs: { train: { ...SUCCEEDS, logs: HOSTILE_LINES.map((log, index) => ({ afterMs: 100 + index, log })) } } },
  tell: async (site) => {
    const record = await site.run('train.yml', { env: { TFY_HOST: site.url } })
    assert.equal(record.exitCode, 0)
    // act looks for `##[…]` at the start of a line, and names as a command what was neutralised there. It knows none such.
    const known = [...record.commands].filter((command) => !command.startsWith('\\'))
    assert.deepEqual(known.sort(), ['add-mask', 'set-output', 'summary'])
    assert.equal(
      record.printed({ job: 'train' }).some((line) => line.startsWith('| ::')),
      true,
    )
  },
}

const withoutKey: Story = {
  title: 'train-without-key.yml: no key is stored, and the token that the job is given is taken',
  tell: async (site) => {
    // act gives jobs no tokens of its own: the simulated GitHub does, by the variables that GitHub's runner sets.
    const { issuer, env, close } = await startTokenIssuer({ now: Date.now, requestToken: 'act-request-token-4e' })
    const provider = { issuer: ISSUER, audience: 'truefoundry', publicKey: issuer.publicKey }
    site.plane.settings.acceptsToken = acceptsJwtOf(provider)
    try {
      const record = await site.run('train-without-key.yml', { env: { TFY_HOST: site.url, ...env } })
      assert.equal(record.exitCode, 0)
      assert.deepEqual(await site.endedAs(), ['FINISHED'])
      assert.deepEqual(
        issuer.issued.map(({ audience }) => audience),
        ['truefoundry'],
      )
      for (const { token } of issuer.issued) assert.ok(!record.text.includes(token), 'the token is in the log')
    } finally {
      await close()
    }
  },
}

export const verdicts: readonly Story[] = [
  withoutKey,
  train,
  deployAndTrain,
  deploy,
  deployFails,
  release,
  releaseFails,
  lost,
  hostile,
]
