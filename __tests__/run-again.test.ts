import { describe, expect, test } from '@jest/globals'
import { NEVER_ENDS, Story, timeline } from './support/story.ts'

const LASTS_5_MIN = timeline([0, 'CREATED'], [1000, 'RUNNING'], [300_000, 'FINISHED'])
const nameOfFirst = (story: Story) => story.ours[0]?.name ?? ''

/** The runner of the first attempt was lost: nothing of it is left but its run. */
async function lostRunner(setup: ConstructorParameters<typeof Story>[0] = {}): Promise<Story> {
  const story = new Story({ behaviour: LASTS_5_MIN, ...setup })
  expect(await story.runUntilKilled(20_000)).toBe(true)
  expect(story.ours).toHaveLength(1)
  return story
}

describe('a re-run', () => {
  test('goes on with the run of the attempt before, and starts none', async () => {
    const story = await lostRunner()
    const { runner } = await story.nextAttempt()
    expect(runner.outputs).toMatchObject({ conclusion: 'success', 'run-id': nameOfFirst(story) })
    expect(story.ours).toHaveLength(1)
    expect(runner.log.join('\n')).toContain(
      `Going on with TrueFoundry job run ${nameOfFirst(story)} (version 2), which`,
    )
  })

  test('counts that run as its own: a cancel ends it', async () => {
    const story = await lostRunner({ behaviour: NEVER_ENDS.truefoundry })
    const attempt = story.attempt()
    attempt.clock.at(5000, () => attempt.runner.cancel())
    await attempt.run()
    expect(attempt.runner.outputs.conclusion).toBe('cancelled')
    expect(story.ours[0]?.termination).toBeDefined()
  })

  test('starts a run where the one before is over', async () => {
    const story = await lostRunner({ behaviour: timeline([0, 'RUNNING'], [25_000, 'FAILED']) })
    const { runner } = await story.nextAttempt()
    expect(story.ours).toHaveLength(2)
    expect(runner.outputs['run-id']).toBe(story.ours[1]?.name)
  })

  test('starts a run where the one before is being ended', async () => {
    const story = await lostRunner({
      behaviour: timeline([0, 'RUNNING'], [21_000, 'TERMINATING'], [999_000, 'TERMINATED']),
    })
    await story.nextAttempt()
    expect(story.ours).toHaveLength(2)
  })

  test('with `on-rerun: start` always starts one', async () => {
    const story = await lostRunner({ inputs: { 'on-rerun': 'start' } })
    await story.nextAttempt()
    expect(story.ours).toHaveLength(2)
  })

  test.each([
    ['another leg of the matrix', { 'INPUT_JOB-INDEX': '1' }],
    ['another step', { GITHUB_ACTION: 'second' }],
    ['another workflow run', { GITHUB_RUN_ID: '7' }],
    ['a step that asks for something else', { INPUT_PARAMS: 'n: 2' }],
  ])('does not go on with a run of %s', async (_whose, env) => {
    const story = await lostRunner()
    await story.nextAttempt({ env })
    expect(story.ours).toHaveLength(2)
  })

  test('starts a run where the search by alias proves nothing, and says so', async () => {
    const story = await lostRunner({ plane: { searchIgnoresPrefix: true } })
    const { runner } = await story.nextAttempt()
    expect(story.ours).toHaveLength(2)
    expect(runner.warnings.join('\n')).toMatch(/proves nothing.*there are two now/)
  })

  test('waits 3 s at most for a search that hangs, and says what that may mean', async () => {
    const story = await lostRunner()
    story.plane.addFault({ operation: 'search', nth: 1, times: 9, fault: { kind: 'hang' } })
    const { runner } = await story.nextAttempt()
    expect(story.ours).toHaveLength(2)
    const [first, second] = story.timesOf('trigger')
    expect((second ?? 0) - (first ?? 0)).toBeLessThanOrEqual(80_000 + 4000)
    expect(runner.warnings.join('\n')).toMatch(/Could not look for a job run of an earlier attempt.*there are two now/)
  })

  test('goes on with the oldest of several, and names the others', async () => {
    const story = await lostRunner({ inputs: { 'on-rerun': 'attach' } })
    await story.nextAttempt({ env: { 'INPUT_ON-RERUN': 'start', INPUT_WAIT: 'false' }, afterMs: 1000 })
    const { runner } = await story.nextAttempt({ afterMs: 1000 })
    expect(story.ours).toHaveLength(2)
    expect(runner.outputs['run-id']).toBe(nameOfFirst(story))
    expect(runner.warnings.join('\n')).toContain(story.ours[1]?.name)
  })

  test('the first attempt searches for nothing', async () => {
    const story = await new Story({ env: { GITHUB_RUN_ATTEMPT: '1' } }).run()
    expect(story.timesOf('search')).toEqual([])
  })
})

describe('where a run of the job is going already', () => {
  const going = (ifRunning: string, setup: ConstructorParameters<typeof Story>[0] = {}, endsMs = 40_000) => {
    const story = new Story({ ...setup, inputs: { 'if-running': ifRunning, ...setup.inputs } })
    const foreign = story.addForeignRun(-120_000, timeline([0, 'RUNNING'], [120_000 + endsMs, 'FINISHED']))
    return { story, foreign }
  }

  test('`start` starts another', async () => {
    const { story } = going('start')
    await story.run()
    expect(story.ours).toHaveLength(1)
  })

  test('`skip` starts none, succeeds, and names it', async () => {
    const { story, foreign } = going('skip')
    await story.run()
    expect(story.ours).toHaveLength(0)
    expect(story.runner.failed).toBe(false)
    expect(story.outputs).toMatchObject({ conclusion: 'skipped', 'run-id': foreign.name, status: 'RUNNING' })
    expect(story.outputs['run-url']).toContain('/deployments/app')
  })

  test('`fail` starts none, fails, and names it', async () => {
    const { story, foreign } = going('fail')
    await story.run()
    expect(story.ours).toHaveLength(0)
    expect(story.outputs).toMatchObject({ conclusion: 'not_started', 'run-id': foreign.name })
    expect(story.error).toContain(foreign.name)
  })

  test.each([
    ['attach', 'not_started', /is going \(RUNNING\), and can't be waited for: its name can't be used/],
    ['fail', 'not_started', /is going \(RUNNING\)/],
    ['skip', 'skipped', /is going already \(RUNNING\)/],
  ])('`%s` gives nobody a name that can’t be used', async (ifRunning, conclusion, words) => {
    const story = new Story({ inputs: { 'if-running': ifRunning } })
    story.addForeignRun(-30_000, { ...NEVER_ENDS.truefoundry, fields: { name: '..' } })
    await story.run()
    expect(story.ours).toHaveLength(0)
    expect(story.outputs.conclusion).toBe(conclusion)
    const said = [...story.runner.log, ...story.runner.errors].join('\n')
    expect(said).toMatch(words)
    expect(`${said}${story.runner.summary}`).not.toMatch(/To wait for it|to wait for it/)
    expect(story.timesOf('status')).toEqual([])
  })

  test('`attach` waits for the newest, and leaves it going on cancel', async () => {
    const { story, foreign } = going('attach', {}, 900_000)
    story.addForeignRun(-600_000, NEVER_ENDS.truefoundry)
    story.cancelAt(9000)
    await story.run()
    expect(story.ours).toHaveLength(0)
    expect(story.outputs).toMatchObject({ conclusion: 'cancelled', 'run-id': foreign.name })
    expect(foreign.termination).toBeUndefined()
  })

  test('`attach` gives the verdict of that run', async () => {
    const { story, foreign } = going('attach')
    await story.run()
    expect(story.outputs).toMatchObject({ conclusion: 'success', 'run-id': foreign.name })
  })

  test('`wait` triggers when none is left', async () => {
    const { story, foreign } = going('wait', {}, 130_000)
    const second = story.addForeignRun(-60_000, timeline([0, 'RUNNING'], [160_000, 'FAILED']))
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.ours).toHaveLength(1)
    const [triggeredMs = 0] = story.timesOf('trigger')
    expect(triggeredMs).toBeGreaterThanOrEqual(130_000)
    expect(triggeredMs).toBeLessThan(150_000)
    const log = story.runner.log.join('\n')
    expect(log).toContain(`Job run ${second.name} is going (RUNNING for 1m 00s)`)
    expect(log).toContain(`Job run ${foreign.name} is going (RUNNING for 3m 4`)
  })

  test('`wait` is over at `timeout`: nothing was started', async () => {
    const { story, foreign } = going('wait', { inputs: { timeout: '70s' } }, 900_000)
    await story.run()
    expect(story.ours).toHaveLength(0)
    expect(story.outputs).toMatchObject({ conclusion: 'not_started', 'run-id': foreign.name })
    expect(story.error).toMatch(/still going \(RUNNING\) at `timeout`/)
  })

  test('`wait` can be cancelled, and nothing was started', async () => {
    const { story } = going('wait', {}, 900_000)
    await story.cancelAt(11_000).run()
    expect(story.ours).toHaveLength(0)
    expect(story.outputs.conclusion).toBe('cancelled')
  })

  test.each(['skip', 'fail', 'attach', 'wait'])('`%s` triggers where nothing is going', async (ifRunning) => {
    const story = new Story({ inputs: { 'if-running': ifRunning } })
    story.addForeignRun(-600_000, timeline([0, 'RUNNING'], [1000, 'FINISHED']))
    await story.run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.ours).toHaveLength(1)
  })

  test('a status that nobody knows counts as going', async () => {
    const story = new Story({ inputs: { 'if-running': 'skip' } })
    story.addForeignRun(-600_000, timeline([0, 'HIBERNATING']))
    await story.run()
    expect(story.outputs.conclusion).toBe('skipped')
  })

  test('an old one behind thousands of newer ones is found', async () => {
    const { story, foreign } = going('skip', {}, 9e6)
    for (let i = 0; i < 1500; i++) story.addForeignRun(-100_000 + i, timeline([0, 'FINISHED']))
    await story.run()
    expect(story.outputs).toMatchObject({ conclusion: 'skipped', 'run-id': foreign.name })
  })

  test('a list that is denied three times starts nothing', async () => {
    const { story } = going('skip')
    const fault = { kind: 'status', status: 403, body: 'own' } as const
    for (const operation of ['list', 'recent'] as const) story.plane.addFault({ operation, nth: 1, times: 99, fault })
    await story.run()
    expect(story.ours).toHaveLength(0)
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toContain('`if-running`')
  })

  test('a list that is down for a while only costs time', async () => {
    const { story } = going('skip')
    story.plane.addFault({ operation: 'list', nth: 1, times: 4, fault: { kind: 'status', status: 502, body: 'html' } })
    await story.run()
    expect(story.outputs.conclusion).toBe('skipped')
  })

  test('a re-run goes on with its own run before `if-running` is asked', async () => {
    const story = await lostRunner({ inputs: { 'if-running': 'fail' } })
    const { runner } = await story.nextAttempt()
    expect(runner.outputs).toMatchObject({ conclusion: 'success', 'run-id': nameOfFirst(story) })
  })

  test('together with `run-id` it is an error', async () => {
    const story = await new Story({
      inputs: { 'if-running': 'wait', 'run-id': 'etl-0001', 'run-name-alias': '' },
    }).run()
    expect(story.outputs.conclusion).toBe('not_started')
    expect(story.error).toContain('if-running')
    expect(story.plane.requests).toEqual([])
  })
})
