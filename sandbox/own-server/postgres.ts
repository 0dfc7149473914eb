/** A PostgreSQL of one's own, in a temporary folder, on a socket in it. */

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

/** PostgreSQL refuses to run as root. */
const NOBODY = 65_534
const LONGEST_START_MS = 30_000

export interface Database {
  /** For SQLAlchemy. */
  readonly url: string
  close(): Promise<void>
}

/** The folder of its programs, if this machine has them. */
export function findPostgres(): string | undefined {
  if (process.platform === 'win32') return undefined
  const onPath = (process.env.PATH ?? '').split(delimiter)
  const folders = [...onPath, ...globSync('/usr/lib/postgresql/*/bin')]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

export async function startPostgres(programs: string): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'own-server-'))
  const as = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if (as.uid !== undefined) await chown(folder, NOBODY, NOBODY)
  const data = join(folder, 'data')
  await promisify(execFile)(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'kubiya', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    { cwd: folder, ...as },
  )
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off', 'timezone=UTC']
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]
  const child = spawn(join(programs, 'postgres'), args, { cwd: folder, stdio: 'ignore', ...as })
  const close = async () => {
    await ended(child)
    await rm(folder, { recursive: true, force: true })
  }
  for (let waitedMs = 0; !existsSync(join(folder, '.s.PGSQL.5432')); waitedMs += 100) {
    if (waitedMs < LONGEST_START_MS && child.exitCode === null) await sleep(100)
    else {
      await close()
      throw new Error('PostgreSQL did not start')
    }
  }
  return { url: `postgresql://kubiya@/postgres?host=${encodeURIComponent(folder)}`, close }
}

/** Asks the process to end at once, and waits until it has. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGINT')
  await exit
}
