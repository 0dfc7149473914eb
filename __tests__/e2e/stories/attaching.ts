/** `run-id`: waiting for a run that somebody else triggered. */

import { expect } from '@jest/globals'
import { errorsOf, isTerminated, onlyRun, triggersOf } from '../promises.ts'
import { at, course, endsAs, HOSTS, type Host, KUBIYA, neverEnds, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

export function tellAttaching(story: Teller): void {
  for (const host of HOSTS) tellOf(host, story)

  story('a run is attached to by the FQN of its job', () =>
    at(TRUEFOUNDRY, {}, async ({ step, plane }) => {
      plane.addRun({ jobId: 'app-train', createdAtMs: Date.now() })
      const inputs = { 'application-id': '', 'application-fqn': 'aws-eu:research:train', 'run-id': 'train-0001' }
      expect((await step(inputs)).outputs).toMatchObject({ conclusion: 'success', 'application-id': 'app-train' })
    }),
  )

  story('an execution is attached to by its id alone', () =>
    at(KUBIYA, {}, async ({ step, plane }) => {
      plane.addRun({ jobId: KUBIYA.jobId, createdAtMs: Date.now() })
      expect((await step({ 'job-id': '', 'run-id': KUBIYA.firstRun })).outputs.conclusion).toBe('success')
    }),
  )

  story('a run name with odd characters is one segment of the path', () => {
    const behaviour = { ...endsAs(TRUEFOUNDRY, 'success'), name: 'a/b c?d#é%2F' }
    return at(TRUEFOUNDRY, { behaviour }, async ({ step, plane }) => {
      plane.addRun({ jobId: 'app-train', createdAtMs: Date.now() })
      const { outputs } = await step({ 'run-id': 'a/b c?d#é%2F' })
      expect(outputs).toMatchObject({ conclusion: 'success', 'run-id': 'a/b c?d#é%2F' })
      expect(plane.requestsOf('status')[0]?.path).toBe('/api/svc/v1/jobs/app-train/runs/a%2Fb%20c%3Fd%23%C3%A9%252F')
    })
  })
}

function tellOf(host: Host, story: Teller): void {
  const { name } = host

  story(`${name}: attaching waits for the run to end and triggers nothing`, () =>
    at(host, { behaviour: endsAs(host, 'failure', 1200) }, async ({ step, plane }) => {
      plane.addRun({ jobId: host.jobId, createdAtMs: Date.now() })
      const result = await step({ 'run-id': host.firstRun })
      expect(result.outputs).toMatchObject({
        conclusion: 'failure',
        'run-id': host.firstRun,
        status: host.ends.failure,
      })
      expect(triggersOf(plane)).toBe(0)
    }),
  )

  story(`${name}: a run that has long ended gives its verdict at once`, () =>
    at(
      host,
      { behaviour: { ...course([0, host.running], [500, host.ends.success]), response: 'ok' } },
      async ({ step, plane }) => {
        plane.addRun({ jobId: host.jobId, createdAtMs: Date.now() - 3_600_000 })
        const result = await step({ 'run-id': host.firstRun })
        expect(result.outputs.conclusion).toBe('success')
        expect(plane.requestsOf('status')).toHaveLength(1)
      },
    ),
  )

  story(`${name}: cancelling a step that only attached leaves the run`, () =>
    at(host, { behaviour: neverEnds(host) }, async ({ step, plane, when }) => {
      plane.addRun({ jobId: host.jobId, createdAtMs: Date.now() })
      const result = await step({ 'run-id': host.firstRun }, { cancelOn: when('status', 2) })
      expect(result.outputs).toMatchObject({ conclusion: 'cancelled', 'run-id': host.firstRun })
      expect(isTerminated(onlyRun(plane))).toBe(false)
      expect(plane.requestsOf('terminate')).toHaveLength(0)
    }),
  )

  story(`${name}: cancelling ends an attached run when asked to`, () =>
    at(host, { behaviour: neverEnds(host) }, async ({ step, plane, when }) => {
      plane.addRun({ jobId: host.jobId, createdAtMs: Date.now() })
      await step({ 'run-id': host.firstRun, 'on-cancel': 'terminate' }, { cancelOn: when('status', 2) })
      expect(isTerminated(onlyRun(plane))).toBe(true)
    }),
  )

  story.long(`${name}: a run that does not exist is \`not_started\`, but not within 30 s`, () =>
    at(host, {}, async ({ step, plane }) => {
      const unknown = host.firstRun.replace(/.$/, '9')
      const result = await step({ 'run-id': unknown })
      expect(result.outputs).toMatchObject({ conclusion: 'not_started' })
      expect(errorsOf(result)[0]).toContain(unknown)
      expect(result.timing.durationMs).toBeGreaterThan(30_000)
      expect(result.timing.durationMs).toBeLessThan(45_000)
      expect(triggersOf(plane)).toBe(0)
    }),
  )
}
