/** What a story is. It fails by an assertion. */

import type { Means, Setup, Site } from '../site.ts'

export interface Story {
  /** A sentence about users. */
  readonly title: string
  readonly setup?: Setup
  readonly tell: (site: Site) => Promise<void>
}

/** A story that needs no site, or more than one. */
export interface SelfContained {
  readonly title: string
  readonly play: (means: Means) => Promise<void>
}
