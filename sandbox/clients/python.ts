/** Software of the platforms' own that comes as Python packages, each in a virtual environment of its own. */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What the pinned packages need; it also has to be able to make virtual environments. */
const PROBE = 'import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 11) else 1)'

/** The command of a Python that will do, if this machine has one. */
export function findPython(): string | undefined {
  return ['python3', 'python'].find((command) => spawnSync(command, ['-c', PROBE], { stdio: 'ignore' }).status === 0)
}

export interface Packages {
  readonly name: string
  readonly requirements: URL
  /** The folder in which the environment is kept. */
  readonly cache: string
}

/** The folder of the environment's programs; installs it once for each list of requirements. Throws where pip fails. */
export function programsFor(python: string, { name, requirements, cache }: Packages): string {
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const folder = join(cache, `${name}-${digest}`)
  const programs = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin')
  const complete = join(folder, 'complete')
  if (!existsSync(complete)) {
    run(python, ['-m', 'venv', '--clear', folder])
    run(join(programs, 'python'), [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'],
      ...['--requirement', fileURLToPath(requirements)],
    ])
    writeFileSync(complete, '')
  }
  return programs
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stderr}`)
}
