/** What the campaign and its judge have to know of a platform, beside what its repertoire says. */

import type { Platform } from '../sandbox/control-plane/types.ts'

export interface PlatformFacts {
  /** The field by which the output `run` names its run. */
  readonly nameField: 'name' | 'id'
  /** What it tells of an end. */
  readonly tellsExitCode: boolean
  readonly tellsResult: boolean
  /** Its statuses come in any letter case. */
  readonly anyCase: boolean
  /** By one of these inputs a run is read; none: by its own id. */
  readonly runIsReadBy: readonly string[]
}

export const FACTS: Readonly<Record<Platform, PlatformFacts>> = {
  truefoundry: {
    nameField: 'name',
    tellsExitCode: true,
    tellsResult: false,
    anyCase: false,
    runIsReadBy: ['application-id', 'application-fqn'],
  },
  kubiya: { nameField: 'id', tellsExitCode: false, tellsResult: true, anyCase: true, runIsReadBy: [] },
}
