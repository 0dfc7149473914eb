/** Brings Kubiya's own server up, with a database of its own. */

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startPostgres } from './postgres.ts'
import { KEY, OwnServer } from './site.ts'

const SERVER = fileURLToPath(new URL('server.py', import.meta.url))
/** It imports a great many packages. */
const LONGEST_START_MS = 180_000

export interface Launched {
  readonly server: OwnServer
  close(): Promise<void>
}

/** `python` and `postgres` are the folders of their programs. */
export async function launch(python: string, postgres: string): Promise<Launched> {
  const database = await startPostgres(postgres)
  // Whatever it might ask of the world outside goes nowhere.
  const nowhere = {
    HTTP_PROXY: 'http://127.0.0.1:9',
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1,localhost',
  }
  const env = { ...process.env, ...nowhere, DATABASE_URL: database.url, PYTHONWARNINGS: 'ignore' }
  let child: ChildProcess | undefined
  const close = async () => {
    await end(child)
    await database.close()
  }
  try {
    await migrate(python, env)
    const port = await freePort()
    child = spawn(join(python, 'python'), [SERVER, String(port), KEY], { env, stdio: ['ignore', 'ignore', 'ignore'] })
    const server = new OwnServer(`http://127.0.0.1:${port}`)
    await untilHealthy(server.url, child)
    await server.addAgent()
    return { server, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Its own migrations make its tables. */
async function migrate(python: string, env: NodeJS.ProcessEnv): Promise<void> {
  const where = ['-c', 'import control_plane_api; print(control_plane_api.__path__[0])']
  const { stdout } = await promisify(execFile)(join(python, 'python'), where, { env })
  await promisify(execFile)(join(python, 'alembic'), ['upgrade', 'heads'], { cwd: stdout.trim(), env })
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  for (const startMs = Date.now(); Date.now() < startMs + LONGEST_START_MS && child.exitCode === null; ) {
    const answer = await fetch(`${url}/api/health`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(250)
  }
  throw new Error('Kubiya’s own server did not start')
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
