import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../sandbox/control-plane/faults.ts'
import { JOB, NEVER_ENDS, Story, type StorySetup, timeline } from './support/story.ts'

const LATE_16_S: Fault = { kind: 'lateEffect', afterMs: 16_000, answer: 503 }
const ONE_MINUTE = timeline([0, 'RUNNING'], [60_000, 'FINISHED'])

/** The first sends of the trigger come to these. */
function sent(fates: readonly (Fault | undefined)[], setup: StorySetup = {}): Story {
  const story = new Story({ behaviour: ONE_MINUTE, ...setup, inputs: { 'request-timeout': '5s', ...setup.inputs } })
  for (const [index, fault] of fates.entries()) {
    if (fault !== undefined) story.plane.addFault({ operation: 'trigger', nth: index + 1, fault })
  }
  return story
}

describe('before a trigger is sent again after a doubtful one', () => {
  const BUSY: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '12' } }

  test('what the first one started late is looked for once more, after a 429 that was waited out', async () => {
    const story = await sent([LATE_16_S, BUSY]).run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(2)
    expect(story.ours).toHaveLength(1)
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': story.ours[0]?.name })
  })

  test('what the first one started late is looked for once more, after eight seconds without a connection', async () => {
    const story = new Story({
      behaviour: ONE_MINUTE,
      inputs: { 'request-timeout': '5s' },
      unsent: (_, nowMs) => (nowMs > 15_100 && nowMs < 23_000 ? 'connection' : undefined),
    })
    story.plane.addFault({ operation: 'trigger', nth: 1, fault: LATE_16_S })
    await story.run()
    expect(story.ours).toHaveLength(1)
    expect(story.outputs.conclusion).toBe('success')
  })

  test('a run that can’t be proved ours is named, and nothing is sent', async () => {
    const story = await sent([LATE_16_S, BUSY], { plane: { searchFindsAlias: false } }).run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(2)
    expect(story.ours).toHaveLength(1)
    expect(story.outputs.conclusion).toBe('unknown')
    expect(story.error).toContain(story.ours[0]?.name)
  })
})

describe('a run in the list whose name can’t be used', () => {
  const odd = { ...NEVER_ENDS.truefoundry, fields: { name: '..' } }
  const ANSWER_LOST: Fault = { kind: 'resetAfter' }

  test('keeps nobody from finding the one that the trigger started', async () => {
    const story = sent([ANSWER_LOST])
    story.addForeignRun(-30_000, odd)
    await story.run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': story.ours[0]?.name })
  })

  test.each([
    ['the only one', []],
    ['one of several that look alike', [-30_000]],
  ])('may be the trigger’s, so that nothing is sent again: %s', async (_, before) => {
    const story = sent([{ kind: 'resetBefore' }])
    for (const afterMs of [...before, 5000]) story.addForeignRun(afterMs, odd)
    await story.run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
    expect(story.outputs.conclusion).toBe('unknown')
    expect(story.error).toContain('a run without a usable name')
  })
})

describe('what is looked for between two sends', () => {
  const BUSY: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '12' } }
  const LOST: Fault = { kind: 'resetBefore' }

  test('is looked for once after a wait, not for 15 s once more', async () => {
    const story = await sent([LOST, BUSY]).run()
    const [, second = 0, third = 0, ...others] = story.timesOf('trigger')
    expect(others).toEqual([])
    expect(third - second).toBeGreaterThanOrEqual(12_000)
    expect(third - second).toBeLessThan(13_000)
    expect(story.timesOf('list').filter((atMs) => atMs > second && atMs < third)).toHaveLength(1)
  })

  test('is not looked for again where that has just been done', async () => {
    const story = await sent([LOST]).run()
    const [first = 0, second = 0] = story.timesOf('trigger')
    const looks = story.timesOf('list').filter((atMs) => atMs > first && atMs < second)
    expect(looks.length).toBeGreaterThanOrEqual(3)
    for (const [index, atMs] of looks.slice(1).entries()) expect(atMs - (looks[index] ?? 0)).toBeGreaterThan(500)
  })

  test('says why it was looked, where that ends the step', async () => {
    const story = await sent([LATE_16_S, BUSY], { plane: { searchFindsAlias: false } }).run()
    expect(story.error).toContain('an earlier send of the trigger is in doubt; a run newer than the attempt')
  })
})

describe('when no list was read before the trigger', () => {
  const blind = (fate: Fault): Story => {
    const story = sent([fate], { inputs: { 'request-timeout': '30s' } })
    story.plane.addFault({ operation: 'recent', times: 2, fault: { kind: 'status', status: 503 } })
    return story
  }

  test('a run that began half a minute ago, when the trigger was sent, is ours', async () => {
    const story = await blind({ kind: 'hang', effect: true }).run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': story.ours[0]?.name })
  })

  test('one that somebody started a minute before it is not, and does not keep the trigger from being sent again', async () => {
    const story = blind({ kind: 'resetBefore' })
    story.addForeignRun(-60_000, ONE_MINUTE)
    await story.run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(2)
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': story.ours[0]?.name })
  })
})

describe('before a verdict that is reached in doubt', () => {
  const REFUSED: Fault = { kind: 'status', status: 400 }

  test('nothing is `not_started` where a later send could not be made: the first one may still take effect', async () => {
    const story = new Story({
      inputs: { 'request-timeout': '5s', 'outage-tolerance': '20s' },
      unsent: ({ path }, nowMs) => (path.includes('trigger') && nowMs > 1000 ? 'connection' : undefined),
    })
    story.plane.addFault({ operation: 'trigger', nth: 1, fault: { kind: 'resetBefore' } })
    await story.run()
    expect(story.outputs.conclusion).toBe('unknown')
    expect(story.error).toContain('the trigger could not be sent')
  })

  test('that nothing showed up is told, and that it is sent again is not', async () => {
    const story = await sent([{ kind: 'resetBefore' }, REFUSED]).run()
    expect(story.error).toContain('no newer run showed up in 15s')
    expect(story.runner.log.filter((line) => line.includes('once more under the same alias'))).toHaveLength(1)
  })

  test('a cancel during the last look is a cancel', async () => {
    const story = sent([{ kind: 'resetBefore' }, REFUSED])
    story.plane.addFault({ operation: 'list', nth: 4, times: 100, fault: { kind: 'hang' } })
    story.clock.at(20_000, () => story.runner.cancel())
    await story.run()
    expect(story.outputs.conclusion).toBe('cancelled')
  })

  test('a run that was started late is adopted, though the second trigger was refused', async () => {
    const story = await sent([LATE_16_S, REFUSED]).run()
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': story.ours[0]?.name })
  })

  test('a run that can’t be proved ours is named, though the second trigger was refused', async () => {
    const story = await sent([LATE_16_S, REFUSED], { plane: { searchIgnoresPrefix: true } }).run()
    expect(story.outputs.conclusion).toBe('unknown')
    expect(story.error).toContain(story.ours[0]?.name)
    expect(story.error).toContain('HTTP 400')
  })

  test('one more look is made where `timeout` leaves no time to send again', async () => {
    const busy: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '50' } }
    const story = await sent([LATE_16_S, busy, busy], { inputs: { timeout: '25s' } }).run()
    expect(story.outputs['run-id']).toBe(story.ours[0]?.name)
    expect(story.clock.nowMs()).toBeLessThanOrEqual(25_000)
  })
})

describe('a second run that is proved ours', () => {
  /** A proxy sends the request twice, and answers 502. */
  function replayed(setup: StorySetup = {}): Promise<Story> {
    const behaviour = timeline([0, 'RUNNING'], [600_000, 'FINISHED'])
    const story = sent([{ kind: 'status', status: 502, body: 'html', effect: true }], { behaviour, ...setup })
    story.clock.at(60, () => {
      const [first] = story.ours
      if (first?.alias === undefined) throw new Error('no run')
      story.plane.addRun({ jobId: 'app', createdAtMs: story.plane.now(), alias: first.alias })
    })
    return story.run()
  }

  test('is ended before a step that does not wait', async () => {
    const story = await replayed({ inputs: { wait: 'false' } })
    expect(story.outputs.conclusion).toBe('pending')
    expect(story.timesOf('terminate')).toHaveLength(1)
    expect(story.runner.warnings).toEqual([expect.stringMatching(/second job run.*termination was accepted/)])
  })

  test('is ended when it is seen, not at the end', async () => {
    const story = await replayed()
    const [end] = story.timesOf('terminate')
    expect(end).toBeLessThan(5000)
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': story.ours[0]?.name })
    expect(story.runner.warnings).toEqual([expect.stringMatching(/second job run.*termination was accepted/)])
  })
})

describe('where the trigger was sent twice and one run was found', () => {
  const NOTHING: Fault = { kind: 'resetBefore' }

  test('the step says that another may show up', async () => {
    const story = await sent([NOTHING, undefined]).run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.runner.warnings).toEqual([expect.stringMatching(/another may show up/)])
  })

  test('a short run is followed by one more look, when the last send can hardly take effect any more', async () => {
    const late: Fault = { kind: 'lateEffect', afterMs: 25_000, answer: 'reset' }
    const story = await sent([late, undefined], { behaviour: timeline([0, 'RUNNING'], [3000, 'FINISHED']) }).run()
    const twin = story.ours.find(({ name }) => name !== story.outputs['run-id'])
    expect(story.outputs.conclusion).toBe('success')
    expect(story.runner.warnings.join()).toContain(twin?.name)
  })

  test.each([
    ['told to stop', 'cancel'],
    ['killed', 'kill'],
  ])('and the step is %s, post ends the one and says that another may show up', async (_, how) => {
    const late: Fault = { kind: 'lateEffect', afterMs: 60_000, answer: 'reset' }
    const story = sent([late, undefined], { behaviour: NEVER_ENDS.truefoundry })
    if (how === 'cancel') {
      story.clock.at(18_000, () => story.runner.cancel())
      await story.run()
    } else {
      await story.runUntilKilled(18_000)
    }
    const { runner } = await story.cleanUp()
    expect(story.ours[0]?.termination ?? story.ours[1]?.termination).toBeDefined()
    expect(runner.warnings).toEqual([expect.stringMatching(/another may show up/)])
  })

  test('and post finds the second one while it looks, it ends both', async () => {
    const late: Fault = { kind: 'lateEffect', afterMs: 24_000, answer: 'reset' }
    const story = sent([late, undefined], { behaviour: NEVER_ENDS.truefoundry })
    await story.runUntilKilled(18_000)
    const { runner } = await story.cleanUp()
    expect(story.ours.map(({ termination }) => termination !== undefined)).toEqual([true, true])
    expect(runner.warnings).toEqual([expect.stringMatching(/second job run.*accepted/)])
  })
})

describe('beside a long wait after a trigger that was sent twice', () => {
  const TEN_MINUTES = timeline([0, 'RUNNING'], [600_000, 'FINISHED'])
  const late: Fault = { kind: 'lateEffect', afterMs: 32_000, answer: 'reset' }

  test('a second run is ended soon after it shows up, and told of once', async () => {
    const story = await sent([late, undefined], { behaviour: TEN_MINUTES }).run()
    const [second, first] = story.ours
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': first?.name })
    expect((second?.termination?.atMs ?? 0) - (second?.createdAtMs ?? 0)).toBeLessThan(30_000)
    expect(story.runner.warnings).toEqual([expect.stringContaining(second?.name ?? 'a second run')])
  })

  test('a few looks are enough where none shows up, and another one before the verdict', async () => {
    const story = await sent([{ kind: 'resetBefore' }, undefined], { behaviour: TEN_MINUTES }).run()
    const [, sentMs = 0] = story.timesOf('trigger')
    const looks = story.timesOf('list').filter((atMs) => atMs > sentMs)
    expect(looks.map((atMs) => Math.round((atMs - sentMs) / 1000))).toEqual([15, 45, 120, 300, expect.any(Number)])
    expect(story.runner.warnings).toEqual([expect.stringMatching(/another may show up/)])
  })

  test('a cancel does not wait for a look', async () => {
    const story = sent([{ kind: 'resetBefore' }, undefined], { behaviour: NEVER_ENDS.truefoundry })
    story.plane.addFault({ operation: 'list', afterMs: 25_000, fault: { kind: 'hang' } })
    story.clock.at(33_000, () => story.runner.cancel())
    await story.run()
    expect(story.outputs.conclusion).toBe('cancelled')
    expect(story.clock.nowMs()).toBeLessThan(40_000)
  })
})

describe('a doubtful trigger by `deployment-id`', () => {
  const other = { ...JOB, jobId: 'other', fqn: 'c:w:other', activeDeploymentId: 'dep-9', deployments: {} }
  const jobs = [JOB, other].map((job) => ({ ...job, behaviour: ONE_MINUTE }))
  const answerLost: Fault = { kind: 'resetAfter' }

  test('is settled among the runs of the application that the deployment belongs to', async () => {
    const story = await sent([answerLost], { inputs: { 'deployment-id': 'dep-1' }, plane: { jobs } }).run()
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': story.ours[0]?.name })
    expect(story.ours).toHaveLength(1)
  })

  test('is not sent again while what is said of the deployment does not say whose it is', async () => {
    const inputs = { 'deployment-id': 'dep-9', timeout: '2m' }
    const story = sent([answerLost], { inputs, plane: { jobs } })
    story.plane.addFault({ operation: 'deployment', fault: { kind: 'foreignBody', body: 'otherShape' } })
    await story.run()
    expect(story.ours).toHaveLength(1)
    expect(story.outputs.conclusion).toBe('unknown')
  })

  test('is not sent again where the deployment is not one of the application that was given', async () => {
    const story = await sent([answerLost], { inputs: { 'deployment-id': 'dep-9' }, plane: { jobs } }).run()
    expect(story.ours).toHaveLength(1)
    expect(story.outputs.conclusion).toBe('unknown')
    expect(story.error).toContain('could not look up the application of the deployment dep-9: HTTP 404')
  })
})

describe('with the list before the trigger answered the second time', () => {
  test('a run that seems older than the attempt is new all the same', async () => {
    const behaviour = { ...ONE_MINUTE, fields: { createdAt: Date.UTC(2026, 0, 15, 12, 6) } }
    const story = sent([{ kind: 'resetAfter' }], { behaviour, plane: { searchFindsAlias: false } })
    story.plane.addFault({ operation: 'recent', nth: 1, fault: { kind: 'resetBefore' } })
    await story.run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
    expect(story.error).toContain(story.ours[0]?.name)
  })
})

describe('without the list before the trigger', () => {
  test('a run that shows up between two looks is new, though it seems older than the attempt', async () => {
    const behaviour = { ...ONE_MINUTE, fields: { createdAt: Date.UTC(2026, 0, 15, 12, 6) } }
    const late: Fault = { kind: 'lateEffect', afterMs: 2500, answer: 'reset' }
    const story = sent([late], { behaviour, plane: { searchFindsAlias: false } })
    story.plane.addFault({ operation: 'recent', fault: { kind: 'resetBefore' } })
    await story.run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(1)
    expect(story.outputs.conclusion).toBe('unknown')
    expect(story.error).toContain(story.ours[0]?.name)
  })
})

describe('what is saved for post', () => {
  test('does not grow with every send', async () => {
    const busy: Fault = { kind: 'status', status: 429 }
    const story = sent(Array.from({ length: 12 }, () => busy))
    const saved: string[] = []
    const save = story.runner.saveState.bind(story.runner)
    story.runner.saveState = (name, value) => {
      saved.push(name, value)
      save(name, value)
    }
    await story.run()
    expect(story.plane.requestsOf('trigger')).toHaveLength(13)
    expect(saved.join('').length).toBeLessThan(2000)
  })
})
