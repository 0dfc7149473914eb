/** After a deploy: that very version runs, and what is known of it before; and why a run waits, or has died. */

import { expect } from '@jest/globals'
import type { Rollout } from '../../../sandbox/control-plane/truefoundry-job.ts'
import type { ClusterEvent, RunBehaviour } from '../../../sandbox/control-plane/types.ts'
import { errorsOf, expectMessage, isTerminated, onlyRun, warningsOf } from '../promises.ts'
import { at, course, KUBIYA, neverBegins, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

const FQN = 'aws-eu:research:train'
const BY_FQN = { 'application-id': '', 'application-fqn': `${FQN}:8` }

const rollout = (...statuses: readonly (readonly [afterMs: number, status: string])[]): Rollout => ({
  version: '8',
  statuses: statuses.map(([afterMs, status]) => ({ afterMs, status })),
  message: 'no space left in the registry',
})
const withVersion = (version: Rollout) => ({ job: { deployments: { 'dep-6': '6', 'dep-8': version } } })

export function tellVersions(story: Teller): void {
  tellDeployments(story)
  tellBefore(story)
  tellEvents(story)
}

function tellDeployments(story: Teller): void {
  story('a version that is still being built is waited for, told of, and run', () => {
    const building = rollout([0, 'BUILDING'], [2500, 'ROLLOUT_STARTED'], [4500, 'DEPLOY_SUCCESS'])
    return at(TRUEFOUNDRY, withVersion(building), async ({ step, plane }) => {
      const result = await step(BY_FQN)
      expect(result.outputs).toMatchObject({
        conclusion: 'success',
        'deployment-id': 'dep-8',
        'deployment-version': '8',
      })
      expect(result.log).toMatch(/[Vv]ersion 8 is BUILDING/)
      expect(result.log).toMatch(/Started .*version 8/)
      expect(result.summary).toContain('version <code>8</code>')
      expect(warningsOf(result)).toEqual([])
      expect(onlyRun(plane).deploymentId).toBe('dep-8')
    })
  })

  story('a version whose build fails runs nothing, and the step says why', () =>
    at(TRUEFOUNDRY, withVersion(rollout([0, 'BUILDING'], [1500, 'BUILD_FAILED'])), async ({ step, plane }) => {
      const result = await step(BY_FQN)
      expect(result.outputs.conclusion).toBe('not_started')
      expectMessage(result, ['version 8', 'BUILD_FAILED', 'no space left in the registry'])
      expect(plane.runs).toEqual([])
    }),
  )

  story('a version that is not ready by `timeout` runs nothing', () =>
    at(TRUEFOUNDRY, withVersion(rollout([0, 'BUILDING'])), async ({ step, plane }) => {
      const result = await step({ ...BY_FQN, timeout: '4s' })
      expect(result.outputs.conclusion).toBe('not_started')
      expectMessage(result, ['version 8', 'BUILDING'])
      expect(plane.runs).toEqual([])
    }),
  )

  story('the wait for a version can be cancelled, and survives faults', () => {
    const faults = [
      { operation: 'deploymentStatuses', nth: 2, fault: { kind: 'status', status: 502, body: 'html' } },
    ] as const
    return at(TRUEFOUNDRY, { ...withVersion(rollout([0, 'BUILDING'])), faults }, async ({ step, plane, when }) => {
      const result = await step(BY_FQN, { cancelOn: when('deploymentStatuses', 3) })
      expect(result.outputs.conclusion).toBe('cancelled')
      expect(plane.runs).toEqual([])
    })
  })

  story('a newer version that is not active is one warning that names both', () =>
    at(TRUEFOUNDRY, withVersion(rollout([0, 'BUILDING'])), async ({ step }) => {
      const result = await step()
      expect(result.outputs).toMatchObject({ conclusion: 'success', 'deployment-version': '7' })
      expect(warningsOf(result)).toEqual([expect.stringMatching(/^Version 8 .*version 7/)])
    }),
  )
}

function tellBefore(story: Teller): void {
  story('a parameter that the manifest does not know is told before anything is started', () =>
    at(TRUEFOUNDRY, { job: { params: [{ name: 'epochs' }, { name: 'lr' }] } }, async ({ step, plane }) => {
      const result = await step({ params: 'epoch: 3' })
      expect(result.outputs.conclusion).toBe('not_started')
      expect(errorsOf(result)).toEqual([
        expect.stringContaining('job train has no parameter "epoch"; it has: epochs, lr'),
      ])
      expect(plane.requestsOf('trigger')).toEqual([])
    }),
  )

  for (const host of [TRUEFOUNDRY, KUBIYA]) {
    story(`${host.name}: a run that does not begin within \`queue-timeout\` is ended`, () =>
      at(host, { behaviour: neverBegins(host) }, async ({ step, plane }) => {
        const result = await step({ 'queue-timeout': '3s', 'on-timeout': 'terminate' })
        expect(result.outputs).toMatchObject({ conclusion: 'timed_out', status: expect.stringMatching(/./) })
        expectMessage(result, ['queue-timeout'])
        expect(isTerminated(onlyRun(plane))).toBe(true)
      }),
    )
  }
}

function tellEvents(story: Teller): void {
  const noGpu: ClusterEvent = {
    afterMs: 0,
    type: 'Warning',
    reason: 'FailedScheduling',
    message: '0/5 nodes are available: 5 Insufficient nvidia.com/gpu.',
    everyMs: 2000,
  }

  story.long('a run that waits says why after 20 s, and again where it is ended for that', () =>
    at(TRUEFOUNDRY, { behaviour: { ...neverBegins(TRUEFOUNDRY), clusterEvents: [noGpu] } }, async ({ step, plane }) => {
      const result = await step({ timeout: '35s' })
      expect(result.outputs.conclusion).toBe('timed_out')
      const told = result.logLines.filter((line) => /FailedScheduling: 0\/5 nodes .*\(\d+ times\)/.test(line))
      expect(told.length).toBeGreaterThan(0)
      expectMessage(result, ['FailedScheduling: 0/5 nodes are available'])
      expect(result.summary).toContain('FailedScheduling')
      expect(3 * plane.requestsOf('events').length).toBeLessThanOrEqual(plane.requestsOf('status').length + 3)
    }),
  )

  const killed: RunBehaviour = {
    ...course([0, 'RUNNING'], [600, 'FAILED']),
    exitCode: 137,
    clusterEvents: [{ afterMs: 500, type: 'Warning', reason: 'OOMKilled', message: 'was\n::error::killed' }],
  }

  story('why a run has died stands in message and summary, as text', () =>
    at(TRUEFOUNDRY, { behaviour: killed }, async ({ step, plane }) => {
      const result = await step()
      expect(result.outputs).toMatchObject({ conclusion: 'failure', 'exit-code': '137' })
      expectMessage(result, ['OOMKilled'])
      expect(result.summary).toContain('OOMKilled')
      expect(plane.requestsOf('events')).toHaveLength(1)
    }),
  )

  story('events that are refused are not spoken of', () => {
    const faults = [{ operation: 'events', fault: { kind: 'status', status: 403, body: 'own' } }] as const
    return at(TRUEFOUNDRY, { behaviour: killed, faults }, async ({ step }) => {
      const result = await step()
      expect(result.outputs.conclusion).toBe('failure')
      expect(warningsOf(result)).toEqual([])
      expect(result.log).not.toMatch(/event/i)
    })
  })
}
