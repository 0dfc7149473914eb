import { describe, expect, test } from '@jest/globals'
import type { StepOptions } from '../../../sandbox/runner/index.ts'
import { LINGER, runFixture } from './fixture.ts'

const whenReady: Partial<StepOptions> = { cancelWhen: (line) => line === 'ready' }
const soon = { sigtermAfterMs: 150, sigkillAfterMs: 150 }
const printState = 'console.log("state " + env.STATE_saved)'
const ignore = (...signals: string[]) => signals.map((signal) => `process.on('${signal}', () => {})`).join('\n')

describe('a cancelled workflow', () => {
  test('interrupts main, which may still write its outputs; post gets the state', async () => {
    const main = `
    process.once('SIGINT', () => { put('OUTPUT', 'conclusion=cancelled\\n'); put('STATE', 'saved=yes\\n'); process.exit(0) })
    ${LINGER}`
    const result = await runFixture({ main, post: printState }, whenReady)
    expect(result).toMatchObject({
      conclusion: 'cancelled',
      jobConclusion: 'cancelled',
      exitCode: 0,
      outputs: { conclusion: 'cancelled' },
    })
    expect(result.timing.signals).toEqual(['SIGINT'])
    expect(result.timing.cancelToExitMs).toBeLessThan(5_000)
    expect(result.annotations).toMatchObject([{ source: 'runner', message: 'The operation was canceled.' }])
    expect(result.post).toMatchObject({ ran: true, log: 'state yes' })
  })

  test('sends SIGTERM to a main that ignores SIGINT', async () => {
    const result = await runFixture({ main: ignore('SIGINT') + LINGER }, { ...whenReady, signalTimes: soon })
    expect(result).toMatchObject({ conclusion: 'cancelled', exitCode: 143, signal: 'SIGTERM' })
    expect(result.timing.signals).toEqual(['SIGINT', 'SIGTERM'])
    expect(result.timing.cancelToExitMs).toBeGreaterThanOrEqual(149)
  })

  test('kills a main that ignores both; what it saved before still reaches post', async () => {
    const main = `put('STATE', 'saved=early\\n')\n${ignore('SIGINT', 'SIGTERM')}\n${LINGER}`
    const result = await runFixture({ main, post: printState }, { ...whenReady, signalTimes: soon })
    expect(result).toMatchObject({ conclusion: 'cancelled', exitCode: 137, signal: 'SIGKILL' })
    expect(result.timing.signals).toEqual(['SIGINT', 'SIGTERM', 'SIGKILL'])
    expect(result.post.log).toBe('state early')
  })

  test('can come by the clock or from outside, and before main is up', async () => {
    const byClock = await runFixture({ main: LINGER }, { cancelAfterMs: 100 })
    expect(byClock).toMatchObject({ conclusion: 'cancelled', signal: 'SIGINT' })
    const fromOutside = await runFixture({ main: LINGER }, { cancelOn: AbortSignal.abort() })
    expect(fromOutside).toMatchObject({
      conclusion: 'cancelled',
      signal: 'SIGINT',
      log: expect.not.stringContaining('ready'),
    })
  })

  test('changes nothing for a step that ended before', async () => {
    const controller = new AbortController()
    const post = `console.log('ready')`
    const result = await runFixture(
      { main: '', post },
      { cancelOn: controller.signal, onLine: (line) => line === 'ready' && controller.abort() },
    )
    expect(result).toMatchObject({ conclusion: 'success', jobConclusion: 'success' })
    expect(result.timing).not.toHaveProperty('cancelToExitMs')
  })
})

describe('a limit of time', () => {
  test('of the step interrupts main like a cancel, but the step fails', async () => {
    const result = await runFixture({ main: LINGER, post: printState }, { stepTimeoutMs: 100 })
    expect(result).toMatchObject({ conclusion: 'failure', signal: 'SIGINT', post: { ran: true } })
    expect(result.log).toContain('has timed out')
  })

  test('that is hard kills main without notice', async () => {
    const result = await runFixture({ main: ignore('SIGINT') + LINGER }, { timeoutMs: 100 })
    expect(result).toMatchObject({ conclusion: 'failure', signal: 'SIGKILL', killed: true })
  })

  test('of post kills post, and the job fails for it', async () => {
    const result = await runFixture({ main: '', post: LINGER }, { postLimitMs: 150 })
    expect(result).toMatchObject({
      conclusion: 'success',
      jobConclusion: 'failure',
      post: { ran: true, killed: true, conclusion: 'failure', signal: 'SIGKILL' },
    })
    expect(result.post.timing.durationMs).toBeGreaterThanOrEqual(149)
  })
})

describe('a job in a container', () => {
  const main = `
  put('STATE', 'saved=early\\n')
  process.on('SIGINT', () => put('OUTPUT', 'heard=SIGINT\\n'))
  process.on('SIGTERM', () => put('OUTPUT', 'heard=SIGTERM\\n'))
  `

  test('lets no signal through: main is killed, post is all there is', async () => {
    const result = await runFixture({ main: main + LINGER, post: printState }, { ...whenReady, container: true })
    expect(result).toMatchObject({ conclusion: 'cancelled', signal: 'SIGKILL', outputs: {} })
    expect(result.timing.signals).toEqual(['SIGKILL'])
    expect(result.post.log).toBe('state early')
  })

  test('can leave main lingering, unseen, until post has ended', async () => {
    const pids: number[] = []
    const post = `
    process.kill(Number(env.MAIN_PID), 0)
    console.log('main is alive')`
    const chatty = `${main}put('ENV', 'MAIN_PID=' + process.pid + '\\n')\nsetInterval(() => console.log('more'), 5)`
    const result = await runFixture(
      { main: chatty + LINGER, post },
      { ...whenReady, container: 'lingering', onSpawn: (pid) => pids.push(pid) },
    )
    expect(result).toMatchObject({ conclusion: 'cancelled', post: { log: 'main is alive', conclusion: 'success' } })
    expect(result.timing.signals).toEqual(['SIGKILL'])
    const chatter = (lines: readonly string[]) => lines.filter((line) => line === 'more').length
    expect(chatter(result.rawStdout.split('\n'))).toBeGreaterThan(chatter(result.logLines))
    expect(() => process.kill(pids[0] ?? 0, 0)).toThrow('ESRCH')
  })
})

describe('post', () => {
  test('runs after a failed main, and may fail the job on its own', async () => {
    const failed = await runFixture({ main: 'process.exit(1)', post: '' })
    expect(failed).toMatchObject({ jobConclusion: 'failure', post: { ran: true, conclusion: 'success' } })
    const failing = await runFixture({ main: '', post: 'process.exit(1)' })
    expect(failing).toMatchObject({ conclusion: 'success', jobConclusion: 'failure', post: { exitCode: 1 } })
  })

  test('has its inputs and env evaluated afresh', async () => {
    const print = 'console.log(env.INPUT_A + env.B)'
    const result = await runFixture(
      { main: print, post: print, inputs: '  a: {}' },
      { inputs: { a: '1' }, env: { B: '2' }, postInputs: { a: '3' }, postEnv: { B: '4' } },
    )
    expect([result.log, result.post.log]).toEqual(['12', '34'])
  })

  test('gets the masks of main, but neither its stopped commands nor its outputs', async () => {
    const result = await runFixture({
      main: `console.log('::add-mask::hush\\n::stop-commands::token')`,
      post: `console.log('::notice::hush'); put('OUTPUT', 'late=1\\n')`,
    })
    expect(result.post.log).toBe('Notice: ***')
    expect(result.outputs).toEqual({})
  })

  test.each([
    ['success()', 'process.exit(1)', false],
    ['failure()', 'process.exit(1)', true],
    ['"!cancelled() && failure() || cancelled()"', '', false],
  ])('with post-if %s after %j: %s', async (postIf, main, ran) => {
    expect((await runFixture({ main, post: '', postIf })).post.ran).toBe(ran)
  })

  test('does not run when the runner itself goes down, nor when there is none', async () => {
    expect((await runFixture({ main: '', post: '' }, { skipPost: true })).post.ran).toBe(false)
    expect((await runFixture({ main: '' })).post.ran).toBe(false)
  })
})

describe('peak memory', () => {
  test('is measured when asked for', async () => {
    const main = `const kept = Buffer.alloc(100 * 1024 * 1024, 1); setTimeout(() => console.log(kept.length), 200)`
    const result = await runFixture({ main }, { measureMemory: true })
    expect(result.peakRssKiB).toBeGreaterThan(100 * 1024)
  })
})
