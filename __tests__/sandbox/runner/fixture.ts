import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runStep, type StepOptions, type StepResult } from '../../../sandbox/runner/index.ts'

/** A tiny action: the text of its scripts, and the YAML below `inputs:` in its action.yml. */
export type FixtureAction = { main: string; post?: string; postIf?: string; inputs?: string }

/** Statements for a fixture's script. */
export const IMPORTS = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
const { env } = process
const put = (file, text) => appendFileSync(env['GITHUB_' + file], text)
`
/** Stays alive until it is killed, and says so when its handlers, set before, are in place. */
export const LINGER = `
setInterval(() => {}, 1000)
console.log('ready')
`

/** Writes the action to a temporary folder, runs it, and removes it. */
export function runFixture(action: FixtureAction, options: Partial<StepOptions> = {}): Promise<StepResult> {
  return withFixture(action, (actionDir) => runStep({ actionDir, inputs: {}, timeoutMs: 20_000, ...options }))
}

export async function withFixture<T>(action: FixtureAction, run: (actionDir: string) => Promise<T>): Promise<T> {
  const actionDir = await mkdtemp(join(tmpdir(), 'action-'))
  try {
    await writeFile(join(actionDir, 'main.mjs'), IMPORTS + action.main)
    await writeFile(join(actionDir, 'post.mjs'), IMPORTS + (action.post ?? ''))
    await writeFile(join(actionDir, 'action.yml'), manifest(action))
    return await run(actionDir)
  } finally {
    await rm(actionDir, { recursive: true })
  }
}

function manifest(action: FixtureAction): string {
  return [
    'name: Fixture',
    ...(action.inputs === undefined ? [] : ['inputs:', action.inputs]),
    'runs:',
    '  using: node24',
    '  main: main.mjs',
    ...(action.post === undefined ? [] : ['  post: post.mjs']),
    ...(action.postIf === undefined ? [] : [`  post-if: ${action.postIf}`]),
  ].join('\n')
}
