/** What the pages of main and of post have in common. */

import type { RunHandle } from '../core/model.ts'
import { type Html, html, joined, link, words } from '../text/html.ts'
import type { Names } from '../verdict/names.ts'

/** What tells a page from the others of the same workflow run. */
export interface Called {
  readonly names: Names
  readonly job?: string | undefined
  readonly version?: string | undefined
  readonly alias?: string | undefined
}

/** `Succeeded: TrueFoundry job run of train, version 12 (small)` */
export function headingOf(verdict: string, { names, job, version, alias }: Called): Html {
  const parts = [
    words(`${verdict}: ${names.platform} ${names.runNoun}`),
    ...(job === undefined ? [] : [html` of ${job}`]),
    ...(version === undefined ? [] : [html`, version ${version}`]),
    ...(alias === undefined ? [] : [html` (${alias})`]),
  ]
  return html`<h3>${joined(parts, '')}</h3>`
}

export function runLine(run: RunHandle, names: Names): Html {
  return html`<p><strong>${run.runId}</strong> · ${pageLink(run, names)}</p>`
}

export function pageLink(run: RunHandle, { platform, leadsToFrontPage }: Names): Html {
  return link(
    run.runUrl,
    words(leadsToFrontPage ? `Open ${platform}’s web app, and look for it there` : `Open in ${platform}`),
  )
}

/** Blocks with an empty line between them: each is read on its own. */
export function assembled(blocks: readonly Html[]): string {
  return `${joined(blocks, '\n\n').source}\n`
}
