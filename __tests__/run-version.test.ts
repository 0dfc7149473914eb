import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../sandbox/control-plane/faults.ts'
import type { Rollout, TrueFoundryJob } from '../sandbox/control-plane/truefoundry-job.ts'
import { JOB, Story, timeline } from './support/story.ts'

const SOON: Rollout = {
  version: '3',
  statuses: [
    { afterMs: 0, status: 'INITIALIZED' },
    { afterMs: 2000, status: 'BUILDING' },
    { afterMs: 41_000, status: 'ROLLOUT_STARTED' },
    { afterMs: 67_000, status: 'DEPLOY_SUCCESS' },
  ],
}
const FAILS: Rollout = {
  version: '4',
  statuses: [
    { afterMs: 0, status: 'BUILDING' },
    { afterMs: 13_000, status: 'BUILD_FAILED' },
  ],
  message: 'No matching distribution found for numpy==99',
}
const STUCK: Rollout = { version: '5', statuses: [{ afterMs: 0, status: 'BUILDING' }] }

const job: TrueFoundryJob = {
  ...JOB,
  deployments: { 'dep-1': '1', 'dep-3': SOON, 'dep-4': FAILS, 'dep-5': STUCK },
  behaviour: timeline([0, 'RUNNING'], [9000, 'FINISHED']),
}

function storyOf(version: string, inputs: Readonly<Record<string, string>> = {}): Story {
  const fqn = `cluster:workspace:etl:${version}`
  return new Story({
    inputs: { 'application-id': '', 'application-fqn': fqn, timeout: '10m', ...inputs },
    plane: { jobs: [job] },
  })
}

const RESET: Fault = { kind: 'resetBefore' }

describe('a version that is there', () => {
  test('runs, though another one is active, and is named wherever the run is', async () => {
    const story = await storyOf('1').run()
    expect(story.ours).toMatchObject([{ deploymentId: 'dep-1' }])
    expect(story.plane.requestsOf('trigger')[0]?.body).toMatchObject({ deploymentId: 'dep-1' })
    expect(story.plane.requestsOf('trigger')[0]?.body).not.toHaveProperty('applicationId')
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'deployment-id': 'dep-1', 'deployment-version': '1' })
    expect(story.runner.log).toContainEqual(expect.stringMatching(/^Started .* etl-0001 \(version 1\): https:/))
    expect(story.runner.log).toContainEqual(expect.stringMatching(/^Succeeded: .* etl-0001 \(version 1, https:/))
    expect(story.runner.summary).toContain(
      'Succeeded: TrueFoundry job run of <code>etl</code>, version <code>1</code> (<code>nightly</code>)</h3>',
    )
    expect(story.runner.warnings).toEqual([])
  })

  test('costs two requests before the trigger, and no wait', async () => {
    const story = await storyOf('1').run()
    const before = story.plane.requests.slice(
      0,
      story.plane.requests.findIndex(({ operation }) => operation === 'trigger'),
    )
    expect(before.map(({ operation }) => operation)).toEqual(
      expect.arrayContaining(['deploymentFqn', 'deploymentStatuses']),
    )
    expect(story.timesOf('trigger')[0]).toBeLessThan(1000)
  })

  test('is not asked for where a run is attached to', async () => {
    const story = storyOf('1', { 'run-id': 'etl-0001', 'run-name-alias': '' })
    story.addForeignRun(-1000)
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.plane.requestsOf('deploymentFqn')).toEqual([])
  })

  test('warns once if the run turns out to be of another', async () => {
    const fields = { deploymentId: 'dep-2', deploymentVersion: '2' }
    const behaviour = { ...timeline([0, 'RUNNING'], [9000, 'FINISHED']), fields }
    const inputs = { 'application-id': '', 'application-fqn': 'cluster:workspace:etl:1' }
    const story = await new Story({ inputs, plane: { jobs: [{ ...job, behaviour }] } }).run()
    expect(story.runner.warnings).toEqual([
      expect.stringMatching(/^Deployment dep-1 \(version 1\) was asked for.*deployment dep-2 \(version 2\)\.$/),
    ])
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'deployment-version': '2' })
    expect(story.runner.summary).toContain('version <code>2</code> ')
  })
})

describe('a version that is under way', () => {
  test('is waited for, told by its status, and runs then', async () => {
    const story = await storyOf('3').run()
    expect(story.ours).toMatchObject([{ deploymentId: 'dep-3' }])
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'deployment-version': '3' })
    const [triggerMs = 0] = story.timesOf('trigger')
    expect(triggerMs).toBeGreaterThanOrEqual(67_000)
    expect(triggerMs).toBeLessThan(80_000)
    const told = story.runner.log.filter((line) => line.startsWith('Version 3 is'))
    expect(told).toEqual([
      'Version 3 is INITIALIZED',
      expect.stringMatching(/^Version 3 is BUILDING after [\d.]+s$/),
      expect.stringMatching(/^Version 3 is BUILDING after/),
      expect.stringMatching(/^Version 3 is ROLLOUT_STARTED after/),
      expect.stringMatching(/^Version 3 is DEPLOY_SUCCESS after 1m/),
    ])
    expect(story.plane.requestsOf('deploymentStatuses').length).toBeLessThan(70)
  })

  const nuisances: readonly Fault[] = [
    RESET,
    { kind: 'status', status: 502, body: 'html' },
    { kind: 'status', status: 404, body: 'html' },
    { kind: 'truncated' },
    { kind: 'foreignBody', body: 'notJson' },
    { kind: 'foreignBody', body: 'otherShape' },
  ]
  test.each(nuisances.map((fault) => [JSON.stringify(fault), fault] as const))(
    'is waited for through %s',
    async (_, fault) => {
      const story = storyOf('3')
      for (const operation of ['deploymentFqn', 'deploymentStatuses'] as const)
        story.plane.addFault({ operation, nth: 1, times: 3, fault })
      await story.run()
      expect(story.outputs).toMatchObject({ conclusion: 'success', 'deployment-version': '3' })
    },
  )

  test('that fails is not_started, in the words of its deployment', async () => {
    const story = await storyOf('4').run()
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toContain(
      "version 4 can't be run, since its deployment ended as BUILD_FAILED: No matching distribution found for numpy==99",
    )
    expect(story.ours).toEqual([])
  })

  test('and is not ready by `timeout` is not_started, and says how it stands', async () => {
    const story = await storyOf('5', { timeout: '95s' }).run()
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toContain('version 5 was not ready within `timeout` (1m 35s): it is BUILDING')
    expect(story.clock.nowMs()).toBeLessThanOrEqual(95_000)
    expect(story.ours).toEqual([])
  })

  test('is waited for no longer once the workflow is cancelled, and nothing is started', async () => {
    const story = await storyOf('5').cancelAt(31_000).run()
    expect(story.outputs.conclusion).toBe('cancelled')
    expect(story.clock.nowMs()).toBeLessThan(32_000)
    expect(story.ours).toEqual([])
  })

  test('is given up after the tolerated outage', async () => {
    const story = storyOf('3', { 'outage-tolerance': '20s' })
    story.plane.addFault({ operation: 'deploymentStatuses', nth: 2, times: 1000, fault: RESET })
    await story.run()
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toContain('how version 3 stands could not be seen: no usable answer for')
  })
})

describe('a version that does not exist', () => {
  test('is not_started once the platform has said so three times', async () => {
    const story = await storyOf('77').run()
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.plane.requestsOf('deploymentFqn')).toHaveLength(3)
    expect(story.clock.nowMs()).toBeGreaterThanOrEqual(5000)
    expect(story.error).toContain(
      'look up version 77 of "cluster:workspace:etl": HTTP 404: Deployment cluster:workspace:etl:77',
    )
  })

  test('as it seems, but is found when asked for again, runs', async () => {
    const story = storyOf('1')
    story.plane.addFault({ operation: 'deploymentFqn', nth: 1, times: 2, fault: { kind: 'status', status: 404 } })
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
  })

  test('for this key says what to check', async () => {
    const story = storyOf('3')
    const fault: Fault = { kind: 'status', status: 403 }
    story.plane.addFault({ operation: 'deploymentStatuses', nth: 1, times: 1000, fault })
    await story.run()
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toMatch(/HTTP 403.*check that the API key is valid/)
  })
})
