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

export interface PlatformDefinition {
  /** The value of the `platform` input. */
  readonly id: string
  /** As people write it. */
  readonly name: string
  readonly defaultBaseUrl: string
  /** Environment variables that the platform's own tools read, first one wins. */
  readonly baseUrlEnv: readonly string[]
  readonly apiKeyEnv: string
  /** Names of the inputs that only this platform has: given for another one, each is an error. */
  readonly inputs: readonly string[]
  /** What action.yml fills in for some of these: the runner does so for every platform, so that is no input of the author's. */
  readonly filledIn?: Readonly<Record<string, string>>
  /** Reads this platform's inputs. Faults and warnings are gathered by the reader. */
  readJob(reader: InputReader, mode: 'trigger' | 'attach'): JobRequest
  /** `baseUrl` has no trailing slash. `post` passes a saved target and an empty payload. */
  create(baseUrl: string, job: JobRequest): Platform
}
