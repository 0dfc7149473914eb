/**
 * What is known of a story once it has been played: the control plane's own record, and what the runner got to see.
 * Nothing in it comes from inside the action, so that the judge can't be told what to think.
 */

import type { ControlPlane, RecordedRequest, RunView } from '../sandbox/control-plane/simulator.ts'
import type { Settings } from '../sandbox/control-plane/types.ts'
import type { Annotation, ExecutedCommand } from '../sandbox/runner/index.ts'
import type { StorySetup } from './story-setup.ts'

/** One process of the step, as the runner saw it. */
export interface Stage {
  /** From the start of main. */
  readonly startMs: number
  readonly endMs: number
  /** A signal ended it; else it ended by itself. */
  readonly killed: boolean
  /** That was SIGINT, before any code of the action ran: nothing can be expected of it. */
  readonly unborn: boolean
  readonly exitCode: number | null
  readonly outputs: Readonly<Record<string, string>>
  readonly state: Readonly<Record<string, string>>
  /** What was written for it: a value that is saved again adds up. */
  readonly stateBytes: number
  readonly summary: string
  readonly stdout: string
  readonly stderr: string
  readonly annotations: readonly Annotation[]
  readonly commands: readonly ExecutedCommand[]
}

/** A request that never arrived, since nobody could be reached or there was no token to send with it. */
export interface Unsent {
  readonly atMs: number
  readonly path: string
}

export interface StoryRecord {
  readonly setup: StorySetup
  /** The platform's clock when main started, epoch milliseconds. All other times count from there. */
  readonly originMs: number
  /** When the runner told main to stop, if it was still going. */
  readonly signalledAtMs?: number
  readonly main: Stage
  readonly post: Stage
  /** `atMs` from the start of main. */
  readonly requests: readonly RecordedRequest[]
  readonly unsent: readonly Unsent[]
  /** Every run, those that come into being late included. Times are epoch milliseconds, by the platform's clock. */
  readonly runs: readonly RunView[]
  readonly settings: Settings
  /** What requests may carry: the key, or the tokens that GitHub gave. */
  readonly bearers: readonly string[]
  /** Requests that came to where nobody may be redirected to. */
  readonly elsewhere: number
  /** How precise times are: real processes start and stop when the machine lets them. */
  readonly slackMs: number
  /** The record of the story's second step, whose times count from its own start. */
  readonly second?: StoryRecord
}

/** The control plane's part of a record; of the requests those that were sent by the step. */
export function platformRecord(
  plane: ControlPlane,
  originMs: number,
  isOwn: (request: RecordedRequest) => boolean = () => true,
): Pick<StoryRecord, 'requests' | 'runs' | 'settings'> {
  return {
    requests: plane.requests.filter(isOwn).map((request) => ({ ...request, atMs: request.atMs - originMs })),
    runs: plane.runs,
    settings: plane.settings,
  }
}

/** The requests of both steps of a story, in their order, in the times of the first. */
export function requestsOf({ requests, second, originMs }: StoryRecord): readonly RecordedRequest[] {
  if (second === undefined) return requests
  const laterMs = second.originMs - originMs
  const others = second.requests.map((request) => ({ ...request, atMs: request.atMs + laterMs }))
  return [...requests, ...others].toSorted((one, other) => one.index - other.index)
}
