/**
 * What is particular to each platform's runs: its words for what happens to them, and ready-made jobs that are told in
 * these words. A line for each platform; its routes are in the simulator's list.
 */

import { kubiya } from './kubiya-repertoire.ts'
import { truefoundry } from './truefoundry-repertoire.ts'
import type { Job, Platform, RunBehaviour } from './types.ts'

export interface Repertoire {
  /** As people write it. */
  readonly name: string
  /** The input of the action that names a job. */
  readonly jobInput: string
  /** A trigger can give its run a name by which the run is found. */
  readonly hasAlias: boolean
  /** The status of a run that works, and of one that has ended. */
  readonly running: string
  readonly ends: { readonly success: string; readonly failure: string; readonly terminated: string }
  isFinal(status: string): boolean
  /** How a run goes where nothing else is said. */
  readonly usual: RunBehaviour
  /** What the ids of ready-made jobs begin with. */
  readonly idPrefix: string
  /** Puts a job up under that id. */
  job(name: string, id: string, behaviour: RunBehaviour): Job
  /** How the runs of the ready-made jobs go, by the names in scenarios.ts; those that the platform has no use for are left out. */
  readonly courses: Readonly<Record<string, Course>>
}

/** A run's statuses, each so many milliseconds after its creation, and what else there is to tell of it. */
export interface Course extends Omit<RunBehaviour, 'timeline'> {
  readonly statuses: Statuses
}

export type Statuses = readonly (readonly [afterMs: number, status: string])[]

export const REPERTOIRES: Readonly<Record<Platform, Repertoire>> = { truefoundry, kubiya }
