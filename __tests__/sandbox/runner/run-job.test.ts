import { describe, expect, test } from '@jest/globals'
import { type JobOptions, type RunningJob, runJob } from '../../../sandbox/runner/run-job.ts'
import { type FixtureAction, LINGER, withFixture } from './fixture.ts'

/** Runs a job whose steps all use one action; the input `say` tells them apart. */
function runSteps(
  action: FixtureAction,
  story: (job: RunningJob, start: (id: string) => void) => Promise<void>,
  options: JobOptions = {},
) {
  return withFixture(action, (actionDir) =>
    runJob({ timeoutMs: 20_000, ...options }, (job) =>
      story(job, (id) => job.start(id, { actionDir, inputs: { say: id } })),
    ),
  )
}

const inputs = '  say: {}'
const say = `const say = env.INPUT_SAY\n`
/** Ends well as soon as the other step has left its mark in the workspace that both share. */
const meet = `${say}
writeFileSync(say, '')
const other = say === 'one' ? 'two' : 'one'
while (!existsSync(other)) await new Promise((resolve) => setTimeout(resolve, 20))
`

describe('steps in the background', () => {
  test('run at the same time, and each has its own outputs, state and log', async () => {
    const main = `${meet}
    put('OUTPUT', 'said=' + say + '\\n')
    put('STATE', 'said=' + say + '\\n')
    console.log(say + ' as ' + env.GITHUB_ACTION)`
    const post = `console.log('post of ' + env.STATE_said)`
    const result = await runSteps({ main, post, inputs }, async (job, start) => {
      start('one')
      start('two')
      expect(await job.wait('one', 'two')).toBe('success')
      expect([job.outputs('one'), job.outputs('two')]).toEqual([{ said: 'one' }, { said: 'two' }])
    })
    expect(result.conclusion).toBe('success')
    for (const id of ['one', 'two']) {
      expect(result.steps[id]).toMatchObject({ log: `${id} as ${id}`, post: { log: `post of ${id}` } })
    }
  })

  test('post steps run one after the other at the end, that of the last step first', async () => {
    const post = 'put("STEP_SUMMARY", String(Date.now())); await new Promise((resolve) => setTimeout(resolve, 30))'
    const { steps } = await runSteps({ main: say, post, inputs }, async (_job, start) => {
      start('one')
      start('two')
    })
    const [one, two] = ['one', 'two'].map((id) => steps[id]?.post.timing)
    expect(one?.startMs).toBeGreaterThanOrEqual(two?.exitMs ?? Number.POSITIVE_INFINITY)
  })

  test('show their outputs and how they ended to later steps once they were waited for, not before', async () => {
    await runSteps(
      { main: `${say}put('OUTPUT', 'a=1\\n'); process.exit(say === 'bad' ? 1 : 0)`, inputs },
      async (job, start) => {
        start('good')
        start('bad')
        expect([job.outputs('good'), job.conclusion('good')]).toEqual([{}, ''])
        expect(await job.wait()).toBe('failure')
        expect([job.outputs('good'), job.conclusion('good')]).toEqual([{ a: '1' }, 'success'])
        expect([job.outputs('bad'), job.conclusion('bad')]).toEqual([{ a: '1' }, 'failure'])
      },
    )
  })

  test('that fail fail the job, though nobody waited for them', async () => {
    const result = await runSteps({ main: 'process.exit(1)', inputs }, async (_job, start) => start('one'))
    expect(result.conclusion).toBe('failure')
  })

  test('hide what any of them asks to be masked', async () => {
    const main = `${say}
    if (say === 'one') console.log('::add-mask::hush')
    ${meet.replace(say, '')}
    await new Promise((resolve) => setTimeout(resolve, 100))
    console.log(say + ' says hush')`
    const { steps } = await runSteps({ main, inputs }, async (_job, start) => {
      start('one')
      start('two')
    })
    expect(steps.two?.log).toBe('two says ***')
  })
})

describe('cancelling a step in the background', () => {
  const end = `process.once('SIGINT', () => { put('OUTPUT', 'end=' + say + '\\n'); process.exit(0) })\n`
  const ready = (count: number) => {
    const all = Promise.withResolvers<void>()
    const left = { count }
    return { seen: all.promise, onLine: (line: string) => line === 'ready' && --left.count === 0 && all.resolve() }
  }

  test('interrupts that one alone, shows its outputs, and does not fail the job', async () => {
    const { seen, onLine } = ready(2)
    const main = `${say}${end}${LINGER}
    if (say === 'two') setTimeout(() => process.exit(0), 400)`
    const options = { onLine: (line: string) => void onLine(line) }
    const result = await runSteps(
      { main, post: 'console.log("post")', inputs },
      async (job, start) => {
        start('one')
        start('two')
        await seen
        await job.cancel('one')
        expect([job.outputs('one'), job.conclusion('one')]).toEqual([{ end: 'one' }, 'cancelled'])
        expect(await job.wait('two')).toBe('success')
      },
      options,
    )
    expect(result.conclusion).toBe('success')
    expect(result.steps.one).toMatchObject({ timing: { signals: ['SIGINT'] }, post: { ran: true, log: 'post' } })
    expect(result.steps.two).toMatchObject({ conclusion: 'success', timing: { signals: [] } })
  })

  test('goes on after 7.5 s without its outputs; its process is ended unseen, and post runs', async () => {
    const { seen, onLine } = ready(1)
    const main = `${say}put('OUTPUT', 'early=1\\n'); process.on('SIGINT', () => {})\n${LINGER}`
    const result = await runSteps(
      { main, post: 'console.log("post")', inputs },
      async (job, start) => {
        start('one')
        await seen
        await job.cancel('one')
        expect([job.outputs('one'), job.conclusion('one')]).toEqual([{}, 'cancelled'])
      },
      { signalTimes: { sigtermAfterMs: 150, sigkillAfterMs: 150 }, onLine: (line) => void onLine(line) },
    )
    expect(result).toMatchObject({ conclusion: 'success', steps: { one: { signal: 'SIGTERM', post: { ran: true } } } })
  })

  test('of the workflow interrupts all of them, and the job is cancelled', async () => {
    const { seen, onLine } = ready(2)
    const canceller = new AbortController()
    void seen.then(() => canceller.abort())
    const result = await runSteps(
      { main: `${say}${end}${LINGER}`, inputs },
      async (job, start) => {
        start('one')
        start('two')
        expect(await job.wait()).toBe('cancelled')
        expect(job.outputs('two')).toEqual({ end: 'two' })
      },
      { cancelOn: canceller.signal, onLine: (line) => void onLine(line) },
    )
    expect(result.conclusion).toBe('cancelled')
  })
})
