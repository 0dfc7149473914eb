/** What a platform's folder exports, and the registry holds a line of. */

import type { JsonObject } from '../core/json.ts'
import type { Target } from '../core/model.ts'
import type { Platform } from '../core/platform.ts'
import type { InputReader } from '../inputs/reader.ts'

/** A job as the inputs describe it. */
export interface JobRequest {
  /** Which job. Plain JSON without secrets or parameters: it goes into the saved state. */
  readonly target: Target
  /** What the trigger sends along: command, parameters. Never saved, never printed. */
  readonly payload: JsonObject
}

/** An input that not all platforms have: given for another one, it is an error. */
export interface PlatformInput {
  readonly name: string
  /** Whether a message may repeat what was given: never what is secret itself or holds values of parameters. */
  readonly value: 'shown' | 'secret'
  /** What action.yml fills in. The runner does so for every platform, so that is no input of the author's. */
  readonly filledIn?: string
  /** Says what to trigger: with `run-id`, which triggers nothing, it is an error. */
  readonly triggerOnly?: boolean
}

export interface PlatformDefinition {
  /** The value of the `platform` input. */
  readonly id: string
  /** As people write it. */
  readonly name: string
  /** Absent where every customer has an address of their own: then one has to be given. */
  readonly defaultBaseUrl?: string
  /** Environment variables that the platform's own tools read, first one wins. */
  readonly baseUrlEnv: readonly string[]
  readonly apiKeyEnv: string
  readonly inputs: readonly PlatformInput[]
  /** Reads this platform's inputs. Faults and warnings are gathered by the reader. */
  readJob(reader: InputReader, mode: 'trigger' | 'attach'): JobRequest
  /** `baseUrl` has no trailing slash. `post` passes a saved target and an empty payload. */
  create(baseUrl: string, job: JobRequest): Platform
}
