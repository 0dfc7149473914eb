/** The repository of somebody who copied the examples, and the action as `uses:` fetches it. */

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { inOlderSyntax } from './older-syntax.ts'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const REPOSITORY = 'my-org/my-repo'
export const ACTION = 'run-job-and-wait/action@v1'

/** What the examples call; each says what it was told. */
const SCRIPTS = {
  'deploy.sh': 'echo "Deployed to $1"',
  'build.sh': '[ ! -e broken ] || exit 1\necho Built',
  'release.sh': 'echo "Released after $EVALUATED_BY, see $EVALUATION_URL"',
}

export interface UserRepository {
  readonly dir: string
  /** The commit that is checked out. */
  readonly sha: string
}

/** `files` are added to those of the repository, empty. */
export async function makeRepository(dir: string, files: readonly string[] = []): Promise<UserRepository> {
  const workflows = `${dir}/.github/workflows`
  await copyWorkflows(`${ROOT}examples`, workflows)
  await cp(`${ROOT}sandbox/act/workflows`, workflows, { recursive: true })
  for (const [name, script] of Object.entries(SCRIPTS)) {
    await writeFile(`${dir}/${name}`, `#!/bin/sh\n${script}\n`)
    await chmod(`${dir}/${name}`, 0o755)
  }
  for (const name of files) await writeFile(`${dir}/${name}`, '')
  return { dir, sha: commit(dir, REPOSITORY) }
}

/** act and actionlint refuse what they don't know. */
async function copyWorkflows(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const name of (await readdir(from)).filter((each) => each.endsWith('.yml'))) {
    await writeFile(`${to}/${name}`, inOlderSyntax(await readFile(`${from}/${name}`, 'utf8')))
  }
}

/** The workflows of this repository, and the action that they use, in a repository of their own: its folder. */
export async function copyOwnWorkflows(dir: string): Promise<string> {
  await copyWorkflows(`${ROOT}.github/workflows`, `${dir}/.github/workflows`)
  await copyAction(dir)
  commit(dir, 'run-job-and-wait/action')
  return dir
}

/** This repository as a clone would have it, with what is not committed yet. */
export async function cloneThis(dir: string): Promise<UserRepository> {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
  for (const path of listed.toString().split('\0')) {
    // One that was deleted is listed until that is committed.
    if (path !== '' && existsSync(`${ROOT}${path}`)) await cp(`${ROOT}${path}`, `${dir}/${path}`)
  }
  return { dir, sha: commit(dir, 'run-job-and-wait/action') }
}

/** What GitHub's runner downloads of the action, as far as it is run: the contract and what it names. */
export async function copyAction(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true })
  await cp(`${ROOT}action.yml`, `${dir}/action.yml`)
  await cp(`${ROOT}dist`, `${dir}/dist`, { recursive: true })
}

function commit(dir: string, repository: string): string {
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: dir, env: gitEnv() }).toString().trim()
  git('init', '--quiet', '--initial-branch=main')
  git('remote', 'add', 'origin', `https://github.com/${repository}.git`)
  git('add', '--all')
  git('-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com', 'commit', '--quiet', '--message=All')
  return git('rev-parse', 'HEAD')
}

/** Without the settings of whoever runs this, such as signing or hooks. */
function gitEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
}
