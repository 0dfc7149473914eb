/**
 * What the tests have to know of each platform in the registry: a line for each. Without one the tests that run over the
 * registry fail.
 */

import type { JsonObject } from '../../src/core/json.ts'
import type { Phase, Target } from '../../src/core/model.ts'
import { fixture as kubiya } from './kubiya/fixture.ts'
import { fixture as trueFoundry } from './truefoundry/fixture.ts'

export interface Fixture {
  readonly target: Target
  /** A target whose ids are these, for all ids that can be given. */
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
  /** Names of fields in its answers, to make up answers that are nearly right. */
  readonly fields: readonly string[]
  /** Inputs that are enough to trigger, beside `platform`; and to attach, beside `platform` and `run-id`. */
  readonly inputs: { readonly trigger: GivenInputs; readonly attach: GivenInputs }
  /** Ids as the README writes them in its table of requests. */
  readonly placeholders: { readonly targets: readonly Target[]; readonly runId: string }
}

type GivenInputs = Readonly<Record<string, string>>

const FIXTURES: Readonly<Record<string, Fixture>> = { truefoundry: trueFoundry, kubiya }

/** Throws for a platform that has no line here. */
export function fixtureOf(id: string): Fixture {
  const fixture = FIXTURES[id]
  if (fixture === undefined) throw new Error(`there is no fixture for ${id}`)
  return fixture
}
