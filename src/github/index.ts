/** What a step reports to GitHub beside its outputs and log. Loaded only where it is asked for. */

import type { RunHandle } from '../core/model.ts'
import type { Platform } from '../core/platform.ts'
import type { Clock, Env, Runner } from '../core/ports.ts'
import { namesOf } from '../verdict/names.ts'
import type { GithubApi, OpenGithub } from './api.ts'
import { type CommentPlace, reportComment } from './comment-report.ts'
import { type GithubEvent, readEvent } from './event.ts'
import { type Blot, factsOf, runFacts } from './facts.ts'
import { keyOf } from './marker.ts'
import { accessOf, jobUrl } from './place.ts'
import type { Reports } from './reports.ts'
import type { GithubSettings } from './settings.ts'
import { StatusReport } from './status-report.ts'

export interface ReportPorts {
  readonly clock: Clock
  readonly runner: Pick<Runner, 'info' | 'warning' | 'saveState'>
  readonly env: Env
  readonly open: OpenGithub
  readonly blot: Blot
}

export interface ReportContext {
  readonly settings: GithubSettings
  /** The event's payload as it was sent. */
  readonly payload: unknown
  readonly platform: Pick<Platform, 'id' | 'name' | 'runNoun' | 'jobIdentity'>
}

export function createReports(ports: ReportPorts, context: ReportContext): Reports {
  const { runner, env, blot } = ports
  const names = namesOf(context.platform)
  const event = readEvent(env, context.payload)
  const open = once(() => ports.open({ ...accessOf(env), token: context.settings.token }))
  const shared = { clock: ports.clock, runner, open }
  const status = statusReport(shared, env, context, event)
  const place = commentPlace(env, context, event)
  return {
    begin(run: RunHandle) {
      // Loading the client takes a moment, which the run gives it.
      if (status === undefined) void open().catch(() => undefined)
      status?.begin({ ...names, conclusion: 'pending', ...runFacts(run, undefined, blot) })
    },
    async finish(outcome, untilMs) {
      const facts = factsOf(outcome, names, blot)
      await Promise.all([
        status?.finish(facts, untilMs),
        place === undefined ? undefined : reportComment(shared, place, facts, untilMs),
      ])
    },
  }
}

function statusReport(
  ports: { readonly clock: Clock; readonly runner: ReportPorts['runner']; readonly open: () => Promise<GithubApi> },
  env: Env,
  { settings }: ReportContext,
  { sha }: GithubEvent,
): StatusReport | undefined {
  const { commitStatus: context } = settings
  if (context === undefined) return undefined
  if (sha === undefined) {
    ports.runner.warning(`The commit status \`${context}\` could not be set: the event names no commit.`)
    return undefined
  }
  const fallbackUrl = jobUrl(env, settings.checkRunId)
  const place = { access: accessOf(env), sha, context }
  return new StatusReport(ports, fallbackUrl === undefined ? place : { ...place, fallbackUrl })
}

function commentPlace(env: Env, context: ReportContext, { sha, pull }: GithubEvent): CommentPlace | undefined {
  const { settings, platform } = context
  if (settings.prComment === 'never') return undefined
  const { GITHUB_WORKFLOW: workflow = '', GITHUB_JOB: job = '', GITHUB_ACTION: step = '' } = env
  const key = keyOf({
    workflow,
    job,
    step,
    platform: platform.id,
    jobIdentity: platform.jobIdentity,
    context: settings.commitStatus ?? '',
  })
  const url = jobUrl(env, settings.checkRunId)
  const runId = Number(env.GITHUB_RUN_ID) || 0
  return {
    mode: settings.prComment,
    pull,
    marker: { key, runId, ...(sha === undefined ? {} : { sha }) },
    workflow: { id: runId, attempt: env.GITHUB_RUN_ATTEMPT ?? '', job, ...(url === undefined ? {} : { url }) },
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
