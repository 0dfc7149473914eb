/** A user's repository, both simulated platforms, a simulated GitHub, and act between them. A site for each story. */

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type RunningControlPlane, startControlPlane } from '../control-plane/server.ts'
import type { ControlPlane } from '../control-plane/simulator.ts'
import type { Operation, RunBehaviour } from '../control-plane/types.ts'
import { type RunningGithub, startGithub } from '../github/server.ts'
import { JOB_TOKEN, type SimulatedGithub } from '../github/simulator.ts'
import { fakeJobToken } from '../runner/index.ts'
import { type ActProcess, startAct } from './act.ts'
import { KUBIYA_JOB, toJobs } from './jobs.ts'
import type { ActRecord } from './record.ts'
import { ACTION, copyAction, makeRepository, REPOSITORY, type UserRepository } from './repository.ts'

const KEY = 'act-key-0c9d3e71b5'
const TOKEN = fakeJobToken('act')
const LIMIT_MS = 150_000
/** Well above what the simulated platforms take to end a run. */
const END_MS = 10_000
const LOOK_MS = 50

export interface Setup {
  /** How the runs of the examples' jobs go, by the job's last name; the others succeed after a second. */
  readonly runs?: Readonly<Record<string, RunBehaviour>>
  /** Jobs, by their last names, of which a version 2 is on its way. */
  readonly deployed?: readonly string[]
  /** Files in the user's repository, beside what the examples need. */
  readonly files?: readonly string[]
}

export interface Play {
  readonly event?: string
  /** The event's payload, beside `repository`. */
  readonly payload?: Readonly<Record<string, unknown>>
  readonly inputs?: Readonly<Record<string, string>>
  /** Variables that every step has, as on a runner of one's own. */
  readonly env?: Readonly<Record<string, string>>
  /** A signal to act, Ctrl-C by default, once the control plane has got the nth request of that kind. */
  readonly interruptAt?: { readonly operation: Operation; readonly nth: number; readonly signal?: NodeJS.Signals }
}

export interface Site {
  readonly plane: ControlPlane
  readonly url: string
  readonly github: SimulatedGithub
  /** The commit that is checked out in the user's repository. */
  readonly sha: string
  run(workflow: string, play?: Play): Promise<ActRecord>
  /** The runs' statuses once all have ended; those of now if that takes more than some seconds. */
  endedAs(): Promise<readonly string[]>
}

export interface Means {
  /** The programs. */
  readonly act: string
  readonly actionlint: string
  /** Breaks the action in that folder, to see that it is noticed. */
  readonly sabotage?: (actionDir: string) => Promise<void>
  /** Gets all that act says, whatever comes of it. */
  readonly listen?: (record: ActRecord) => void
}

/** What is there before the story begins. */
interface Ground {
  readonly means: Means
  readonly scratch: string
  readonly repository: UserRepository
  readonly server: RunningControlPlane
  readonly hub: RunningGithub
  /** Told of each request to the platforms. */
  readonly watchers: ((operation: Operation) => void)[]
}

/** Sets everything up, tells the story, and takes it all down again. */
export async function at<T>(means: Means, setup: Setup, tell: (site: Site) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'act-'))
  const watchers: Ground['watchers'] = []
  const onRequest = ({ operation }: { readonly operation: Operation }): void => {
    for (const watcher of watchers) watcher(operation)
  }
  const server = await startControlPlane(
    { apiKeys: [KEY], jobs: toJobs(setup.runs ?? {}, setup.deployed) },
    { onRequest },
  )
  const hub = await startGithub({ repository: REPOSITORY, tokens: { [TOKEN]: JOB_TOKEN } })
  try {
    await mkdir(`${scratch}/home`)
    await copyAction(`${scratch}/action`)
    await means.sabotage?.(`${scratch}/action`)
    const repository = await makeRepository(`${scratch}/repository`, setup.files)
    return await tell(toSite({ means, scratch, repository, server, hub, watchers }))
  } finally {
    await server.close()
    await hub.close()
    await rm(scratch, { recursive: true, force: true })
  }
}

function toSite(ground: Ground): Site {
  const { url, controlPlane: plane } = ground.server
  return {
    plane,
    url,
    github: ground.hub.github,
    sha: ground.repository.sha,
    run: (workflow, play = {}) => run(ground, workflow, play),
    async endedAs() {
      const untilMs = Date.now() + END_MS
      while (plane.standingRuns().length > 0 && Date.now() < untilMs) await delay(LOOK_MS)
      return plane.runs.map(({ status }) => status)
    },
  }
}

async function run(ground: Ground, workflow: string, play: Play): Promise<ActRecord> {
  const { means, scratch, repository, server, hub } = ground
  const { event = 'workflow_dispatch', payload, inputs, env, interruptAt } = play
  const eventPath = `${scratch}/event.json`
  await writeFile(eventPath, JSON.stringify({ repository: describeRepository(), inputs, ...payload }))
  const act = startAct({
    program: means.act,
    scratch,
    repository: repository.dir,
    workflow,
    event,
    eventPath,
    actions: { [ACTION]: `${scratch}/action` },
    vars: { TFY_HOST: server.url, KUBIYA_CONTROL_PLANE_BASE_URL: server.url, KUBIYA_JOB_ID: KUBIYA_JOB },
    secrets: { TFY_API_KEY: KEY, KUBIYA_API_KEY: KEY, GITHUB_TOKEN: TOKEN },
    env: { GITHUB_API_URL: hub.url, GITHUB_GRAPHQL_URL: `${hub.url}/graphql`, ...env },
    ...(inputs === undefined ? {} : { inputs }),
    limitMs: LIMIT_MS,
  })
  if (interruptAt !== undefined) interrupt(ground, act, interruptAt)
  const record = await act.ended
  means.listen?.(record)
  const leaked = [KEY, TOKEN].filter((secret) => record.withoutMasks.includes(secret))
  assert.deepEqual(leaked, [], 'a secret is in the log')
  return record
}

function interrupt({ watchers }: Ground, act: ActProcess, at: NonNullable<Play['interruptAt']>): void {
  const { operation: awaited, nth, signal = 'SIGINT' } = at
  const left = { requests: nth }
  watchers.push((operation) => {
    if (operation === awaited && --left.requests === 0) act.signal(signal)
  })
}

function describeRepository(): Readonly<Record<string, unknown>> {
  const [owner, name] = REPOSITORY.split('/')
  return { full_name: REPOSITORY, name, owner: { login: owner }, default_branch: 'main' }
}
