/** Steps that are cut off. act kills main at once, without SIGINT: so it is `post` that these stories try. */

import assert from 'node:assert/strict'
import { course, NEVER_ENDS } from '../jobs.ts'
import type { Story } from './story.ts'
import { pushTo } from './verdicts.ts'

export const cancelled: Story = {
  title: 'deploy.yml, cancelled: post ends the run that main was killed over, and the status it left pending',
  setup: { runs: { 'smoke-tests': NEVER_ENDS } },
  tell: async (site) => {
    const interruptAt = { operation: 'status', nth: 2 } as const
    const record = await site.run('deploy.yml', { ...pushTo('refs/heads/main', site), interruptAt })
    assert.equal(record.exitCode, 1)
    const step = { job: 'smoke-tests', step: 'Run the smoke tests' }
    assert.equal(record.stepResult({ ...step, stage: 'Main' }), 'failure')
    assert.equal(record.stepResult({ ...step, stage: 'Post' }), 'success')
    // Main got no signal, so it had no last word.
    assert.equal(record.outputs(step).conclusion, 'pending')
    assert.match(record.printed({ ...step, stage: 'Post' }).join('\n'), /termination of smoke-tests-0001 was accepted/)
    assert.deepEqual(
      site.plane.requestsOf('terminate').map(({ status }) => status),
      [200],
    )
    assert.deepEqual(await site.endedAs(), ['TERMINATED'])
    assert.deepEqual(
      site.github.statuses.map(({ state }) => state),
      ['pending', 'error'],
    )
  },
}

const agentCancelled: Story = {
  title: 'check-staging.yml, cancelled: post ends the execution',
  setup: { runs: { agent: course([0, 'running']) } },
  tell: async (site) => {
    const interruptAt = { operation: 'status', nth: 2 } as const
    const env = { KUBIYA_CONTROL_PLANE_BASE_URL: site.url }
    const record = await site.run('check-staging.yml', { env, interruptAt })
    assert.equal(record.exitCode, 1)
    assert.equal(record.stepResult({ job: 'check', step: 'agent', stage: 'Post' }), 'success')
    assert.deepEqual(await site.endedAs(), ['cancelled'])
  },
}

const ended: Story = {
  title: 'train.yml, and act itself told to end: post ends the run before act does',
  setup: { runs: { train: NEVER_ENDS } },
  tell: async (site) => {
    const interruptAt = { operation: 'status', nth: 2, signal: 'SIGTERM' } as const
    const record = await site.run('train.yml', { env: { TFY_HOST: site.url }, interruptAt })
    assert.equal(record.exitCode, 1)
    const said = record.printed({ job: 'train', stage: 'Post' })
    assert.deepEqual(said, ['» The step was cut off. The termination of train-0001 was accepted.'])
    assert.deepEqual(await site.endedAs(), ['TERMINATED'])
  },
}

const cutAtTrigger: Story = {
  title: 'train.yml, cancelled before the answer to the trigger has come: post finds the run by its alias and ends it',
  setup: { runs: { train: NEVER_ENDS } },
  tell: async (site) => {
    site.plane.addFault({ operation: 'trigger', nth: 1, fault: { kind: 'hang', effect: true } })
    const interruptAt = { operation: 'trigger', nth: 1 } as const
    const record = await site.run('train.yml', { env: { TFY_HOST: site.url }, interruptAt })
    assert.equal(record.exitCode, 1)
    assert.equal(record.outputs({ job: 'train', stage: 'Main' })['run-id'], undefined)
    assert.match(record.printed({ job: 'train', stage: 'Post' }).join('\n'), /termination of train-0001 was accepted/)
    assert.deepEqual(await site.endedAs(), ['TERMINATED'])
  },
}

const othersRun: Story = {
  title: 'wait-for-run.yml, cancelled: a run of somebody else is left going, and a warning says so',
  setup: { runs: { train: NEVER_ENDS } },
  tell: async (site) => {
    const run = site.plane.addRun({ jobId: 'app-my-workspace-train', createdAtMs: Date.now() })
    const interruptAt = { operation: 'status', nth: 2 } as const
    const record = await site.run('wait-for-run.yml', { inputs: { 'run-id': run.name }, interruptAt })
    assert.equal(record.exitCode, 1)
    assert.deepEqual(site.plane.requestsOf('terminate'), [])
    assert.deepEqual(
      site.plane.runs.map(({ status }) => status),
      ['RUNNING'],
    )
    assert.match(record.annotations('warning', { stage: 'Post' }).join('\n'), new RegExp(run.name))
  },
}

const ownTimeout: Story = {
  title: 'own-timeout.yml: `timeout` ends the run, and later steps learn what happened',
  setup: { runs: { train: NEVER_ENDS } },
  tell: async (site) => {
    const record = await site.run('own-timeout.yml')
    assert.equal(record.exitCode, 1)
    const [run] = site.plane.runs
    assert.deepEqual(record.printed({ step: 'Say what is known' }), [
      `Known afterwards. failure, timed_out, ${run?.name}`,
    ])
    assert.equal(run?.status, 'TERMINATED')
    assert.deepEqual(record.printed({ step: 'wait', stage: 'Post' }), [])
  },
}

const stepTimeout: Story = {
  title: 'step-timeout.yml: a step that the runner kills leaves its outputs, and post ends the run',
  setup: { runs: { train: NEVER_ENDS } },
  tell: async (site) => {
    const record = await site.run('step-timeout.yml')
    assert.equal(record.exitCode, 1)
    const [run] = site.plane.runs
    assert.deepEqual(await site.endedAs(), ['TERMINATED'])
    assert.equal(record.stepResult({ job: 'wait', step: 'wait', stage: 'Post' }), 'success')
    const { conclusion, 'run-id': runId } = record.outputs({ job: 'wait', step: 'wait' })
    assert.deepEqual([conclusion, runId], ['pending', run?.name])
  },
}

export const ends: readonly Story[] = [
  stepTimeout,
  cancelled,
  agentCancelled,
  ended,
  cutAtTrigger,
  othersRun,
  ownTimeout,
]
