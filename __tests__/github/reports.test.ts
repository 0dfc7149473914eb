import { describe, expect, it } from '@jest/globals'
import { failed, type GithubAccess } from '../../src/github/api.ts'
import { createReports, type ReportContext } from '../../src/github/index.ts'
import { setLeftOver } from '../../src/github/left-over.ts'
import { finishBy, hasLeftOver } from '../../src/github/reports.ts'
import type { Outcome } from '../../src/verdict/outcome.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeRunner } from '../support/fake-runner.ts'
import { FakeApi, type Slowness } from './fake-api.ts'
import { failedRun, PLATFORM, PRIVATE, RUN, succeeded } from './outcomes.ts'

const HEAD = 'b'.repeat(40)
const ENV = {
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_SHA: 'a'.repeat(40),
  GITHUB_REPOSITORY: 'octo-org/octo-repo',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_RUN_ID: '1658821493',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_JOB: 'nightly',
  'INPUT_GITHUB-TOKEN': 'ghs_later',
}
const PAYLOAD = { pull_request: { number: 7, head: { sha: HEAD } } }
const SETTINGS = { commitStatus: 'ci/etl', prComment: 'always', token: 'ghs_1' } as const

function stage(slowness: Slowness = {}, change: Partial<ReportContext> = {}, env: typeof ENV = ENV) {
  const clock = new FakeClock()
  const runner = new FakeRunner()
  const api = new FakeApi(clock, slowness)
  const opened: GithubAccess[] = []
  const open = (access: GithubAccess) => {
    opened.push(access)
    return Promise.resolve(api)
  }
  const ports = { clock, runner, env, open, blot: (text: string) => text }
  const context = { settings: SETTINGS, payload: PAYLOAD, platform: PLATFORM }
  const reports = createReports(ports, { ...context, ...change })
  const post = () => clock.run(setLeftOver({ ...ports, env: { ...env, ...runner.stateEnv } }))
  return { clock, runner, api, opened, ports, reports, post }
}

type Stage = ReturnType<typeof stage>

/** From the start of the run until the step may end. */
async function play(it: Stage, outcome: Outcome = succeeded, runMs = 60_000) {
  const { clock, reports } = it
  reports.begin(RUN)
  await clock.run(clock.sleep(runMs))
  const startedMs = clock.nowMs()
  await clock.run(reports.finish(outcome, finishBy(startedMs, undefined)))
  return { isSettled: isSettled(it), tookMs: clock.nowMs() - startedMs }
}

const isSettled = ({ runner }: Stage) => !hasLeftOver(runner.stateEnv)

describe('a step that reports to GitHub', () => {
  it('sets the status to pending while the run goes, then to the verdict, and comments', async () => {
    const it = stage()
    expect(await play(it)).toEqual({ isSettled: true, tookMs: 0 })
    expect(it.api.statuses).toMatchObject([
      { sha: HEAD, state: 'pending', atMs: 0 },
      { sha: HEAD, state: 'success', atMs: 60_000 },
    ])
    expect(it.api.comments).toHaveLength(1)
    expect(it.opened).toEqual([{ apiUrl: 'https://api.github.com', token: 'ghs_1', repository: 'octo-org/octo-repo' }])
    expect(it.runner.warnings).toEqual([])
  })

  it('sets an error when no run was started, and links to the run of the workflow', async () => {
    const it = stage()
    const outcome = { kind: 'not_started', reason: PRIVATE } as const
    await it.clock.run(it.reports.finish(outcome, 5000))
    expect(it.api.statuses).toMatchObject([
      { state: 'error', targetUrl: 'https://github.com/octo-org/octo-repo/actions/runs/1658821493' },
    ])
    expect(JSON.stringify([it.api.statuses, it.api.comments, it.runner.state])).not.toContain(PRIVATE)
  })

  it('links to the very job where the runner says which it is', async () => {
    const it = stage({}, { settings: { ...SETTINGS, checkRunId: '48019357221' } })
    await it.clock.run(it.reports.finish({ kind: 'not_started', reason: PRIVATE }, 5000))
    const link = 'https://github.com/octo-org/octo-repo/actions/runs/1658821493/job/48019357221'
    expect(it.api.statuses).toMatchObject([{ targetUrl: link }])
    expect(it.api.comments).toMatchObject([
      { body: expect.stringContaining('&#47;1658821493&#47;job&#47;48019357221') },
    ])
  })

  it('keeps nothing in its state that must not leave, nor the token', async () => {
    const it = stage()
    it.reports.begin({ ...RUN, target: { note: PRIVATE } })
    expect(hasLeftOver(it.runner.stateEnv)).toBe(true)
    expect(JSON.stringify(it.runner.state)).not.toMatch(new RegExp(`${PRIVATE}|ghs_`))
  })

  it('comments on failures alone when asked to, and tells when all is well again', async () => {
    const it = stage({}, { settings: { prComment: 'failure', token: 'ghs_1' } })
    await play(it)
    expect(it.api.comments).toEqual([])
    await play(it, failedRun)
    expect(it.api.comments).toMatchObject([{ body: expect.stringContaining('❌ Failed') }])
    await play(it)
    expect(it.api.comments).toMatchObject([{ body: expect.stringContaining('✅ Succeeded') }])
    expect(it.api.statuses).toEqual([])
  })

  it('neither warns nor comments when the event is about no pull request', async () => {
    const it = stage({}, { payload: {} }, { ...ENV, GITHUB_EVENT_NAME: 'push' })
    await play(it)
    expect(it.api.comments).toEqual([])
    expect(it.runner.warnings).toEqual([])
    expect(it.api.statuses).toMatchObject([{ sha: ENV.GITHUB_SHA }, { sha: ENV.GITHUB_SHA }])
  })

  it('warns when the pull request of a finished workflow is not clear', async () => {
    const workflow_run = {
      head_sha: HEAD,
      head_branch: 'fix',
      head_repository: { full_name: 'fork/r', owner: { login: 'fork' } },
    }
    const it = stage({}, { payload: { workflow_run } }, { ...ENV, GITHUB_EVENT_NAME: 'workflow_run' })
    await play(it)
    expect(it.runner.warnings).toEqual([expect.stringContaining('No pull request to comment on')])
  })
})

describe('a GitHub that is slow or down', () => {
  it.each([1, 400, 2300, Number.POSITIVE_INFINITY])(
    '(%d ms) delays the end of the step by 5 s at most',
    async (delayMs) => {
      for (const deaf of [false, true]) {
        const { tookMs } = await play(stage({ delayMs, deaf }))
        expect(tookMs).toBeLessThanOrEqual(5000)
      }
    },
  )

  it('is asked again, and is no reason to warn if it comes back', async () => {
    const it = stage({ status: (nth) => (nth <= 3 ? failed('unavailable', '502') : undefined) })
    expect(await play(it)).toMatchObject({ isSettled: true })
    expect(it.api.statuses.map(({ state }) => state)).toEqual(['pending', 'success'])
    expect(it.runner.warnings).toEqual([])
  })

  it('does not cost the verdict its status when one connection hangs', async () => {
    const it = stage({ hangs: (nth) => nth === 2 })
    expect(await play(it)).toMatchObject({ isSettled: true })
    expect(it.api.statuses.map(({ state }) => state)).toEqual(['pending', 'success'])
  })

  it('gets a pending status that is on its way out of the way before the verdict', async () => {
    const it = stage({ delayMs: 900 })
    await play(it, succeeded, 100)
    expect(it.api.statuses.map(({ state }) => state)).toEqual(['pending', 'success'])
  })

  it('leaves the verdict to post, which sets it', async () => {
    let isDown = true
    const it = stage({ status: () => (isDown ? failed('unavailable', '502') : undefined) })
    expect(await play(it)).toMatchObject({ isSettled: false })
    isDown = false
    await it.post()
    expect(it.api.statuses).toMatchObject([{ state: 'success', sha: HEAD }])
    expect(it.runner.warnings).toEqual([])
    expect(it.opened.at(-1)?.token).toBe('ghs_later')
  })

  it('is one warning of post when it stays down, within the time that post has', async () => {
    const it = stage(
      { delayMs: Number.POSITIVE_INFINITY, deaf: true },
      { settings: { ...SETTINGS, prComment: 'never' } },
    )
    await play(it)
    const startedMs = it.clock.nowMs()
    await it.post()
    expect(it.clock.nowMs() - startedMs).toBeLessThanOrEqual(15_000)
    expect(it.runner.warnings).toEqual([expect.stringContaining('`ci/etl` on bbbbbbb could not be set')])
  })

  it('that limits the rate is not pressed, and is told of once for a comment', async () => {
    const limited = failed('rate_limited', 'GitHub answered 403, which is its rate limit')
    const it = stage({ status: () => limited, create: () => limited })
    expect(await play(it)).toEqual({ isSettled: false, tookMs: 0 })
    expect(it.api.asked).toBe(2)
    expect(it.runner.warnings).toEqual([expect.stringContaining('rate limit')])
  })

  it('leaves little time after a cancel: the rest is for post', () => {
    expect(finishBy(100_000, undefined)).toBe(105_000)
    expect(finishBy(106_100, 100_000)).toBe(106_800)
  })

  it('is not asked at all once that time is over', async () => {
    const it = stage()
    await it.clock.run(it.reports.finish(succeeded, -1))
    expect(isSettled(it)).toBe(false)
    expect(it.api.asked).toBe(0)
  })
})

it('a pull request with thousands of comments gets none more, and the warning says that ours was not found', async () => {
  const it = stage({ delayMs: 430, foreignPages: 25 })
  await play(it)
  expect(it.api.comments).toEqual([])
  expect(it.runner.warnings).toEqual([expect.stringMatching(/; ours was not found in time among 1000 comments\.$/)])
})

describe('a missing permission', () => {
  const refusal = failed('not_allowed', 'GitHub answered 403 (Resource not accessible by integration)')

  it('is one warning each, that names it, and nothing is left to post', async () => {
    const it = stage({ status: () => refusal, create: () => refusal })
    expect(await play(it)).toMatchObject({ isSettled: true })
    expect(it.runner.warnings).toEqual([
      expect.stringContaining('`permissions: statuses: write`'),
      expect.stringContaining('`permissions: pull-requests: write`'),
    ])
    expect(it.api.asked).toBe(1)
  })

  it('is not what is told of a token that has expired', async () => {
    const expired = failed('bad_token', 'GitHub answered 401 (Bad credentials)')
    const it = stage({ status: () => expired, create: () => expired })
    expect(await play(it)).toMatchObject({ isSettled: true })
    expect(it.runner.warnings).toHaveLength(2)
    for (const warning of it.runner.warnings) {
      expect(warning).toContain('401 (Bad credentials). The token in `github-token` is invalid or has expired')
      expect(warning).not.toContain('permissions')
    }
  })

  it('that shows only in the end is told then', async () => {
    const it = stage({ status: (nth) => (nth === 1 ? undefined : refusal) })
    expect(await play(it)).toMatchObject({ isSettled: true })
    expect(it.runner.warnings).toHaveLength(1)
  })
})

describe('post', () => {
  it('sets an error where main was cut off while the run was going', async () => {
    const it = stage()
    it.reports.begin(RUN)
    await it.clock.run(it.clock.sleep(1000))
    await it.post()
    expect(it.api.statuses).toMatchObject([
      { state: 'pending' },
      { state: 'error', context: 'ci/etl', sha: HEAD, targetUrl: RUN.runUrl },
    ])
  })

  it('does nothing when nothing was left', async () => {
    const it = stage()
    await play(it)
    const before = it.api.asked
    await it.post()
    expect(it.api.asked).toBe(before)
  })

  it('sends nothing to another API than main did', async () => {
    const it = stage()
    it.reports.begin(RUN)
    const env = { ...ENV, ...it.runner.stateEnv, GITHUB_API_URL: 'https://evil.example' }
    const opened = it.opened.length
    await it.clock.run(setLeftOver({ ...it.ports, env }))
    expect(it.opened).toHaveLength(opened)
    expect(it.runner.warnings).toEqual([expect.stringContaining('another GITHUB_API_URL')])
  })

  it.each(['{}', 'nonsense', '{"apiUrl":"https://api.github.com"}'])(
    'is not misled by a state of %j',
    async (state) => {
      const it = stage()
      await it.clock.run(setLeftOver({ ...it.ports, env: { ...ENV, STATE_status: state } }))
      expect(it.opened).toEqual([])
      expect(it.runner.warnings).toEqual([])
    },
  )
})

it('a client that can not be loaded is a warning, not the end of the step', async () => {
  const { ports, runner, clock } = stage()
  const open = () => Promise.reject(new Error('Unexpected token in JSON'))
  const context = { payload: PAYLOAD, platform: PLATFORM }
  const reports = createReports({ ...ports, open }, { ...context, settings: { prComment: 'always', token: 'ghs_1' } })
  reports.begin(RUN)
  await clock.run(reports.finish(succeeded, 5000))
  expect(runner.warnings).toEqual([expect.stringContaining('Unexpected token in JSON')])
})
