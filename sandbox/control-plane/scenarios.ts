/** Ready-made jobs on all platforms, one for each way in which a run may go, under ids that are easy to remember. */

import { type Course, PLATFORMS, REPERTOIRES } from './repertoire.ts'
import type { Job, RunBehaviour } from './types.ts'

export { HOSTILE_LINES } from './texts.ts'

export interface Scenario {
  readonly name: string
  readonly about: string
  /** TrueFoundry's has the application id `app-<name>`, Kubiya's the job id `job-<name>`. */
  readonly jobs: readonly Job[]
}

const SCENARIOS: readonly (readonly [name: string, about: string])[] = [
  ['succeeds', 'ends well after 6 s, with a few log lines'],
  ['fails', 'fails after 5 s with exit code 3 and an error text'],
  ['terminated', 'is terminated by somebody else after 5 s'],
  ['slow', 'takes two minutes and logs all the while'],
  ['queued', 'waits for a machine for a minute, then succeeds'],
  ['asks', 'waits for input for half a minute, then succeeds (Kubiya)'],
  ['odd', 'passes through a status that nobody has heard of, then succeeds'],
  ['never-ends', 'runs until it is terminated'],
  ['hostile', 'fails with workflow commands and markup in its logs and its error text'],
  ['deploys', 'has version 13 under way, ready 20 s after the start, and a version 14 that fails (TrueFoundry)'],
  ['spark', 'a Spark job that succeeds after 6 s (TrueFoundry)'],
]

/** Every scenario; `timeScale` 0.1 makes all runs ten times as quick. */
export function scenarios(timeScale = 1): readonly Scenario[] {
  return SCENARIOS.map(([name, about]) => ({
    name,
    about,
    jobs: PLATFORMS.flatMap((platform) => {
      const { courses, job, idOf } = REPERTOIRES[platform]
      const course = courses[name]
      return course === undefined ? [] : [job(name, idOf(name), toBehaviour(course, timeScale))]
    }),
  }))
}

/** All their jobs, as `new ControlPlane({ jobs })` takes them. */
export function scenarioJobs(timeScale = 1): readonly Job[] {
  return scenarios(timeScale).flatMap(({ jobs }) => jobs)
}

function toBehaviour({ statuses, ...rest }: Course, timeScale: number): RunBehaviour {
  const timeline = statuses.map(([afterMs, status]) => ({ afterMs, status }))
  const scaled = <T extends { readonly afterMs: number }>(entries: readonly T[] = []): readonly T[] =>
    entries.map((entry) => ({ ...entry, afterMs: Math.round(entry.afterMs * timeScale) }))
  return {
    ...rest,
    timeline: scaled(timeline),
    logs: scaled(rest.logs),
    events: scaled(rest.events),
    clusterEvents: scaled(rest.clusterEvents),
  }
}
