/**
 * The one list of platforms that are simulated: what is particular to each, so that nobody else has to ask which it is. Its
 * routes, its words for what happens to a run, and ready-made jobs that are told in these words. A line for each platform.
 */

import type * as v from 'valibot'
import { kubiya } from './kubiya-repertoire.ts'
import type { PlatformSim } from './route.ts'
import { truefoundry } from './truefoundry-repertoire.ts'
import type { JobBasics, Operation, Platform, RunBehaviour, SimRun } from './types.ts'
import type { NewRun, World } from './world.ts'

/** What a platform calls what a run goes through. */
export interface Words {
  /** The status of a run that has not begun, of one that works, and of one that has ended. */
  readonly waiting: string
  readonly running: string
  readonly ends: { readonly success: string; readonly failure: string; readonly terminated: string }
  isFinal(status: string): boolean
}

export interface Repertoire<J extends JobBasics = JobBasics> extends Words {
  /** As people write it. */
  readonly name: string
  /** The input of the action that names a job. */
  readonly jobInput: string
  /** A trigger can give its run a name by which the run is found. */
  readonly hasAlias: boolean
  readonly api: PlatformSim
  /** What it calls a run. */
  readonly runNoun: string
  /** What lists a job's runs, what asks for the newest, and what looks for one by its alias, where these are other requests. */
  readonly list: Operation
  readonly recent?: Operation
  readonly search?: Operation
  /** How a run's log is read, where it can be. */
  readonly log?: 'pages' | 'stream'
  /** What is asked to know the job, by the inputs that need it. The job's id is not among them. */
  readonly lookUp?: { readonly operation: Operation; inputs(job: J): Readonly<Record<string, string>> }
  /** What is asked of the job's own definition, which the step can do without. */
  readonly definition?: Operation
  /** What is asked while a version of the job comes about that the step was told to run, by the inputs that ask for it. */
  readonly version?: { readonly operation: Operation; inputs(job: J): Readonly<Record<string, string>> }
  /** A status in which another request ends a run than usually. */
  readonly blocked?: { readonly status: string; readonly operation: Operation }
  /** How a run goes where nothing else is said. */
  readonly usual: RunBehaviour
  /** The id of the ready-made job of that name, in the form that the platform's ids have. */
  idOf(name: string): string
  /** Puts a job up under that id. */
  job(name: string, id: string, behaviour: RunBehaviour): J
  /** What may be said of a job by hand. */
  readonly jobSchema: v.GenericSchema<unknown, J>
  /** What the `number`th run is called, and what else is the platform's own of it. A run's behaviour may name it. */
  newRun(world: World, job: J, run: NewRun, number: string): Pick<SimRun, 'id' | 'name'> & Partial<SimRun>
  /** How the runs of the ready-made jobs go, by the names in scenarios.ts; those that the platform has no use for are left out. */
  readonly courses: Readonly<Record<string, Course>>
}

/** A run's statuses, each so many milliseconds after its creation, and what else there is to tell of it. */
export interface Course extends Omit<RunBehaviour, 'timeline'> {
  readonly statuses: Statuses
}

export type Statuses = readonly (readonly [afterMs: number, status: string])[]

export const REPERTOIRES = { truefoundry, kubiya }

/** Every platform that is simulated, in the order in which they are told. */
export const PLATFORMS = Object.keys(REPERTOIRES) as readonly Platform[]
