/** Every row of the verdict table, and every value of `conclusion` that an untroubled platform can bring about. */

import { expect } from '@jest/globals'
import { expectMessage, isTerminated, onlyRun, triggersOf, warningsOf } from '../promises.ts'
import { at, course, endsAs, HOSTS, type Host, KEY, KUBIYA, neverEnds, type Site, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

export function tellVerdicts(story: Teller): void {
  for (const host of HOSTS) tellOf(host, story)

  story('all that TrueFoundry tells of a run that finished is in the outputs', () =>
    at(TRUEFOUNDRY, { behaviour: { ...endsAs(TRUEFOUNDRY, 'success', 1200), exitCode: 0 } }, async (site) => {
      const { outputs } = await site.step()
      const run = onlyRun(site.plane)
      expect(outputs).toEqual({
        'run-id': 'train-0001',
        'run-url': `${site.url}/deployments/app-train?tab=previousRuns`,
        status: 'FINISHED',
        conclusion: 'success',
        'exit-code': '0',
        error: '',
        'started-at': iso(run.createdAtMs),
        'ended-at': iso(run.createdAtMs + 1200),
        'duration-seconds': '1',
        'application-id': 'app-train',
        'deployment-id': 'dep-7',
        'deployment-version': '7',
        result: '',
        run: expect.any(String),
      })
      const answer = await asked(site, `/api/svc/v1/jobs/app-train/runs/${run.name}`)
      expect({ data: JSON.parse(outputs.run ?? '') }).toEqual(answer)
    }),
  )

  story('all that Kubiya tells of an execution that completed is in the outputs', () => {
    const behaviour = {
      ...course([0, 'pending'], [100, 'running'], [1300, 'completed']),
      response: 'All good.\n\tDone.',
    }
    return at(KUBIYA, { behaviour }, async (site) => {
      const { outputs } = await site.step()
      const run = onlyRun(site.plane)
      expect(outputs).toEqual({
        'run-id': KUBIYA.firstRun,
        'run-url': 'https://compose.kubiya.ai',
        status: 'completed',
        conclusion: 'success',
        'exit-code': '',
        error: '',
        'started-at': iso(run.createdAtMs + 100),
        'ended-at': iso(run.createdAtMs + 1300),
        'duration-seconds': '1',
        result: 'All good.\n\tDone.',
        run: expect.any(String),
      })
      expect(JSON.parse(outputs.run ?? '')).toEqual(await asked(site, `/api/v1/executions/${run.name}`))
    })
  })

  story('a failed job run fails the step with its exit code and error text', () =>
    at(
      TRUEFOUNDRY,
      { behaviour: { ...endsAs(TRUEFOUNDRY, 'failure'), exitCode: 3, error: 'no data' } },
      async (site) => {
        const result = await site.step()
        expect(result.outputs).toMatchObject({
          conclusion: 'failure',
          status: 'FAILED',
          'exit-code': '3',
          error: 'no data',
        })
        expectMessage(result, ['FAILED', 'xit code 3', 'no data', 'train-0001', `${site.url}/deployments/app-train`])
      },
    ),
  )

  story('a failed execution fails the step with its error text', () =>
    at(KUBIYA, { behaviour: { ...endsAs(KUBIYA, 'failure'), error: 'the agent gave up' } }, async ({ step }) => {
      const result = await step()
      expect(result.outputs).toMatchObject({ conclusion: 'failure', status: 'failed', error: 'the agent gave up' })
      expectMessage(result, ['failed', 'the agent gave up', KUBIYA.firstRun, 'https://compose.kubiya.ai'])
    }),
  )

  story("Kubiya's `terminated` ends the wait like its `cancelled`", () =>
    at(KUBIYA, { behaviour: course([0, 'running'], [200, 'terminated']) }, async ({ step }) => {
      expect((await step()).outputs).toMatchObject({ conclusion: 'terminated', status: 'terminated' })
    }),
  )

  story("Kubiya's statuses are understood in any letter case, and its executions in an array of one", () =>
    at(KUBIYA, { statusCase: 'upper', executionAsArray: true, isoTimes: 'naive' }, async ({ step }) => {
      expect((await step()).outputs).toMatchObject({ conclusion: 'success', status: 'COMPLETED' })
    }),
  )

  story('an older TrueFoundry that answers bare objects is understood', () =>
    at(TRUEFOUNDRY, { bareAnswers: true, triggerAnswer: 'minimal' }, async ({ step }) => {
      expect((await step()).outputs).toMatchObject({ conclusion: 'success', 'deployment-id': 'dep-7' })
    }),
  )

  story('what the platform withholds is empty, and the verdict stands', () =>
    at(TRUEFOUNDRY, { optionalFields: 'withheld', triggerAnswer: 'noIds' }, async ({ step }) => {
      const { outputs } = await step()
      expect(outputs).toMatchObject({ conclusion: 'success', 'exit-code': '', 'ended-at': '', 'duration-seconds': '' })
    }),
  )

  story('a run is waited for through every status that is not an end, without a warning', () => {
    const statuses = ['CREATED', 'SCHEDULED', 'RUNNING', 'TERMINATION_REQUESTED', 'TERMINATING', 'TERMINATED']
    const behaviour = course(...statuses.map((status, index) => [index * 600, status] as const))
    return at(TRUEFOUNDRY, { behaviour }, async ({ step }) => {
      const result = await step({ 'poll-interval': '0.2s' })
      expect(result.outputs.conclusion).toBe('terminated')
      expect(warningsOf(result)).toEqual([])
    })
  })

  story("TrueFoundry's UNKNOWN is not an end", () =>
    at(TRUEFOUNDRY, { behaviour: course([0, 'UNKNOWN'], [1500, 'FINISHED']) }, async ({ step }) => {
      expect((await step()).outputs.conclusion).toBe('success')
    }),
  )

  story('an execution that asks for input is waited for, with one warning that names it', () => {
    const behaviour = course([0, 'waiting_for_input'], [2000, 'running'], [2300, 'completed'])
    return at(KUBIYA, { behaviour }, async ({ step }) => {
      const result = await step()
      expect(result.outputs.conclusion).toBe('success')
      expect(warningsOf(result)).toEqual([expect.stringContaining(KUBIYA.firstRun)])
    })
  })

  story('with `on-input-required: fail` the step fails and leaves the execution to the person it asks', () =>
    at(KUBIYA, { behaviour: course([0, 'running'], [200, 'waiting_for_input']) }, async ({ step, plane }) => {
      const result = await step({ 'on-input-required': 'fail' })
      expect(result.outputs).toMatchObject({ conclusion: 'action_required', status: 'waiting_for_input' })
      expectMessage(result, [KUBIYA.firstRun, 'waiting_for_input'])
      expect(isTerminated(onlyRun(plane))).toBe(false)
    }),
  )

  story('a run that can not be read for want of an application id is lost, with its name', () =>
    at(TRUEFOUNDRY, { triggerAnswer: 'minimal' }, async ({ step, plane }) => {
      const result = await step({ 'application-id': '', 'deployment-id': 'dep-6' })
      expect(result.outputs).toMatchObject({ conclusion: 'lost', 'run-id': 'train-0001' })
      expectMessage(result, ['train-0001', 'application-id'])
      expect(warningsOf(result)).toHaveLength(1)
      expect(triggersOf(plane)).toBe(1)
    }),
  )
}

function tellOf(host: Host, story: Teller): void {
  const { name, running, ends } = host

  story(`${name}: a run that ends well makes the step succeed, without a warning`, () =>
    at(host, {}, async ({ step, plane }) => {
      const result = await step()
      expect(result).toMatchObject({ conclusion: 'success', exitCode: 0, annotations: [], jobConclusion: 'success' })
      expect(result.outputs).toMatchObject({ conclusion: 'success', status: ends.success, 'run-id': host.firstRun })
      expect(triggersOf(plane)).toBe(1)
    }),
  )

  story(`${name}: a run that somebody terminated fails the step as \`terminated\``, () =>
    at(host, { behaviour: endsAs(host, 'terminated') }, async ({ step }) => {
      const result = await step()
      expect(result.outputs).toMatchObject({ conclusion: 'terminated', status: ends.terminated })
      expectMessage(result, [ends.terminated, host.firstRun])
    }),
  )

  story(`${name}: with \`wait: false\` the step succeeds as soon as there is a run`, () =>
    at(host, { behaviour: neverEnds(host) }, async ({ step, plane }) => {
      const result = await step({ wait: 'false' })
      expect(result.conclusion).toBe('success')
      expect(result.outputs).toMatchObject({ conclusion: 'pending', 'run-id': host.firstRun })
      expect(result.outputs['run-url']).toMatch(/^http/)
      expect(isTerminated(onlyRun(plane))).toBe(false)
      expect(plane.requests.at(-1)?.operation).toBe('trigger')
    }),
  )

  story(`${name}: a status that nobody knows is warned of once and waited on`, () => {
    const behaviour = course([0, running], [200, 'HIBERNATING'], [2500, ends.success])
    return at(host, { behaviour, statusCase: 'upper' }, async ({ step }) => {
      const result = await step()
      expect(result.outputs.conclusion).toBe('success')
      expect(warningsOf(result)).toEqual([expect.stringContaining('HIBERNATING')])
    })
  })
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString()
}

async function asked({ url }: Site, path: string): Promise<unknown> {
  return (await fetch(url + path, { headers: { authorization: `Bearer ${KEY}` } })).json()
}
