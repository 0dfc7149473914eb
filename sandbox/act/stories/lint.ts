/** A second opinion on every workflow: actionlint itself, which follows calls from one to another. */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyOwnWorkflows, makeRepository } from '../repository.ts'
import type { SelfContained } from './story.ts'

/** What actionlint has to say about the workflows of the repository in that folder. */
async function lint(actionlint: string, dir: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    // Not what else may be on this machine to look into scripts with.
    const args = ['-no-color', '-shellcheck=', '-pyflakes=']
    execFile(actionlint, args, { cwd: dir }, (error, stdout, stderr) => {
      if (error === null || error.code === 1) resolve(stdout)
      else reject(new Error(stderr, { cause: error }))
    })
  })
}

const allGood: SelfContained = {
  title:
    'actionlint finds no fault with the examples and the workflows of this repository, but does with a broken call',
  play: async ({ actionlint }) => {
    const scratch = await mkdtemp(join(tmpdir(), 'act-'))
    try {
      assert.equal(await lint(actionlint, await copyOwnWorkflows(`${scratch}/own`)), '')
      const { dir } = await makeRepository(`${scratch}/user`)
      assert.equal(await lint(actionlint, dir), '')
      const path = `${dir}/.github/workflows/retrain.yml`
      await writeFile(path, (await readFile(path, 'utf8')).replace('      job: ', '      jop: '))
      assert.match(await lint(actionlint, dir), /input "jop" is not defined/)
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  },
}

export const linted: readonly SelfContained[] = [allGood]
