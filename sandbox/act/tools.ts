/** act and actionlint, at exact versions, built by Go from its module proxy into a folder that Git ignores. */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

export interface Tool {
  readonly name: string
  readonly module: string
  /** The program's package. */
  readonly package: string
  readonly version: string
  /** Go's hash of the module's source at that version; the module names its own dependencies exactly. */
  readonly sum: string
}

export const ACT: Tool = {
  name: 'act',
  module: 'github.com/nektos/act',
  package: 'github.com/nektos/act',
  version: 'v0.2.89',
  sum: 'h1:d9oFeJ6jUkaVExuG+XzAaMPDqoDrNHaGeiRb8IU+N5w=',
}
export const ACTIONLINT: Tool = {
  name: 'actionlint',
  module: 'github.com/rhysd/actionlint',
  package: 'github.com/rhysd/actionlint/cmd/actionlint',
  version: 'v1.7.12',
  sum: 'h1:vQ4GeJN86C0QH+gTUQcs8McmK62OLT3kmakPMtEWYnY=',
}

const run = promisify(execFile)
const FOLDER = fileURLToPath(new URL('../../.tools', import.meta.url))

export interface Place {
  /** Where programs are kept. */
  readonly folder: string
  /** With the path on which Go is looked for. */
  readonly env: NodeJS.ProcessEnv
}

/**
 * The program's path, installed if need be; undefined where there is no Go to install it with.
 *
 * @throws if it can't be built, or if it was built from other source than this file names.
 */
export async function findTool(
  tool: Tool,
  tell: (line: string) => void,
  { folder, env }: Place = { folder: FOLDER, env: process.env },
): Promise<string | undefined> {
  const home = join(folder, `${tool.name}-${tool.version}`)
  const path = join(home, tool.name)
  if (existsSync(path)) return path
  if (!(await hasGo(env))) return undefined
  tell(`Building ${tool.name} ${tool.version}, once. That takes a minute or two ...`)
  // Beside its place until it is known to be good.
  const fresh = `${home}.new`
  const GOPROXY = await cacheFirst(env)
  await run('go', ['install', `${tool.package}@${tool.version}`], { env: { ...env, GOPROXY, GOBIN: fresh } })
  await checkSource(tool, join(fresh, tool.name), env)
  await rename(fresh, home)
  return path
}

async function hasGo(env: NodeJS.ProcessEnv): Promise<boolean> {
  return await run('go', ['version'], { env }).then(
    () => true,
    () => false,
  )
}

/** Where modules come from: this machine's own cache, which needs no network, and else wherever Go is set to look. */
async function cacheFirst(env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await run('go', ['env', 'GOMODCACHE', 'GOPROXY'], { env })
  const [cache = '', proxy = ''] = stdout.trim().split('\n')
  return `${pathToFileURL(cache)}/cache/download|${proxy}`
}

async function checkSource(tool: Tool, path: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { stdout } = await run('go', ['version', '-m', path], { env })
  const line = stdout.split('\n').find((one) => one.startsWith(`\tmod\t${tool.module}\t`))
  const [, , , version, sum] = line?.trimEnd().split('\t') ?? []
  if (version !== tool.version || sum !== tool.sum) {
    throw new Error(
      `${tool.name} was built from ${version} with the hash ${sum}, not from ${tool.version} with ${tool.sum}.`,
    )
  }
}
