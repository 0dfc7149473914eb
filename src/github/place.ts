/** What the runner's environment says of where the step runs. */

import type { Env } from '../core/ports.ts'
import { withoutTrailing } from '../text/cut.ts'
import type { GithubAccess } from './api.ts'

/** What the runner passes of an input: upper case, hyphens kept. */
const TOKEN_VARIABLE = 'INPUT_GITHUB-TOKEN'

export function apiUrlOf(env: Env): string {
  return withoutTrailing(env.GITHUB_API_URL || 'https://api.github.com', '/')
}

export function accessOf(env: Env): GithubAccess {
  return { apiUrl: apiUrlOf(env), token: env[TOKEN_VARIABLE]?.trim() ?? '', repository: env.GITHUB_REPOSITORY ?? '' }
}

/** Where a person looks at this very job; at its run of the workflow where the runner does not say which job it is. */
export function jobUrl(env: Env, checkRunId?: string): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env
  const url = URL.parse(
    `${server}/${repository}/actions/runs/${id}${checkRunId === undefined ? '' : `/job/${checkRunId}`}`,
  )
  return server && repository && id && url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined
}
