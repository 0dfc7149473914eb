/** A simulated control plane over real HTTP, and the shipped action as a step against it. */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PLATFORMS, REPERTOIRES, type Repertoire } from '../../sandbox/control-plane/repertoire.ts'
import { startControlPlane } from '../../sandbox/control-plane/server.ts'
import { ControlPlane, type ControlPlaneConfig, type RecordedRequest } from '../../sandbox/control-plane/simulator.ts'
import type { TrueFoundryJob } from '../../sandbox/control-plane/truefoundry-job.ts'
import type { Job, Operation, Platform, RunBehaviour } from '../../sandbox/control-plane/types.ts'
import { runStep, type StepOptions, type StepResult } from '../../sandbox/runner/index.ts'
import { expectPromisesKept } from './promises.ts'

export const ACTION_DIR = fileURLToPath(new URL('../..', import.meta.url))
/** Certificates for loopback, and the authority behind them. */
export const TLS = new URL('../fixtures/tls/', import.meta.url)
export const KEY = 'e2e-key-5f1d7a2b9c'

/** One of the platforms, with its words, and the job that its stories run. */
export interface Host
  extends Pick<Repertoire, 'name' | 'runNoun' | 'waiting' | 'running' | 'ends' | 'list' | 'recent' | 'log'> {
  readonly platform: Platform
  readonly job: Job
  /** Address the job. */
  readonly inputs: Readonly<Record<string, string>>
  readonly jobId: string
  readonly firstRun: string
}

const TRAIN: TrueFoundryJob = {
  platform: 'truefoundry',
  jobId: 'app-train',
  fqn: 'aws-eu:research:train',
  activeDeploymentId: 'dep-7',
  deploymentVersion: '7',
  deployments: { 'dep-6': '6' },
  supportsParams: true,
}
const SPARK: TrueFoundryJob = {
  platform: 'truefoundry',
  jobId: 'app-spark',
  fqn: 'aws-eu:research:spark',
  activeDeploymentId: 'dep-spark',
  isSpark: true,
}

function hostOf(platform: Platform, job: Job): Host {
  const repertoire = REPERTOIRES[platform]
  const { jobId } = job
  const { name: firstRun } = new ControlPlane({ now: () => 0, jobs: [job] }).addRun({ jobId, createdAtMs: 0 })
  return { ...repertoire, platform, job, inputs: { platform, [repertoire.jobInput]: jobId }, jobId, firstRun }
}

const OWN_JOBS: readonly Job[] = [TRAIN]

/** Every platform that is simulated. */
export const HOSTS: readonly Host[] = PLATFORMS.map((platform) => {
  const { job, idOf, usual } = REPERTOIRES[platform]
  const own = OWN_JOBS.find((each) => each.platform === platform)
  return hostOf(platform, own ?? job('train', idOf('train'), usual))
})
/** For the stories of what only one of them has. */
export const TRUEFOUNDRY = hostNamed('truefoundry')
export const KUBIYA = hostNamed('kubiya')

function hostNamed(wanted: Platform): Host {
  const host = HOSTS.find(({ platform }) => platform === wanted)
  if (host === undefined) throw new Error(`no simulated ${wanted}`)
  return host
}

export interface Setup extends Partial<Omit<ControlPlaneConfig, 'jobs'>> {
  /** How runs go; by default they end well after 0.3 s. */
  readonly behaviour?: RunBehaviour
  readonly job?: Partial<Omit<TrueFoundryJob, 'platform'>>
  readonly tls?: { readonly key: string; readonly cert: string }
}

export interface Site {
  readonly url: string
  readonly plane: ControlPlane
  /** Runs the action; `base-url`, `api-key`, the job and a `request-timeout` of 2 s are given unless told otherwise. */
  step(inputs?: Readonly<Record<string, string>>, options?: Partial<StepOptions>): Promise<StepResult>
  /** Aborts once the nth request of that kind has come in. */
  when(operation: Operation, nth?: number): AbortSignal
}

/** A status for each time, in ms after the run's creation. */
export function course(...statuses: readonly (readonly [afterMs: number, status: string])[]): RunBehaviour {
  return { timeline: statuses.map(([afterMs, status]) => ({ afterMs, status })) }
}

export function endsAs(host: Host, end: keyof Host['ends'], afterMs = 300): RunBehaviour {
  return course([0, host.running], [afterMs, host.ends[end]])
}

export function neverEnds(host: Host): RunBehaviour {
  return course([0, host.running])
}

export function neverBegins({ waiting }: Host): RunBehaviour {
  return course([0, waiting])
}

/** Sets the platform up, tells the story, and takes the platform down again. */
export async function at(host: Host, setup: Setup, tell: (site: Site) => Promise<void>): Promise<void> {
  const { behaviour = endsAs(host, 'success'), job, tls, ...config } = setup
  const watchers: ((request: RecordedRequest) => void)[] = []
  const notify = (request: RecordedRequest) => {
    for (const watcher of watchers) watcher(request)
  }
  const server = await startControlPlane(
    {
      apiKeys: [KEY],
      jobs: [
        ...HOSTS.map((each) => ({ ...each.job, behaviour, ...(each === host ? job : {}) })),
        { ...SPARK, behaviour },
      ],
      ...config,
    },
    { onRequest: notify, ...(tls === undefined ? {} : { tls }) },
  )
  const { url, controlPlane: plane } = server
  const step: Site['step'] = async (inputs = {}, options = {}) => {
    const given = { 'base-url': url, 'api-key': KEY, 'request-timeout': '2s', ...host.inputs, ...inputs }
    const result = await runStep({ actionDir: ACTION_DIR, inputs: given, ...options })
    expectPromisesKept(result, KEY)
    return result
  }
  const when: Site['when'] = (operation, nth = 1) => {
    const controller = new AbortController()
    const left = { requests: nth }
    watchers.push((request) => {
      if (request.operation === operation && --left.requests === 0) controller.abort()
    })
    return controller.signal
  }
  try {
    await tell({ url, plane, step, when })
  } finally {
    await server.close()
  }
}

export function pem(file: string): string {
  return readFileSync(new URL(file, TLS), 'utf8')
}
