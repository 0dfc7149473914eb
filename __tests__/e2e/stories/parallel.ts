/** Two steps at once on one runner, as `background: true`, `wait` and `cancel` have it. */

import { expect } from '@jest/globals'
import { type RunningJob, runJob } from '../../../sandbox/runner/index.ts'
import { expectPromisesKept, isTerminated } from '../promises.ts'
import { ACTION_DIR, at, endsAs, HOSTS, KEY, neverEnds, type Site } from '../site.ts'
import type { Teller } from '../teller.ts'

export function tellParallel(story: Teller): void {
  for (const host of HOSTS) {
    const { name } = host
    const inputs = (site: Site) => ({ 'base-url': site.url, 'api-key': KEY, 'request-timeout': '2s', ...host.inputs })

    /** Starts this many steps at once; every one of them keeps all promises. */
    const together = async (site: Site, ids: readonly string[], rest: (job: RunningJob) => Promise<void>) => {
      const result = await runJob({}, async (job) => {
        for (const id of ids) job.start(id, { actionDir: ACTION_DIR, inputs: inputs(site) })
        await rest(job)
      })
      for (const step of Object.values(result.steps)) expectPromisesKept(step, KEY)
      return result
    }

    story(`${name}: two steps in the background have each a run of its own, and its outputs after \`wait\``, () =>
      at(host, { behaviour: endsAs(host, 'success', 900) }, async (site) => {
        const runs = new Map<string, string | undefined>()
        const result = await together(site, ['one', 'two'], async (job) => {
          expect(job.outputs('one')).toEqual({})
          expect(await job.wait()).toBe('success')
          for (const id of ['one', 'two']) runs.set(id, job.outputs(id)['run-id'])
        })
        expect(result.conclusion).toBe('success')
        expect(site.plane.requestsOf('trigger')).toHaveLength(2)
        expect(new Set(runs.values()).size).toBe(2)
        for (const [id, runId] of runs) {
          expect(result.steps[id]).toMatchObject({ outputs: { conclusion: 'success' }, post: { rawStdout: '' } })
          expect(result.steps[id]?.log).toContain(runId)
        }
      }),
    )

    story(`${name}: \`cancel\` ends the run of the step that is meant, and no other`, () =>
      at(host, { behaviour: neverEnds(host), terminatedAfterMs: 0 }, async (site) => {
        const followed = site.when('status', 4)
        const result = await together(site, ['one', 'two'], async (job) => {
          await new Promise((resolve) => followed.addEventListener('abort', resolve, { once: true }))
          await job.cancel('one')
          const cancelled = job.outputs('one')['run-id']
          expect(job.outputs('one').conclusion).toBe('cancelled')
          expect(site.plane.runs.filter(isTerminated).map(({ name }) => name)).toEqual([cancelled])
          await job.cancel('two')
        })
        expect(result.conclusion).toBe('success')
        expect(site.plane.runs.map(isTerminated)).toEqual([true, true])
        for (const step of Object.values(result.steps)) expect(step.post.rawStdout).toBe('')
      }),
    )
  }
}
