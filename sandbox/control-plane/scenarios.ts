/** Ready-made jobs on both platforms, one for each way in which a run may go, under ids that are easy to remember. */

import type { Job, LogLine, Platform, RunBehaviour, TimelineEntry } from './types.ts'

export interface Scenario {
  readonly name: string
  readonly about: string
  /** TrueFoundry's has the application id `app-<name>`, Kubiya's the job id `job-<name>`. */
  readonly jobs: readonly Job[]
}

type Statuses = readonly (readonly [afterMs: number, status: string])[]

interface Plot {
  readonly name: string
  readonly about: string
  readonly truefoundry?: { readonly statuses: Statuses } & Omit<RunBehaviour, 'timeline'>
  readonly kubiya?: { readonly statuses: Statuses } & Omit<RunBehaviour, 'timeline'>
  readonly isSpark?: boolean
}

const TF_START: Statuses = [
  [0, 'CREATED'],
  [500, 'SCHEDULED'],
  [1_000, 'RUNNING'],
]
const KUBIYA_START: Statuses = [
  [0, 'pending'],
  [1_000, 'running'],
]

/** Texts that would command the runner, forge an output or break markup, were they let through. */
export const HOSTILE_LINES: readonly string[] = [
  '::error title=Forged::this line would be an annotation',
  '  ::add-mask::succeeds',
  '::set-output name=conclusion::success',
  '::stop-commands::forged-token',
  '##[error]an older command at the start',
  'an older command ##[add-path]/tmp/evil in the middle',
  'conclusion=success\nEOF\nrun-id<<EOF',
  '\u001b[31mred and never reset',
  'carriage return\r::warning::overwritten',
  '</details><img src=x onerror=alert(1)> | pipe | `tick` [link](javascript:alert(1))',
  '```mermaid\ngraph TD; A-->B\n```',
]

const PLOTS: readonly Plot[] = [
  {
    name: 'succeeds',
    about: 'ends well after 6 s, with a few log lines',
    truefoundry: { statuses: [...TF_START, [6_000, 'FINISHED']], exitCode: 0, logs: lines(1_000, 900, 5, 'step') },
    kubiya: { statuses: [...KUBIYA_START, [6_000, 'completed']], response: 'All 12 checks passed.' },
  },
  {
    name: 'fails',
    about: 'fails after 5 s with exit code 3 and an error text',
    truefoundry: {
      statuses: [...TF_START, [5_000, 'FAILED']],
      exitCode: 3,
      error: 'ValueError: the input table is empty',
      logs: lines(1_000, 900, 4, 'step'),
    },
    kubiya: { statuses: [...KUBIYA_START, [5_000, 'failed']], error: 'The agent gave up: the input table is empty' },
  },
  {
    name: 'terminated',
    about: 'is terminated by somebody else after 5 s',
    truefoundry: {
      statuses: [...TF_START, [3_000, 'TERMINATION_REQUESTED'], [4_000, 'TERMINATING'], [5_000, 'TERMINATED']],
    },
    kubiya: { statuses: [...KUBIYA_START, [5_000, 'cancelled']] },
  },
  {
    name: 'slow',
    about: 'takes two minutes and logs all the while',
    truefoundry: {
      statuses: [...TF_START, [120_000, 'FINISHED']],
      exitCode: 0,
      logs: lines(1_000, 2_000, 58, 'epoch'),
    },
    kubiya: { statuses: [...KUBIYA_START, [120_000, 'completed']], response: 'Finally done.' },
  },
  {
    name: 'queued',
    about: 'waits for a machine for a minute, then succeeds',
    truefoundry: {
      statuses: [
        [0, 'CREATED'],
        [2_000, 'SCHEDULED'],
        [60_000, 'RUNNING'],
        [65_000, 'FINISHED'],
      ],
      exitCode: 0,
    },
    kubiya: {
      statuses: [
        [0, 'pending'],
        [60_000, 'running'],
        [65_000, 'completed'],
      ],
      response: 'Done at last.',
    },
  },
  {
    name: 'asks',
    about: 'waits for input for half a minute, then succeeds (Kubiya)',
    kubiya: {
      statuses: [...KUBIYA_START, [3_000, 'waiting_for_input'], [33_000, 'running'], [36_000, 'completed']],
      response: 'Thank you for the answer.',
    },
  },
  {
    name: 'odd',
    about: 'passes through a status that nobody has heard of, then succeeds',
    truefoundry: {
      statuses: [...TF_START, [2_000, 'HIBERNATING'], [6_000, 'RUNNING'], [8_000, 'FINISHED']],
      exitCode: 0,
    },
    kubiya: { statuses: [...KUBIYA_START, [2_000, 'hibernating'], [8_000, 'completed']], response: 'Awake again.' },
  },
  {
    name: 'never-ends',
    about: 'runs until it is terminated',
    truefoundry: { statuses: TF_START, logs: lines(1_000, 10_000, 360, 'tick') },
    kubiya: { statuses: KUBIYA_START },
  },
  {
    name: 'hostile',
    about: 'fails with workflow commands and markup in its logs and its error text',
    truefoundry: {
      statuses: [...TF_START, [5_000, 'FAILED']],
      exitCode: 66,
      error: HOSTILE_LINES.join('\n'),
      logs: HOSTILE_LINES.map((log, index) => ({ afterMs: 1_000 + index * 200, log })),
    },
    kubiya: {
      statuses: [...KUBIYA_START, [5_000, 'failed']],
      error: HOSTILE_LINES.join('\n'),
      response: HOSTILE_LINES.join('\n'),
      events: HOSTILE_LINES.map((content, index) => ({
        afterMs: 1_000 + index * 200,
        event: 'message',
        payload: { role: 'assistant', content },
      })),
    },
  },
  {
    name: 'spark',
    about: 'a Spark job that succeeds after 6 s (TrueFoundry)',
    truefoundry: { statuses: [...TF_START, [6_000, 'FINISHED']], exitCode: 0 },
    isSpark: true,
  },
]

/** Every scenario; `timeScale` 0.1 makes all runs ten times as quick. */
export function scenarios(timeScale = 1): readonly Scenario[] {
  return PLOTS.map(({ name, about, truefoundry, kubiya, isSpark = false }) => ({
    name,
    about,
    jobs: [
      ...(truefoundry === undefined ? [] : [truefoundryJob(name, isSpark, toBehaviour(truefoundry, timeScale))]),
      ...(kubiya === undefined ? [] : [kubiyaJob(name, toBehaviour(kubiya, timeScale))]),
    ],
  }))
}

/** All their jobs, as `new ControlPlane({ jobs })` takes them. */
export function scenarioJobs(timeScale = 1): readonly Job[] {
  return scenarios(timeScale).flatMap(({ jobs }) => jobs)
}

/** The id that a workflow gives for this scenario. */
export function scenarioId(platform: Platform, name: string): string {
  return `${platform === 'truefoundry' ? 'app' : 'job'}-${name}`
}

function truefoundryJob(name: string, isSpark: boolean, behaviour: RunBehaviour): Job {
  return {
    platform: 'truefoundry',
    applicationId: scenarioId('truefoundry', name),
    fqn: `sandbox:demo:${name}`,
    activeDeploymentId: `dep-${name}`,
    deploymentVersion: '12',
    deployments: { [`dep-${name}-old`]: '11' },
    supportsParams: !isSpark,
    isSpark,
    behaviour,
  }
}

function kubiyaJob(name: string, behaviour: RunBehaviour): Job {
  return { platform: 'kubiya', jobId: scenarioId('kubiya', name), behaviour }
}

function toBehaviour({ statuses, ...rest }: NonNullable<Plot['kubiya']>, timeScale: number): RunBehaviour {
  const timeline: readonly TimelineEntry[] = statuses.map(([afterMs, status]) => ({ afterMs, status }))
  const scaled = <T extends { readonly afterMs: number }>(entries: readonly T[] = []): readonly T[] =>
    entries.map((entry) => ({ ...entry, afterMs: Math.round(entry.afterMs * timeScale) }))
  return { ...rest, timeline: scaled(timeline), logs: scaled(rest.logs), events: scaled(rest.events) }
}

function lines(firstMs: number, everyMs: number, count: number, word: string): readonly LogLine[] {
  return Array.from({ length: count }, (_, index) => ({
    afterMs: firstMs + index * everyMs,
    log: `${word} ${index + 1} of ${count}`,
  }))
}
