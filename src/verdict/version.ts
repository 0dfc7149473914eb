/** Which version of its job a run is of, where a version was asked for. */

import type { RunHandle, RunSnapshot } from '../core/model.ts'

/** The version as the platform has it, or else as it was asked for. Undefined where none was. */
export function versionOf(run: RunHandle, last?: RunSnapshot): string | undefined {
  return run.version === undefined ? undefined : (last?.version ?? run.version)
}

/** " of version 12", or nothing. */
export function ofVersion(run: RunHandle, last?: RunSnapshot): string {
  const version = versionOf(run, last)
  return version === undefined ? '' : ` of version ${version}`
}
