/** Which version of its job a run is of. */

import type { RunHandle, RunSnapshot } from '../core/model.ts'

/** The version as the platform has it, or else as it was asked for. */
export function versionOf(run: RunHandle, last?: RunSnapshot): string | undefined {
  return last?.version ?? run.version
}

/** " (version 12)", or nothing. */
export function versionInBrackets(run: RunHandle, last?: RunSnapshot): string {
  const version = versionOf(run, last)
  return version === undefined ? '' : ` (version ${version})`
}
