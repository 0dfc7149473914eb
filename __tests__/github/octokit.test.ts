import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { JOB_TOKEN } from '../../sandbox/github/simulator.ts'
import type { GithubFault } from '../../sandbox/github/types.ts'
import type { CommitStatus } from '../../src/github/api.ts'
import { openGithub } from '../../src/runtime/octokit.ts'
import { closeSites, patient, REPOSITORY, SHA, startSite, TOKEN } from './site.ts'

afterEach(closeSites)

const STATUS: CommitStatus = {
  context: 'ci/etl',
  state: 'success',
  description: 'Succeeded',
  targetUrl: 'https://tfy.example.com/runs',
}

describe('a commit status on its way to GitHub', () => {
  it('arrives whole, under the name of the token', async () => {
    const { api, github } = await startSite()
    expect(await api.createStatus(SHA, STATUS, patient)).toEqual({ kind: 'good', value: undefined })
    expect(github.statuses).toEqual([{ ...STATUS, sha: SHA, creator: 'github-actions[bot]' }])
    expect(github.requests[0]?.headers['user-agent']).toContain('run-job-and-wait')
  })

  it('needs no link', async () => {
    const { api, github } = await startSite()
    const { targetUrl: _, ...status } = STATUS
    await api.createStatus(SHA, status, patient)
    expect(github.statuses[0]?.targetUrl).toBeNull()
  })

  const ANSWERS: readonly (readonly [string, string, GithubFault, RegExp])[] = [
    [
      'bad_token',
      'a bad token',
      { kind: 'status', status: 401, body: '{"message":"Bad credentials"}' },
      /401 \(Bad credentials\)/,
    ],
    [
      'not_found',
      'a hidden repository',
      { kind: 'status', status: 404, body: '{"message":"Not Found"}' },
      /404 \(Not Found\)/,
    ],
    ['refused', 'something invalid', { kind: 'status', status: 422, body: '{"message":"Validation Failed"}' }, /422/],
    [
      'refused',
      'something invalid that it explains',
      {
        kind: 'status',
        status: 422,
        body: '{"message":"Validation Failed","errors":[{"resource":"Status","code":"custom","message":"context is too long"},{"field":"sha","code":"missing"},"odd",7,null]}',
      },
      /422 \(Validation Failed; context is too long; sha missing; odd\)/,
    ],
    ['rate_limited', 'the rate limit', { kind: 'rate-limit' }, /rate limit until 2026-01-01T00:00:00\.000Z/],
    ['rate_limited', 'the rate limit as 429', { kind: 'rate-limit', status: 429 }, /rate limit/],
    ['rate_limited', 'the secondary rate limit', { kind: 'secondary-limit' }, /it asks to wait 60 s/],
    [
      'unavailable',
      'a broken GitHub',
      { kind: 'status', status: 502, body: '<html>', headers: { 'content-type': 'text/html' } },
      /502/,
    ],
    ['unavailable', 'a reset', { kind: 'reset' }, /could not be asked/],
    ['unavailable', 'a redirect', { kind: 'redirect', to: 'https://elsewhere.invalid/' }, /could not be asked/],
  ]

  it.each(ANSWERS)('is %s by %s, and says so', async (cause, _name, fault, message) => {
    const { api, github } = await startSite()
    github.faults.push({ operation: 'status', fault })
    const reply = await api.createStatus(SHA, STATUS, patient)
    expect(reply).toMatchObject({ kind: 'failed', cause, message: expect.stringMatching(message) })
    expect(JSON.stringify(reply)).not.toContain(TOKEN)
    expect(github.statuses).toEqual([])
  })

  it('is not allowed by a token that may only read', async () => {
    const { api } = await startSite({ tokens: { [TOKEN]: { ...JOB_TOKEN, statuses: 'read' } } })
    const reply = await api.createStatus(SHA, STATUS, patient)
    expect(reply).toMatchObject({
      cause: 'not_allowed',
      message: expect.stringContaining('not accessible by integration'),
    })
  })

  it('is called off at once when there is no time left, though GitHub hangs', async () => {
    const { api, github } = await startSite()
    github.faults.push({ operation: 'status', fault: { kind: 'hang' } })
    const stop = new AbortController()
    const reply = api.createStatus(SHA, STATUS, stop.signal)
    setTimeout(() => stop.abort(), 50)
    expect(await reply).toMatchObject({ kind: 'failed', cause: 'unavailable' })
  })

  it('takes no token to where a redirect points', async () => {
    const other = await startSite()
    const { api, github } = await startSite()
    for (const operation of ['list', 'status'] as const) {
      github.faults.push({ operation, fault: { kind: 'redirect', to: `${other.url}/repos/x/y` } })
    }
    await api.createStatus(SHA, STATUS, patient)
    await api.listComments(1, 1, patient)
    expect(other.github.requests).toEqual([])
  })

  it('writes nothing to the console, also when GitHub announces that a route will go', async () => {
    const spies = [jest.spyOn(console, 'warn'), jest.spyOn(console, 'error'), jest.spyOn(console, 'log')]
    const { api, github } = await startSite()
    const headers = { deprecation: 'true', sunset: '::error::gone', link: '<https://x>; rel="deprecation"' }
    github.faults.push({ operation: 'status', fault: { kind: 'headers', headers } })
    expect(await api.createStatus(SHA, STATUS, patient)).toMatchObject({ kind: 'good' })
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled()
      spy.mockRestore()
    }
  })
})

describe('the identity of a token', () => {
  it.each(['', '/api/v3'] as const)(
    "is told though GET /user is closed to the job's token (API at %j)",
    async (prefix) => {
      const { api, github } = await startSite({}, { prefix })
      expect(await api.whoAmI(patient)).toEqual({ kind: 'good', value: 'github-actions[bot]' })
      expect(github.requestsOf('user')).toEqual([])
    },
  )

  it('is not guessed where GitHub does not tell it', async () => {
    const { api, github } = await startSite()
    github.faults.push({
      operation: 'graphql',
      fault: { kind: 'status', status: 200, body: '{"data":{"viewer":null}}' },
    })
    expect(await api.whoAmI(patient)).toMatchObject({ kind: 'failed', cause: 'unavailable' })
  })

  it('may be kept back by errors in an answer that looks good', async () => {
    const { api, github } = await startSite()
    const body = '{"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]}'
    github.faults.push({ operation: 'graphql', fault: { kind: 'status', status: 200, body } })
    expect(await api.whoAmI(patient)).toMatchObject({ kind: 'failed', cause: 'rate_limited' })
  })
})

describe('lists', () => {
  it('come in pages, in order, and say when there are more', async () => {
    const { api, github } = await startSite()
    for (let count = 1; count <= 101; count++) github.addComment(7, 'somebody', `comment ${count}`)
    github.addComment(8, 'somebody', 'on another pull request')
    const first = await api.listComments(7, 1, patient)
    const second = await api.listComments(7, 2, patient)
    expect(first).toMatchObject({ kind: 'good', value: { hasMore: true } })
    expect(first.kind === 'good' && first.value.items.length).toBe(100)
    expect(second).toMatchObject({ value: { hasMore: false, items: [{ author: 'somebody', body: 'comment 101' }] } })
  })

  it('of comments bear with accounts that are gone', async () => {
    const { api, github } = await startSite()
    const body = '[{"id":1,"user":null,"body":null}]'
    github.faults.push({ operation: 'list', fault: { kind: 'status', status: 200, body } })
    expect(await api.listComments(7, 1, patient)).toMatchObject({ value: { items: [{ id: 1, author: '', body: '' }] } })
  })

  it.each(['{"message":"moved"}', '[{"id":"1"}]', 'not json'])('that are none (%s) are unreadable', async (body) => {
    const { api, github } = await startSite()
    github.faults.push({ operation: 'list', fault: { kind: 'status', status: 200, body } })
    expect(await api.listComments(7, 1, patient)).toMatchObject({ kind: 'failed', cause: 'unavailable' })
  })

  it('that break off are unreadable', async () => {
    const { api, github } = await startSite()
    github.addComment(7, 'somebody', 'text')
    github.faults.push({ operation: 'list', fault: { kind: 'truncate' } })
    expect(await api.listComments(7, 1, patient)).toMatchObject({ kind: 'failed', cause: 'unavailable' })
  })
})

it('a token that GitHub does not know is told as such', async () => {
  const { url } = await startSite()
  const api = openGithub({ apiUrl: url, token: 'ghs_expired', repository: REPOSITORY })
  expect(await api.listComments(7, 1, patient)).toMatchObject({ cause: 'bad_token' })
})

it('a proxy is used as the toolkit does it', async () => {
  const { url, github } = await startSite()
  const module = new URL('../../src/runtime/octokit.ts', import.meta.url).href
  // A name that nothing resolves: what arrives has come through the proxy, which the simulator stands in for.
  const access = { apiUrl: 'http://github.example.invalid', token: TOKEN, repository: REPOSITORY }
  const script = `
    const { openGithub } = await import(${JSON.stringify(module)})
    const api = openGithub(${JSON.stringify(access)})
    console.log(JSON.stringify(await api.createStatus('${SHA}', ${JSON.stringify(STATUS)}, AbortSignal.timeout(4000))))
    process.exit()`
  const env = { ...process.env, http_proxy: url, no_proxy: '', GITHUB_API_URL: access.apiUrl }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env })
  expect(JSON.parse(stdout)).toEqual({ kind: 'good' })
  expect(github.statuses).toHaveLength(1)
}, 15_000)
