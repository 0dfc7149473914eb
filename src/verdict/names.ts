/** What a platform and its runs are called, and how one run is named to a person. */

import type { RunHandle, RunSnapshot } from '../core/model.ts'
import type { Platform } from '../core/platform.ts'
import { versionOf } from './version.ts'

export interface Names {
  /** "TrueFoundry" */
  readonly platform: string
  /** "job run" */
  readonly runNoun: string
  /** The link leads to the web app's first page, where the run has to be looked for. */
  readonly leadsToFrontPage?: true
}

export function namesOf(platform: Pick<Platform, 'name' | 'runNoun' | 'leadsToFrontPage'>): Names {
  const { name, runNoun, leadsToFrontPage } = platform
  return { platform: name, runNoun, ...(leadsToFrontPage ? { leadsToFrontPage } : {}) }
}

/** The run with its version, where it is known, and its link. */
export function named(names: Names, run: RunHandle, last?: RunSnapshot): string {
  const version = versionOf(run, last)
  const of = version === undefined ? '' : `version ${version}, `
  return `${names.platform} ${names.runNoun} ${run.runId} (${of}${linkOf(run, names)})`
}

/** The run's link, and that it has to be looked for there, where that is so. */
export function linkOf({ runUrl }: RunHandle, { leadsToFrontPage }: Pick<Names, 'leadsToFrontPage'>): string {
  return leadsToFrontPage ? `look for it at ${runUrl}` : runUrl
}
