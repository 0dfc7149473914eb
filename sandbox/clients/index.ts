/**
 * `npm run clients`: TrueFoundry's own command line, library and SDK, run against the sandbox. What nobody here wrote has to
 * find everything that it asks for, and read every answer.
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startControlPlane } from '../control-plane/server.ts'
import { CHECKS, type Check, JWT, KEY, type Site, SPARK, TRAIN } from './checks.ts'
import { Clients } from './driver.ts'
import { findPython, programsFor } from './python.ts'

async function passes({ what, run }: Check, site: Site): Promise<boolean> {
  try {
    await run(site)
    console.log(`ok      ${what}`)
    return true
  } catch (error) {
    console.log(`not ok  ${what}\n${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}

/** Resolves with how many checks failed. */
async function checkAll(programs: string): Promise<number> {
  const home = await mkdtemp(join(tmpdir(), 'clients-'))
  const server = await startControlPlane({ apiKeys: [KEY, JWT], jobs: [TRAIN, SPARK] })
  const clients = new Clients(programs, { host: server.url, key: KEY, home })
  let failed = 0
  try {
    for (const check of CHECKS) if (!(await passes(check, { clients, plane: server.controlPlane }))) failed += 1
  } finally {
    clients.close()
    await server.close()
    await rm(home, { recursive: true, force: true })
  }
  return failed
}

const python = findPython()
if (python === undefined) {
  console.log('Skipped: TrueFoundry’s own clients need a Python of 3.11 or later that can make virtual environments.')
} else {
  const requirements = new URL('requirements.txt', import.meta.url)
  const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url))
  const failed = await checkAll(programsFor(python, { name: 'clients', requirements, cache }))
  console.log(failed === 0 ? `All ${CHECKS.length} checks passed.` : `${failed} of ${CHECKS.length} checks failed.`)
  process.exitCode = failed === 0 ? 0 : 1
}
