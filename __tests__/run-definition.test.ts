import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../sandbox/control-plane/faults.ts'
import type { KubiyaJob } from '../sandbox/control-plane/kubiya-job.ts'
import type { TrueFoundryJob } from '../sandbox/control-plane/truefoundry-job.ts'
import { AGENT, JOB, Story, timeline } from './support/story.ts'

const job: TrueFoundryJob = {
  ...JOB,
  params: [{ name: 'epochs', default: '3' }, { name: 'lr' }],
  behaviour: timeline([0, 'RUNNING'], [9000, 'FINISHED']),
}
const params = 'epoch: 3\nlr: 0.1'

function storyOf(inputs: Readonly<Record<string, string>>, more: Partial<TrueFoundryJob> = {}): Story {
  return new Story({ inputs, plane: { jobs: [{ ...job, ...more }] } })
}

describe('a parameter that the job’s manifest does not name', () => {
  test('is refused before the trigger, with the names that it has', async () => {
    const story = await storyOf({ params }).run()
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toBe('No run was started: job etl has no parameter "epoch"; it has: epochs, lr.')
    expect(story.ours).toEqual([])
  })

  test('is refused of the version that is to run, which has parameters of its own', async () => {
    const statuses = [{ afterMs: 0, status: 'DEPLOY_SUCCESS' }]
    const deployments = {
      'dep-1': '1',
      'dep-3': { version: '3', statuses, params: [{ name: 'epoch' }, { name: 'lr' }] },
    }
    const fqn = (version: string) => ({
      params,
      'application-id': '',
      'application-fqn': `cluster:workspace:etl:${version}`,
    })
    expect((await storyOf(fqn('3'), { deployments }).run()).outputs.conclusion).toBe('success')
    expect((await storyOf(fqn('2'), { deployments }).run()).outputs.conclusion).toBe('not_started')
  })

  test('is refused of the active version, though the last one would take it', async () => {
    const statuses = [{ afterMs: 0, status: 'BUILDING' }]
    const deployments = { 'dep-3': { version: '3', statuses, params: [{ name: 'epoch' }, { name: 'lr' }] } }
    const story = await storyOf({ params }, { deployments }).run()
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toContain('it has: epochs, lr')
  })

  test('is nobody’s fault where the manifest names none', async () => {
    for (const more of [
      { manifest: { params: [] } },
      { manifest: { params: 'none' } },
      { manifest: { params: null } },
    ]) {
      const story = await storyOf({ params }, { supportsParams: true, ...more }).run()
      expect(story.outputs.conclusion).toBe('success')
    }
  })
})

test('a job that is paused is not triggered', async () => {
  const story = await storyOf({}, { paused: true }).run()
  expect(story.error).toBe('No run was started: job etl is paused.')
  expect(story.plane.requestsOf('trigger')).toEqual([])
})

describe('a newer version that is not active', () => {
  const deployments = { 'dep-3': { version: '3', statuses: [{ afterMs: 0, status: 'BUILDING' }] } }

  test('is one warning that names both', async () => {
    const story = await storyOf({}, { deployments }).run()
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'deployment-version': '2' })
    expect(story.runner.warnings).toEqual([
      expect.stringMatching(/^Version 3 of job etl is not active, so version 2 runs: .*`application-fqn`\.$/),
    ])
  })

  test('is none where a version or a deployment was asked for', async () => {
    const byVersion = { 'application-id': '', 'application-fqn': 'cluster:workspace:etl:2' }
    for (const inputs of [byVersion, { 'deployment-id': 'dep-2' }]) {
      const story = await storyOf(inputs, { deployments }).run()
      expect(story.outputs.conclusion).toBe('success')
      expect(story.runner.warnings).toEqual([])
    }
  })
})

describe('a definition that can’t be read', () => {
  const faults: readonly Fault[] = [
    { kind: 'status', status: 403 },
    { kind: 'status', status: 404 },
    { kind: 'status', status: 503 },
    { kind: 'resetBefore' },
    { kind: 'truncated' },
    { kind: 'foreignBody', body: 'otherShape' },
    { kind: 'foreignBody', body: 'html' },
  ]
  test.each(faults.map((fault) => [JSON.stringify(fault), fault] as const))('changes nothing: %s', async (_, fault) => {
    const story = storyOf({ params: 'epochs: 3' })
    story.plane.addFault({ operation: 'app', fault })
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.runner.warnings).toEqual([])
    expect(story.timesOf('trigger')[0]).toBeLessThan(1000)
  })

  test('holds the trigger up for three seconds at most', async () => {
    const story = storyOf({ params: 'epochs: 3' })
    story.plane.addFault({ operation: 'app', fault: { kind: 'hang' } })
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.timesOf('trigger')[0]).toBeLessThan(3200)
  })

  test('is left where the workflow is cancelled', async () => {
    const story = storyOf({ params: 'epochs: 3' })
    story.plane.addFault({ operation: 'app', fault: { kind: 'hang' } })
    await story.cancelAt(1000).run()
    expect(story.outputs.conclusion).toBe('cancelled')
    expect(story.clock.nowMs()).toBeLessThan(1500)
    expect(story.ours).toEqual([])
  })
})

describe('a Kubiya job', () => {
  const agent = (more: Partial<KubiyaJob>, inputs: Readonly<Record<string, string>> = {}) =>
    new Story({ platform: 'kubiya', inputs, plane: { jobs: [{ ...AGENT, ...more }] } }).run()
  const promptTemplate = 'Report on {{city}} for {{day}}, as {{run_name_alias}}.'

  test('whose template has no place for a parameter is not triggered: it would be ignored without a word', async () => {
    const story = await agent({ promptTemplate }, { params: 'cty: Bern\nday: today\ncity: Bern' })
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toBe('No run was started: job agent has no parameter "cty"; it has: city, day, run_name_alias.')
    expect(story.ours).toEqual([])
  })

  test('whose template needs a parameter is not triggered without it', async () => {
    const story = await agent({ promptTemplate }, { params: 'day: today' })
    expect(story.error).toBe('No run was started: job agent needs the parameter "city".')
  })

  test('with all that its template needs is triggered, and one without places whatever is given', async () => {
    const all = await agent({ promptTemplate: 'Report on {{city}} for {{day}}.' }, { params: 'day: today\ncity: Bern' })
    expect(all.outputs.conclusion).toBe('success')
    expect((await agent({}, { params: 'any: thing' })).outputs.conclusion).toBe('success')
  })

  test('may have braces in its template that Kubiya fills with nothing: they are not asked for, and may be given', async () => {
    const story = await agent(
      { promptTemplate: 'Report on {{größe}}, as {{ this }} and {{that-one}}.' },
      { params: 'größe: L' },
    )
    expect(story.outputs.conclusion).toBe('success')
    const given = await agent(
      { promptTemplate: 'Report on {{ this }} and {{that-one}}.' },
      { params: 'this: x\nthat-one: y' },
    )
    expect(given.outputs.conclusion).toBe('success')
    const wrong = await agent({ promptTemplate: 'Report on {{größe}}.' }, { params: 'gröse: L' })
    expect(wrong.error).toContain('"größe"')
  })

  test('that is disabled is not triggered', async () => {
    const story = await agent({ triggerable: false })
    expect(story.error).toBe('No run was started: job agent is disabled.')
    expect(story.plane.requestsOf('trigger')).toEqual([])
  })
})
