/** What flows between steps, jobs and workflows: outputs, failures, matrices, runs to attach to. */

import assert from 'node:assert/strict'
import { applicationId, course, FAILS, SUCCEEDS } from '../jobs.ts'
import type { Story } from './story.ts'

const matrix: Story = {
  title: 'train-all.yml: each leg of the matrix has a run of its own, and one that fails leaves the others alone',
  tell: async (site) => {
    site.plane.queue(applicationId('my-cluster:my-workspace:train'), SUCCEEDS, FAILS, SUCCEEDS)
    const record = await site.run('train-all.yml')
    assert.equal(record.exitCode, 1)
    const models = site.plane.runs.map(({ input }) => JSON.stringify(input))
    assert.deepEqual(
      models.sort(),
      ['large', 'medium', 'small'].map((model) => `{"params":{"model":"${model}"}}`),
    )
    for (const { name, alias, input, status } of site.plane.runs) {
      const model = /"model":"(\w+)"/.exec(JSON.stringify(input))?.[1]
      assert.match(alias ?? '', new RegExp(`^train-${model}-`))
      const conclusion = status === 'FAILED' ? 'failure' : 'success'
      assert.equal(
        record.printed({ step: 'Say where to look' }).includes(`${model} ended as ${conclusion} in run ${name}`),
        true,
      )
    }
    assert.deepEqual(site.plane.runs.map(({ status }) => status).sort(), ['FAILED', 'FINISHED', 'FINISHED'])
    assert.deepEqual(record.printed({ job: 'report' }), ['All models taken together ended as failure'])
  },
}

const attach: Story = {
  title: 'start-and-attach.yml: the second job waits for the run that the first one started, and starts none',
  setup: { runs: { train: course([0, 'RUNNING'], [2_000, 'FINISHED']) } },
  tell: async (site) => {
    const record = await site.run('start-and-attach.yml')
    assert.equal(record.exitCode, 0)
    assert.equal(record.outputs({ job: 'start', step: 'start' }).conclusion, 'pending')
    assert.deepEqual(record.printed({ job: 'build' }), ['Built'])
    const { 'run-id': runId, conclusion } = record.outputs({ job: 'wait', step: 'training' })
    assert.deepEqual([runId, conclusion], [site.plane.runs[0]?.name, 'success'])
    assert.equal(site.plane.requestsOf('trigger').length, 1)
    assert.equal(record.printed({ job: 'wait' }).includes('Trained in 2 s'), true)
  },
}

const background: Story = {
  title: 'train-while-building.yml, one step after the other since act knows no other way: trained, built, told',
  setup: { runs: { train: course([0, 'RUNNING'], [2_000, 'FINISHED']) } },
  tell: async (site) => {
    const record = await site.run('train-while-building.yml')
    assert.equal(record.exitCode, 0)
    assert.equal(record.outputs({ step: 'training' }).conclusion, 'success')
    assert.equal(site.plane.requestsOf('trigger').length, 1)
    const printed = record.printed({ job: 'train-and-build' })
    assert.deepEqual(
      ['Built', 'Trained in 2 s'].filter((line) => !printed.includes(line)),
      [],
    )
  },
}

const attachAfterFailure: Story = {
  title: 'start-and-attach.yml: a build that fails meanwhile leaves no run without somebody who waits for it',
  setup: { runs: { train: course([0, 'RUNNING'], [2_000, 'FINISHED']) }, files: ['broken'] },
  tell: async (site) => {
    const record = await site.run('start-and-attach.yml')
    assert.equal(record.exitCode, 1)
    assert.deepEqual(record.jobResults('build'), ['failure'])
    assert.deepEqual(record.jobResults('wait'), ['success'])
    assert.deepEqual(
      site.plane.runs.map(({ status }) => status),
      ['FINISHED'],
    )
  },
}

const reusable: Story = {
  title: 'retrain.yml: outputs of the reusable workflow reach the jobs that call it, and those after them',
  tell: async (site) => {
    const record = await site.run('retrain.yml')
    assert.equal(record.exitCode, 0)
    const [trained, evaluated] = site.plane.runs
    assert.deepEqual(trained?.input, { params: { commit: site.sha } })
    assert.deepEqual(evaluated?.input, { params: { 'trained-by': trained?.name } })
    const page = (job: string) => `${site.url}/deployments/app-my-workspace-${job}?tab=previousRuns`
    assert.deepEqual(record.printed({ job: 'report' }), [
      `Training success (${page('train')})`,
      `Evaluation success (${page('evaluate')})`,
    ])
  },
}

const continued: Story = {
  title: 'migrate.yml: a check that fails is told of, and the migration goes on all the same',
  setup: { runs: { 'check-features': FAILS } },
  tell: async (site) => {
    const record = await site.run('migrate.yml')
    assert.equal(record.exitCode, 0)
    const runs = site.plane.runs.map(({ name, status }) => `${name} ${status}`)
    assert.deepEqual(runs, ['check-features-0001 FAILED', 'migrate-features-0002 FINISHED'])
    const page = `${site.url}/deployments/app-production-migrate-features?tab=previousRuns`
    assert.deepEqual(record.printed({ job: 'tell' }), [`Check failure, migration success, see ${page}`])
  },
}

const rolledBack: Story = {
  title: 'migrate.yml: a migration that fails is rolled back by another job, and the workflow is red',
  setup: { runs: { 'migrate-features': FAILS } },
  tell: async (site) => {
    const record = await site.run('migrate.yml')
    assert.equal(record.exitCode, 1)
    assert.deepEqual(record.jobResults('migrate'), ['failure'])
    const [, migration, rollBack] = site.plane.runs
    assert.deepEqual([migration?.status, rollBack?.status], ['FAILED', 'FINISHED'])
    assert.deepEqual(rollBack?.input, { params: { run: migration?.name } })
    assert.match(record.printed({ job: 'tell' }).join(), /^Check success, migration failure, see http/)
  },
}

export const flow: readonly Story[] = [matrix, attach, background, attachAfterFailure, reusable, continued, rolledBack]
