/**
 * `npm run own-server`: the shipped action against Kubiya's own control plane, as it comes from PyPI. `-- WORD` tells only the
 * stories whose titles have the word. Nothing of that package (AGPL) is in this repository: it is installed into a cache
 * folder of the user's.
 */

import { homedir } from 'node:os'
import { join } from 'node:path'
import { findPython, programsFor } from '../clients/python.ts'
import { type Launched, launch } from './launch.ts'
import { findPostgres } from './postgres.ts'
import type { OwnServer } from './site.ts'
import { STORIES, type Story } from './stories.ts'

const MOST_AT_ONCE = 5

async function passes({ what, tell }: Story, server: OwnServer): Promise<boolean> {
  const startMs = Date.now()
  const told = await tell(server).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  const seconds = ((Date.now() - startMs) / 1000).toFixed(1)
  console.log(told === undefined ? `ok      ${what} (${seconds} s)` : `not ok  ${what} (${seconds} s)\n${told}`)
  return told === undefined
}

/** Resolves with how many stories went wrong. They mostly wait, so some go on side by side. */
async function tellAll({ server, close }: Launched, stories: readonly Story[]): Promise<number> {
  const waiting = [...stories]
  let failed = 0
  const work = async () => {
    for (let story = waiting.shift(); story !== undefined; story = waiting.shift()) {
      if (!(await passes(story, server))) failed += 1
    }
  }
  await Promise.all(Array.from({ length: MOST_AT_ONCE }, work))
  await close()
  return failed
}

const python = findPython()
const postgres = findPostgres()
if (python === undefined || postgres === undefined) {
  console.log('Skipped: Kubiya’s own server needs a Python of 3.11 or later with virtual environments, and PostgreSQL.')
} else {
  const word = process.argv[2] ?? ''
  const stories = STORIES.filter(({ what }) => what.includes(word))
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'run-job-and-wait')
  const requirements = new URL('requirements.txt', import.meta.url)
  console.log('Installing (once, a gigabyte) and starting Kubiya’s own server ...')
  const launched = await launch(programsFor(python, { name: 'own-server', requirements, cache }), postgres)
  const failed = await tellAll(launched, stories)
  console.log(failed === 0 ? `All ${stories.length} stories passed.` : `${failed} of ${stories.length} stories failed.`)
  process.exitCode = failed === 0 ? 0 : 1
}
