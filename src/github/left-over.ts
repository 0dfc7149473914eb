/** The part of `post`: a commit status that main left to be set. */

import type { Clock, Env, Runner } from '../core/ports.ts'
import { failed, type OpenGithub } from './api.ts'
import { describeFailure } from './failures.ts'
import { persistently, within } from './limit.ts'
import { accessOf, apiUrlOf } from './place.ts'
import { savedStatusName } from './reports.ts'
import { readSavedStatus } from './saved.ts'
import { notSet } from './status-report.ts'

export interface LeftOverPorts {
  readonly clock: Clock
  readonly runner: Pick<Runner, 'info' | 'warning'>
  readonly env: Env
  readonly open: OpenGithub
}

/** Of the 30 s that post may take; goes on beside all else that it does. */
const POST_MS = 15_000
const ATTEMPT_MS = 4000

/** Sets it to what main saved: the verdict where main had one, else `error`. Never rejects; at most one warning. */
export async function setLeftOver({ clock, runner, env, open }: LeftOverPorts): Promise<void> {
  const saved = readSavedStatus(env[`STATE_${savedStatusName}`])
  if (saved === undefined) return
  const { sha, status, repository, apiUrl } = saved
  const what = notSet(status.context, sha)
  if (apiUrl !== apiUrlOf(env)) {
    return runner.warning(`${what}: the post step runs with another GITHUB_API_URL, so nothing was sent.`)
  }
  const { token } = accessOf(env)
  const reply = await within(clock, clock.nowMs() + POST_MS, async (signal) => {
    if (token === '') return failed('refused', 'the input `github-token` is empty in the post step')
    const api = await open({ apiUrl, repository, token })
    return persistently(clock, ATTEMPT_MS, (each) => api.createStatus(sha, status, each), signal)
  })
  if (reply.kind === 'good') runner.info(`The commit status \`${status.context}\` is set: ${status.state}.`)
  else runner.warning(describeFailure(what, reply, 'statuses: write'))
}
