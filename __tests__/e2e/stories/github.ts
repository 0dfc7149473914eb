/** A simulated GitHub beside the platform, for the steps that report to it. */

import { expect } from '@jest/globals'
import { startGithub } from '../../../sandbox/github/server.ts'
import { type GithubConfig, JOB_TOKEN, type SimulatedGithub } from '../../../sandbox/github/simulator.ts'
import type { GithubFaultRule, GithubOperation } from '../../../sandbox/github/types.ts'
import { fakeJobToken, type StepOptions, type StepResult } from '../../../sandbox/runner/index.ts'
import { expectNoSecret } from '../promises.ts'
import { at, type Host, KEY, type Setup, type Site } from '../site.ts'

export const REPOSITORY = 'octo-org/octo-repo'
/** The commit that the runner names: on events of pull requests a merge commit. */
export const EVENT_SHA = 'c'.repeat(40)
export const HEAD_SHA = 'b'.repeat(40)
export const PULL = 7
export const PULL_EVENT = { name: 'pull_request', payload: { pull_request: { number: PULL, head: { sha: HEAD_SHA } } } }
export const PUSH_EVENT = { name: 'push', payload: {} }
export const TOKEN = fakeJobToken('e2e')

export interface GithubSetup extends Setup {
  readonly github?: Partial<GithubConfig>
  readonly githubFaults?: readonly GithubFaultRule[]
  /** `/api/v3`: GitHub Enterprise Server. */
  readonly prefix?: '' | '/api/v3'
}

export interface GithubSite extends Site {
  readonly github: SimulatedGithub
  /** Aborts once the nth request of that kind has come in to GitHub. */
  whenGithub(operation: GithubOperation, nth?: number): AbortSignal
}

/** As `at`, with GitHub beside it; the event is about a pull request unless told otherwise. */
export async function atGithub(
  host: Host,
  { github: config, githubFaults = [], prefix = '', ...setup }: GithubSetup,
  tell: (site: GithubSite) => Promise<void>,
): Promise<void> {
  const watchers: ((operation: GithubOperation) => void)[] = []
  const onRequest = ({ operation }: { readonly operation: GithubOperation }) => {
    for (const watcher of watchers) watcher(operation)
  }
  const whole = { repository: REPOSITORY, tokens: { [TOKEN]: JOB_TOKEN }, ...config }
  const server = await startGithub(whole, { prefix, onRequest })
  server.github.faults.push(...githubFaults)
  const whenGithub: GithubSite['whenGithub'] = (operation, nth = 1) => {
    const controller = new AbortController()
    const left = { requests: nth }
    watchers.push((seen) => {
      if (seen === operation && --left.requests === 0) controller.abort()
    })
    return controller.signal
  }
  try {
    await at(host, setup, (site) => {
      const step: Site['step'] = async (inputs, options) => {
        const result = await site.step(inputs, withGithub(server.url, options))
        expectSecretsKept(result, server.github, site)
        return result
      }
      return tell({ ...site, step, github: server.github, whenGithub })
    })
  } finally {
    await server.close()
  }
}

/** Who the job's token belongs to, where it may do less. */
export function tokenThatMayOnlyRead(): Partial<GithubConfig> {
  return { tokens: { [TOKEN]: { ...JOB_TOKEN, statuses: 'read', pullRequests: 'read' } } }
}

/** SIGKILL for main when the signal aborts. */
export function killedOn(signal: AbortSignal): Partial<StepOptions> {
  return { onSpawn: (pid) => signal.addEventListener('abort', () => process.kill(pid, 'SIGKILL')) }
}

function withGithub(apiUrl: string, options: Partial<StepOptions> = {}): Partial<StepOptions> {
  const runnerEnv = { GITHUB_API_URL: apiUrl, GITHUB_SHA: EVENT_SHA, ...options.runnerEnv }
  return { githubToken: TOKEN, event: PULL_EVENT, ...options, runnerEnv }
}

/** GitHub's token goes to GitHub alone, and the platform's key never there. */
function expectSecretsKept(result: StepResult, github: SimulatedGithub, { plane }: Site): void {
  expectNoSecret(result, TOKEN)
  expectNoSecret(result.post, TOKEN)
  expect(JSON.stringify(plane.requests)).not.toContain(TOKEN)
  expect(JSON.stringify(github.requests)).not.toContain(KEY)
}
