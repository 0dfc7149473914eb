/**
 * What the tests have to know of each platform in the registry: a line for each. Without one the tests that run over the
 * registry fail.
 */

import type { Job } from '../../sandbox/control-plane/types.ts'
import type { Json, JsonObject } from '../../src/core/json.ts'
import type { Phase, Target } from '../../src/core/model.ts'
import { fixture as kubiya } from './kubiya/fixture.ts'
import { fixture as trueFoundry } from './truefoundry/fixture.ts'

export interface Fixture {
  /** The job of the stories, as the simulated platform has it. */
  readonly job: Job
  /** Inputs that are enough, beside `platform` and the key, to trigger it; and to attach to a run of it, `run-id` included. */
  readonly inputs: { readonly trigger: GivenInputs; readonly attach: GivenInputs }
  /** What they make of it. */
  readonly target: Target
  /** A target with all that can be given or looked up, each id of it this one. */
  targetOf(id: string): Target
  readonly payload: JsonObject
  /** The platform's own table, of its `status.ts`. */
  readonly table: ReadonlyMap<string, Phase>
  /** Every documented status and what it means, as the documentation has it. */
  readonly phases: Readonly<Record<string, Phase>>
  statusAnswer(status: string): unknown
  triggerAnswer(runId: string): unknown
  /** Its own JSON errors, with the HTTP status of each. Their words hold `no`. */
  readonly ownErrors: readonly { readonly status: number; readonly body: unknown }[]
  /** What is asked at these paths may be answered with a bare list: an empty one is nobody else's. */
  answersLists?(path: string): boolean
  /** Names of fields in its answers, to make up answers that are nearly right. */
  readonly fields: readonly string[]
  /** What it answers to each kind of request that the platform makes, as documented and as seen: fuzzing starts from these. */
  readonly documents: Documents
  /** The final status that an answer to `status` gives, as it is spelled there. Written without the decoder's help. */
  finalIn(json: unknown): string | undefined
  /** Ids as the README writes them in its table of requests. */
  readonly placeholders: { readonly targets: readonly Target[]; readonly runId: string }
}

/** `log`: pages of it, or events of a stream as `{ type, data }`. Whatever the platform asks for has to be there, or fuzzing throws. */
export type Documents = Readonly<Partial<Record<DocumentKind, readonly Json[]>>>
export type DocumentKind =
  | 'trigger'
  | 'status'
  | 'list'
  | 'search'
  | 'recent'
  | 'terminate'
  | 'resolve'
  | 'definition'
  | 'version'
  | 'events'
  | 'log'
  | 'error'

type GivenInputs = Readonly<Record<string, string>>

const FIXTURES: Readonly<Record<string, Fixture>> = { truefoundry: trueFoundry, kubiya }

/** Throws for a platform that has no line here. */
export function fixtureOf(id: string): Fixture {
  const fixture = FIXTURES[id]
  if (fixture === undefined) throw new Error(`there is no fixture for ${id}`)
  return fixture
}
