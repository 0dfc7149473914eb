/** Agents. */

import assert from 'node:assert/strict'
import { course, KUBIYA_JOB } from '../jobs.ts'
import type { Story } from './story.ts'

const answers: Story = {
  title: 'check-staging.yml, with the address in the environment: the answer of the agent is an output',
  tell: async (site) => {
    const record = await site.run('check-staging.yml', { env: { KUBIYA_CONTROL_PLANE_BASE_URL: site.url } })
    assert.equal(record.exitCode, 0)
    const { result, status, conclusion } = record.outputs({ job: 'check', step: 'agent' })
    assert.deepEqual([result, status, conclusion], ['All is well.', 'completed', 'success'])
    assert.equal(record.stepResult({ job: 'check', step: 'Keep its answer' }), 'success')
  },
}

const asks: Story = {
  title: 'nightly-agent.yml: an agent that asks at night makes the workflow red, and somebody is asked for',
  setup: { runs: { agent: course([0, 'running'], [500, 'waiting_for_input']) } },
  tell: async (site) => {
    const record = await site.run('nightly-agent.yml', { event: 'schedule' })
    assert.equal(record.exitCode, 1)
    const [execution] = site.plane.runsOf(KUBIYA_JOB)
    assert.deepEqual(record.printed({ step: 'Ask for somebody' }), [`Execution ${execution?.name} waits for an answer`])
    assert.equal(record.outputs({ job: 'agent', step: 'agent' }).conclusion, 'action_required')
    const trigger = site.plane.requestsOf('trigger')[0]?.body
    const sent = { parameters: { since: '24h', limit: 50, 'dry-run': false } }
    assert.deepEqual(trigger, { ...(trigger instanceof Object ? trigger : {}), ...sent })
  },
}

export const kubiya: readonly Story[] = [answers, asks]
