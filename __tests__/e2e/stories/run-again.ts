/** Re-runs that go on with their run, and steps that meet a run that is going already. */

import { expect } from '@jest/globals'
import { errorsOf, triggersOf } from '../promises.ts'
import { at, course, endsAs, HOSTS, type Host, neverEnds, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

export function tellRunAgain(story: Teller): void {
  for (const host of HOSTS) tellIfRunning(host, story)

  story('a re-run goes on with the run that the attempt before left going', () =>
    at(TRUEFOUNDRY, { behaviour: endsAs(TRUEFOUNDRY, 'success', 6000) }, async ({ step, plane }) => {
      const first = await step({ timeout: '2s' })
      expect(first.outputs.conclusion).toBe('timed_out')
      const second = await step({}, { runnerEnv: { GITHUB_RUN_ATTEMPT: '2' } })
      expect(second.outputs).toMatchObject({ conclusion: 'success', 'run-id': first.outputs['run-id'] })
      expect(triggersOf(plane)).toBe(1)
    }),
  )

  story('a re-run by another step starts a run of its own', () =>
    at(TRUEFOUNDRY, { behaviour: endsAs(TRUEFOUNDRY, 'success', 6000) }, async ({ step, plane }) => {
      await step({ timeout: '2s' })
      await step({ timeout: '2s' }, { runnerEnv: { GITHUB_RUN_ATTEMPT: '2', GITHUB_ACTION: 'another' } })
      expect(triggersOf(plane)).toBe(2)
    }),
  )

  story('a run that is going is waited for, and then the job is triggered', () =>
    at(TRUEFOUNDRY, { behaviour: course([0, 'RUNNING'], [1500, 'FINISHED']) }, async ({ step, plane }) => {
      const { name } = plane.addRun({ jobId: TRUEFOUNDRY.jobId, createdAtMs: Date.now() })
      const { outputs } = await step({ 'if-running': 'wait' })
      expect(outputs.conclusion).toBe('success')
      expect(outputs['run-id']).not.toBe(name)
      expect(triggersOf(plane)).toBe(1)
    }),
  )
}

function tellIfRunning(host: Host, story: Teller): void {
  const { name } = host

  story(`${name}: with \`if-running: skip\` a run that is going is left to itself, and the step succeeds`, () =>
    at(host, { behaviour: neverEnds(host) }, async ({ step, plane }) => {
      plane.addRun({ jobId: host.jobId, createdAtMs: Date.now() })
      const result = await step({ 'if-running': 'skip' })
      expect(result).toMatchObject({ conclusion: 'success' })
      expect(result.outputs).toMatchObject({ conclusion: 'skipped', 'run-id': host.firstRun })
      expect(triggersOf(plane)).toBe(0)
    }),
  )

  story(`${name}: with \`if-running: fail\` the step fails and names the run that is going`, () =>
    at(host, { behaviour: neverEnds(host) }, async ({ step, plane }) => {
      plane.addRun({ jobId: host.jobId, createdAtMs: Date.now() })
      const result = await step({ 'if-running': 'fail' })
      expect(result.outputs).toMatchObject({ conclusion: 'not_started', 'run-id': host.firstRun })
      expect(errorsOf(result)[0]).toContain(host.firstRun)
      expect(triggersOf(plane)).toBe(0)
    }),
  )

  story(`${name}: with \`if-running: attach\` its verdict is that run's`, () =>
    at(host, { behaviour: endsAs(host, 'failure', 6000) }, async ({ step, plane }) => {
      plane.addRun({ jobId: host.jobId, createdAtMs: Date.now() })
      const { outputs } = await step({ 'if-running': 'attach' })
      expect(outputs).toMatchObject({ conclusion: 'failure', 'run-id': host.firstRun })
      expect(triggersOf(plane)).toBe(0)
    }),
  )
}
