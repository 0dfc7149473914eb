/** A simulated GitHub on loopback, and the real client for it. */

import { type GithubServerOptions, type RunningGithub, startGithub } from '../../sandbox/github/server.ts'
import { type GithubConfig, JOB_TOKEN } from '../../sandbox/github/simulator.ts'
import type { GithubApi } from '../../src/github/api.ts'
import { openGithub } from '../../src/runtime/octokit.ts'

export const REPOSITORY = 'octo-org/octo.repo'
export const TOKEN = 'ghs_jobToken1'
export const SHA = 'b'.repeat(40)

export interface Site extends RunningGithub {
  readonly api: GithubApi
}

const running: RunningGithub[] = []

export async function startSite(config: Partial<GithubConfig> = {}, options: GithubServerOptions = {}): Promise<Site> {
  const server = await startGithub({ repository: REPOSITORY, tokens: { [TOKEN]: JOB_TOKEN }, ...config }, options)
  running.push(server)
  return { ...server, api: openGithub({ apiUrl: server.url, token: TOKEN, repository: REPOSITORY }) }
}

/** To be called after each test. */
export async function closeSites(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.close()))
}

/** Never aborts. */
export const patient = new AbortController().signal
